# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from .loket_export_rule import CODE_TYPES, CONTRACT_KINDS


class LoketExportShare(models.Model):
    """What one timesheet line or allowance adds to an export line."""

    _name = "loket.export.share"
    _description = "Source of an Export Line"
    _order = "date, id"
    _rec_name = "date"
    _log_access = False

    line_id = fields.Many2one(
        "loket.export.line", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="line_id.company_id")
    timesheet_id = fields.Many2one(
        "account.analytic.line", ondelete="cascade", index=True
    )
    allowance_id = fields.Many2one(
        "loket.allowance", ondelete="cascade", index="btree_not_null"
    )
    employee_id = fields.Many2one(related="line_id.employee_id")
    date = fields.Date(required=True)
    code_type = fields.Selection(CODE_TYPES, "Kind", required=True)
    wage_code_id = fields.Many2one("loket.wage.code", ondelete="set null")
    contract_kind = fields.Selection(CONTRACT_KINDS)
    quantity = fields.Float(digits=(16, 6))
    is_correction = fields.Boolean(
        "Correction", help="Of an earlier period whose payroll run is approved."
    )
