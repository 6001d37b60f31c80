# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import UserError

from .common import DAYS, HOURS, MEALS, TRAVEL, LateCommon


class KindCommon(LateCommon):
    """March was exported and paid; then Loket corrects the contract of those days."""

    def _pay(self):
        self.paid = self._line(self.zero, 4)
        self._export().action_send()
        self._approve_run(self.period)
        self._night()

    def _correct(self, employee, kind="zero_hours"):
        self._employment(employee).term_ids.contract_kind = kind

    def _told(self, period=None):
        return self._problem(self._prepared(period or self.april), "left_out")

    def _allowance(self, employee, day=date(2026, 3, 2)):
        return self.env["loket.allowance"].create(
            {
                "employee_id": employee.id,
                "date": day,
                "wage_code_id": self.code_travel.id,
                "quantity": 7,
                "approved": True,
            }
        )


class TestKindCorrected(KindCommon):
    """Hours that a rule left out by a kind of contract which was not the right one."""

    def setUp(self):
        super().setUp()
        self._map(self.code_days, DAYS)
        self.lines = self._line(self.fixed, 8) + self._line(
            self.fixed, 2.5, date(2026, 3, 10)
        )
        self._pay()

    def test_people_and_hours_are_told_and_nothing_is_paid(self):
        self.assertFalse(self._told())
        self._correct(self.fixed)
        export = self._prepared(self.april)
        self.assertFalse(export.line_ids)
        problem = self._problem(export, "left_out")
        self.assertRecordValues(
            problem, [{"severity": "warning", "people_count": 1, "hours": 10.5}]
        )
        self.assertTrue(problem.advice)
        self.assertEqual(self._opened(problem), self.lines.sorted())
        context = problem.with_user(self.officer).action_open()["context"]
        self.assertTrue(context["loket_late"])

    def test_minimum_hours_and_unapproved_hours_are_told_too(self):
        self._line(self.fixed, 3, date(2026, 3, 11), approved=False)
        self.env["loket.export.gatherer"]._refresh_period_states(self.period)
        self._correct(self.fixed, "min_hours")
        self.assertEqual(self._told().hours, 13.5)

    def test_paid_as_a_correction_they_are_gone_and_paid_once(self):
        self._correct(self.fixed)
        problem = self._told()
        self._opened(problem)[:1].action_loket_take_along()
        export = self._prepared(self.april)
        self.assertEqual(self._problem(export, "left_out").people_count, 1)
        self._opened(self._problem(export, "left_out")).action_loket_take_along()
        export = self._prepared(self.april)
        self.assertFalse(self._problem(export, "left_out"))
        export.action_send()
        self.assertEqual(self._in_loket(self.fixed, 202604), {HOURS: 10.5, DAYS: 2.0})
        self._approve_run(self.april)
        may = self._prepared(self._period(202605))
        self.assertFalse(may.line_ids)
        self.assertFalse(self._problem(may, "left_out"))

    def test_paid_without_odoo_they_are_gone(self):
        self._correct(self.fixed)
        self.lines[0].with_user(self.officer).action_loket_leave_out()
        problem = self._told()
        self.assertEqual(self._opened(problem), self.lines[1])
        problem.with_user(self.officer).action_leave_out()
        self.assertFalse(problem.exists())
        export = self._prepared(self.april)
        self.assertFalse(self._problem(export, "left_out"))
        self.assertFalse(export.line_ids)
        self.lines[1].with_user(self.officer).action_loket_undecide()
        self.assertEqual(self._opened(self._told()), self.lines[1])

    def test_decision_from_before_the_correction_is_asked_for_again(self):
        """*Pay as a Correction* did nothing while the rule left the hours out."""
        self.lines.with_user(self.officer).action_loket_take_along()
        self._correct(self.fixed)
        self.assertEqual(self._told().hours, 10.5)
        self.lines.with_user(self.officer).action_loket_take_along()
        export = self._prepared(self.april)
        self.assertFalse(self._problem(export, "left_out"))
        self.assertEqual(self._line_of(export, self.fixed).value, 10.5)

    def test_correction_that_a_sync_brings(self):
        """Hours of the kind of before, and those before the day of it, are not told."""
        loket_id = self._employment(self.fixed).loket_id
        self.sandbox.admin.set_hours(loket_id, "2026-03-10", hours=None, flexible=1)
        self.employer.action_sync()
        problem = self._told()
        self.assertEqual(problem.hours, 2.5)
        self.assertEqual(self._opened(problem), self.lines[1])

    def test_change_that_a_sync_takes_back(self):
        """The term is deleted; the one before it holds again."""
        (first,) = self._employment(self.fixed).term_ids
        later = first.copy({"date_start": date(2026, 3, 1)})
        first.contract_kind = "zero_hours"
        first.kind_changed_on = False
        self.assertFalse(self._told())
        later.unlink()
        self.assertEqual(self._told().hours, 10.5)

    def test_corrected_before_the_run_and_not_prepared_since(self):
        april = self._line(self.fixed, 6, date(2026, 4, 2))
        self._line(self.zero, 1, date(2026, 4, 2))
        self._export(self.april).action_send()
        self._correct(self.fixed)
        self._approve_run(self.april)
        self._night()
        self.assertEqual(
            self._opened(self._told(self._period(202605))), self.lines + april
        )

    def test_only_the_next_open_period_tells(self):
        self._correct(self.fixed)
        self.assertFalse(self._told(self._period(202605)))

    def test_corrected_and_changed_back_is_not_told(self):
        self._correct(self.fixed)
        self._correct(self.fixed, "fixed")
        self.assertFalse(self._told())

    def test_reopened_period_takes_them_itself(self):
        self._correct(self.fixed)
        self._approve_run(self.period, 5)
        self.assertFalse(self._told())
        self.assertEqual(self._line_of(self._prepared(), self.fixed).value, 10.5)

    def test_scheduled_export_asks_instead_of_sending(self):
        self._correct(self.fixed)
        self._line(self.zero, 4, date(2026, 4, 2))
        self.employer.export_nightly = True
        self.env.ref(
            "loket_connector_hr_timesheet.ir_cron_loket_export"
        ).method_direct_trigger()
        self.assertEqual(self._in_loket(self.zero, 202604), {})

    def test_number_of_queries_does_not_grow_with_lines(self):
        self._correct(self.fixed)
        export = self._prepared(self.april)
        inspector = self.env["loket.export.inspector"]
        counts = []
        for number in (0, 40):
            for day in range(number):
                self._line(self.fixed, 1, date(2026, 3, 1) + timedelta(day % 30))
            self.env.cr.execute(
                "UPDATE account_analytic_line SET loket_export_issue = 'by_rule',"
                " loket_export_state = 'none' WHERE employee_id = %s",
                [self.fixed.id],
            )
            self.env.invalidate_all()
            inspector._left_out_problems(export)
            before = self.env.cr.sql_log_count
            (problem,) = inspector._left_out_problems(export)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(problem["hours"], 50.5)
        self.assertEqual(counts[0], counts[1])


