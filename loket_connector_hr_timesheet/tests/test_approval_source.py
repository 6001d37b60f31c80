# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields
from odoo.exceptions import UserError
from odoo.orm.model_classes import add_field, pop_field

from .common import HOURS, LoketTimesheetCommon


class TestApprovalSource(LoketTimesheetCommon):
    """The approval of Odoo Enterprise, on a field that only these tests have here."""

    def setUp(self):
        super().setUp()
        model = type(self.env["account.analytic.line"])
        # A field of that name without the module that brings it.
        model.validated = field = fields.Boolean()
        add_field(model, "validated", field)
        self.addCleanup(pop_field, model, "validated")
        field.prepare_setup()
        field.setup(self.env["account.analytic.line"])
        self.env.cr.execute(
            "ALTER TABLE account_analytic_line ADD COLUMN validated boolean"
        )

    def _hours(self):
        export = self._export()
        export.action_prepare()
        return {
            line.employee_id: line.value
            for line in export.line_ids
            if line.component_id.key == HOURS
        }

    def test_validated_lines_leave_and_approved_ones_do_not(self):
        self.company.loket_approval_source = "validated"
        validated = self._line(self.zero, 8, approved=False)
        approved = self._line(self.minimum, 5)
        validated.validated = True
        self.assertEqual(self._hours(), {self.zero: 8})
        self.assertTrue(validated.loket_is_approved)
        self.assertFalse(approved.loket_is_approved)
        self.assertEqual(approved.loket_export_issue, "not_approved")

    def test_validating_brings_the_state_up_to_date(self):
        self.company.loket_approval_source = "validated"
        line = self._line(self.zero, 8, approved=False)
        line.validated = True
        self.assertEqual(line.loket_export_state, "to_export")
        self._export().action_send()
        self.assertEqual(line.loket_export_state, "exported")
        line.validated = False
        self.assertEqual(line.loket_export_state, "changed")

    def test_own_approval_counts_where_the_setting_says_so(self):
        self.company.loket_approval_source = "own"
        self._line(self.zero, 8, approved=False).validated = True
        self._line(self.minimum, 5)
        self.assertEqual(self._hours(), {self.minimum: 5})

    def test_company_of_the_employee_decides(self):
        """Another company's choice changes nothing here."""
        self.other_company.loket_approval_source = "validated"
        self._line(self.zero, 8)
        self.assertEqual(self._hours(), {self.zero: 8})

    def test_search_follows_the_setting(self):
        self.company.loket_approval_source = "validated"
        validated = self._line(self.zero, 8, approved=False)
        approved = self._line(self.minimum, 5)
        validated.validated = True
        both = [("id", "in", (validated + approved).ids)]
        lines = self.env["account.analytic.line"]
        self.assertEqual(
            lines.search([*both, ("loket_is_approved", "=", True)]), validated
        )
        self.assertEqual(
            lines.search([*both, ("loket_is_approved", "=", False)]), approved
        )

    def test_button_refers_to_the_other_approval(self):
        self.company.loket_approval_source = "validated"
        line = self._line(self.zero, 8, approved=False)
        with self.assertRaisesRegex(UserError, "Validate these timesheets"):
            line.action_loket_approve()


class TestApprovalSourceMissing(LoketTimesheetCommon):
    """The setting outlives the module that brought the field."""

    def test_own_approval_counts_without_the_field(self):
        if "validated" in self.env["account.analytic.line"]._fields:
            self.skipTest("another module brings the field")
        self.company.loket_approval_source = "validated"
        line = self._line(self.zero, 8)
        export = self._export()
        export.action_prepare()
        self.assertEqual(export.line_ids.timesheet_ids, line)
