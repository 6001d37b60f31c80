# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tools import mute_logger

from .common import LateCommon

SENDER = "odoo.addons.loket_connector_hr_timesheet.services.loket_export_sender"


class TestLateUncertain(LateCommon):
    """What was sent and not read back is looked up before late hours are counted."""

    def setUp(self):
        super().setUp()
        self.line = self._line(self.zero, 8)
        self.export = self._export()

    def _send_with(self, **fault):
        self.sandbox.admin.fail(method="PATCH", path="payrollperioddata", **fault)
        with mute_logger(SENDER):
            self.export.action_send()
        self.sandbox.admin.clear_failures()

    def test_lost_answer_is_not_paid_twice(self):
        self._send_with(kind="close_after")
        self._approve_run(self.period)
        export = self._prepared(self.april)
        self.assertFalse(export.line_ids)
        self.assertEqual(self.line.loket_export_state, "locked")
        self.assertEqual(self.export.state, "done")
        self.assertFalse(self.export.is_interrupted)

    def test_lost_request_is_corrected(self):
        self._send_with(kind="close_before")
        self._approve_run(self.period)
        export = self._prepared(self.april)
        self.assertEqual(export.line_ids.value, 8)

    def test_lost_answer_is_settled_by_preparing_the_approved_period(self):
        self._send_with(kind="close_after")
        self._approve_run(self.period)
        self.export.action_prepare()
        self.assertEqual(self.line.loket_export_state, "locked")
        self.assertFalse(self.export.is_interrupted)

    def test_answer_that_was_never_read_back_is_not_paid_twice(self):
        self.export.action_prepare()
        self.sandbox.admin.fail(
            kind="status",
            status=403,
            method="GET",
            path="payrollperioddata",
            times=20,
        )
        with mute_logger(SENDER):
            self.export.action_send()
        self.sandbox.admin.clear_failures()
        self.assertEqual(self.export.line_ids.mapped("state"), ["sent"])
        self._approve_run(self.period)
        self.assertFalse(self._prepared(self.april).line_ids)
        self.assertEqual(self.line.loket_export_state, "locked")

    def test_send_that_failed_altogether_is_no_export(self):
        """Somebody typed the hours at Loket: they are not paid once more."""
        self.export.action_prepare()
        self.sandbox.admin.take_right("PatchCollectivePayrollPeriodDataByEmployerId")
        with mute_logger(SENDER):
            self.export.action_send()
        self._approve_run(self.period)
        export = self._prepared(self.april)
        self.assertFalse(export.line_ids)
        self.assertRecordValues(
            self._problem(export, "period_approved"), [{"people_count": 1, "hours": 8}]
        )

    def _crash_after_the_call(self):
        """Loket has the hours and the ledger knows; the documents were lost."""
        self.export.action_prepare()
        export = self.export.sudo()
        planned = [line._to_planned() for line in export.line_ids]
        ledger = self.env["loket.export.ledger"].sudo()
        ledger._mark_pending(self.period, planned)
        records = self.env["loket.export.sender"]._records(export, planned)
        with self.connection._loket_client() as client:
            client.patch_period_data(self.employer.loket_id, records)
        ledger._mark_answered(self.period, planned)

    def test_crash_after_the_call_is_not_paid_twice(self):
        self._crash_after_the_call()
        self._approve_run(self.period)
        self.assertFalse(self._prepared(self.april).line_ids)
        self.assertEqual(self.line.loket_export_state, "locked")

    def test_crash_and_a_change_since_is_a_difference(self):
        self._crash_after_the_call()
        self.line.unit_amount = 9
        self._approve_run(self.period)
        self.assertEqual(self._prepared(self.april).line_ids.value, 1)

    def test_value_without_a_document_waits_for_a_decision(self):
        self._crash_after_the_call()
        self.export.sudo().unlink()
        self._approve_run(self.period)
        export = self._prepared(self.april)
        self.assertFalse(export.line_ids)
        self.assertTrue(self._problem(export, "period_approved"))

    def test_night_asks_nothing_where_nothing_arrived(self):
        self.export.action_prepare()
        self.sandbox.admin.take_right("PatchCollectivePayrollPeriodDataByEmployerId")
        with mute_logger(SENDER):
            self.export.action_send()
        self.sandbox.admin.clear_requests()
        self._night()
        self.assertEqual(list(self.sandbox.requests), [])

    def test_night_looks_at_what_a_crash_left(self):
        self._crash_after_the_call()
        self._approve_run(self.period)
        self._night()
        self.assertEqual(self.period.state, "approved")

    def test_settled_period_is_not_read_again(self):
        self._send_with(kind="close_after")
        self._approve_run(self.period)
        self._prepared(self.april)
        self.sandbox.admin.clear_requests()
        self._prepared(self.april)
        path = f"payrollPeriods/{self.period.loket_id}/"
        self.assertEqual(self._requests("GET", path), [])
