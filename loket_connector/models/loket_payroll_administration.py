# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo import api, fields, models

from ..client import LoketAccessError, LoketNotFoundError
from ..services.dates import dutch_today

#: Payroll run states at Loket that stand between "open" and "approved":
#: queued, ready, pro forma ready.
PENDING_RUN_STATES = (0, 1, 2)


class LoketPayrollAdministration(models.Model):
    """A client number under an employer: where wages are run for one period type."""

    _name = "loket.payroll.administration"
    _inherit = "loket.mirror.mixin"
    _description = "Loket Payroll Administration"
    _order = "employer_id, client_number, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    employer_id = fields.Many2one(
        "loket.employer", "Venue", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="employer_id.company_id", store=True, index=True
    )
    loket_id = fields.Char("Loket ID", required=True, copy=False, index=True)
    client_number = fields.Integer(
        help="The number that Loket and the payroll administrator use (klantnummer)."
    )
    period_type = fields.Selection(
        [("month", "Month"), ("four_weeks", "Four weeks"), ("week", "Week")],
        "Periods",
    )
    date_start = fields.Date("From")
    date_end = fields.Date("Until")
    period_ids = fields.One2many("loket.payroll.period", "administration_id")
    near_period_ids = fields.One2many(
        "loket.payroll.period",
        string="Periods of this Time",
        compute="_compute_near_period_ids",
        help="The periods of the last twelve months and the next one.",
    )
    component_ids = fields.One2many("loket.payroll.component", "administration_id")
    mapping_ids = fields.One2many("loket.wage.code.mapping", "administration_id")
    active = fields.Boolean(default=True)

    _loket_id_uniq = models.UniqueIndex(
        "(employer_id, loket_id)", "This administration is already known."
    )

    @api.depends("client_number", "name")
    def _compute_display_name(self):
        for administration in self:
            administration.display_name = (
                f"{administration.client_number} {administration.name}"
                if administration.client_number
                else administration.name
            )

    @api.depends("period_ids")
    def _compute_near_period_ids(self):
        today = dutch_today(self)
        for administration in self:
            periods = administration.period_ids.sorted("date_start")
            coming = periods.filtered(lambda period: period.date_start > today)
            administration.near_period_ids = (periods - coming[1:]).filtered(
                lambda period: (today - period.date_end).days < 366
            )

    def _component_years(self, today: date):
        """Payroll years whose components are worth knowing on a day.

        The years of the periods that are still open, and the present one.
        """
        years = set(
            self.period_ids.filtered(lambda period: period.state != "approved").mapped(
                "year"
            )
        )
        return sorted(year for year in years | {today.year} if year <= today.year + 1)

    def _open_from(self):
        """Return ``{administration: first day of its oldest open period}``."""
        return dict(
            self.env["loket.payroll.period"]
            .sudo()
            ._read_group(
                [("administration_id", "in", self.ids), ("state", "!=", "approved")],
                ["administration_id"],
                ["date_start:min"],
            )
        )

    def _fetch(self, client):
        """Read periods and components; return the refusals met on the way."""
        refusals = []
        try:
            periods = client.get_payroll_periods(self.loket_id)
        except LoketAccessError as error:
            refusals.append(error)
        else:
            self._update_periods(periods, self._fetch_runs(client, refusals))
        for year in self._component_years(dutch_today(self)):
            try:
                components = client.get_payroll_components(self.loket_id, year)
            except LoketAccessError as error:
                refusals.append(error)
                break
            except LoketNotFoundError:
                # A year that the payroll administrator has not opened yet.
                continue
            self._update_components(year, components)
        return refusals

    def _fetch_runs(self, client, refusals):
        """Without this right only “waiting for approval” stays unknown."""
        try:
            return list(client.iter_payroll_runs(self.loket_id))
        except LoketAccessError as error:
            refusals.append(error)
            return []

    def _update_periods(self, periods, runs):
        """Store the periods with the state that their payroll runs give them."""
        pending = {
            (run.year, run.period_number)
            for run in runs
            if run.status in PENDING_RUN_STATES
        }
        known = {period.loket_id: period for period in self.sudo().period_ids}
        new_vals = []
        for record in periods:
            if record.test_year:
                # A test year is a rehearsal at Loket; nobody is paid from it.
                continue
            vals = {
                "year": record.year,
                "number": record.number,
                "date_start": record.start_date,
                "date_end": record.end_date,
                "state": "approved"
                if record.has_approved_run
                else "run_pending"
                if (record.year, record.number) in pending
                else "open",
            }
            period = known.get(record.id)
            if period:
                period._write_changes(vals)
            else:
                new_vals.append(
                    {"administration_id": self.id, "loket_id": record.id, **vals}
                )
        self.env["loket.payroll.period"].sudo().create(new_vals)

    def _update_components(self, year, records):
        """Store the components of one year; those that vanished are archived."""
        model = self.env["loket.payroll.component"].sudo()
        known = {
            component.key: component
            for component in model.with_context(active_test=False).search(
                [("administration_id", "=", self.id), ("year", "=", year)]
            )
        }
        new_vals = []
        for record in records:
            vals = {
                "name": record.name,
                "category_key": record.category_key or 0,
                "category": record.category or False,
                "deduction_or_payment": record.direction or False,
                "can_be_supplemented": record.can_be_supplemented,
                "active": True,
            }
            component = known.pop(record.key, None)
            if component:
                component._write_changes(vals)
            else:
                new_vals.append(
                    {
                        "administration_id": self.id,
                        "year": year,
                        "key": record.key,
                        **vals,
                    }
                )
        model.create(new_vals)
        for gone in known.values():
            gone._write_changes({"active": False})
