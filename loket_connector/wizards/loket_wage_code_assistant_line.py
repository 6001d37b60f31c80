# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class LoketWageCodeAssistantLine(models.TransientModel):
    """One wage code and the component that it would get."""

    _name = "loket.wage.code.assistant.line"
    _description = "Loket Wage Code Assistant Line"
    _order = "id"

    assistant_id = fields.Many2one(
        "loket.wage.code.assistant", required=True, ondelete="cascade"
    )
    wage_code_id = fields.Many2one(
        "loket.wage.code", required=True, readonly=True, ondelete="cascade"
    )
    code_type = fields.Selection(related="wage_code_id.code_type")
    administration_id = fields.Many2one(related="assistant_id.administration_id")
    component_id = fields.Many2one(
        "loket.payroll.component",
        domain="[('id', 'in', choice_ids)]",
        ondelete="cascade",
    )
    choice_ids = fields.Many2many(
        "loket.payroll.component", compute="_compute_choice_ids"
    )
    category = fields.Char(related="component_id.category")
    source = fields.Selection(
        [
            ("mapped", "Chosen before"),
            ("name", "Suggested by its name"),
            ("copied", "From the other administration"),
        ],
        readonly=True,
    )

    @api.depends("assistant_id.administration_id")
    def _compute_choice_ids(self):
        for line in self:
            line.choice_ids = line.administration_id._mapping_components()
