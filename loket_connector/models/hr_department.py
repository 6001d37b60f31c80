# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class HrDepartment(models.Model):
    _inherit = "hr.department"

    loket_department_id = fields.Char("Loket Department ID", copy=False, index=True)

    _loket_department_id_uniq = models.UniqueIndex(
        "(loket_department_id, company_id) WHERE loket_department_id IS NOT NULL",
        "Another record of this company already stands for this one at Loket.",
    )
