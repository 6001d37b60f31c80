# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError

from ..services.dates import in_words


class LoketTerminateWizard(models.TransientModel):
    """End the employment of somebody at Loket who already left in Odoo."""

    _name = "loket.terminate.wizard"
    _description = "End Employment at Loket"

    employee_id = fields.Many2one("hr.employee", required=True, readonly=True)
    employment_ids = fields.Many2many("loket.employment", string="Employments")
    connection_id = fields.Many2one(
        "loket.connection", compute="_compute_connection_id"
    )
    end_date = fields.Date("Last Day", required=True)
    reason_id = fields.Many2one(
        "loket.end.reason",
        domain="[('connection_id', '=', connection_id)]",
    )
    due_to_illness = fields.Boolean("Because of long-term illness")

    def _compute_connection_id(self):
        for wizard in self:
            employers = wizard.employment_ids.sudo().employer_id
            wizard.connection_id = employers.connection_id[:1]

    def action_terminate(self):
        """End the chosen employments at Loket."""
        self.ensure_one()
        if not self.reason_id:
            raise UserError(self.env._("Choose the reason for Loket."))
        self.employment_ids._end_at_loket(
            self.end_date, self.reason_id, self.due_to_illness
        )
        self.employee_id.message_post(
            body=self.env._(
                "The employment was ended at Loket, last day %(day)s.",
                day=in_words(self.env, self.end_date),
            )
        )
        return {"type": "ir.actions.act_window_close"}
