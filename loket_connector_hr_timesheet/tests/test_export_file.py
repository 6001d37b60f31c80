# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
from datetime import date

from odoo.exceptions import AccessError, UserError

from .common import HOURS, LateCommon


class TestExportFile(LateCommon):
    """A venue without the API: what somebody imported in Loket counts as exported."""

    def setUp(self):
        super().setUp()
        self.employer.export_method = "file"
        self.line = self._line(self.zero, 8.5)
        self.export = self._export()
        self.export.action_prepare()

    def _approved(self):
        """The payroll run is approved; without the API a fetch of the set-up tells."""
        self._approve_run(self.period)
        self.employer.action_fetch_payroll_setup()

    def _file(self, export):
        export.action_csv()
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "loket.export"), ("res_id", "=", export.id)],
            order="id desc",
            limit=1,
        )
        return base64.b64decode(attachment.datas).decode().splitlines()

    def test_imported_hours_are_exported_then_locked_and_not_paid_again(self):
        self.export.action_file_imported()
        self.assertEqual(self.line.loket_export_state, "exported")
        self.assertEqual(self.export.state, "done")
        # Nobody looked at Loket: the lines do not say so.
        self.assertEqual(self.export.line_ids.mapped("state"), ["imported"])
        self.assertEqual(self.export.verified_count, 1)
        self._approved()
        self.assertEqual(self.line.loket_export_state, "locked")
        export = self._prepared(self.april)
        self.assertFalse(export.line_ids)
        self.assertFalse(self._problem(export, "period_approved"))

    def test_people_without_a_number_are_a_problem_and_not_in_the_file(self):
        """They would share a row, that of number 0."""
        self._line(self.minimum, 3)
        self._line(self.fixed, 1, loket_meal_count=2)
        people = self.zero + self.minimum
        people.loket_employment_ids.payroll_number = 0
        self.export.action_prepare()
        self.assertEqual(len(self._file(self.export)), 2)
        self.assertTrue(self._file(self.export)[1].endswith(";2"))
        problem = self._problem(self.export, "identity")
        self.assertRecordValues(problem, [{"severity": "error", "people_count": 2}])
        message = self._line_of(self.export, self.zero).message
        self.assertIn("no number", str(message))
        self.export.action_file_imported()
        self.assertEqual(self.line.loket_export_state, "to_export")
        self.assertNotEqual(self.export.state, "done")

    def test_late_hours_become_a_correction(self):
        self.export.action_file_imported()
        self._approved()
        self._line(self.zero, 3, date(2026, 3, 9))
        self.assertEqual(self._prepared(self.april).line_ids.value, 3)

    def test_file_that_nobody_imported_leaves_the_hours_to_be_decided(self):
        self._approved()
        export = self._prepared(self.april)
        self.assertFalse(export.line_ids)
        self.assertTrue(self._problem(export, "period_approved"))

    def test_who_dropped_out_after_an_import_is_written_as_zero(self):
        other = self._line(self.minimum, 4)
        self.export.action_prepare()
        self.export.action_file_imported()
        other.action_loket_reset_approval()
        self.export.action_prepare()
        number = self._employment(self.minimum).payroll_number
        client = self.administration.client_number
        self.assertIn(f"{client};{number};1;0", self._file(self.export))
        self.export.action_file_imported()
        self.export.action_prepare()
        self.assertEqual(len(self.export.line_ids), 1)

    def test_older_file_is_not_taken_for_the_totals_of_now(self):
        self._file(self.export)
        self.line.unit_amount = 9
        self.export.action_prepare()
        with self.assertRaisesRegex(UserError, "Download it"):
            self.export.action_file_imported()
        self._file(self.export)
        self.export.action_file_imported()
        self.assertEqual(self.line.loket_export_state, "exported")

    def test_hours_stay_one_value_when_the_way_changes_and_back(self):
        """Exported through the API, then as a file, and through the API again."""
        number = self._employment(self.zero).payroll_number
        client = self.administration.client_number
        self.employer.export_method = "api"
        self.export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.5})
        self.employer.export_method = "file"
        self.export.action_prepare()
        self.assertIn(f"{client};{number};1;8,5", self._file(self.export))
        self.export.action_file_imported()
        self.assertEqual(self.line.loket_export_state, "exported")
        self.employer.export_method = "api"
        self.sandbox.admin.clear_requests()
        self.export.action_send()
        self.assertEqual(self._requests("PATCH", ""), [])
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.5})
        self.line.unit_amount = 9
        self.export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 9})
        self.assertEqual(self.export.state, "done")

    def test_venue_that_got_access_after_the_run_decides_nothing_again(self):
        self.employer.export_method = "api"
        self.export.action_send()
        self.employer.export_method = "file"
        self.export.action_prepare()
        self.export.action_file_imported()
        self.employer.export_method = "api"
        self._approve_run(self.period)
        self._line(self.zero, 3, date(2026, 3, 9))
        export = self._prepared(self.april)
        self.assertEqual(export.line_ids.value, 3)
        self.assertFalse(self._problem(export, "period_approved"))

    def test_no_call_is_made(self):
        self.export.action_file_imported()
        self.sandbox.admin.clear_requests()
        self.export.action_prepare()
        self._night()
        self.assertEqual(list(self.sandbox.requests), [])

    def test_only_for_loket_users_and_files(self):
        with self.assertRaises(AccessError):
            self.export.with_user(self.approver).action_file_imported()
        self.employer.export_method = "api"
        with self.assertRaisesRegex(UserError, "file"):
            self.export.action_file_imported()
