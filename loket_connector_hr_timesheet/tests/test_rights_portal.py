# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common import LoketTimesheetCommon


class TestPortal(LoketTimesheetCommon):
    """Who shares a project from outside sees its timesheets, and no payroll."""

    def setUp(self):
        super().setUp()
        self.customer = new_test_user(
            self.env,
            "customer",
            "base.group_portal",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        self.project.privacy_visibility = "portal"
        self.env["project.collaborator"].create(
            {
                "project_id": self.project.id,
                "partner_id": self.customer.partner_id.id,
            }
        )
        self.project.message_subscribe(self.customer.partner_id.ids)
        self.line = self._line(self.zero, 8, loket_meal_count=1)
        self.line.task_id = self.env["project.task"].create(
            {"name": "Care", "project_id": self.project.id}
        )
        self.line.message_partner_ids |= self.customer.partner_id
        self.env.flush_all()
        self.env.invalidate_all()

    def test_customer_reads_the_hours_of_a_shared_project(self):
        line = self.line.with_user(self.customer)
        self.assertEqual(line.read(["unit_amount"])[0]["unit_amount"], 8)
        # Odoo's own screens for customers ask for this one; it looks at ours.
        self.assertTrue(line.read(["readonly_timesheet"])[0]["readonly_timesheet"])

    def test_customer_reads_nothing_of_the_payroll(self):
        line = self.line.with_user(self.customer)
        names = [name for name in line._fields if name.startswith("loket_")]
        self.assertGreater(len(names), 10)
        for name in names:
            with self.subTest(name), self.assertRaises(AccessError):
                line.read([name])
        self.assertFalse(set(names) & set(line.fields_get()))
        with self.assertRaises(AccessError):
            line.search([("loket_export_issue", "=", "not_in_loket")])

    def test_screens_for_customers_show_nothing_of_the_payroll(self):
        lines = self.env["account.analytic.line"].with_user(self.customer)
        for name, kind in (
            ("hr_timesheet_line_portal_tree", "list"),
            ("view_kanban_account_analytic_line_portal_user", "kanban"),
            ("timesheet_view_form_portal_user", "form"),
        ):
            view = self.env.ref(f"hr_timesheet.{name}")
            with self.subTest(name):
                arch = lines.get_view(view.id, kind)["arch"]
                self.assertIn("unit_amount", arch)
                self.assertNotIn('name="loket_', arch)
