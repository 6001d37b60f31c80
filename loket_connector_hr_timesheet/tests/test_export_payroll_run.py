# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .common import HOURS, LoketTimesheetCommon

NIGHTLY = "loket_connector_hr_timesheet.ir_cron_loket_export"
SCHEDULE = "odoo.addons.loket_connector_hr_timesheet.models.loket_export_schedule"


class TestExportPayrollRun(LoketTimesheetCommon):
    """What happens when the payroll run of a period is approved."""

    def setUp(self):
        super().setUp()
        self.line = self._line(self.zero, 8)
        self.export = self._export()
        self.export.action_send()
        self.april = self._period(202604)

    def _run(self, status):
        self.sandbox.admin.set_payroll_run(
            self.administration.loket_id, self.period.loket_id, status
        )
        self.env.ref(
            "loket_connector_hr_timesheet.ir_cron_loket_refresh_periods"
        ).method_direct_trigger()

    def test_approved_run_locks_the_lines(self):
        self._run(9)
        self.assertEqual(self.period.state, "approved")
        self.assertEqual(self.line.loket_export_state, "locked")
        self.assertTrue(self.line.readonly_timesheet)

    def test_locked_line_cannot_be_edited_deleted_or_moved(self):
        self._run(9)
        for vals in (
            {"unit_amount": 7},
            {"date": date(2026, 3, 3)},
            {"employee_id": self.fixed.id},
            {"loket_approved": False},
        ):
            with self.assertRaisesRegex(UserError, "locked"):
                self.line.write(vals)
        with self.assertRaisesRegex(UserError, "locked"):
            self.line.unlink()

    def test_undone_run_unlocks(self):
        self._run(9)
        self.sandbox.admin.set_payroll_run(
            self.administration.loket_id, self.period.loket_id, 5
        )
        self.export.action_prepare()
        self.assertEqual(self.period.state, "open")
        self.assertEqual(self.line.loket_export_state, "exported")
        self.line.unit_amount = 7
        self.assertEqual(self.line.loket_export_state, "changed")

    def test_fetching_the_set_up_locks_and_unlocks_too(self):
        administration = self.administration.loket_id
        for status, state in ((9, "locked"), (5, "exported")):
            self.sandbox.admin.set_payroll_run(
                administration, self.period.loket_id, status
            )
            self.administration.employer_id.action_fetch_payroll_setup()
            self.assertEqual(self.line.loket_export_state, state)

    def test_run_waiting_for_approval_warns(self):
        self._run(1)
        self.assertEqual(self.period.state, "run_pending")
        self.export.action_prepare()
        self.assertIn("run_pending", self.export.problem_ids.mapped("kind"))

    def test_late_line_is_a_correction_in_the_next_period(self):
        self._run(9)
        late = self._line(self.zero, 3, date(2026, 3, 4))
        self.assertEqual(late.loket_export_state, "to_export")
        export = self._export(self.april)
        export.action_prepare()
        self.assertRecordValues(export.line_ids, [{"value": 3.0}])
        self.assertTrue(export.line_ids.share_ids.is_correction)
        self.assertIn("correction", export.problem_ids.mapped("kind"))
        export.action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 3.0})
        self.assertEqual(self._in_loket(self.zero, 202603), {HOURS: 8.0})
        self.assertEqual(late.date, date(2026, 3, 4))
        self.assertEqual(late.loket_export_state, "exported")
        self.assertEqual(late.loket_export_period_id, self.april)

    def test_change_that_missed_the_run_becomes_a_difference(self):
        self._line(self.zero, 5, date(2026, 4, 2))
        self.line.unit_amount = 6
        self._run(9)
        self.assertEqual(self.line.loket_export_state, "changed")
        export = self._export(self.april)
        export.action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 3.0})
        # Part of it is in April, which is still open.
        self.assertEqual(self.line.loket_export_state, "exported")

    def test_rule_that_is_switched_on_later_does_not_pay_the_past(self):
        left_out = self._line(self.fixed, 6, date(2026, 3, 9))
        self._run(9)
        self.employer.export_rule_ids.exported = True
        self._line(self.fixed, 2, date(2026, 4, 1))
        export = self._export(self.april)
        export.action_prepare()
        self.assertEqual(self._line_of(export, self.fixed).value, 2)
        self.assertEqual(left_out.loket_export_issue, "by_rule")

    def test_late_line_waits_for_the_first_open_period(self):
        self._run(9)
        self._line(self.zero, 3, date(2026, 3, 4))
        export = self._export(self._period(202605))
        export.action_prepare()
        self.assertFalse(export.line_ids)

    def test_prepare_of_an_approved_period_changes_nothing(self):
        self._run(9)
        self.export.action_prepare()
        self.assertEqual(self.export.line_ids.mapped("state"), ["verified"])
        self.assertEqual(self.export.problem_ids.mapped("kind"), ["approved"])

    def test_nightly_look_makes_one_call_where_something_is_open(self):
        self.sandbox.admin.clear_requests()
        self._run(0)
        self.assertEqual(len(self.sandbox.requests), 1)

    def test_venue_without_a_sign_in_does_not_stop_the_night(self):
        self.employer.export_nightly = True
        self.connection.action_disconnect()
        with mute_logger(SCHEDULE):
            self._run(9)
        self.assertEqual(self.period.state, "open")
        self._cron_export(self.period)
        self.assertEqual(len(self.export.activity_ids), 1)

    def test_scheduled_export_sends_when_nothing_is_wrong(self):
        self._cron_export(self._period(202603))
        self.assertFalse(self.export.activity_ids)
        self.assertEqual(self._in_loket(self.zero), {HOURS: 9.0})

    def test_scheduled_export_asks_nothing_about_a_run_that_was_approved_today(self):
        self.sandbox.admin.set_payroll_run(
            self.administration.loket_id, self.period.loket_id, 9
        )
        self._cron_export(self.period)
        self.assertEqual(self.period.state, "approved")
        self.assertFalse(self.export.activity_ids)
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.0})

    def test_scheduled_export_asks_once_when_something_is_wrong(self):
        self._line(self.minimum, 8, approved=False)
        for _night in range(2):
            self._cron_export(self._period(202603))
        self.assertEqual(len(self.export.activity_ids), 1)
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.0})

    def test_night_goes_on_after_a_period_that_failed(self):
        """Whatever went wrong there: the others are paid as well."""
        preparer = type(self.env["loket.export.preparer"])
        prepare = preparer._prepare
        february = self._period(202602)
        february.state = "open"

        def broken(records, export):
            if export.period_id == february:
                raise ValueError("a row that nobody expected")
            return prepare(records, export)

        with patch.object(preparer, "_prepare", broken), self.assertLogs(SCHEDULE):
            self._cron_export(february + self.period)
        self.assertEqual(self._in_loket(self.zero), {HOURS: 9.0})
        export = self.env["loket.export"].search([("period_id", "=", february.id)])
        self.assertEqual(len(export.activity_ids), 1)
        self.assertIn("by hand", export.activity_ids.note)

    def test_a_period_begins_when_it_is_midnight_in_the_netherlands(self):
        """The server's clock is still in the month before."""
        self._line(self.zero, 2, self.april.date_start)
        with freeze_time("2026-03-31 21:30:00"):
            self._cron_export(self.april)
        exports = self.env["loket.export"].search([("period_id", "=", self.april.id)])
        self.assertFalse(exports)
        with freeze_time("2026-03-31 22:30:00"):
            self._cron_export(self.april)
        exports = self.env["loket.export"].search([("period_id", "=", self.april.id)])
        self.assertEqual(exports.state, "done")

    def test_night_fetches_the_periods_of_a_new_year(self):
        """Where the last one is over nothing was exported, and nobody was told."""
        self.period.date_end = date(2026, 3, 11)
        (self.administration.period_ids - self.period).filtered(
            lambda p: p.date_end > self.period.date_end
        ).unlink()
        self._line(self.zero, 2, date(2026, 3, 11))
        april = date(2026, 4, 2)
        self._line(self.zero, 3, april)
        self.employer.export_nightly = True
        with freeze_time(april):
            self.env.ref(NIGHTLY).method_direct_trigger()
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 3.0})
        self.sandbox.admin.clear_requests()
        with freeze_time(april):
            self.env.ref(NIGHTLY).method_direct_trigger()
        self.assertFalse(self._requests("GET", "minimized"))

    def test_night_tells_that_loket_has_no_new_periods(self):
        self.employer.export_nightly = True
        with freeze_time("2029-01-03"):
            for _night in range(2):
                self.env.ref(NIGHTLY).method_direct_trigger()
        self.assertEqual(len(self.export.activity_ids), 1)
        self.assertIn("is over", self.export.activity_ids.note)

    def test_night_reads_the_runs_after_one_that_failed(self):
        other = self.administration.copy({"loket_id": "other"})
        both = other + self.administration
        administrations = type(both)
        read = administrations._refresh_period_states

        def broken(records, client):
            if records == other:
                raise ValueError("a run that nobody expected")
            return read(records, client)

        model = type(self.env["loket.export"])
        with (
            patch.object(model, "_open_administrations", lambda _self: both),
            patch.object(administrations, "_refresh_period_states", broken),
            self.assertLogs(SCHEDULE),
        ):
            self._run(9)
        self.assertEqual(self.period.state, "approved")

    def _cron_export(self, period):
        self.employer.export_nightly = True
        self.line.unit_amount = 9
        domain = [("id", "in", period.ids)]
        model = type(self.env["loket.payroll.period"])
        search = model.search

        def only_this(records, *args, **kwargs):
            return search(records, *args, **kwargs).filtered_domain(domain)

        with patch.object(model, "search", only_this):
            self.env.ref(
                "loket_connector_hr_timesheet.ir_cron_loket_export"
            ).method_direct_trigger()
