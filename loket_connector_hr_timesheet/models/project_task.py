# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class ProjectTask(models.Model):
    _inherit = "project.task"

    loket_wage_code_id = fields.Many2one(
        "loket.wage.code",
        domain="[('code_type', '=', 'hours')]",
        ondelete="restrict",
        index="btree_not_null",
        help="For hours on this task whose line names no wage code.",
    )

    @api.constrains("loket_wage_code_id")
    def _check_loket_wage_code(self):
        self.sudo().loket_wage_code_id._check_kind("hours")
