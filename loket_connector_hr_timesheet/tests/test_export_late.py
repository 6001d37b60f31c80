# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import AccessError, UserError

from .common import HOURS, LateCommon

FEBRUARY = date(2026, 2, 10)


class TestHoursPaidElsewhere(LateCommon):
    """Hours of a period that was paid without Odoo: never twice, never forgotten."""

    def test_they_are_not_paid_but_told_with_people_and_hours(self):
        line = self._line(self.zero, 8, FEBRUARY)
        other = self._line(self.minimum, 2.5, FEBRUARY)
        again = self._line(self.zero, 1, date(2026, 1, 31))
        self._line(self.zero, 4)
        export = self._prepared()
        self.assertEqual(self._line_of(export, self.zero).value, 4)
        self.assertFalse(self._line_of(export, self.minimum))
        self.assertNotIn("correction", export.problem_ids.mapped("kind"))
        problem = self._problem(export, "period_approved")
        self.assertRecordValues(
            problem, [{"severity": "warning", "people_count": 2, "hours": 11.5}]
        )
        self.assertTrue(problem.advice)
        self.assertEqual(self._opened(problem), line + other + again)

    def test_the_line_says_so_from_the_start(self):
        line = self._line(self.zero, 8, FEBRUARY)
        self.assertRecordValues(
            line,
            [{"loket_export_state": "none", "loket_export_issue": "period_approved"}],
        )

    def test_only_the_next_open_period_tells(self):
        self._line(self.zero, 8, FEBRUARY)
        self.assertFalse(self._problem(self._prepared(self.april), "period_approved"))

    def test_taken_along_they_are_a_correction_dated_as_they_were(self):
        line = self._line(self.zero, 8, FEBRUARY)
        line.with_user(self.officer).action_loket_take_along()
        self.assertRecordValues(
            line, [{"loket_export_state": "to_export", "loket_export_issue": False}]
        )
        export = self._prepared()
        self.assertFalse(self._problem(export, "period_approved"))
        self.assertRecordValues(
            self._problem(export, "correction"), [{"people_count": 1, "hours": 8}]
        )
        self.assertRecordValues(
            export.line_ids.share_ids, [{"date": FEBRUARY, "is_correction": True}]
        )
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.0})
        self.assertEqual(self._in_loket(self.zero, 202602), {})
        self.assertRecordValues(
            line,
            [
                {
                    "date": FEBRUARY,
                    "loket_export_state": "exported",
                    "loket_export_period_id": self.period.id,
                }
            ],
        )

    def test_taken_along_they_are_paid_once(self):
        line = self._line(self.zero, 8, FEBRUARY)
        line.with_user(self.officer).action_loket_take_along()
        self._export().action_send()
        self._approve_run(self.period)
        export = self._export(self.april)
        export.action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {})
        self.assertEqual(line.loket_export_state, "locked")

    def test_paid_elsewhere_they_stay_out_for_good(self):
        line = self._line(self.zero, 8, FEBRUARY)
        line.with_user(self.officer).action_loket_leave_out()
        export = self._prepared()
        self.assertFalse(export.line_ids)
        self.assertFalse(self._problem(export, "period_approved"))
        self.assertRecordValues(
            line, [{"loket_export_state": "none", "loket_export_issue": "paid"}]
        )

    def test_all_of_a_problem_can_be_left_out_at_once(self):
        lines = self._line(self.zero, 8, FEBRUARY) + self._line(
            self.minimum, 3, date(2026, 1, 5)
        )
        export = self._prepared()
        problem = self._problem(export, "period_approved").with_user(self.officer)
        problem.action_leave_out()
        self.assertEqual(lines.mapped("loket_export_issue"), ["paid"] * 2)
        self.assertFalse(problem.exists())

    def test_decision_can_be_taken_back(self):
        line = self._line(self.zero, 8, FEBRUARY)
        line.with_user(self.officer).action_loket_take_along()
        line.with_user(self.officer).action_loket_undecide()
        self.assertEqual(line.loket_export_issue, "period_approved")
        self.assertFalse(self._prepared().line_ids)

    def test_changed_hours_have_to_be_decided_again(self):
        line = self._line(self.zero, 8, FEBRUARY)
        line.with_user(self.officer).action_loket_leave_out()
        line.unit_amount = 10
        self.assertEqual(line.loket_export_issue, "period_approved")

    def test_only_loket_users_decide(self):
        line = self._line(self.zero, 8, FEBRUARY)
        for user in (self.worker, self.approver):
            for method in (
                "action_loket_take_along",
                "action_loket_leave_out",
                "action_loket_undecide",
            ):
                with self.subTest(user=user.login, method=method):
                    with self.assertRaises(AccessError):
                        getattr(line.with_user(user), method)()
        with self.assertRaises(AccessError):
            line.with_user(self.approver).loket_late_choice = "correct"

    def test_lines_of_an_open_period_need_no_decision(self):
        line = self._line(self.zero, 8)
        with self.assertRaisesRegex(UserError, "approved payroll period"):
            line.with_user(self.officer).action_loket_take_along()

    def test_hours_before_the_first_export_that_nobody_approved_are_no_problem(self):
        """The first export of a customer with years of timesheets stays readable."""
        self._line(self.zero, 8, FEBRUARY, approved=False)
        self.assertFalse(self._problem(self._prepared(), "not_approved"))

    def test_hours_left_out_by_rule_are_no_problem(self):
        line = self._line(self.fixed, 8, FEBRUARY)
        export = self._prepared()
        self.assertFalse(self._problem(export, "period_approved"))
        self.assertFalse(self._problem(export, "by_rule"))
        self.assertEqual(line.loket_export_issue, "by_rule")

    def test_reopened_period_takes_its_hours_itself(self):
        line = self._line(self.zero, 8, FEBRUARY)
        self._approve_run(self.february, 5)
        export = self._prepared(self.february)
        self.assertRecordValues(export.line_ids, [{"value": 8}])
        self.assertFalse(export.line_ids.share_ids.is_correction)
        self.assertEqual(line.loket_export_state, "to_export")

    def test_allowances_wait_for_a_decision_too(self):
        allowance = self.env["loket.allowance"].create(
            {
                "employee_id": self.fixed.id,
                "date": FEBRUARY,
                "wage_code_id": self.code_travel.id,
                "quantity": 7,
                "approved": True,
            }
        )
        export = self._prepared()
        self.assertFalse(export.line_ids)
        problem = self._problem(export, "period_approved")
        self.assertRecordValues(problem, [{"people_count": 1, "hours": 0}])
        self.assertEqual(self._opened(problem), allowance)
        allowance.with_user(self.officer).action_take_along()
        self.assertEqual(self._prepared().line_ids.value, 7)
        allowance.with_user(self.officer).action_leave_out()
        self.assertFalse(self._prepared().line_ids)
        self.assertEqual(allowance.export_issue, "paid")

    def test_scheduled_export_asks_instead_of_sending(self):
        self._line(self.zero, 8, FEBRUARY)
        self._line(self.zero, 4)
        self.employer.export_nightly = True
        self.env.ref(
            "loket_connector_hr_timesheet.ir_cron_loket_export"
        ).method_direct_trigger()
        self.assertEqual(self._in_loket(self.zero), {})
        export = self.env["loket.export"].search([("period_id", "=", self.period.id)])
        self.assertEqual(len(export.activity_ids), 1)


