# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from .loket_export_rule import CODE_TYPES, CONTRACT_KINDS


class LoketExportBooking(models.Model):
    """What one timesheet line or allowance is worth at Loket in one period.

    Written when Loket was seen to hold the total that the line is part of. It says
    what was exported, so that a later change of the line shows as a difference and,
    once the period's payroll run is approved, as a correction in the next one.
    """

    _name = "loket.export.booking"
    _description = "Exported Quantity"
    _order = "date desc, id desc"
    _rec_name = "date"
    _log_access = False

    # Found by the index of places.
    period_id = fields.Many2one(
        "loket.payroll.period", required=True, ondelete="cascade"
    )
    period_name = fields.Char(
        related="period_id.name", store=True, string="Period Name"
    )
    administration_id = fields.Many2one(
        related="period_id.administration_id", store=True
    )
    employer_id = fields.Many2one(
        "loket.employer", "Venue", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", index=True)
    employment_id = fields.Many2one(
        "loket.employment", required=True, ondelete="cascade"
    )
    employee_id = fields.Many2one("hr.employee", ondelete="set null", index=True)
    component_key = fields.Integer("Component Number", required=True, aggregator=None)
    cost_center_key = fields.Char(required=True, default="")
    code_type = fields.Selection(CODE_TYPES, "Kind", required=True)
    wage_code_id = fields.Many2one("loket.wage.code", ondelete="restrict")
    contract_kind = fields.Selection(CONTRACT_KINDS)
    date = fields.Date(required=True)
    timesheet_id = fields.Many2one(
        "account.analytic.line", ondelete="set null", index=True
    )
    allowance_id = fields.Many2one(
        "loket.allowance", ondelete="set null", index="btree_not_null"
    )
    quantity = fields.Float(digits=(16, 6))
    booked_on = fields.Datetime()
    user_id = fields.Many2one("res.users", ondelete="set null")

    _day_idx = models.Index("(employment_id, date)")
    _place_idx = models.Index("(period_id, employment_id, component_key)")
    _deleted_idx = models.Index(
        "(period_id) WHERE timesheet_id IS NULL AND allowance_id IS NULL"
    )

    @api.model
    def _get_runs(self, name, sources):
        """Return ``{source: period}``: the approved payroll run that paid each of them.

        What was taken back as a whole is not paid.

        :param name: ``timesheet_id`` or ``allowance_id``
        """
        if not sources:
            return {}
        groups = self.sudo()._read_group(
            [(name, "in", sources.ids), ("period_id.state", "=", "approved")],
            [name, "period_id"],
            ["quantity:sum"],
            having=[("quantity:sum", "!=", 0)],
        )
        return {source: period for source, period, _quantity in groups}

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Show totals the way people write hours: six decimals are for the sums."""
        result = super().fields_get(allfields, attributes)
        if result.get("quantity", {}).get("digits"):
            result["quantity"]["digits"] = (16, 2)
        return result