class TestKindNotCorrected(KindCommon):
    """What was decided stays: nobody is asked about the years before, or rules."""

    def setUp(self):
        super().setUp()
        self.line = self._line(self.fixed, 8)
        self.allowance = self._allowance(self.fixed)

    def _spans(self):
        export = self._prepared(self.april)
        return self.env["loket.export.inspector"]._get_changed_spans(export)

    def test_sync_that_brings_nothing_new(self):
        self._pay()
        terms = self.employer.employment_ids.term_ids
        written = terms.mapped("write_date")
        self.employer.action_sync()
        self.assertFalse(any(terms.mapped("kind_changed_on")))
        self.assertEqual(terms.mapped("write_date"), written)
        self.assertFalse(self._spans())
        self.assertFalse(self._told())

    def test_wage_and_hours_that_change(self):
        self._pay()
        for employee in (self.fixed, self.zero):
            loket_id = self._employment(employee).loket_id
            self.sandbox.admin.set_wage(loket_id, "2026-03-01", 3000)
        self.employer.action_sync()
        self.assertTrue(
            self._employment(self.zero).term_ids.filtered(
                lambda term: term.date_start == date(2026, 3, 1)
            )
        )
        self.assertFalse(self._spans())

    def test_kind_that_the_export_knew_of(self):
        self._pay()
        self._correct(self.fixed)
        self.assertTrue(self._spans())
        terms = self._employment(self.fixed).term_ids
        terms.kind_changed_on -= timedelta(days=1)
        self.assertFalse(self._spans())

    def test_contract_of_another_kind_from_the_next_period_on(self):
        self._pay()
        loket_id = self._employment(self.fixed).loket_id
        self.sandbox.admin.set_hours(loket_id, "2026-04-01", hours=None, flexible=1)
        self.employer.action_sync()
        self.assertFalse(self._spans())
        self.assertFalse(self._told())

    def test_rule_that_is_switched_on(self):
        self._pay()
        self.employer.export_rule_ids.exported = True
        self.assertFalse(self._told())

    def test_rule_of_the_right_kind_that_is_switched_on_since(self):
        rule = self.employer.export_rule_ids.filtered(
            lambda r: (r.contract_kind, r.code_type) == ("min_hours", "hours")
        )
        rule.exported = False
        self._pay()
        rule.exported = True
        self._correct(self.fixed, "min_hours")
        self.assertFalse(self._told())
        rule.switched_on = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        self.assertEqual(self._told().hours, 8)

    def test_period_that_was_not_exported(self):
        self._line(self.fixed, 8, date(2026, 2, 10))
        self._pay()
        self._correct(self.fixed)
        self.assertEqual(self._opened(self._told()), self.line)

    def test_period_of_more_than_a_year_ago(self):
        self._pay()
        self._correct(self.fixed)
        self.period.year -= 1
        self.assertTrue(self._told())
        self.period.year -= 1
        self.assertFalse(self._told())

    def test_colleagues_and_other_venues(self):
        self._pay()
        self._correct(self.zero, "min_hours")
        self.assertFalse(self._told())
        export = self._prepared(self.april)
        self._correct(self.fixed)
        inspector = self.env["loket.export.inspector"]
        self.assertTrue(inspector._left_out_problems(export))
        self._employment(self.fixed).administration_id = False
        self.assertFalse(inspector._left_out_problems(export))

    def test_another_company_learns_nothing(self):
        """Both venues are told of their own people only."""
        company = self.env["res.company"].create({"name": "Ander"})
        self.other_employer.company_id = company
        self.other_employer.action_fetch_payroll_setup()
        self.other_employer.action_sync()
        self._pay()
        self._correct(self.fixed)
        self.other_employer.employment_ids.term_ids.kind_changed_on = (
            fields.Datetime.now()
        )
        problem = self._told()
        self.assertRecordValues(problem, [{"people_count": 1, "hours": 8}])
        self.assertEqual(self._opened(problem), self.line)
        user = self._new_user("elsewhere", "loket_connector.group_loket_user")
        user.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        found = self.env["loket.export.problem"].with_user(user)
        self.assertFalse(found.search([("id", "=", problem.id)]))
        periods = self.other_employer.administration_ids.period_ids
        periods.filtered(lambda p: p.state == "approved").has_export = True
        late = self.env["loket.export.late"]
        period = next(p for p in periods if late._paid_periods(p))
        export = self.env["loket.export"]._get_or_create(period)
        inspector = self.env["loket.export.inspector"]
        self.assertTrue(inspector._get_changed_spans(export))
        self.assertFalse(inspector._left_out_problems(export))