class TestSkippedPeriod(LateCommon):
    """March was exported, April was run at Loket without an export, May is open."""

    def setUp(self):
        super().setUp()
        self.may = self._period(202605)
        self._line(self.zero, 8)
        self._export().action_send()
        self._approve_run(self.period)
        self._approve_run(self.april)

    def test_its_hours_are_told_and_those_of_march_corrected(self):
        skipped = self._line(self.zero, 3, date(2026, 4, 7))
        self._line(self.zero, 2, date(2026, 3, 9))
        export = self._prepared(self.may)
        self.assertEqual(export.line_ids.value, 2)
        problem = self._problem(export, "period_approved")
        self.assertRecordValues(problem, [{"people_count": 1, "hours": 3}])
        self.assertEqual(self._opened(problem), skipped)

    def test_its_unapproved_hours_are_told_too(self):
        self._line(self.zero, 3, date(2026, 4, 7), approved=False)
        export = self._prepared(self.may)
        self.assertRecordValues(
            self._problem(export, "not_approved"), [{"people_count": 1, "hours": 3}]
        )

    def test_lines_change_their_state_when_the_run_is_approved(self):
        line = self._line(self.zero, 3, date(2026, 4, 7))
        self.assertEqual(line.loket_export_state, "to_export")
        self._night()
        self.assertRecordValues(
            line,
            [{"loket_export_state": "none", "loket_export_issue": "period_approved"}],
        )

    def test_open_period_between_takes_its_own_corrections(self):
        """March belongs to the first open period after it, whatever came later."""
        self._approve_run(self.april, 5)
        self._approve_run(self.may)
        self._line(self.zero, 2, date(2026, 3, 9))
        june = self._period(202606)
        self.assertFalse(self._prepared(june).line_ids)
        self.assertEqual(self._prepared(self.april).line_ids.value, 2)


class TestLateReasons(LateCommon):
    """Late hours that cannot be corrected are told with their reason."""

    def setUp(self):
        super().setUp()
        self._line(self.minimum, 8)
        self._export().action_send()
        self._approve_run(self.period)

    def _told(self, kind, hours):
        export = self._prepared(self.april)
        self.assertNotIn("correction", export.problem_ids.mapped("kind"))
        problem = self._problem(export, kind)
        self.assertRecordValues(problem, [{"people_count": 1, "hours": hours}])
        return self._opened(problem)

    def test_employment_that_ended_before_the_next_period(self):
        line = self._line(self.zero, 3, date(2026, 3, 9))
        self._employment(self.zero).date_end = date(2026, 3, 31)
        self.assertEqual(self._told("ended", 3), line)
        self.assertRecordValues(
            line, [{"loket_export_state": "none", "loket_export_issue": "ended"}]
        )

    def test_paid_hours_of_an_employment_that_ended_are_locked(self):
        line = self.env["account.analytic.line"].search(
            [("employee_id", "=", self.minimum.id)]
        )
        self._employment(self.minimum).date_end = date(2026, 3, 31)
        self._night()
        self.assertRecordValues(
            line, [{"loket_export_state": "locked", "loket_export_issue": False}]
        )

    def test_code_without_component(self):
        code = self.env["loket.wage.code"].create({"name": "Nieuw"})
        line = self._line(self.zero, 3, date(2026, 3, 9), loket_wage_code_id=code.id)
        self.assertEqual(self._told("no_component", 3), line)

    def test_nobody_at_loket(self):
        stranger = self.env["hr.employee"].create(
            {"name": "Onbekend", "company_id": self.company.id}
        )
        line = self._line(stranger, 3, date(2026, 3, 9))
        self.assertEqual(self._told("not_in_loket", 3), line)
        line.with_user(self.officer).action_loket_leave_out()
        self.assertFalse(self._problem(self._prepared(self.april), "not_in_loket"))

    def test_not_approved(self):
        line = self._line(self.zero, 3, date(2026, 3, 9), approved=False)
        self.assertEqual(self._told("not_approved", 3), line)
