# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    loket_approval_source = fields.Selection(
        related="company_id.loket_approval_source", readonly=False, required=True
    )
    loket_own_approval = fields.Boolean(
        related="company_id.loket_own_approval", readonly=False
    )
    loket_has_validation = fields.Boolean(compute="_compute_loket_has_validation")

    @api.depends("company_id")
    def _compute_loket_has_validation(self):
        """Whether another add-on brings the field ``validated`` on timesheets."""
        has_field = "validated" in self.env["account.analytic.line"]._fields
        for settings in self:
            settings.loket_has_validation = has_field
