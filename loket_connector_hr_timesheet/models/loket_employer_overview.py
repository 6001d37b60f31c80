# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.loket_connector.services.dates import dutch_today

from .loket_allowance import WAITING

#: How many periods the chart of exported hours shows.
PERIODS = 6


class LoketEmployer(models.Model):
    """Hours on the card of a venue: waiting, and exported per period."""

    _inherit = "loket.employer"

    hours_to_approve = fields.Float(compute="_compute_hours")
    hours_to_export = fields.Float(compute="_compute_hours")
    hours_graph = fields.Text(compute="_compute_hours_graph")

    def _compute_hours(self):
        for employer in self:
            employer.hours_to_approve = employer._sum_hours(
                ~self.env["account.analytic.line"]._loket_approved_domain()
            )
            employer.hours_to_export = employer._sum_hours(
                Domain("loket_export_state", "in", WAITING)
            )

    def _hours_domain(self, domain):
        """Timesheets of this venue's people, of the periods that are not paid yet."""
        periods = self._current_periods().values()
        start = min((p.date_start for p in periods), default=dutch_today(self))
        return (
            self.env["account.analytic.line"]._loket_timesheet_domain()
            & Domain("employee_id.loket_employer_id", "=", self.id)
            & Domain("date", ">=", start)
            & domain
        )

    def _sum_hours(self, domain):
        """Return a total, also of lines that this user may not read one by one."""
        self.ensure_one()
        ((total,),) = (
            self.env["account.analytic.line"]
            .sudo()
            ._read_group(self._hours_domain(domain), [], ["unit_amount:sum"])
        )
        return total or 0.0

    def _compute_hours_graph(self):
        hours = self.env._("Hours exported")
        exported = self._exported_hours()
        for employer in self:
            values = [
                {"label": label, "value": value, "type": "past"}
                for label, value in exported.get(employer, ())
            ]
            employer.hours_graph = (
                json.dumps([{"key": hours, "values": values}]) if values else False
            )

    def _exported_hours(self):
        """Return ``{venue: [(period, hours), ...]}``, the oldest of the periods first:
        the last ones with anything exported."""
        # All venues at once: what was exported in years is read through for it.
        groups = self.env["loket.export.booking"]._read_group(
            [("employer_id", "in", self.ids), ("code_type", "=", "hours")],
            ["employer_id", "period_name"],
            ["quantity:sum", "date:max"],
        )
        exported = {}
        for employer, name, total, _day in sorted(
            groups, key=lambda group: (group[3], group[1])
        ):
            exported.setdefault(employer, []).append((name, round(total, 2)))
        return {employer: rows[-PERIODS:] for employer, rows in exported.items()}

    def action_view_hours_to_approve(self):
        """Show the hours that somebody has to approve."""
        self.ensure_one()
        return self._view_hours(
            self.env._("To Approve"),
            ~self.env["account.analytic.line"]._loket_approved_domain(),
        )

    def action_view_hours_to_export(self):
        """Show the hours that Loket does not have yet."""
        self.ensure_one()
        return self._view_hours(
            self.env._("To Export"),
            Domain("loket_export_state", "in", WAITING),
        )

    def action_export_hours(self):
        """Prepare and open the exports of this venue that are due."""
        self.check_access("read")
        return self.env["loket.export"]._open_due(self)

    def _view_hours(self, name, domain):
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "account.analytic.line",
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            "views": self.env["account.analytic.line"]._loket_views(),
            "domain": list(self._hours_domain(domain)),
        }
