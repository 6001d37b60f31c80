# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from odoo.addons.loket_connector.client import LoketAccessError
from odoo.addons.loket_connector.models.loket_payroll_administration import (
    PENDING_RUN_STATES,
)

APPROVED_RUN_STATE = 9


class LoketPayrollAdministration(models.Model):
    _inherit = "loket.payroll.administration"

    export_ids = fields.One2many("loket.export", "administration_id")

    def _update_periods(self, periods, runs):
        """Also lock and unlock the lines when fetching the set-up shows a run."""
        before = {period: period.state for period in self.sudo().period_ids}
        res = super()._update_periods(periods, runs)
        changed = self.sudo().period_ids.filtered(
            lambda period: period in before and before[period] != period.state
        )
        if changed:
            self.env["loket.export.gatherer"].sudo()._refresh_period_states(changed)
        return res

    def _refresh_period_states(self, client):
        """Read the payroll runs and store what they mean for the periods.

        One call. Only when the runs no longer show an approval that is stored here,
        Loket's periods are asked as well: nothing is unlocked on a guess.
        """
        self.ensure_one()
        try:
            runs = list(client.iter_payroll_runs(self.loket_id))
        except LoketAccessError:
            # The right to see periods is enough to know what is approved.
            return self._refresh_from_periods(client, set())
        status = {}
        for run in runs:
            status.setdefault((run.year, run.period_number), set()).add(run.status)
        pending = {
            key for key, states in status.items() if states & {*PENDING_RUN_STATES}
        }
        approved = {
            key for key, states in status.items() if APPROVED_RUN_STATE in states
        }
        known = self.sudo().period_ids.filtered(lambda p: p.state == "approved")
        if any((p.year, p.number) not in approved for p in known):
            return self._refresh_from_periods(client, pending)
        return self._store_period_states(approved, pending)

    def _refresh_from_periods(self, client, pending):
        approved = {
            (period.year, period.number)
            for period in client.get_payroll_periods(self.loket_id)
            if period.has_approved_run and not period.test_year
        }
        return self._store_period_states(approved, pending)

    def _store_period_states(self, approved, pending):
        """Write the states that differ; return the periods whose state changed."""
        changed = self.env["loket.payroll.period"]
        for period in self.sudo().period_ids:
            key = (period.year, period.number)
            state = (
                "approved"
                if key in approved
                else "run_pending"
                if key in pending
                else "open"
            )
            if period.state != state:
                period.state = state
                changed += period
        if changed:
            self.env["loket.export.gatherer"]._refresh_period_states(changed)
        return changed
