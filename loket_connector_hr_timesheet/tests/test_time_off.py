# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.orm.model_classes import add_field, pop_field

from .common import LoketTimesheetCommon


class TestTimeOff(LoketTimesheetCommon):
    """Odoo's time off writes timesheets too, and keeps them to itself.

    The field is one that only these tests have here, unless its module is installed.
    """

    def setUp(self):
        super().setUp()
        model = type(self.env["account.analytic.line"])
        if "global_leave_id" not in model._fields:
            model.global_leave_id = field = fields.Many2one("resource.calendar.leaves")
            add_field(model, "global_leave_id", field)
            self.addCleanup(pop_field, model, "global_leave_id")
            field.prepare_setup()
            field.setup(self.env["account.analytic.line"])
            self.env.cr.execute(
                "ALTER TABLE account_analytic_line ADD COLUMN global_leave_id int4"
            )
        holiday = self.env["resource.calendar.leaves"].create(
            {
                "name": "King's Day",
                "date_from": "2026-03-02 07:00:00",
                "date_to": "2026-03-02 15:00:00",
                "company_id": self.company.id,
            }
        )
        self.leave = self._line(self.zero, 8, approved=False)
        self.leave.global_leave_id = holiday
        self.worked = self._line(self.zero, 5, approved=False)
        self.env.flush_all()

    def test_bulk_approval_leaves_time_off_alone(self):
        check = type(self.leave)._check_can_write

        def refuse(lines, values):
            if lines.global_leave_id:
                raise UserError(lines.global_leave_id.name)
            return check(lines, values)

        lines = (self.leave + self.worked).with_user(self.approver)
        with patch.object(type(self.leave), "_check_can_write", refuse):
            action = lines.action_loket_approve()
        self.assertRecordValues(
            lines, [{"loket_approved": False}, {"loket_approved": True}]
        )
        self.assertIn("1", action["params"]["message"])

    def test_time_off_is_not_to_approve(self):
        lines = self.leave + self.worked
        self.assertEqual(lines.filtered("loket_to_approve"), self.worked)
        both = [("id", "in", lines.ids)]
        for operator, value, found in (
            ("=", True, self.worked),
            ("=", False, self.leave),
            ("!=", True, self.leave),
        ):
            domain = [*both, ("loket_to_approve", operator, value)]
            self.assertEqual(lines.search(domain), found, domain)
        card = self.employer.with_user(self.officer)
        self.assertEqual(card.hours_to_approve, 5)
        domain = card.action_view_hours_to_approve()["domain"]
        self.assertEqual(lines.search(domain), self.worked)

    def test_time_off_is_no_worked_hours_and_no_problem(self):
        (self.leave + self.worked).sudo().loket_approved = True
        export = self._export()
        export.action_prepare()
        self.assertEqual(export.line_ids.timesheet_ids, self.worked)
        self.assertEqual(self.leave.loket_export_state, "none")
        self.assertFalse(
            export.problem_ids.filtered(lambda p: p.kind == "not_approved")
        )
