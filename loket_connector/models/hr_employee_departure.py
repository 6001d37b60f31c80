# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def action_loket_terminate(self):
        """Open the form that ends the employment at Loket."""
        self.ensure_one()
        employments = self.loket_employment_ids._is_running_on(
            fields.Date.context_today(self)
        )
        reason_text = self.env["loket.employment"]._why_not_end(employments)
        if reason_text:
            raise UserError(reason_text)
        self.env["loket.end.reason"]._fetch(employments[0])
        wizard = self.env["loket.terminate.wizard"].create(
            {
                "employee_id": self.id,
                "employment_ids": [fields.Command.set(employments.ids)],
                "end_date": self.departure_date or fields.Date.context_today(self),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("End at Loket"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }
