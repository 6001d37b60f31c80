# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import LockError
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from odoo.addons.loket_connector.services.message import refusal

_lt = LazyTranslate(__name__)


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

    _exported_idx = models.Index(
        "(company_id) WHERE has_export AND state <> 'approved'"
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
        """Keep others from preparing or sending the same period until we are done.

        Who began before we are done does not see what we sent and booked: the row is
        written, so that PostgreSQL lets them begin again instead of giving the lock.
        """
        try:
            self.sudo().lock_for_update(allow_referencing=True)
        except LockError as error:
            raise refusal(
                self.env,
                _lt(
                    "The export of period %(period)s is being prepared or sent by"
                    " somebody else right now. Wait a moment and try again.",
                    period=self.display_name,
                ),
            ) from error
        self.env.cr.execute(
            SQL(
                "UPDATE loket_payroll_period SET write_date = write_date WHERE id = %s",
                self.id,
            )
        )

    @api.model
    def _of_work(self, work):
        """Return the periods of days that people worked, those the user may see.

        A day of an approved period belongs to the first period still open: that is
        where it becomes a correction.

        :param work: ``SQL`` that selects ``employee_id`` and ``date``.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT COALESCE(next.id, p.id)
                   FROM (%s) work
                   JOIN loket_employment e ON e.employee_id = work.employee_id
                        AND e.active AND e.date_start <= work.date
                        AND COALESCE(e.date_end, work.date) >= work.date
                   JOIN loket_payroll_period p
                        ON p.administration_id = e.administration_id
                        AND work.date BETWEEN p.date_start AND p.date_end
                   LEFT JOIN LATERAL (
                        SELECT n.id FROM loket_payroll_period n
                        WHERE p.state = 'approved' AND n.state <> 'approved'
                              AND n.administration_id = p.administration_id
                              AND n.date_start > p.date_end
                        ORDER BY n.date_start LIMIT 1
                   ) next ON TRUE""",
                work,
            )
        )
        return self.search([("id", "in", [row[0] for row in rows])])
