# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HOURS, MEALS, LoketTimesheetCommon

SENDER = "odoo.addons.loket_connector_hr_timesheet.services.loket_export_sender"
PATH = "payrollperioddata"


class TestExportFailures(LoketTimesheetCommon):
    """Whatever happens on the way, the next prepare settles it."""

    def _send_with(self, export, **fault):
        self.sandbox.admin.fail(method="PATCH", path=PATH, **fault)
        with mute_logger(SENDER):
            export.action_send()
        self.sandbox.admin.clear_failures()

    def test_no_answer_after_storing_is_unknown_then_settled(self):
        line = self._line(self.zero, 8)
        export = self._export()
        self._send_with(export, kind="close_after")
        self.assertEqual(export.line_ids.mapped("state"), ["unknown"])
        self.assertEqual(line.loket_export_state, "to_export")
        self.assertTrue(export.is_interrupted)
        export.action_prepare()
        self.assertEqual(export.line_ids.mapped("state"), ["unchanged"])
        self.assertFalse(export.is_interrupted)
        self.assertEqual(line.loket_export_state, "exported")

    def test_no_answer_for_broken_hours_is_settled_too(self):
        line = self._line(self.zero, 12.35)
        export = self._export()
        self._send_with(export, kind="close_after")
        line.unit_amount = 9.1
        export.action_prepare()
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 9.1})
        self.assertFalse(export.line_ids.is_foreign)

    def test_no_answer_before_storing_is_sent_again(self):
        self._line(self.zero, 8)
        export = self._export()
        self._send_with(export, kind="close_before")
        self.assertEqual(export.line_ids.mapped("state"), ["unknown"])
        export.action_prepare()
        self.assertEqual(export.line_ids.mapped("state"), ["new"])
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.0})
        self.assertEqual(export.state, "done")

    def test_server_error_after_a_write_is_unknown(self):
        self._line(self.zero, 8)
        export = self._export()
        self._send_with(export, kind="status", status=500)
        self.assertEqual(export.line_ids.mapped("state"), ["unknown"])
        self.assertEqual(export.state, "failed")
        self.assertTrue(export.message)

    def test_send_again_after_no_answer_reads_first(self):
        self._line(self.zero, 8)
        export = self._export()
        self._send_with(export, kind="close_after")
        self.sandbox.admin.clear_requests()
        export.action_send()
        self.assertEqual(self._requests("PATCH", PATH), [])
        self.assertEqual(export.state, "done")

    def test_crash_after_the_call_is_settled_by_the_ledger(self):
        """The caller's transaction is lost, what was sent is not forgotten."""
        line = self._line(self.zero, 8)
        export = self._export()
        export.action_prepare()
        planned = export.sudo().line_ids._to_planned()
        ledger = self.env["loket.export.ledger"].sudo()
        ledger._mark_pending(self.period, [planned])
        record = self.env["loket.export.sender"]._records(export.sudo(), [planned])
        with self.connection._loket_client() as client:
            client.patch_period_data(self.employer.loket_id, record)
        # Nothing of the answer was stored. In the meantime the hours change.
        line.unit_amount = 7
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.0})
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 7.0})
        self.assertFalse(export.line_ids.is_foreign)

    def test_refused_employment_does_not_stop_the_rest(self):
        self._line(self.zero, 8)
        bad = self._line(self.minimum, 8)
        export = self._export()
        export.action_prepare()
        employment = self._employment(self.minimum)
        self.sandbox.admin.end_employment(employment.loket_id, "2026-01-31")
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.0})
        self.assertEqual(export.state, "partial")
        refused = self._line_of(export, self.minimum)
        self.assertEqual(refused.state, "refused")
        self.assertIn("not active", refused.message)
        self.assertEqual(bad.loket_export_state, "to_export")

    def test_wholly_refused_request_names_everybody(self):
        self._line(self.zero, 8)
        export = self._export()
        export.action_prepare()
        self.sandbox.admin.set_payroll_run(
            self.administration.loket_id, self.period.loket_id, 9
        )
        export.action_send()
        self.assertEqual(export.state, "failed")
        self.assertRecordValues(export.line_ids, [{"state": "refused"}])
        self.assertIn("approved", export.line_ids.message)

    def test_run_that_was_approved_meanwhile_stops_the_send(self):
        lines = self._line(self.zero, 8) + self._line(self.minimum, 4)
        export = self._export()
        export.action_prepare()
        self.patch(
            type(self.env["loket.export.sender"]), "_get_batch_size", lambda self: 1
        )
        self.sandbox.admin.set_payroll_run(
            self.administration.loket_id, self.period.loket_id, 9
        )
        self.sandbox.admin.clear_requests()
        export.action_send()
        self.assertEqual(len(self._requests("PATCH", PATH)), 1)
        self.assertEqual(self.period.state, "approved")
        self.assertEqual(export.state, "failed")
        self.assertIn("is approved", export.message)
        # Nothing of this period came from here: somebody has to decide.
        self.assertEqual(lines.mapped("loket_export_issue"), ["period_approved"] * 2)

    def test_missing_right_sends_nothing_and_says_so(self):
        self._line(self.zero, 8)
        export = self._export()
        export.action_prepare()
        self.sandbox.admin.take_right("PatchCollectivePayrollPeriodDataByEmployerId")
        with mute_logger(SENDER):
            export.action_send()
        self.assertEqual(export.state, "failed")
        self.assertIn("PatchCollectivePayrollPeriodData", export.message)
        self.assertEqual(export.line_ids.mapped("state"), ["new"])
        self.assertFalse(export.is_interrupted)

    def test_warning_of_loket_is_shown(self):
        self._line(self.zero, 8)
        employment = self._employment(self.zero)
        self.sandbox.admin.set_warning(employment.loket_id, "Let op: veel uren")
        export = self._export()
        export.action_send()
        self.assertEqual(export.state, "done")
        self.assertIn("Let op: veel uren", export.message)

    def test_value_changed_in_loket_asks_first(self):
        line = self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        self._type_in_loket(self.zero, HOURS, 5)
        line.unit_amount = 9
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 5})
        self.assertRecordValues(
            export.line_ids,
            [{"is_foreign": True, "loket_value": 5, "value": 9, "state": "changed"}],
        )
        self.assertEqual(export.state, "partial")
        export.action_overwrite()
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 9})
        self.assertEqual(export.state, "done")

    def test_verify_sees_what_somebody_changed(self):
        self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        self._type_in_loket(self.zero, HOURS, 5)
        export.action_verify()
        self.assertRecordValues(
            export.line_ids,
            [{"is_foreign": True, "loket_value": 5, "state": "changed"}],
        )
        self.assertEqual(export.state, "partial")

    def test_other_components_in_loket_are_left_alone(self):
        self._line(self.zero, 8)
        self._export().action_send()
        self._type_in_loket(self.zero, MEALS, 3)
        export = self._export()
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8, MEALS: 3})

    def test_changed_default_never_doubles_the_hours(self):
        line = self._line(self.zero, 8)
        self._export().action_send()
        employment = self._employment(self.zero)
        self.sandbox.admin.set_place(employment.loket_id, "2026-03-01", 2, 1)
        employment.sudo().payload_hash = "changed"
        line.unit_amount = 9
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 9.0})

    def test_defaults_are_asked_once(self):
        line = self._line(self.zero, 8)
        export = self._export()
        export.action_prepare()
        self.assertEqual(len(self._requests("GET", "/defaults")), 1)
        line.unit_amount = 9
        export.action_prepare()
        self.assertEqual(len(self._requests("GET", "/defaults")), 1)

    def test_calls_of_prepare_send_and_repeat(self):
        self._line(self.zero, 8, loket_meal_count=1)
        export = self._export()
        export.action_send()
        self.sandbox.admin.clear_requests()
        export.action_send()
        # The payroll runs and the three categories that are mapped; no person.
        self.assertEqual(len(self._requests("GET", "")), 1 + 3)
        self.assertEqual(self._requests("PATCH", ""), [])

    def test_out_of_range_is_reported_not_sent(self):
        self._line(self.zero, 1000)
        self._line(self.minimum, 8)
        export = self._export()
        export.action_prepare()
        self.assertEqual(self._line_of(export, self.zero).state, "refused")
        self.assertIn("range", export.problem_ids.mapped("kind"))
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {})
        self.assertEqual(self._in_loket(self.minimum), {HOURS: 8.0})
        self.assertEqual(export.state, "partial")

    def test_approved_period_is_not_sent(self):
        export = self._export(self._period(202602))
        with self.assertRaisesRegex(UserError, "approved"):
            export.action_send()

    def _type_in_loket(self, employee, key, value):
        """Change a value as somebody at a keyboard at Loket would."""
        employment = self._employment(employee)
        (record,) = self.sandbox.admin.period_data(employment.loket_id)[
            employment.loket_id
        ]
        self.sandbox.admin.write_period_data(
            employment.loket_id,
            {
                **record,
                "payrollComponents": [
                    {"payrollComponent": {"key": key}, "value": value}
                ],
            },
        )


@tagged("post_install", "-at_install")
class TestExportBatches(LoketTimesheetCommon):
    """More people than fit in one request."""

    def test_batches_are_cut_by_employment(self):
        for employee in (self.zero, self.minimum):
            self._line(employee, 8, loket_meal_count=1)
        self.patch(
            type(self.env["loket.export.sender"]), "_get_batch_size", lambda self: 1
        )
        export = self._export()
        export.action_send()
        self.assertEqual(len(self._requests("PATCH", PATH)), 2)
        self.assertEqual(export.state, "done")
