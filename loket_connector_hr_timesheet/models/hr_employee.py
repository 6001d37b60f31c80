# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


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
