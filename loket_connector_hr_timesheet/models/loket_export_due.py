# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .loket_allowance import WAITING


class LoketExport(models.Model):
    """The exports that are due, so that nobody has to look for the right period."""

    _inherit = "loket.export"

    # A button of a list passes the ids of its selection, so this is no model method.
    def action_export_due(self):
        """Prepare and open what is due at all venues of the user's companies."""
        companies = self.env.companies
        venues = self.env["loket.employer"].search(
            [("company_id", "in", companies.ids)]
        )
        return self._open_due(venues)

    @api.model
    def _open_due(self, employers):
        """Prepare and open what is due at some venues.

        :raise UserError: none of them has a payroll period that is still open.
        """
        self._check_loket_user()
        periods = self._due_periods(employers)
        if not periods:
            raise UserError(
                self.env._(
                    "No payroll period is open: the runs of all that began are"
                    " approved, or the periods were not fetched yet. An administrator"
                    " does that on the venue, with “Fetch Payroll Set-up”."
                )
            )
        exports = self.browse()
        for period in periods:
            exports |= self._get_or_create(period)
        exports.action_prepare()
        return exports._open_action()

    @api.model
    def _due_periods(self, employers):
        """Return the periods with work that waits, else those that are paid next."""
        # The work may be of people whom this user does not see one by one.
        work = SQL(
            """SELECT line.employee_id, line.date
               FROM account_analytic_line line
               WHERE line.project_id IS NOT NULL AND line.loket_export_state IN %(st)s
               UNION
               SELECT allowance.employee_id, allowance.date
               FROM loket_allowance allowance WHERE allowance.export_state IN %(st)s""",
            st=WAITING,
        )
        waiting = self.env["loket.payroll.period"]._of_work(work)
        waiting = waiting.filtered(
            lambda period: (
                period.administration_id.employer_id in employers
                and period.state != "approved"
            )
        )
        waiting |= self._left_periods(employers) | self._correcting_periods(employers)
        if waiting:
            return waiting
        paid_next = self.env["loket.payroll.period"].union(
            *employers._current_periods().values()
        )
        return paid_next.filtered(lambda period: period.state != "approved")

    @api.model
    def _left_periods(self, employers):
        """Return the open periods in which Loket has what is gone or changed here.

        A line that moved to another period, or that was deleted.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT b.period_id
                   FROM loket_export_booking b
                   JOIN loket_payroll_period p ON p.id = b.period_id
                        AND p.state <> 'approved' AND p.has_export
                   LEFT JOIN account_analytic_line line ON line.id = b.timesheet_id
                   LEFT JOIN loket_allowance allowance ON allowance.id = b.allowance_id
                   WHERE p.employer_id = ANY (%s) AND (
                       b.timesheet_id IS NULL AND b.allowance_id IS NULL
                       OR line.loket_export_state = 'changed'
                       OR allowance.export_state = 'changed')""",
                employers.ids,
            )
        )
        periods = self.env["loket.payroll.period"]
        return periods.search([("id", "in", [row[0] for row in rows])])

    @api.model
    def _correcting_periods(self, employers):
        """Return the open periods that take back what was paid and changed since.

        That of the day, or the first one after it. The work may be of somebody of
        another administration by now.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT COALESCE(next.id, own.id)
                   FROM (
                       SELECT b.period_id, b.employment_id, b.date
                       FROM account_analytic_line line
                       JOIN loket_export_booking b ON b.timesheet_id = line.id
                       WHERE line.loket_export_state = 'changed'
                             AND line.loket_late_choice IS DISTINCT FROM 'paid'
                       UNION
                       SELECT b.period_id, b.employment_id, b.date
                       FROM loket_allowance allowance
                       JOIN loket_export_booking b ON b.allowance_id = allowance.id
                       WHERE allowance.export_state = 'changed'
                             AND allowance.late_choice IS DISTINCT FROM 'paid'
                   ) paid
                   JOIN loket_employment e ON e.id = paid.employment_id
                   JOIN loket_payroll_period p ON p.id = paid.period_id
                        AND p.state = 'approved'
                   JOIN loket_payroll_period own ON own.administration_id
                            = COALESCE(e.administration_id, p.administration_id)
                        AND paid.date BETWEEN own.date_start AND own.date_end
                   LEFT JOIN LATERAL (
                        SELECT n.id FROM loket_payroll_period n
                        WHERE own.state = 'approved' AND n.state <> 'approved'
                              AND n.administration_id = own.administration_id
                              AND n.date_start > own.date_end
                        ORDER BY n.date_start LIMIT 1
                   ) next ON TRUE
                   WHERE own.employer_id = ANY (%s)""",
                employers.ids,
            )
        )
        periods = self.env["loket.payroll.period"]
        return periods.search(
            [("id", "in", [row[0] for row in rows]), ("state", "!=", "approved")]
        )

    def _open_action(self):
        """Return the action that shows these exports."""
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Export to Loket"),
            "res_model": self._name,
            "path": "loket-exports",
        }
        if len(self) == 1:
            return {**action, "view_mode": "form", "res_id": self.id}
        return {
            **action,
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            "domain": [("id", "in", self.ids)],
        }
