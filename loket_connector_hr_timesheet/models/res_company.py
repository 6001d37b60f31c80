# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    loket_approval_source = fields.Selection(
        [
            ("own", "The Approve button of Loket"),
            ("validated", "Validation in Timesheets (Enterprise)"),
        ],
        "Approval That Counts",
        default="own",
        required=True,
        help="Which approval lets hours leave for Loket.",
    )
    loket_own_approval = fields.Boolean(
        "Approve Own Hours",
        help="Approvers may approve their own hours too.",
    )
