# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import AccessError

CONTRACT_KINDS = [
    ("zero_hours", "Zero hours"),
    ("min_hours", "Minimum hours"),
    ("fixed", "Fixed"),
]
CODE_TYPES = [
    ("hours", "Hours"),
    ("days", "Days"),
    ("meal", "Meals"),
    ("allowance", "Allowance"),
]
#: What is not exported unless somebody decides so: the wage of a fixed contract does
#: not depend on hours and days.
NOT_BY_DEFAULT = {("fixed", "hours"), ("fixed", "days")}


class LoketExportRule(models.Model):
    """Whether one kind of thing is exported for one kind of contract at a venue."""

    _name = "loket.export.rule"
    _description = "Loket Export Rule"
    _order = "employer_id, id"

    employer_id = fields.Many2one(
        "loket.employer", "Venue", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="employer_id.company_id", store=True)
    contract_kind = fields.Selection(CONTRACT_KINDS, required=True)
    code_type = fields.Selection(CODE_TYPES, "What", required=True)
    exported = fields.Boolean("Sent to Loket", default=True)
    switched_on = fields.Datetime(
        readonly=True,
        copy=False,
        help="What was exported before and left this out stays as it was paid.",
    )

    _cell_uniq = models.UniqueIndex(
        "(employer_id, contract_kind, code_type)",
        "This venue already has a rule for this kind of contract.",
    )

    def write(self, vals):
        if vals.keys() - {"exported"} and not self.env.su:
            raise AccessError(self.env._("A rule can only be switched on and off."))
        off = self.filtered(lambda rule: not rule.exported)
        res = super().write(vals)
        if vals.get("exported"):
            off.sudo().switched_on = fields.Datetime.now()
        return res
