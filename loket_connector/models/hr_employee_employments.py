# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class HrEmployee(models.Model):
    """The way from an employee to the employments at Loket."""

    _inherit = "hr.employee"

    loket_employment_count = fields.Integer(
        compute="_compute_loket_employment_count",
        groups="loket_connector.group_loket_user",
    )

    @api.depends("loket_employment_ids")
    def _compute_loket_employment_count(self):
        for employee in self:
            employee.loket_employment_count = len(employee.loket_employment_ids)

    def action_view_loket_employments(self):
        """Show the employments of this employee at Loket."""
        self.ensure_one()
        self.check_access("read")
        employments = self.loket_employment_ids
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Employments at Loket"),
            "res_model": "loket.employment",
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            "domain": [("id", "in", employments.ids)],
        }
        if len(employments) == 1:
            action |= {"view_mode": "form", "res_id": employments.id}
        return action
