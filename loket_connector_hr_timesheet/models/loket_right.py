# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class LoketRight(models.Model):
    _inherit = "loket.right"

    feature = fields.Selection(
        selection_add=[
            ("export", "Export of hours, days, meals and allowances"),
            ("ready", "Tell that a period is ready"),
        ],
        ondelete={"export": "cascade", "ready": "cascade"},
    )
