# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import ValidationError

from .common import HOURS, MEALS, TRAVEL, LoketTimesheetCommon


class TestExportTotals(LoketTimesheetCommon):
    """Which hours count, for whom, and as what."""

    def _values(self, export, employee):
        return {
            line.component_id.key: line.value
            for line in export.line_ids
            if line.employee_id == employee
        }

    def _prepared(self, period=None):
        export = self._export(period)
        export.action_prepare()
        return export

    def _code(self, name, key, **vals):
        code = self.env["loket.wage.code"].create(
            {"name": name, "code_type": "hours", "sequence": 50}
        )
        self._map(code, key, **vals)
        return code

    def test_code_of_the_line_comes_first(self):
        code_line, code_task, code_project, code_employee = (
            self._code(f"Code {key}", key) for key in (20, 21, 22, 8)
        )
        task = self.env["project.task"].create(
            {"name": "Nacht", "project_id": self.project.id}
        )
        self._line(self.zero, 1)
        self.zero.loket_wage_code_id = code_employee
        self.assertEqual(self._values(self._prepared(), self.zero), {8: 1})
        self.project.loket_wage_code_id = code_project
        self.assertEqual(self._values(self._prepared(), self.zero), {22: 1})
        task.loket_wage_code_id = code_task
        line = self._line(self.zero, 2, task_id=task.id)
        self.assertEqual(self._values(self._prepared(), self.zero), {22: 1, 21: 2})
        line.loket_wage_code_id = code_line
        self.assertEqual(self._values(self._prepared(), self.zero), {22: 1, 20: 2})

    def test_code_without_component_is_a_problem_with_people_and_hours(self):
        code = self.env["loket.wage.code"].create({"name": "Nieuw"})
        line = self._line(self.zero, 6, loket_wage_code_id=code.id)
        export = self._prepared()
        self.assertFalse(export.line_ids)
        problem = export.problem_ids.filtered(lambda p: p.kind == "no_component")
        self.assertRecordValues(problem, [{"people_count": 1, "hours": 6}])
        action = problem.action_open()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, line)

    def test_component_that_this_year_lacks_is_a_problem(self):
        self._line(self.zero, 6)
        self.administration.component_ids.filtered(
            lambda c: c.key == HOURS and c.year == 2026
        ).active = False
        export = self._prepared()
        self.assertIn("no_component", export.problem_ids.mapped("kind"))

    def test_hours_are_rounded_on_the_total(self):
        for day in (2, 3, 4):
            self._line(self.zero, 1 / 3, date(2026, 3, day))
        self.assertEqual(self._values(self._prepared(), self.zero), {HOURS: 1.0})

    def test_decimals_of_the_mapping_are_used(self):
        mapping = self.code_hours.mapping_ids
        mapping.decimals = 1
        self._line(self.zero, 2.25)
        self.assertEqual(self._values(self._prepared(), self.zero), {HOURS: 2.3})

    def test_line_in_days_counts_eight_hours(self):
        self._line(
            self.zero, 1.5, product_uom_id=self.env.ref("uom.product_uom_day").id
        )
        self.assertEqual(self._values(self._prepared(), self.zero), {HOURS: 12.0})

    def test_negative_line_corrects(self):
        self._line(self.zero, 8)
        self._line(self.zero, -3)
        self.assertEqual(self._values(self._prepared(), self.zero), {HOURS: 5.0})

    def test_lines_that_cancel_out_are_no_line(self):
        self._line(self.zero, 8)
        self._line(self.zero, -8)
        self.assertFalse(self._prepared().line_ids)

    def test_negative_total_is_out_of_range(self):
        self._line(self.zero, -3)
        export = self._prepared()
        self.assertEqual(export.line_ids.state, "refused")

    def test_last_day_is_in_and_the_next_is_out(self):
        self._line(self.zero, 1, date(2026, 3, 31))
        self._line(self.zero, 2, date(2026, 4, 1))
        self._line(self.zero, 4, date(2026, 2, 28))
        self.assertEqual(self._values(self._prepared(), self.zero), {HOURS: 1.0})

    def test_amount_is_quantity_times_rate(self):
        self.code_travel.mapping_ids.write({"send_as": "amount", "rate": 0.23})
        self.env["loket.allowance"].create(
            {
                "employee_id": self.zero.id,
                "date": date(2026, 3, 2),
                "wage_code_id": self.code_travel.id,
                "quantity": 43,
                "approved": True,
            }
        )
        self.assertEqual(self._values(self._prepared(), self.zero), {TRAVEL: 9.89})

    def test_amount_needs_a_rate(self):
        """Without one the hours were worth nothing, or nobody could prepare at all."""
        with self.assertRaisesRegex(ValidationError, "rate"):
            self.code_travel.mapping_ids.send_as = "amount"
        with self.assertRaises(ValidationError):
            self.code_travel.mapping_ids.write({"send_as": "amount", "rate": 0})

    def test_hours_as_an_amount_may_be_more_than_a_thousand(self):
        self.code_hours.mapping_ids.write({"send_as": "amount", "rate": 20})
        self._line(self.zero, 160)
        export = self._prepared()
        self.assertRecordValues(export.line_ids, [{"value": 3200, "state": "new"}])

    def test_contract_that_changes_kind_is_split_on_the_day(self):
        employment = self._employment(self.zero)
        employment.term_ids.unlink()
        self.env["loket.employment.term"].create(
            [
                {
                    "employment_id": employment.id,
                    "date_start": date(2025, 1, 1),
                    "date_end": date(2026, 3, 9),
                    "contract_kind": "zero_hours",
                },
                {
                    "employment_id": employment.id,
                    "date_start": date(2026, 3, 10),
                    "contract_kind": "fixed",
                },
            ]
        )
        self._line(self.zero, 3, date(2026, 3, 9), loket_meal_count=1)
        self._line(self.zero, 5, date(2026, 3, 10), loket_meal_count=1)
        self.assertEqual(
            self._values(self._prepared(), self.zero), {HOURS: 3.0, MEALS: 2.0}
        )

    def _double(self):
        """Return somebody with two employments at once, the main one first."""
        for person in self.employer.person_ids:
            running = person.employment_ids.filtered(
                lambda e: e.date_start < date(2026, 3, 1) and not e.date_end
            )
            if len(running) == 2 and person.employee_id:
                return running.sorted("is_main", reverse=True)
        raise AssertionError("the sandbox has nobody with two employments")

    def test_two_employments_take_the_main_one_and_say_so(self):
        main, _side = self._double()
        self.employer.export_rule_ids.exported = True
        self._line(main.employee_id, 4)
        export = self._prepared()
        self.assertEqual(export.line_ids.employment_id, main)
        self.assertIn("two_employments", export.problem_ids.mapped("kind"))

    def test_two_employments_take_the_chosen_one(self):
        main, side = self._double()
        self.employer.export_rule_ids.exported = True
        self._line(main.employee_id, 4, loket_employment_id=side.id)
        export = self._prepared()
        self.assertEqual(export.line_ids.employment_id, side)
        self.assertNotIn("two_employments", export.problem_ids.mapped("kind"))

    def test_totals_are_split_by_cost_center(self):
        self.env["loket.cost.center"].create(
            {
                "employer_id": self.employer.id,
                "account_id": self.project.account_id.id,
                "key": 2,
            }
        )
        elsewhere = self.project.copy({"name": "Kantoor", "account_id": False})
        elsewhere.allow_timesheets = True
        self._line(self.zero, 3)
        self._line(self.zero, 5, project_id=elsewhere.id)
        export = self._export()
        export.action_send()
        self.assertEqual(
            sorted(
                export.line_ids.mapped(lambda line: (line.cost_center_key, line.value))
            ),
            [("", 5.0), ("2", 3.0)],
        )
        self.assertEqual(export.state, "done")

    def test_cost_center_that_dropped_out_is_removed(self):
        center = self.env["loket.cost.center"].create(
            {
                "employer_id": self.employer.id,
                "account_id": self.project.account_id.id,
                "key": 2,
            }
        )
        self._line(self.zero, 3)
        self._export().action_send()
        center.unlink()
        export = self._export()
        export.action_send()
        self.assertEqual(export.state, "done")
        # _in_loket refuses to find the same component twice.
        self.assertEqual(self._in_loket(self.zero), {HOURS: 3.0})

    def test_problems_count_people_and_hours(self):
        stranger = self.env["hr.employee"].create(
            {"name": "Onbekend", "company_id": self.company.id}
        )
        self._line(stranger, 3)
        self._line(self.zero, 4, approved=False)
        self._line(self.zero, 2, date(2026, 3, 3), approved=False)
        self._line(self.fixed, 7)
        gone = self._employment(self.minimum)
        gone.date_end = date(2026, 3, 1)
        self._line(self.minimum, 1)
        export = self._prepared()
        found = {
            p.kind: (p.severity, p.people_count, p.hours) for p in export.problem_ids
        }
        idle = found.pop("no_hours")
        self.assertEqual(idle[0], "info")
        self.assertEqual(
            found,
            {
                "not_in_loket": ("warning", 1, 3.0),
                "not_approved": ("warning", 1, 6.0),
                "by_rule": ("info", 1, 7.0),
                "ended": ("warning", 1, 1.0),
            },
        )

    def test_zero_hours_worker_without_hours_is_named(self):
        export = self._prepared()
        problem = export.problem_ids.filtered(lambda p: p.kind == "no_hours")
        action = problem.action_open()
        idle = self.env["loket.employment"].search(action["domain"])
        self.assertIn(self._employment(self.zero), idle)
        self.assertNotIn(self._employment(self.fixed), idle)

    def test_other_company_is_not_gathered(self):
        elsewhere = self.env["hr.employee"].create(
            {"name": "Elders", "company_id": self.other_company.id}
        )
        project = self.project.copy({"company_id": False, "account_id": False})
        self._line(elsewhere, 8, project_id=project.id)
        export = self._prepared()
        self.assertNotIn("not_in_loket", export.problem_ids.mapped("kind"))
