# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class HrJob(models.Model):
    _inherit = "hr.job"

    loket_function_id = fields.Char("Loket Function ID", copy=False, index=True)

    _loket_function_id_uniq = models.UniqueIndex(
        "(loket_function_id, company_id) WHERE loket_function_id IS NOT NULL",
        "Another record of this company already stands for this one at Loket.",
    )
