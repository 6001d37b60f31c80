# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re

from odoo import api, fields, models
from odoo.exceptions import UserError

#: Loket's limits.
MAX_ADDRESSES = 10
MAX_COMMENT = 1000


class LoketPeriodReady(models.TransientModel):
    """Have Loket tell the salary administrator that a period is complete."""

    _name = "loket.period.ready"
    _inherit = "loket.part.mixin"
    _description = "Period Ready for Payroll"

    export_id = fields.Many2one("loket.export", required=True, ondelete="cascade")
    emails = fields.Char(
        "To",
        required=True,
        compute="_compute_emails",
        # As the user: it tells of the export what that one may read.
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        help="At most ten addresses, separated by commas.",
    )
    comment = fields.Text(
        compute="_compute_comment",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("export_id")
    def _compute_emails(self):
        for wizard in self:
            wizard.emails = wizard.export_id.employer_id.ready_emails

    @api.depends("export_id")
    def _compute_comment(self):
        for wizard in self:
            export = wizard.export_id
            wizard.comment = export._get_summary()[:MAX_COMMENT] if export else False

    def action_send(self):
        """Have Loket e-mail the addresses; only after a verified export."""
        self.ensure_one()
        export = self.export_id
        export._check_loket_user()
        export._check_through_api()
        if export.state != "done":
            raise UserError(
                self.env._(
                    "Loket does not hold everything yet. Send the export first; the"
                    " period is ready when its state is Done."
                )
            )
        addresses = [text for text in re.split(r"[,;\s]+", self.emails or "") if text]
        if not 1 <= len(addresses) <= MAX_ADDRESSES:
            raise UserError(self.env._("Name one to ten e-mail addresses."))
        with export.sudo().employer_id.connection_id._loket_client() as client:
            client.post_period_ready(
                export.sudo().administration_id.loket_id,
                export.sudo().period_id.loket_id,
                addresses,
                comment=(self.comment or "")[:MAX_COMMENT] or None,
            )
        export.sudo().message_post(
            body=self.env._(
                "Loket told %(addresses)s that the period is ready.",
                addresses=", ".join(addresses),
            )
        )
        return {"type": "ir.actions.act_window_close"}
