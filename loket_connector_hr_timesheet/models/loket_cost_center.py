# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class LoketCostCenter(models.Model):
    """An analytic account whose hours Loket books on a cost center of its own.

    Hours of other accounts go to the cost center that Loket proposes for the
    employment.
    """

    _name = "loket.cost.center"
    _inherit = "loket.part.mixin"
    _description = "Loket Cost Center"
    _order = "employer_id, key"
    _rec_name = "key"

    employer_id = fields.Many2one(
        "loket.employer", "Venue", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="employer_id.company_id", store=True)
    account_id = fields.Many2one(
        "account.analytic.account",
        "Analytic Account",
        required=True,
        ondelete="cascade",
        index=True,
    )
    key = fields.Integer(
        "Cost Center Key",
        required=True,
        aggregator=None,
        help="Loket's key of the cost center (kostenplaats), not its code.",
    )

    _account_uniq = models.UniqueIndex(
        "(employer_id, account_id)",
        "This analytic account already has a cost center at this venue.",
    )
