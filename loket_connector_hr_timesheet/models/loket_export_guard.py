# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import AccessError, UserError


class LoketExport(models.Model):
    """What an export says of itself is written by what it does, not by hand."""

    _inherit = "loket.export"

    @api.model
    def _system_fields(self):
        """What nobody writes by hand."""
        return {
            "state",
            "message",
            "prepared_on",
            "prepared_by_id",
            "sent_on",
            "sent_by_id",
            "verified_on",
        }

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        for vals in vals_list:
            self._refuse_system_fields(vals)
        # Said outright: a default of the user would come in otherwise.
        start = dict.fromkeys(self._system_fields(), False) | {"state": "draft"}
        return super().create([start | vals for vals in vals_list])

    def write(self, vals):
        if not self.env.su:
            self._refuse_system_fields(vals)
        if {"administration_id", "period_id"} & vals.keys():
            self._check_not_prepared()
        return super().write(vals)

    def _refuse_system_fields(self, vals):
        if self._system_fields() & vals.keys():
            raise AccessError(
                self.env._("Preparing and sending write these fields themselves.")
            )

    def _check_not_prepared(self):
        """The values of one period do not become those of another one."""
        for export in self.sudo():
            if export.state != "draft" or export.line_ids or export.sent_on:
                raise UserError(
                    self.env._(
                        "%(export)s was prepared already. Make another export for"
                        " another period.",
                        export=export.display_name,
                    )
                )
