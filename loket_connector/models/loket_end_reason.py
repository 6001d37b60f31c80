# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class LoketEndReason(models.Model):
    """A reason for the end of an employment, as Loket lists them.

    The tax authorities' reason is the one that counts since 2020; Loket's own reason
    stays "other" unless a pension scheme asks for more.
    """

    _name = "loket.end.reason"
    _inherit = "loket.mirror.mixin"
    _description = "Loket End Reason"
    _order = "connection_id, key"

    connection_id = fields.Many2one(
        "loket.connection", required=True, ondelete="cascade", index=True
    )
    key = fields.Integer("Loket Key", required=True, aggregator=None)
    name = fields.Char(required=True)

    _key_uniq = models.UniqueIndex(
        "(connection_id, key)", "This reason is already known."
    )

    @api.model
    def _fetch(self, employment):
        """Read the reasons that Loket offers for an employment, and keep them."""
        connection = employment.sudo().employer_id.connection_id
        with connection._loket_client() as client:
            options = client.get_termination_options(employment.loket_id).tax_reasons
        known = {
            reason.key: reason
            for reason in self.sudo().search([("connection_id", "=", connection.id)])
        }
        for option in options:
            vals = {"name": option.value}
            if option.key in known:
                known[option.key]._write_changes(vals)
            else:
                self.sudo().create(
                    {"connection_id": connection.id, "key": option.key, **vals}
                )
