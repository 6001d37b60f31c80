# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from .common import HOURS, LoketTimesheetCommon


class TestTwoAdministrations(LoketTimesheetCommon):
    """Somebody who goes from the monthly administration to the four-weekly one."""

    venue_position = 1

    def setUp(self):
        super().setUp()
        self.employer.export_rule_ids.exported = True
        self.other_administration = self.employer.administration_ids.filtered(
            lambda administration: administration.period_type == "four_weeks"
        )
        self.employment = self._employment(self.zero)

    def _choose_people(self):
        """Choose anybody who has one employment here, all the period."""
        for employment in self.administration.employer_id.employment_ids:
            if (
                employment.administration_id == self.administration
                and len(employment.employee_id.loket_employment_ids) == 1
                and employment.date_start < self.period.date_start
                and not employment.date_end
            ):
                self.zero = employment.employee_id
                return
        raise AssertionError("the sandbox has nobody in this administration")

    def _move(self, day):
        """End the employment on the day before, and begin another one elsewhere."""
        other = self.employment.copy(
            {
                "loket_id": "other",
                "administration_id": self.other_administration.id,
                "date_start": day,
            }
        )
        self.env["loket.employment.term"].create(
            {
                "employment_id": other.id,
                "date_start": day,
                "contract_kind": "zero_hours",
            }
        )
        self.employment.date_end = date.fromordinal(day.toordinal() - 1)
        return other

    def _totals(self, period):
        gatherer = self.env["loket.export.gatherer"]
        rows = gatherer._get_totals(period, gatherer._gather_period(period))
        return {row[0]: float(row[3]) for row in rows}

    def test_each_gets_the_days_of_its_own_employment(self):
        component = self.other_administration.component_ids.filtered(
            lambda c: (c.key, c.year) == (HOURS, 2026)
        )
        self.env["loket.wage.code.mapping"].create(
            {
                "wage_code_id": self.code_hours.id,
                "administration_id": self.other_administration.id,
                "component_id": component.id,
            }
        )
        other = self._move(date(2026, 3, 16))
        self._line(self.zero, 4, date(2026, 3, 15))
        self._line(self.zero, 5, date(2026, 3, 16))
        (four_weeks,) = self.other_administration.period_ids.filtered(
            lambda p: p.date_start <= date(2026, 3, 16) <= p.date_end
        )
        self.assertLess(four_weeks.date_start, date(2026, 3, 15))
        self.assertEqual(self._totals(self.period), {self.employment.id: 4})
        self.assertEqual(self._totals(four_weeks), {other.id: 5})

    def test_employment_that_went_elsewhere_is_told_not_forgotten(self):
        """Its hours would be paid here and there."""
        self._line(self.zero, 4)
        export = self._export()
        export.action_send()
        self.employment.administration_id = self.other_administration
        export.action_prepare()
        self.assertRecordValues(
            export.line_ids,
            [{"state": "removed", "loket_value": 4, "is_blocked": True}],
        )
        self.assertIn("another payroll administration", export.line_ids.message)
        self.assertIn("identity", export.problem_ids.mapped("kind"))
        self.sandbox.admin.clear_requests()
        export.action_send()
        self.assertEqual(self._requests("PATCH", ""), [])
        self.assertNotEqual(export.state, "done")


class TestTwoEmployments(LoketTimesheetCommon):
    """What is worked on a day with two employments goes to one of them, and is told."""

    def setUp(self):
        super().setUp()
        self.employer.export_rule_ids.exported = True
        for person in self.employer.person_ids:
            running = person.employment_ids.filtered(
                lambda e: e.date_start < date(2026, 3, 1) and not e.date_end
            )
            if len(running) == 2 and person.employee_id:
                self.main, self.side = running.sorted("is_main", reverse=True)
        self.person = self.main.employee_id

    def _told(self):
        export = self._export()
        export.action_prepare()
        problems = export.problem_ids.filtered(lambda p: p.kind == "two_employments")
        found = []
        for problem in problems:
            action = problem.with_user(self.officer).action_open()
            found += self.env[action["res_model"]].search(action["domain"])
        return export, found

    def test_allowance_without_a_line_is_told(self):
        allowance = self.env["loket.allowance"].create(
            {
                "employee_id": self.person.id,
                "date": date(2026, 3, 2),
                "wage_code_id": self.code_travel.id,
                "quantity": 7,
                "approved": True,
            }
        )
        export, told = self._told()
        self.assertEqual(export.line_ids.employment_id, self.main)
        self.assertEqual(told, [allowance])

    def test_chosen_employment_that_is_over_on_the_day_is_told(self):
        line = self._line(self.person, 4, loket_employment_id=self.side.id)
        third = self.side.copy({"loket_id": "third", "is_main": False})
        self.env["loket.employment.term"].create(
            {
                "employment_id": third.id,
                "date_start": third.date_start,
                "contract_kind": "zero_hours",
            }
        )
        self.side.date_end = date(2026, 3, 1)
        export, told = self._told()
        self.assertEqual(export.line_ids.employment_id, self.main)
        self.assertEqual(told, [line])
