# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    loket_employer_ids = fields.One2many(
        "loket.employer",
        "company_id",
        string="Loket Venues",
        groups="loket_connector.group_loket_user",
    )
