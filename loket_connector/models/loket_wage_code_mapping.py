# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LoketWageCodeMapping(models.Model):
    """Which payroll component a wage code means in one administration.

    Components are per payroll year at Loket while the number stays the same, so a
    mapping names the component once; :meth:`_component_for_year` finds its twin of
    another year by that number.
    """

    _name = "loket.wage.code.mapping"
    _inherit = "loket.part.mixin"
    _description = "Loket Wage Code Mapping"
    _order = "wage_code_id, administration_id"
    _rec_name = "component_id"

    wage_code_id = fields.Many2one(
        "loket.wage.code", required=True, ondelete="cascade", index=True
    )
    code_type = fields.Selection(related="wage_code_id.code_type")
    administration_id = fields.Many2one(
        "loket.payroll.administration", required=True, ondelete="cascade", index=True
    )
    employer_id = fields.Many2one(
        related="administration_id.employer_id", string="Venue", store=True
    )
    company_id = fields.Many2one(related="administration_id.company_id", store=True)
    component_id = fields.Many2one(
        "loket.payroll.component",
        "Payroll Component",
        required=True,
        ondelete="restrict",
        domain="[('administration_id', '=', administration_id)]",
    )

    _code_uniq = models.UniqueIndex(
        "(wage_code_id, administration_id)",
        "This wage code already has a component in this administration.",
    )

    @api.depends("administration_id.client_number", "component_id.display_name")
    def _compute_display_name(self):
        """A wage code names the same component in one administration after another."""
        for mapping in self:
            number = mapping.administration_id.client_number
            component = mapping.component_id.display_name
            mapping.display_name = f"{number}: {component}" if number else component

    def _component_for_year(self, year):
        """Return ``{mapping: component}`` of a payroll year, by the same number.

        The component is empty when the administration does not have it in that year
        (or not any more): then the mapping has to be looked at.
        """
        twins = self.env["loket.payroll.component"].search(
            [
                ("administration_id", "in", self.administration_id.ids),
                ("year", "=", year),
                ("key", "in", self.component_id.mapped("key")),
                ("active", "=", True),
            ]
        )
        found = {(twin.administration_id, twin.key): twin for twin in twins}
        return {
            mapping: found.get(
                (mapping.administration_id, mapping.component_id.key),
                twins.browse(),
            )
            for mapping in self
        }

    @api.constrains("component_id", "administration_id")
    def _check_component_administration(self):
        for mapping in self:
            if mapping.component_id.administration_id != mapping.administration_id:
                raise ValidationError(
                    self.env._(
                        "%(component)s is not a component of “%(administration)s”."
                        " Choose one from its own list.",
                        component=mapping.component_id.display_name,
                        administration=mapping.administration_id.display_name,
                    )
                )
