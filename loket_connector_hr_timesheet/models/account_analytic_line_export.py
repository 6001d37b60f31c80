# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL


class AccountAnalyticLine(models.Model):
    """From timesheet lines to the exports that they belong to."""

    _inherit = "account.analytic.line"

    def action_loket_export(self):
        """Prepare and open the exports of these lines; of all that waits if none."""
        exports = self.env["loket.export"]
        if not self:
            return exports.action_export_due()
        exports._check_loket_user()
        for period in self._loket_periods():
            exports |= exports._get_or_create(period)
        if not exports:
            raise UserError(
                self.env._(
                    "None of these lines belongs to an open payroll period. Their"
                    " employees have no employment in Loket on these days, or the"
                    " periods were not fetched: an administrator does that on the"
                    " venue."
                )
            )
        exports.action_prepare()
        return exports._open_action()

    def _loket_periods(self):
        """Return the payroll periods of these lines that the user may see."""
        periods = self.env["loket.payroll.period"]
        if not self.filtered("employee_id"):
            return periods
        self.check_access("read")
        work = SQL(
            "SELECT employee_id, date FROM account_analytic_line WHERE id IN %s",
            tuple(self.ids),
        )
        return periods._of_work(work)
