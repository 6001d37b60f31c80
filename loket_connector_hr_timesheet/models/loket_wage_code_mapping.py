# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LoketWageCodeMapping(models.Model):
    _inherit = "loket.wage.code.mapping"

    decimals = fields.Integer(
        default=2,
        aggregator=None,
        help="The total of a period is rounded half up to this many decimals.",
    )
    send_as = fields.Selection(
        [("quantity", "Quantity"), ("amount", "Amount")],
        default="quantity",
        required=True,
        help="What the component wants: the number itself, or that number times the"
        " rate.",
    )
    rate = fields.Float(
        digits=(16, 4),
        aggregator=None,
        help="Euros per hour, day, meal or piece.",
    )

    @api.constrains("send_as", "rate")
    def _check_rate(self):
        """Hours at no euros would be a total of zero, and nobody would miss them."""
        for mapping in self:
            if mapping.send_as == "amount" and not mapping.rate:
                raise ValidationError(
                    self.env._(
                        "Name the rate of “%(code)s”: an amount is the number times"
                        " the rate.",
                        code=mapping.wage_code_id.display_name,
                    )
                )

    @api.constrains("decimals")
    def _check_decimals(self):
        for mapping in self:
            if not 0 <= mapping.decimals <= 4:
                raise ValidationError(
                    self.env._("Loket takes at most four decimals, and at least none.")
                )
