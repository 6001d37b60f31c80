# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..mappers.component_names import Component


class LoketPayrollComponent(models.Model):
    """A wage component of one administration in one payroll year.

    The number (``key``) is what payroll people know by heart; the name has at most
    fourteen characters at Loket.
    """

    _name = "loket.payroll.component"
    _inherit = "loket.mirror.mixin"
    _description = "Loket Payroll Component"
    _order = "administration_id, year desc, key"
    _rec_names_search = ["name", "key_text"]

    administration_id = fields.Many2one(
        "loket.payroll.administration", required=True, ondelete="cascade", index=True
    )
    employer_id = fields.Many2one(
        related="administration_id.employer_id", string="Venue", store=True
    )
    company_id = fields.Many2one(related="administration_id.company_id", store=True)
    year = fields.Integer(required=True, aggregator=None)
    key = fields.Integer("Number", required=True, aggregator=None)
    key_text = fields.Char(compute="_compute_key_text", store=True)
    name = fields.Char(required=True)
    category_key = fields.Integer(aggregator=None)
    category = fields.Char()
    deduction_or_payment = fields.Char("Deduction or Payment")
    can_be_supplemented = fields.Boolean()
    active = fields.Boolean(default=True)

    _key_uniq = models.UniqueIndex(
        "(administration_id, year, key)",
        "This component is already known for this administration and year.",
    )

    @api.depends("key")
    def _compute_key_text(self):
        for component in self:
            component.key_text = str(component.key)

    @api.depends("key", "name", "year")
    def _compute_display_name(self):
        for component in self:
            component.display_name = (
                f"{component.key} {component.name} ({component.year})"
            )

    def _to_match(self):
        """Return the component as the judge of names wants it."""
        return Component(
            key=self.key,
            name=self.name,
            category=self.category or "",
            is_deduction=(self.deduction_or_payment or "").startswith("Inh"),
        )
