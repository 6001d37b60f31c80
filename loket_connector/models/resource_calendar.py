# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    loket_schedule_key = fields.Char(copy=False, index=True)

    _loket_schedule_key_uniq = models.UniqueIndex(
        "(loket_schedule_key, company_id) WHERE loket_schedule_key IS NOT NULL",
        "Another record of this company already stands for this one at Loket.",
    )
