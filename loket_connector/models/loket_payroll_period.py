# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

#: What stands before the number of a period that is no month.
_LETTERS = {"four_weeks": "P", "week": "W"}


class LoketPayrollPeriod(models.Model):
    """One payroll period of an administration, with the state of its payroll run."""

    _name = "loket.payroll.period"
    _inherit = "loket.mirror.mixin"
    _description = "Loket Payroll Period"
    _order = "date_start desc, administration_id"

    name = fields.Char(compute="_compute_name", store=True)
    administration_id = fields.Many2one(
        "loket.payroll.administration", required=True, ondelete="cascade", index=True
    )
    employer_id = fields.Many2one(
        related="administration_id.employer_id", string="Venue", store=True
    )
    company_id = fields.Many2one(related="administration_id.company_id", store=True)
    loket_id = fields.Integer(
        "Loket ID",
        required=True,
        aggregator=None,
        help="Loket's own number of the period, for instance 202601.",
    )
    year = fields.Integer(required=True, aggregator=None)
    number = fields.Integer(required=True, aggregator=None)
    date_start = fields.Date("From", required=True)
    date_end = fields.Date("Until", required=True)
    state = fields.Selection(
        [
            ("open", "Open"),
            ("run_pending", "Waiting for approval"),
            ("approved", "Approved"),
        ],
        default="open",
        required=True,
    )

    _loket_id_uniq = models.UniqueIndex(
        "(administration_id, loket_id)", "This payroll period is already known."
    )

    @api.depends("year", "number", "administration_id.period_type")
    def _compute_name(self):
        """Name months 2026-11, weeks 2026-W11 and periods of four weeks 2026-P11.

        The same period of several administrations has one name, and periods that
        differ have different ones.
        """
        for period in self:
            letter = _LETTERS.get(period.administration_id.period_type, "")
            period.name = f"{period.year}-{letter}{period.number:02d}"
