# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import AccessError

from .common import HOURS, LateCommon, LoketTimesheetCommon


class TestExportState(LoketTimesheetCommon):
    """When an export is done, and what unlocks."""

    def _patches(self):
        return self._requests("PATCH", "payrollperioddata")

    def test_nothing_left_to_send_is_done_again(self):
        self._line(self.zero, 8)
        export = self._export()
        export.action_prepare()
        self.assertEqual(export.state, "ready")
        export.action_send()
        export.action_prepare()
        self.assertEqual(export.state, "done")
        self.assertEqual(export.line_ids.mapped("state"), ["unchanged"])

    def test_history_tells_what_was_sent_and_not_what_was_looked_at(self):
        self._line(self.zero, 8)
        self._line(self.zero, 2, date(2026, 3, 3), approved=False)
        export = self._export()
        self.cr.flush()
        export.action_prepare()
        self.assertTrue(export.problem_ids)
        self.cr.flush()
        self.assertFalse(export.message_ids.sudo().tracking_value_ids)
        export.action_send()
        self.cr.flush()
        tracked = export.message_ids.sudo().tracking_value_ids
        self.assertEqual(tracked.mapped("new_value_char"), ["Done"])

    def test_changed_line_makes_it_ready(self):
        line = self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        line.unit_amount = 9
        export.action_prepare()
        self.assertEqual(export.state, "ready")

    def test_value_waiting_for_a_decision_is_not_done(self):
        self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        employment = self._employment(self.zero)
        (record,) = self.sandbox.admin.period_data(employment.loket_id)[
            employment.loket_id
        ]
        record["payrollComponents"][0]["value"] = 5
        record["payrollComponents"] = [
            {"payrollComponent": {"key": HOURS}, "value": 5},
        ]
        self.sandbox.admin.write_period_data(employment.loket_id, record)
        export.action_prepare()
        self.assertEqual(export.state, "ready")
        self.assertEqual(export.foreign_count, 1)

    def test_value_that_cannot_be_sent_is_not_done(self):
        self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        self._line(self.minimum, -3)
        export.action_prepare()
        self.assertEqual(export.state, "ready")

    def test_removed_and_prepared_again_is_done(self):
        line = self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        line.action_loket_reset_approval()
        export.action_send()
        export.action_prepare()
        self.assertFalse(export.line_ids)
        self.assertEqual(export.state, "done")

    def test_without_anything_ever_sent_it_is_ready(self):
        export = self._export()
        export.action_prepare()
        self.assertEqual(export.state, "ready")

    def test_sending_what_is_done_says_so(self):
        self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        export.action_prepare()
        sent_on, user = export.sent_on, export.sent_by_id
        self.sandbox.admin.clear_requests()
        action = export.with_user(self.manager).action_send()
        self.assertEqual(self._patches(), [])
        self.assertIn("Nothing to send", action["params"]["message"])
        self.assertEqual(action["params"]["type"], "success")
        self.assertEqual(export.state, "done")
        self.assertEqual((export.sent_on, export.sent_by_id), (sent_on, user))

    def test_sending_what_is_done_sends_what_changed_since(self):
        line = self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        export.action_prepare()
        line.unit_amount = 9
        action = export.action_send()
        self.assertEqual(len(self._patches()), 2)
        self.assertNotIn("Nothing to send", action["params"]["message"])
        self.assertEqual(self._in_loket(self.zero), {HOURS: 9.0})

    def test_employment_that_loket_no_longer_lists_takes_no_hours(self):
        line = self._line(self.zero, 8)
        self._employment(self.zero).active = False
        export = self._export()
        export.action_prepare()
        self.assertFalse(export.line_ids)
        self.assertEqual(line.loket_export_issue, "no_employment")
        problem = export.problem_ids.filtered(lambda p: p.kind == "no_employment")
        self.assertRecordValues(problem, [{"people_count": 1, "hours": 8}])
        action = problem.action_open()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), line)

    def test_archived_employment_gives_way_to_the_other_one(self):
        gone = self._employment(self.zero)
        other = gone.copy({"loket_id": "other", "is_main": False})
        self.env["loket.employment.term"].create(
            {
                "employment_id": other.id,
                "date_start": other.date_start,
                "contract_kind": "zero_hours",
            }
        )
        gone.active = False
        self._line(self.zero, 8)
        gatherer = self.env["loket.export.gatherer"]
        rows = gatherer._get_totals(self.period, gatherer._gather_period(self.period))
        self.assertEqual([row[0] for row in rows], [other.id])


