# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import UserError

from .common import LoketTimesheetCommon

SCHEDULE = "odoo.addons.loket_connector_hr_timesheet.models.loket_export_schedule"


class TestExportArchived(LoketTimesheetCommon):
    """What is archived exchanges nothing with Loket, at night or by hand."""

    def setUp(self):
        super().setUp()
        self.employer.export_nightly = True
        self._line(self.zero, 4)

    def _run(self, job):
        self.env.flush_all()
        self.sandbox.admin.clear_requests()
        self.env.ref(f"loket_connector_hr_timesheet.{job}").method_direct_trigger()

    def _everything(self):
        return (self.connection, self.employer, self.company)

    def _set_active(self, record, active):
        # A company with users is not archived on the screen.
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE {record._table} SET active = %s WHERE id = %s",
            [active, record.id],
        )
        self.env.invalidate_all()

    def test_night_sends_nothing(self):
        for record in self._everything():
            self._set_active(record, False)
            self._run("ir_cron_loket_export")
            self.assertEqual(list(self.sandbox.requests), [], record)
            self._set_active(record, True)
        self._run("ir_cron_loket_export")
        self.assertTrue(self._requests("PATCH", "payrollperioddata"))

    def test_night_reads_no_payroll_runs(self):
        self._export().action_send()
        for record in self._everything():
            self._set_active(record, False)
            self._run("ir_cron_loket_refresh_periods")
            self.assertEqual(list(self.sandbox.requests), [], record)
            self._set_active(record, True)
        self._run("ir_cron_loket_refresh_periods")
        self.assertTrue(self._requests("GET", "payrollruns"))

    def test_night_reads_no_periods_of_a_new_year(self):
        self._export()
        for record in self._everything():
            self._set_active(record, False)
            self.sandbox.admin.clear_requests()
            self.env["loket.export"].sudo()._fetch_new_year(date(2030, 1, 5))
            self.assertEqual(list(self.sandbox.requests), [], record)
            self._set_active(record, True)
        self.env["loket.export"].sudo()._fetch_new_year(date(2030, 1, 5))
        self.assertTrue(list(self.sandbox.requests))

    def test_by_hand_says_what_is_archived(self):
        export = self._export()
        for record in self._everything():
            export.action_prepare()
            self._set_active(record, False)
            self.sandbox.admin.clear_requests()
            for press in (export.action_prepare, export.action_send):
                with self.assertRaisesRegex(UserError, "is archived"):
                    press()
            self.assertEqual(list(self.sandbox.requests), [], record)
            self._set_active(record, True)

    def test_words_of_loket_stay_out_of_the_log(self):
        self._export()
        self.env.flush_all()
        self.sandbox.admin.fail(
            status=400, method="GET", path="payrolladministrations", times=9
        )
        with self.assertLogs(SCHEDULE, "WARNING") as logs:
            self.env["loket.export"].sudo()._fetch_new_year(date(2030, 1, 5))
        self.assertIn("were not read", "".join(logs.output))
        self.assertNotIn("Sandbox failure", "".join(logs.output))
