# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .test_rights import RightsCommon


class TestPeriodReadyRights(RightsCommon):
    def setUp(self):
        super().setUp()
        self._line(self.zero, 8)
        self.employer.ready_emails = "salaris@example.com"
        self.export = self._export()
        self.export.action_prepare()
        self.other_employer.action_fetch_payroll_setup()
        self.env.flush_all()
        self.env.invalidate_all()

    def _ready(self, user, **vals):
        """Return the dialog as a user opens it."""
        wizard = (
            self.env["loket.period.ready"]
            .with_user(user)
            .create({"export_id": self.export.id, **vals})
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return wizard

    def test_dialog_proposes_address_and_totals(self):
        wizard = self._ready(self.officer)
        self.assertEqual(wizard.emails, "salaris@example.com")
        self.assertIn("8.00", wizard.comment)

    def test_dialog_is_of_who_opened_it(self):
        wizard = self._ready(self.officer)
        for user in (self.manager_west, self.manager):
            other = wizard.with_user(user)
            self.assertFalse(other.search([]))
            with self.assertRaises(AccessError):
                other.emails = "elsewhere@example.com"

    def test_dialog_tells_nothing_of_another_company(self):
        with self.assertRaises(AccessError):
            self._ready(self.manager_west)
        with self.assertRaises(AccessError):
            self._ready(self.manager_west, emails="a@example.com", comment="-")
        context = {"default_export_id": self.export.id}
        wizards = self.env["loket.period.ready"].with_user(self.manager_west)
        with self.assertRaises(AccessError):
            wizards.with_context(**context).onchange(
                {}, [], {"export_id": {}, "emails": {}, "comment": {}}
            )

    def test_dialog_is_not_moved_to_an_export_of_another_company(self):
        period = self.other_employer.administration_ids.period_ids[0]
        own = self.env["loket.export"].with_user(self.manager_west)
        own = own.create(
            {
                "administration_id": period.administration_id.id,
                "period_id": period.id,
            }
        )
        wizard = self._ready(
            self.manager_west, export_id=own.id, emails="a@example.com"
        )
        with self.assertRaises(AccessError):
            wizard.export_id = self.export

    def test_dialog_without_an_export_is_empty(self):
        wizards = self.env["loket.period.ready"].with_user(self.officer)
        value = wizards.onchange({}, [], {"emails": {}, "comment": {}})["value"]
        self.assertFalse(value["comment"])


class TestFileVenueRights(RightsCommon):
    """Its access to the API is not granted yet: nothing asks Loket, whoever calls."""

    def setUp(self):
        super().setUp()
        self._line(self.zero, 8)
        self.employer.export_method = "file"
        self.export = self._export()
        self.export.action_prepare()
        self.export.action_csv()

    def _assert_refused(self, call):
        self.sandbox.admin.clear_requests()
        with self.assertRaisesRegex(UserError, "works with a file"):
            call()
        self.assertEqual(list(self.sandbox.requests), [])

    def test_imported_file_is_not_compared_with_loket(self):
        self.export.action_file_imported()
        states = self.export.line_ids.mapped("state")
        self._assert_refused(self.export.action_verify)
        self.assertEqual(self.export.line_ids.mapped("state"), states)
        self.assertEqual(self.export.state, "done")

    def test_payroll_run_is_not_asked_for(self):
        self._assert_refused(self.export.action_refresh_period)

    def test_nobody_is_told_through_loket(self):
        self.export.action_file_imported()
        wizard = self.env["loket.period.ready"].create(
            {"export_id": self.export.id, "emails": "salaris@example.com"}
        )
        self._assert_refused(wizard.action_send)

    def test_file_of_somebody_else_is_not_the_one_that_was_imported(self):
        """A spreadsheet program saves other bytes than those that were downloaded."""
        self.env["ir.attachment"].create(
            {
                "name": "loket-mine.csv",
                "raw": b"caf\xe9",
                "res_model": "loket.export",
                "res_id": self.export.id,
            }
        )
        with self.assertRaisesRegex(UserError, "changed after the file"):
            self.export.action_file_imported()


class TestAllowanceOfALine(RightsCommon):
    def test_form_tells_nothing_of_the_line_of_another(self):
        line = self._line(self.minimum, 8, approved=False)
        allowances = self.env["loket.allowance"].with_user(self.worker)
        value = allowances.onchange(
            {"timesheet_id": line.id},
            ["timesheet_id"],
            {"employee_id": {"fields": {"display_name": {}}}, "date": {}},
        )["value"]
        told = value.get("employee_id") or {}
        self.assertNotEqual(told.get("id"), self.minimum.id)
        self.assertNotEqual(value.get("date"), str(line.date))
        # The same is told to who may know.
        value = allowances.with_user(self.approver).onchange(
            {"timesheet_id": line.id},
            ["timesheet_id"],
            {"employee_id": {"fields": {"display_name": {}}}, "date": {}},
        )["value"]
        self.assertEqual(value["employee_id"]["id"], self.minimum.id)

    def test_allowance_of_a_line_that_is_being_entered_is_of_its_person(self):
        view = "hr_timesheet.timesheet_view_form_user"
        lines = self.env["account.analytic.line"].with_user(self.approver)
        with Form(lines, view) as line:
            line.project_id = self.project
            line.employee_id = self.minimum
            line.date = "2026-03-03"
            with line.loket_allowance_ids.new() as allowance:
                allowance.wage_code_id = self.code_travel
                allowance.quantity = 5
        allowance = line.record.loket_allowance_ids
        self.assertEqual(allowance.employee_id, self.minimum)
        self.assertEqual(str(allowance.date), "2026-03-03")
