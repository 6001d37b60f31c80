# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class HrDepartureWizard(models.TransientModel):
    """Odoo's departure, with the end of the employment at Loket as an option."""

    _inherit = "hr.departure.wizard"

    loket_employment_ids = fields.Many2many(
        "loket.employment",
        compute="_compute_loket",
        string="Loket Employments",
        groups="loket_connector.group_loket_user",
    )
    loket_connection_id = fields.Many2one(
        "loket.connection",
        compute="_compute_loket",
        groups="loket_connector.group_loket_user",
    )
    loket_why_not = fields.Char(
        compute="_compute_loket", groups="loket_connector.group_loket_user"
    )
    loket_end_employment = fields.Boolean(
        "Also end the employment at Loket", groups="loket_connector.group_loket_user"
    )
    loket_reason_id = fields.Many2one(
        "loket.end.reason",
        "Reason for Loket",
        domain="[('connection_id', '=', loket_connection_id)]",
        groups="loket_connector.group_loket_user",
    )
    loket_due_to_illness = fields.Boolean(
        "Because of long-term illness", groups="loket_connector.group_loket_user"
    )

    @api.depends("employee_ids", "departure_date")
    def _compute_loket(self):
        for wizard in self:
            employments = wizard.employee_ids._origin.sudo().loket_employment_ids
            running = employments._is_running_on(
                wizard.departure_date or fields.Date.context_today(self)
            )
            wizard.loket_employment_ids = running
            wizard.loket_connection_id = running.employer_id.connection_id[:1]
            wizard.loket_why_not = (
                self.env["loket.employment"]._why_not_end(running) if running else False
            )

    @api.onchange("loket_end_employment")
    def _onchange_loket_end_employment(self):
        """The reasons come from Loket, once the option is chosen."""
        if self.loket_end_employment and not self.loket_why_not:
            self.env["loket.end.reason"]._fetch(self.loket_employment_ids._origin[0])

    def action_register_departure(self):
        """Register the departure in Odoo, then end the employment at Loket.

        Loket comes last: when it refuses, Odoo's part is undone too.
        """
        # Who has nothing to do with Loket registers departures as ever.
        ending = None
        if self.sudo().loket_end_employment:
            ending = self.loket_employment_ids
            if not self.loket_reason_id:
                raise UserError(self.env._("Choose the reason for Loket."))
        action = super().action_register_departure()
        if ending:
            self.env.flush_all()
            ending.with_env(self.env)._end_at_loket(
                self.departure_date, self.loket_reason_id, self.loket_due_to_illness
            )
        return action
