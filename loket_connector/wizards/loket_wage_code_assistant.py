# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class LoketWageCodeAssistant(models.TransientModel):
    """All wage codes of one administration at once, with suggestions to accept."""

    _name = "loket.wage.code.assistant"
    _inherit = "loket.part.mixin"
    _description = "Loket Wage Code Assistant"

    administration_id = fields.Many2one(
        "loket.payroll.administration", required=True, readonly=True
    )
    copy_from_id = fields.Many2one(
        "loket.payroll.administration",
        domain="[('id', '!=', administration_id), ('mapping_ids', '!=', False)]",
        help="Take the components that another administration uses, by their number"
        " and else by their name. What is chosen already stays.",
    )
    has_components = fields.Boolean(compute="_compute_has_components")
    line_ids = fields.One2many(
        "loket.wage.code.assistant.line",
        "assistant_id",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    @api.depends("administration_id")
    def _compute_has_components(self):
        for assistant in self:
            assistant.has_components = bool(
                assistant.administration_id._mapping_components()
            )

    @api.depends("administration_id")
    def _compute_line_ids(self):
        for assistant in self:
            administration = assistant.administration_id
            mapped = {
                mapping.wage_code_id: mapping.component_id
                for mapping in administration.mapping_ids
            }
            suggested = administration._suggest_mappings() if administration else {}
            assistant.line_ids = [fields.Command.clear()] + [
                fields.Command.create(
                    {
                        "wage_code_id": code.id,
                        "component_id": (mapped.get(code) or suggested.get(code)).id
                        if code in mapped or code in suggested
                        else False,
                        "source": "mapped"
                        if code in mapped
                        else "name"
                        if code in suggested
                        else False,
                    }
                )
                for code in self.env["loket.wage.code"].search([])
            ]

    def action_copy(self):
        """Fill what is open with the components of another administration."""
        self.ensure_one()
        self.check_access("write")
        if not self.copy_from_id:
            raise UserError(self.env._("Choose the administration to copy from."))
        found = self.administration_id._suggest_from(self.copy_from_id)
        for line in self.line_ids.filtered(lambda line: line.source != "mapped"):
            if component := found.get(line.wage_code_id):
                line.write({"component_id": component.id, "source": "copied"})
        return self._reopen()

    def action_confirm(self):
        """Keep the components that were chosen for codes that had none."""
        self.ensure_one()
        self.env["loket.wage.code.mapping"].check_access("create")
        self.administration_id._map(
            {
                line.wage_code_id: line.component_id
                for line in self.line_ids
                if line.component_id
            }
        )
        return {
            "type": "ir.actions.act_window_close",
            "infos": {"done": True},
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "Wage Codes of %(name)s", name=self.administration_id.display_name
            ),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
