# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    loket_wage_code_id = fields.Many2one(
        "loket.wage.code",
        domain="[('code_type', '=', 'hours')]",
        ondelete="restrict",
        index="btree_not_null",
        groups="hr.group_hr_user",
        help="For hours whose line, task and project name no wage code.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_exported(self):
        """Hours of nobody could neither be exported nor taken back."""
        lines = self.env["account.analytic.line"].sudo()
        for model, domain in (
            (lines, [("loket_export_state", "!=", "none")]),
            (self.env["loket.export.booking"].sudo(), []),
        ):
            found = model.search([("employee_id", "in", self.ids), *domain], limit=1)
            if found:
                raise UserError(
                    self.env._(
                        "Hours of %(employee)s are for Loket or were sent there: they"
                        " say what was paid. Archive the employee instead.",
                        employee=found.employee_id.name,
                    )
                )

    @api.constrains("loket_wage_code_id")
    def _check_loket_wage_code(self):
        self.sudo().loket_wage_code_id._check_kind("hours")
