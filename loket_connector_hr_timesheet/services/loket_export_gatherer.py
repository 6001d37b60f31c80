# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL

from . import gather_sql

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

        Beside the period itself: late lines of approved periods of which something
        was sent, unless this period is not the first one still open.
        """
        regular = self._period_window(period)
        late = [self._period_window(p) for p in self._late_periods(period)]
        employees = SQL(
            "SELECT employee_id FROM loket_employment"
            " WHERE administration_id = %s AND employee_id IS NOT NULL"
            " UNION SELECT id FROM hr_employee WHERE company_id = %s AND id NOT IN"
            " (SELECT employee_id FROM loket_employment"
            " WHERE employee_id IS NOT NULL)",
            period.administration_id.id,
            period.company_id.id,
        )

        def window(day, employee, state):
            days = SQL("%s %s", day, regular)
            if late:
                days = SQL(
                    "(%s OR %s <> 'locked' AND (%s))",
                    days,
                    state,
                    SQL(" OR ").join(SQL("%s %s", day, between) for between in late),
                )
            return SQL("%s AND %s IN (%s)", days, employee, employees)

        self._gather(window)

    @api.model
    def _late_periods(self, period):
        """Return the approved periods whose late lines are corrected in this one."""
        earlier = period.administration_id.period_ids.filtered(
            lambda p: p.date_end < period.date_start
        )
        late = earlier.filtered(lambda p: p.state == "approved" and p.has_export)
        if late:
            last = max(late.mapped("date_end"))
            if any(p.state != "approved" and p.date_start > last for p in earlier):
                # An open period before this one takes the corrections.
                return late.browse()
        return late

    def _period_window(self, period):
        return SQL("BETWEEN %s AND %s", period.date_start, period.date_end)

    @api.model
    def _gather(self, window):
        """Fill ``loket_gathered`` with what lies in a window.

        :param window: makes an SQL condition of the columns with day, employee and
            export state, for timesheet lines and for allowances
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
                    SQL("l.date"), SQL("l.employee_id"), SQL("l.loket_export_state")
                ),
                allowance_window=window(
                    SQL("a.date"), SQL("a.employee_id"), SQL("a.export_state")
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
    def _refresh_booked_states(self, periods):
        """Bring the states of lines up to date after a payroll run changed."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT ARRAY_AGG(DISTINCT timesheet_id), ARRAY_AGG(DISTINCT"
                " allowance_id) FROM loket_export_booking WHERE period_id IN %s",
                tuple(periods.ids),
            )
        )
        line_ids, allowance_ids = (
            [record_id for record_id in ids or [] if record_id] for ids in rows[0]
        )
        self._refresh_states(line_ids, allowance_ids)

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
            lambda day, employee, state: SQL("(%s, %s) IN %s", employee, day, places)
        )
        self.env["loket.export.inspector"]._store_states(line_ids, allowance_ids)
