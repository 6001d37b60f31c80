# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from ..mappers.component_names import Code


class LoketWageCode(models.Model):
    """What HR calls a kind of hour, day, meal or allowance.

    A wage code is the same in every administration; its mappings say which payroll
    component it means in each of them.
    """

    _name = "loket.wage.code"
    _description = "Loket Wage Code"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    code_type = fields.Selection(
        [
            ("hours", "Hours"),
            ("days", "Days"),
            ("meal", "Meals"),
            ("allowance", "Allowance"),
        ],
        "Kind",
        required=True,
        default="hours",
    )
    sequence = fields.Integer(default=10)
    is_default = fields.Boolean(
        "Default",
        help="Used when neither the line nor anything above it names a wage code.",
    )
    mapping_ids = fields.One2many(
        "loket.wage.code.mapping",
        "wage_code_id",
        groups="loket_connector.group_loket_user",
    )
    active = fields.Boolean(default=True)

    def _to_match(self):
        """Return the code, in English and Dutch, as the judge of names wants it."""
        names = {
            self.with_context(lang=lang).name
            for lang, _name in self.env["res.lang"].get_installed()
            if lang[:2] in ("en", "nl")
        } | {self.name}
        return Code(id=self.id, code_type=self.code_type, names=tuple(sorted(names)))
