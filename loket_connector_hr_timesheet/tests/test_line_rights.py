# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError

from .common import REFRESH, LoketTimesheetCommon

DAY = date(2026, 3, 2)


class TestWaysAround(LoketTimesheetCommon):
    """Ways around the approval, the locks and the kinds of wage codes."""

    def _new_allowance(self, employee, user=None, **vals):
        return (
            self.env["loket.allowance"]
            .with_user(user or self.env.user)
            .create(
                {
                    "employee_id": employee.id,
                    "date": DAY,
                    "wage_code_id": self.code_travel.id,
                    "quantity": 500,
                    **vals,
                }
            )
        )

    def _lock(self, line):
        self._export().action_send()
        self.sandbox.admin.set_payroll_run(
            self.administration.loket_id, self.period.loket_id, 9
        )
        self.env.ref(REFRESH).method_direct_trigger()
        self.assertEqual(line.loket_export_state, "locked")

    def test_own_allowance_cannot_hang_on_a_line_of_somebody_else(self):
        """It would be approved with that line, by its own employee."""
        self.minimum.user_id = self.approver
        line = self._line(self.zero, 8, approved=False)
        with self.assertRaisesRegex(ValidationError, "its employee"):
            self._new_allowance(self.minimum, self.approver, timesheet_id=line.id)
        allowance = self._new_allowance(self.minimum, self.approver)
        with self.assertRaises(ValidationError):
            allowance.write({"timesheet_id": line.id, "employee_id": self.minimum.id})

    def test_allowance_of_a_line_stays_on_its_day(self):
        line = self._line(self.zero, 8, approved=False)
        allowance = self._new_allowance(self.zero, timesheet_id=line.id)
        with self.assertRaises(ValidationError):
            allowance.date = date(2026, 4, 2)
        line.date = date(2026, 3, 3)
        self.assertEqual(allowance.date, date(2026, 3, 3))

    def test_employee_approves_by_no_default(self):
        lines = self.env["account.analytic.line"].with_user(self.worker)
        vals = {"project_id": self.project.id, "date": DAY, "unit_amount": 4}
        with self.assertRaises(AccessError):
            lines.with_context(default_loket_approved=True).create(vals)

    def test_approval_by_a_default_says_who_gave_it(self):
        lines = self.env["account.analytic.line"].with_user(self.approver)
        line = lines.with_context(default_loket_approved=True).create(
            {
                "employee_id": self.zero.id,
                "project_id": self.project.id,
                "date": DAY,
                "unit_amount": 4,
            }
        )
        self.assertTrue(line.loket_approved)
        self.assertEqual(line.loket_approved_by_id, self.approver)

    def test_who_changes_approved_hours_has_approved_them(self):
        line = self._line(self.zero, 8, approved=False)
        allowance = self._new_allowance(self.zero, timesheet_id=line.id)
        line.with_user(self.approver).action_loket_approve()
        self.assertEqual(allowance.approved_by_id, self.approver)
        group = "hr_timesheet.group_hr_timesheet_approver"
        second = self._new_user("second", group)
        line.with_user(second).name = "Said otherwise"
        self.assertEqual(line.loket_approved_by_id, self.approver)
        line.with_user(second).unit_amount = 80
        allowance.with_user(second).quantity = 900
        self.assertTrue(line.loket_approved)
        self.assertEqual(line.loket_approved_by_id, second)
        self.assertEqual(allowance.approved_by_id, second)

    def test_wage_code_of_another_kind_is_refused(self):
        """Eight hours are not eight euros, and no allowance is worth hours."""
        task = self.env["project.task"].create(
            {"name": "Task", "project_id": self.project.id}
        )
        line = self._line(self.zero, 8, approved=False)
        for record in (line, task, self.project, self.zero):
            with self.subTest(model=record._name):
                with self.assertRaisesRegex(ValidationError, "another one"):
                    record.loket_wage_code_id = self.code_travel
        with self.assertRaises(ValidationError):
            self._new_allowance(self.fixed, wage_code_id=self.code_hours.id)

    def test_wage_code_in_use_is_neither_deleted_nor_made_another_kind(self):
        self._line(self.zero, 8)
        free = self.code_hours.copy()
        self._export().action_send()
        with self.assertRaisesRegex(UserError, "Archive it"):
            self.code_hours.unlink()
        with self.assertRaisesRegex(UserError, "Archive it"):
            self.code_hours.code_type = "days"
        free.code_type = "days"
        free.unlink()
        self.code_hours.active = False

    def test_employee_with_hours_for_loket_is_not_deleted(self):
        line = self._line(self.zero, 8)
        with self.assertRaisesRegex(UserError, "Archive the employee"):
            self.zero.unlink()
        self._lock(line)
        with self.assertRaisesRegex(UserError, "Archive the employee"):
            self.zero.unlink()

    def test_paid_line_stays_in_its_project_when_its_task_moves(self):
        other = self.project.copy({"name": "Other"})
        task = self.env["project.task"].create(
            {"name": "Task", "project_id": self.project.id}
        )
        line = self._line(self.zero, 8, task_id=task.id)
        self._lock(line)
        later = self._line(self.zero, 4, date(2026, 4, 2), task_id=task.id)
        task.project_id = other
        self.assertEqual(line.project_id, self.project)
        self.assertEqual(later.project_id, other)