class TestUndoneRun(LoketTimesheetCommon):
    """A payroll run that the accountant takes back."""

    def setUp(self):
        super().setUp()
        self.line = self._line(self.zero, 8)
        self.export = self._export()
        self.export.action_send()
        self._run(9)
        self._refresh()
        self.assertEqual(self.line.loket_export_state, "locked")
        self._run(5)
        self.sandbox.admin.clear_requests()

    def _run(self, status):
        self.sandbox.admin.set_payroll_run(
            self.administration.loket_id, self.period.loket_id, status
        )

    def _refresh(self):
        self.env.ref(
            "loket_connector_hr_timesheet.ir_cron_loket_refresh_periods"
        ).method_direct_trigger()

    def test_night_asks_nothing_where_everything_is_approved(self):
        self._refresh()
        self.assertEqual(self.sandbox.requests, [])
        self.assertEqual(self.line.loket_export_state, "locked")

    def test_night_unlocks_where_something_else_is_open(self):
        self._line(self.zero, 3, date(2026, 4, 1))
        self._export(self._period(202604)).action_send()
        self._run(5)
        self._refresh()
        self.assertEqual(self.period.state, "open")
        self.assertEqual(self.line.loket_export_state, "exported")
        self.line.unit_amount = 7

    def test_button_unlocks(self):
        self.export.action_refresh_period()
        self.assertEqual(self.export.period_state, "open")
        self.assertEqual(self.line.loket_export_state, "exported")
        self.line.unit_amount = 7
        self.assertEqual(self.line.loket_export_state, "changed")

    def test_button_locks_as_well(self):
        self.export.action_refresh_period()
        self._run(9)
        told = self.export.action_refresh_period()["params"]["message"]
        self.assertEqual(told, f"{self.period.display_name}: Approved")
        self.assertEqual(self.line.loket_export_state, "locked")

    def test_button_is_for_loket_users(self):
        with self.assertRaises(AccessError):
            self.export.with_user(self.outsider).action_refresh_period()

    def test_prepare_of_the_next_period_unlocks(self):
        self._export(self._period(202604)).action_prepare()
        self.assertEqual(self.line.loket_export_state, "exported")


class TestLateForTheFirstTime(LateCommon):
    """Lines that end up in a period that was paid before Odoo exported anything."""

    def setUp(self):
        super().setUp()
        self._line(self.minimum, 4)
        self._export().action_send()

    def _wait(self, line):
        export = self._prepared(self.april)
        self._approve_run(self.period)
        export.action_prepare()
        problem = self._problem(export, "period_approved")
        self.assertEqual(self._opened(problem), line)
        self.assertEqual(line.loket_export_issue, "period_approved")

    def test_moved_there_after_it_was_exported(self):
        line = self._line(self.zero, 8, date(2026, 4, 2))
        self._export(self.april).action_send()
        line.date = date(2026, 2, 10)
        self._wait(line)
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 8.0})
        self._export(self.april).action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {})

    def test_approved_at_once_after_it_was_changed(self):
        line = self._line(self.zero, 8, date(2026, 2, 9), approved=False)
        line.date = date(2026, 2, 10)
        self.assertFalse(line.loket_is_approved)
        line.with_user(self.approver).action_loket_approve()
        self.assertTrue(line.loket_is_approved)
        self._wait(line)
