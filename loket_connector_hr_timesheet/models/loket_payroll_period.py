# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError


class LoketPayrollPeriod(models.Model):
    _inherit = "loket.payroll.period"

    has_export = fields.Boolean(
        readonly=True,
        help="Something of this period was sent, so late hours of it become a"
        " correction.",
    )
    is_settled = fields.Boolean(
        readonly=True,
        help="Its payroll run is approved, and it is known what became of everything"
        " that was sent.",
    )
    unclear_employments = fields.Json(
        readonly=True,
        help="Ids of employments of which Loket holds a value that no export here"
        " explains. Their late hours wait for a decision.",
    )

    def write(self, vals):
        if vals.get("state", "approved") != "approved":
            vals = {**vals, "is_settled": False, "unclear_employments": False}
        return super().write(vals)

    @api.model
    def _paid_days(self, days):
        """Return those of the days that lie in an approved period of their company.

        :param days: ``{(company, date)}``
        """
        companies = {company.id for company, _day in days}
        periods = self.search(
            [("company_id", "in", list(companies)), ("state", "=", "approved")]
        ).grouped("company_id")
        return {
            (company, day)
            for company, day in days
            if any(
                period.date_start <= day <= period.date_end
                for period in periods.get(company, ())
            )
        }

    def _note_export(self):
        """Note that Loket has, or may have, something of this period from here."""
        self.ensure_one()
        if not self.has_export and self.env["loket.export.ledger"]._has_sent(self):
            self.has_export = True

    def _lock_for_export(self):
        """Keep others from preparing or sending the same period until we are done."""
        try:
            self.sudo().lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "The export of period %(period)s is being prepared or sent by"
                    " somebody else right now. Wait a moment and try again.",
                    period=self.display_name,
                )
            ) from error
