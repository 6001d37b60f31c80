# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import LoketTimesheetCommon


class TestTimesheet(LoketTimesheetCommon):
    """What people may do with their lines, and what they see of the export."""

    def test_approver_approves_in_bulk(self):
        lines = self._line(self.zero, 8, approved=False) + self._line(
            self.minimum, 4, approved=False
        )
        lines.with_user(self.approver).action_loket_approve()
        self.assertRecordValues(
            lines,
            [
                {
                    "loket_approved": True,
                    "loket_approved_by_id": self.approver.id,
                    "loket_export_state": "to_export",
                }
            ]
            * 2,
        )

    def test_approval_of_a_line_takes_its_allowances_along(self):
        line = self._line(self.zero, 8, approved=False)
        allowance = self.env["loket.allowance"].create(
            {"timesheet_id": line.id, "wage_code_id": self.code_travel.id}
        )
        line.with_user(self.approver).action_loket_approve()
        self.assertTrue(allowance.approved)
        line.with_user(self.approver).action_loket_reset_approval()
        self.assertFalse(allowance.approved)

    def test_employee_cannot_approve(self):
        line = self._line(self.zero, 8, approved=False).with_user(self.worker)
        with self.assertRaises(AccessError):
            line.action_loket_approve()
        with self.assertRaises(AccessError):
            line.loket_approved = True

    def test_employee_cannot_create_approved_hours(self):
        with self.assertRaises(AccessError):
            self.env["account.analytic.line"].with_user(self.worker).create(
                {
                    "name": "Work",
                    "project_id": self.project.id,
                    "employee_id": self.zero.id,
                    "date": date(2026, 3, 2),
                    "unit_amount": 8,
                    "loket_approved": True,
                }
            )

    def test_own_hours_cannot_be_approved(self):
        self.zero.user_id = self.approver
        line = self._line(self.zero, 8, approved=False).with_user(self.approver)
        with self.assertRaisesRegex(AccessError, "own hours"):
            line.action_loket_approve()
        self.company.loket_own_approval = True
        line.action_loket_approve()
        self.assertTrue(line.loket_approved)

    def test_employee_cannot_change_approved_hours(self):
        line = self._line(self.zero, 8).with_user(self.worker)
        self.assertTrue(line.readonly_timesheet)
        with self.assertRaisesRegex(UserError, "approved"):
            line.unit_amount = 9
        with self.assertRaisesRegex(UserError, "approved"):
            line.unlink()

    def test_employee_changes_hours_that_are_not_approved(self):
        line = self._line(self.zero, 8, approved=False).with_user(self.worker)
        line.write({"unit_amount": 9, "loket_meal_count": 1})
        self.assertEqual(line.unit_amount, 9)

    def test_employee_sees_the_state_of_own_lines(self):
        line = self._line(self.zero, 8)
        self._export().action_send()
        (values,) = line.with_user(self.worker).read(
            ["loket_export_state", "loket_exported_on", "loket_is_approved"]
        )
        self.assertEqual(values["loket_export_state"], "exported")
        self.assertTrue(values["loket_exported_on"])
        self.assertTrue(values["loket_is_approved"])

    def test_employee_cannot_write_the_state(self):
        line = self._line(self.zero, 8, approved=False).with_user(self.worker)
        with self.assertRaises(AccessError):
            line.loket_export_state = "exported"

    def test_copy_takes_no_approval_and_no_state(self):
        line = self._line(self.zero, 8)
        self._export().action_send()
        self.assertRecordValues(
            line.copy(),
            [
                {
                    "loket_approved": False,
                    "loket_export_state": "none",
                    "loket_exported_on": False,
                }
            ],
        )

    def test_approved_line_of_a_fixed_contract_is_left_out_by_rule(self):
        line = self._line(self.fixed, 8)
        self.assertRecordValues(
            line, [{"loket_export_state": "none", "loket_export_issue": "by_rule"}]
        )

    def test_wage_code_that_something_names_cannot_be_deleted(self):
        """Its hours would be paid as those of another code, and nobody would see it."""
        for record in (
            self._line(self.zero, 8),
            self.zero,
            self.project,
            self.env["project.task"].create(
                {"name": "Nights", "project_id": self.project.id}
            ),
        ):
            code = self.env["loket.wage.code"].create({"name": "Overuren"})
            record.loket_wage_code_id = code
            self.env.flush_all()
            with (
                self.subTest(record._name),
                self.assertRaisesRegex(UserError, "in use"),
            ):
                code.with_user(self.manager).unlink()

    def test_wage_code_that_was_exported_cannot_be_deleted(self):
        self._line(self.zero, 8)
        self._export().action_send()
        self.env.flush_all()
        with self.assertRaisesRegex(UserError, "in use"):
            self.code_hours.with_user(self.manager).unlink()

    def test_export_button_opens_the_prepared_export(self):
        lines = self._line(self.zero, 8) + self._line(self.minimum, 4)
        action = lines.with_user(self.officer).action_loket_export()
        export = self.env["loket.export"].browse(action["res_id"])
        self.assertEqual(export.period_id, self.period)
        self.assertEqual(export.state, "ready")
        self.assertEqual(len(export.line_ids), 2)

    def test_export_button_goes_on_with_the_same_export(self):
        line = self._line(self.zero, 8).with_user(self.officer)
        first = line.action_loket_export()["res_id"]
        self.assertEqual(line.action_loket_export()["res_id"], first)

    def test_export_button_offers_one_export_per_period(self):
        lines = self._line(self.zero, 8) + self._line(self.zero, 8, date(2026, 4, 1))
        action = lines.with_user(self.officer).action_loket_export()
        exports = self.env["loket.export"].search(action["domain"])
        self.assertEqual(sorted(exports.period_id.mapped("loket_id")), [202603, 202604])

    def test_export_button_is_for_loket_users(self):
        line = self._line(self.zero, 8)
        with self.assertRaises(AccessError):
            line.with_user(self.approver).action_loket_export()

    def test_export_button_without_employment_says_why(self):
        stranger = self.env["hr.employee"].create(
            {"name": "Onbekend", "company_id": self.company.id}
        )
        line = self._line(stranger, 8)
        with self.assertRaisesRegex(UserError, "no employment"):
            line.with_user(self.officer).action_loket_export()

    def test_allowance_of_a_line_has_its_person_and_day(self):
        line = self._line(self.zero, 8, approved=False)
        form = Form(self.env["loket.allowance"].with_user(self.worker))
        form.wage_code_id = self.code_travel
        form.timesheet_id = line
        allowance = form.save()
        self.assertRecordValues(
            allowance, [{"employee_id": self.zero.id, "date": line.date}]
        )

    def test_employee_cannot_approve_own_allowance(self):
        allowance = (
            self.env["loket.allowance"]
            .with_user(self.worker)
            .create(
                {
                    "employee_id": self.zero.id,
                    "date": date(2026, 3, 2),
                    "wage_code_id": self.code_travel.id,
                }
            )
        )
        with self.assertRaises(AccessError):
            allowance.action_approve()
        allowance.with_user(self.approver).action_approve()
        self.assertEqual(allowance.export_state, "to_export")
        with self.assertRaisesRegex(UserError, "approved"):
            allowance.quantity = 5

    def test_employee_sees_no_allowances_of_others(self):
        self.env["loket.allowance"].create(
            {
                "employee_id": self.fixed.id,
                "date": date(2026, 3, 2),
                "wage_code_id": self.code_travel.id,
            }
        )
        self.assertFalse(self.env["loket.allowance"].with_user(self.worker).search([]))