class TestKindOfPaidHours(KindCommon):
    """The other way round: what was paid stays paid, whatever kind it has now."""

    def test_hours_are_not_taken_back(self):
        self._pay()
        self._correct(self.zero, "fixed")
        export = self._prepared(self.april)
        self.assertFalse(export.line_ids)
        self.assertFalse(self._problem(export, "left_out"))
        self.assertEqual(self.paid.loket_export_state, "locked")

    def test_nor_when_the_state_of_the_line_is_looked_at_again(self):
        self._pay()
        self._correct(self.zero, "fixed")
        self.env["loket.export.gatherer"]._refresh_period_states(self.period)
        self.assertFalse(self._prepared(self.april).line_ids)
        self._correct(self.zero)
        self.assertFalse(self._told())


class TestKindOfOtherParts(KindCommon):
    """Of a line with meals the hours were left out; and allowances."""

    def test_hours_of_a_line_whose_meals_were_paid(self):
        line = self._line(self.fixed, 8, loket_meal_count=2)
        self._pay()
        self.assertEqual(line.loket_export_state, "locked")
        self._correct(self.fixed)
        problem = self._told()
        self.assertRecordValues(problem, [{"people_count": 1, "hours": 8}])
        self.assertEqual(self._opened(problem), line)
        line.with_user(self.officer).action_loket_take_along()
        export = self._prepared(self.april)
        self.assertFalse(self._problem(export, "left_out"))
        export.action_send()
        self.assertEqual(self._in_loket(self.fixed, 202604), {HOURS: 8.0})
        self.assertEqual(self._in_loket(self.fixed), {MEALS: 2.0})

    def test_such_hours_that_were_paid_without_odoo(self):
        line = self._line(self.fixed, 8, loket_meal_count=2)
        self._pay()
        self._correct(self.fixed)
        self._told().with_user(self.officer).action_leave_out()
        export = self._prepared(self.april)
        self.assertFalse(self._problem(export, "left_out"))
        self.assertFalse(export.line_ids)
        self.assertEqual(line.loket_export_state, "locked")

    def test_line_of_which_all_was_paid_cannot_be_decided_about(self):
        line = self._line(self.zero, 8, loket_meal_count=2)
        self._pay()
        for method in ("action_loket_take_along", "action_loket_leave_out"):
            with self.assertRaisesRegex(UserError, "locked"):
                getattr(line.with_user(self.officer), method)()

    def test_allowances(self):
        self.employer.export_rule_ids.filtered(
            lambda r: (r.contract_kind, r.code_type) == ("fixed", "allowance")
        ).exported = False
        allowance = self._allowance(self.fixed)
        self._pay()
        self._correct(self.fixed)
        problem = self._told()
        self.assertRecordValues(problem, [{"people_count": 1, "hours": 0}])
        self.assertEqual(self._opened(problem), allowance)
        allowance.with_user(self.officer).action_leave_out()
        self.assertFalse(self._told())
        allowance.with_user(self.officer).action_take_along()
        export = self._prepared(self.april)
        self.assertFalse(self._problem(export, "left_out"))
        self.assertEqual(self._line_of(export, self.fixed, TRAVEL).value, 7)
