# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL

from . import gather_sql
from .loket_export_late import Columns

DEFAULT_TYPES = ("hours", "days", "meal")


class LoketExportGatherer(models.AbstractModel):
    """Total what approved lines are worth, in sets, and keep the lines' export state.

    Every public step works on the temporary table that :meth:`_gather` fills.
    """

    _name = "loket.export.gatherer"
    _description = "Gather Hours for Loket"

    @api.model
    def _gather_period(self, period):
        """Fill the temporary table for one period of one administration.

        Beside the period itself: late lines of the paid periods that it corrects.
        """
        days = self.env["loket.export.late"]._window(period)
        people = self._people(period)
        self._gather(
            lambda columns: SQL(
                "%s AND %s IN (%s)", days(columns), columns.employee, people
            )
        )

    def _people(self, period):
        """Return SQL for the ids of the employees that an administration is about.

        Those who are in no payroll administration at all belong to every one of their
        company: somebody has to see their hours.
        """
        return SQL(
            "SELECT employee_id FROM loket_employment"
            " WHERE administration_id = %s AND employee_id IS NOT NULL"
            " UNION SELECT id FROM hr_employee WHERE company_id = %s AND id NOT IN"
            " (SELECT employee_id FROM loket_employment"
            " WHERE employee_id IS NOT NULL AND administration_id IS NOT NULL)",
            period.administration_id.id,
            period.company_id.id,
        )

    @api.model
    def _gather(self, window):
        """Fill ``loket_gathered`` with what lies in a window.

        :param window: makes an SQL condition of ``Columns``, for timesheet lines and
            for allowances
        """
        self.env.flush_all()
        lines = self.env["account.analytic.line"].sudo()
        allowances = self.env["loket.allowance"].sudo()
        cr = self.env.cr
        cr.execute("DROP TABLE IF EXISTS pg_temp.loket_gathered")
        cr.execute(
            SQL(
                gather_sql.GATHER,
                factor=self._hour_factor(),
                approved=self._ids_of(lines, lines._loket_approved_domain()),
                counts=self._ids_of(lines, lines._loket_timesheet_domain()),
                allowed=self._ids_of(allowances, allowances._loket_approved_domain()),
                line_window=window(
                    Columns(
                        SQL("l.id"),
                        SQL("timesheet_id"),
                        SQL("l.date"),
                        SQL("l.employee_id"),
                        SQL("l.loket_export_state"),
                        SQL("l.loket_late_choice"),
                        SQL("approved.id IS NOT NULL"),
                    )
                ),
                allowance_window=window(
                    Columns(
                        SQL("a.id"),
                        SQL("allowance_id"),
                        SQL("a.date"),
                        SQL("a.employee_id"),
                        SQL("a.export_state"),
                        SQL("a.late_choice"),
                        SQL("allowed.id IS NOT NULL"),
                    )
                ),
            )
        )
        cr.execute("ANALYZE loket_gathered")
        cr.execute(gather_sql.ADD_DAYS)
        cr.execute(gather_sql.SUBTRACT_PAID)
        cr.execute("ANALYZE loket_gathered")

    def _ids_of(self, model, domain):
        return model._search(domain).subselect()

    def _hour_factor(self):
        """Return SQL that turns the unit of a line into hours."""
        hour = self.env.ref("uom.product_uom_hour")
        units = self.env["uom.uom"].sudo().with_context(active_test=False)
        units = units.search([("id", "!=", hour.id)])
        cases = [
            SQL("WHEN %s THEN %s", unit.id, unit.factor / hour.factor)
            for unit in units
            if unit._has_common_reference(hour)
        ]
        if not cases:
            return SQL("1")
        return SQL("CASE l.product_uom_id %s ELSE 1 END", SQL(" ").join(cases))

    @api.model
    def _standard_codes(self, administrations):
        """Return ``(administration id, kind, wage code id)`` of the default codes.

        The default code of the kind; when it has no component there and exactly one
        other code has, that one.
        """
        codes = (
            self.env["loket.wage.code"]
            .sudo()
            .search(
                [("code_type", "in", DEFAULT_TYPES)],
                order="is_default DESC, sequence, id",
            )
        )
        rows = []
        for administration in administrations.sudo():
            mapped = administration.mapping_ids.wage_code_id
            for code_type in DEFAULT_TYPES:
                choices = codes.filtered(lambda c, kind=code_type: c.code_type == kind)
                here = choices & mapped
                code = choices[:1]
                if code not in here and len(here) == 1:
                    code = here
                if code:
                    rows.append((administration.id, code_type, code.id))
        return rows

    @api.model
    def _map_gathered(self, period):
        """Fill ``loket_mapped``: what may leave, with its component in that year.

        Totals, shares and problems all read it.
        """
        administration = period.administration_id
        rows = self._standard_codes(administration)
        cr = self.env.cr
        cr.execute("DROP TABLE IF EXISTS pg_temp.loket_mapped")
        cr.execute(
            SQL(
                gather_sql.MAP,
                standards=gather_sql.standards(rows),
                year=period.year,
                administration=administration.id,
            )
        )
        cr.execute("ANALYZE loket_mapped")

    @api.model
    def _get_totals(self, period):
        """Return ``(employment id, component id, split, total, decimals, is_hours)``.

        Only what has a component and an employment that is active in the period.
        """
        self._map_gathered(period)
        return self.env.execute_query(
            SQL(
                """SELECT g.employment_id, g.component_id, g.split, SUM(g.worth),
                          MAX(g.decimals), BOOL_OR(g.code_type IN ('hours', 'days'))
                   FROM loket_mapped g JOIN loket_employment e ON e.id = g.employment_id
                   WHERE g.component_id IS NOT NULL AND e.date_start <= %s
                         AND COALESCE(e.date_end, %s) >= %s
                   GROUP BY g.employment_id, g.component_id, g.split
                   ORDER BY g.employment_id, g.component_id, g.split""",
                period.date_end,
                period.date_start,
                period.date_start,
            )
        )

    @api.model
    def _refresh_period_states(self, periods):
        """Bring the states of lines up to date after a payroll run changed.

        Those of the days of these periods, and the corrections booked in them.
        """
        for period in periods:
            self._gather(
                lambda columns, period=period: SQL(
                    "(%s BETWEEN %s AND %s AND %s IN (%s) OR %s IN"
                    " (SELECT %s FROM loket_export_booking WHERE period_id = %s))",
                    columns.date,
                    period.date_start,
                    period.date_end,
                    columns.employee,
                    self._people(period),
                    columns.id,
                    columns.source,
                    period.id,
                )
            )
            self.env["loket.export.inspector"]._store_states(period=period)

    @api.model
    def _refresh_states(self, line_ids=(), allowance_ids=()):
        """Bring the export state of these lines and allowances up to date."""
        if not line_ids and not allowance_ids:
            return
        self.env.flush_all()
        places = SQL(
            "(SELECT employee_id, date FROM account_analytic_line WHERE id IN %s"
            " UNION SELECT employee_id, date FROM loket_allowance WHERE id IN %s)",
            tuple(line_ids) or (0,),
            tuple(allowance_ids) or (0,),
        )
        # All lines of these people on these days: they share a worked day.
        self._gather(
            lambda columns: SQL(
                "(%s, %s) IN %s", columns.employee, columns.date, places
            )
        )
        self.env["loket.export.inspector"]._store_states(line_ids, allowance_ids)
