# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class HrVersion(models.Model):
    """The contract: since Odoo 19 a dated version of the employee."""

    _inherit = "hr.version"

    loket_employment_id = fields.Many2one(
        "loket.employment",
        copy=False,
        readonly=True,
        index=True,
        groups="loket_connector.group_loket_user",
    )
    loket_term_date = fields.Date(
        "Loket Terms Since",
        copy=False,
        readonly=True,
        groups="hr.group_hr_user",
        help="First day of the terms at Loket that this version repeats.",
    )
    loket_contract_kind = fields.Selection(
        [
            ("zero_hours", "Zero hours"),
            ("min_hours", "Minimum hours"),
            ("fixed", "Fixed"),
        ],
        copy=False,
        readonly=True,
        groups="hr.group_hr_user",
    )
