# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL


class AccountAnalyticLine(models.Model):
    """From timesheet lines to the exports that they belong to."""

    _inherit = "account.analytic.line"

    def action_loket_export(self):
        """Prepare and open the exports of the selected lines."""
        exports = self.env["loket.export"]
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
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Export to Loket"),
            "res_model": "loket.export",
        }
        if len(exports) == 1:
            return {**action, "view_mode": "form", "res_id": exports.id}
        return {
            **action,
            "view_mode": "list,form",
            "domain": [("id", "in", exports.ids)],
        }

    def _loket_periods(self):
        """Return the payroll periods of these lines that the user may see.

        A line of an approved period belongs to the first period still open: that is
        where it becomes a correction.
        """
        periods = self.env["loket.payroll.period"]
        if not self.filtered("employee_id"):
            return periods
        self.check_access("read")
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT COALESCE(next.id, p.id)
                   FROM account_analytic_line l
                   JOIN loket_employment e ON e.employee_id = l.employee_id
                        AND e.active AND e.date_start <= l.date
                        AND COALESCE(e.date_end, l.date) >= l.date
                   JOIN loket_payroll_period p
                        ON p.administration_id = e.administration_id
                        AND l.date BETWEEN p.date_start AND p.date_end
                   LEFT JOIN LATERAL (
                        SELECT n.id FROM loket_payroll_period n
                        WHERE p.state = 'approved' AND n.state <> 'approved'
                              AND n.administration_id = p.administration_id
                              AND n.date_start > p.date_end
                        ORDER BY n.date_start LIMIT 1
                   ) next ON TRUE
                   WHERE l.id IN %s""",
                tuple(self.ids),
            )
        )
        return periods.search([("id", "in", [row[0] for row in rows])])
