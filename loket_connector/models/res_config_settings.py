# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    loket_connection_count = fields.Integer(compute="_compute_loket_counts")
    loket_venue_count = fields.Integer(compute="_compute_loket_counts")

    @api.depends("company_id")
    def _compute_loket_counts(self):
        connections = self.env["loket.connection"].sudo()
        venues = self.env["loket.employer"].sudo()
        for settings in self:
            settings.loket_connection_count = connections.search_count(
                [("owner_company_ids", "in", settings.company_id.ids)]
            )
            settings.loket_venue_count = venues.search_count(
                [("company_id", "=", settings.company_id.id)]
            )

    def action_open_loket_setup(self):
        """Open the guided set-up."""
        self.ensure_one()
        return self.env["loket.setup.wizard"].action_start()
