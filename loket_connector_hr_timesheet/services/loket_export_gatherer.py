# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from functools import partial
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from . import added_sql, gather_sql, late_sql, resolve_sql
from .loket_export_late import Columns
from .query_plan import hashing, id_array

#: Those of an administration, and those of its company who are in none. Asked for by
#: ids, so that not the employments of all companies are read.
PEOPLE = """
SELECT employee_id FROM loket_employment
WHERE administration_id = %(administration)s AND employee_id IS NOT NULL
UNION
SELECT id FROM hr_employee WHERE company_id = %(company)s AND id NOT IN (
    SELECT employee_id FROM loket_employment
    WHERE administration_id IS NOT NULL AND employee_id = ANY (ARRAY(
        SELECT id FROM hr_employee WHERE company_id = %(company)s)))
"""
#: Whose employments are asked for, where only the lines tell.
OF_SOURCE = "SELECT DISTINCT employee_id FROM source"


class Gathered(NamedTuple):
    """What there is in ``loket_gathered``, or beside it; most periods have none of it.

    ``is_late``: rows of earlier periods; ``is_taken_back``: what was paid before and
    counts against what its lines are worth now; ``has_choices``: days with several
    employments of which nobody chose one; ``has_allowances``: allowances, there or
    booked in the period; ``has_other``: something is exported in other open periods of
    the company; ``has_issues``: rows that stay behind for a reason; ``has_unsure``:
    lines that may get another state; ``is_waiting``: values of the export wait for a
    decision.
    """

    is_late: bool = True
    is_taken_back: bool = True
    has_choices: bool = True
    has_allowances: bool = True
    has_other: bool = True
    has_issues: bool = True
    has_unsure: bool = True
    is_waiting: bool = True


class LoketExportGatherer(models.AbstractModel):
    """Total what approved lines are worth, in sets, and keep the lines' export state.

    Every public step works on the temporary table that :meth:`_gather` fills.
    """

    _name = "loket.export.gatherer"
    _description = "Gather Hours for Loket"

    @api.model
    def _gather_period(self, period):
        """Fill the temporary table for one period of one administration.

        Beside the period itself: late lines of the paid periods that it corrects, and
        what was paid there and belongs to somebody of another administration now.

        :return: ``Gathered``
        """
        late = self.env["loket.export.late"]
        days = late._window(period)
        people = self._people(period)
        everybody = id_array(people)
        paid = late._paid_periods(period)
        given_away = late._given_away(period, paid, everybody)

        def window(columns):
            own = SQL(
                "%s AND %s = ANY (%s)", days(columns), columns.employee, everybody
            )
            if not given_away:
                return own
            # All of a day, as lines share it.
            return SQL(
                "(%s OR (%s, %s) IN %s)",
                own,
                columns.employee,
                columns.date,
                given_away,
            )

        others = {employee_id for employee_id, _day in given_away} - {*people}
        gathered = self._gather(window, [*people, *others], period, paid)
        if others:
            # Why they have no place on that day is not told here.
            self.env.cr.execute(
                SQL(
                    "UPDATE loket_gathered SET administration_id = 0"
                    " WHERE administration_id IS NULL AND employee_id IN %s",
                    tuple(others),
                )
            )
        if gathered.is_taken_back:
            late._hold_back(period, gathered.is_late)
            return gathered._replace(has_issues=True, has_unsure=True)
        return gathered

    def _added(self, period, paid):
        """Return SQL for what is added; with what was paid for lines that are gone."""
        if not paid:
            return SQL(added_sql.ADDED)
        return SQL(
            added_sql.ADDED_WITH_DELETED,
            administration=period.administration_id.id,
            year=period.year,
            start=period.date_start,
            paid=paid._ids,
        )

    def _people(self, period):
        """Return the ids of the employees that an administration is about.

        Those who are in no payroll administration at all belong to every one of their
        company: somebody has to see their hours.

        As a list, so that the planner knows how many they are: of a few people all
        lines are found sooner than all lines of the days, of everybody not.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                PEOPLE,
                administration=period.administration_id.id,
                company=period.company_id.id,
            )
        )
        return [employee_id for (employee_id,) in rows]

    @api.model
    def _gather(self, window, people=None, period=None, paid=()):
        """Fill ``loket_gathered`` with what lies in a window.

        :param window: makes an SQL condition of ``Columns``, for timesheet lines and
            for allowances
        :param people: the ids of all employees in the window, where they are known
        :param period: the period that it is for, if it is for one
        :param paid: the periods that this one corrects
        :return: ``Gathered``
        """
        self.env.flush_all()
        cr = self.env.cr
        cr.execute("DROP TABLE IF EXISTS pg_temp.loket_gathered")
        # Selected, so that their few employments are found by the index.
        people = (
            SQL("SELECT UNNEST(%s)", id_array(people)) if people else SQL(OF_SOURCE)
        )
        gather = SQL(
            gather_sql.GATHER,
            people=people,
            lines=self._select_lines(window),
            allowances=self._select_allowances(window),
        )
        with hashing(cr):
            cr.execute(
                SQL(
                    "CREATE TEMPORARY TABLE loket_gathered ON COMMIT DROP AS %s",
                    SQL(resolve_sql.RESOLVE, rows=gather),
                )
            )
            *traits, is_more = self._traits(period, paid)
            if is_more:
                added = SQL(resolve_sql.RESOLVE, rows=self._added(period, paid))
                cr.execute(SQL("INSERT INTO loket_gathered %s", added))
                *traits, _is_more = self._traits(period, paid)
        return Gathered(*traits)

    def _traits(self, period, paid):
        """Return the values of ``Gathered``, and whether rows may be to add."""
        period = period or self.env["loket.payroll.period"]
        (row,) = self.env.execute_query(
            SQL(
                gather_sql.TRAITS,
                start=period.date_start or None,
                period=period.id or None,
                company=period.company_id.id or None,
                paid=id_array(p.id for p in paid),
            )
        )
        return row

    def _select_lines(self, window):
        """Return SQL for the timesheet lines in a window."""
        lines = self.env["account.analytic.line"].sudo()
        query = lines._search(lines._loket_timesheet_domain())
        approved = self._condition(lines, lines._loket_approved_domain(), query)
        column = partial(SQL.identifier, query.table)
        query.add_where(
            window(
                Columns(
                    column("id"),
                    SQL("timesheet_id"),
                    column("date"),
                    column("employee_id"),
                    column("loket_export_state"),
                    column("loket_export_issue"),
                    column("loket_late_choice"),
                    approved,
                )
            )
        )
        return query.select(
            column("id"),
            column("employee_id"),
            column("date"),
            SQL(
                "COALESCE(%s * %s, 0) AS hours",
                column("unit_amount"),
                self._hour_factor(column("product_uom_id")),
            ),
            SQL("COALESCE(%s, 0) AS meals", column("loket_meal_count")),
            SQL("%s AS code_id", column("loket_wage_code_id")),
            column("task_id"),
            column("project_id"),
            SQL("COALESCE(%s, 0) AS chosen", column("loket_employment_id")),
            column("account_id"),
            SQL("(%s) IS TRUE AS is_approved", approved),
            SQL("%s AS choice", column("loket_late_choice")),
            SQL("%s AS issue", column("loket_export_issue")),
            SQL("%s AS state", column("loket_export_state")),
            SQL("%s AS exported_on", column("loket_exported_on")),
        )

    def _select_allowances(self, window):
        """Return SQL for the allowances in a window."""
        allowances = self.env["loket.allowance"].sudo()
        query = allowances._search(Domain.TRUE)
        approved = self._condition(
            allowances, allowances._loket_approved_domain(), query
        )
        column = partial(SQL.identifier, query.table)
        query.add_where(
            SQL(
                gather_sql.WORTH,
                quantity=column("quantity"),
                state=column("export_state"),
                id=column("id"),
            )
        )
        query.add_where(
            window(
                Columns(
                    column("id"),
                    SQL("allowance_id"),
                    column("date"),
                    column("employee_id"),
                    column("export_state"),
                    column("export_issue"),
                    column("late_choice"),
                    approved,
                )
            )
        )
        return query.select(
            column("id"),
            column("employee_id"),
            column("date"),
            column("timesheet_id"),
            SQL("%s AS code_id", column("wage_code_id")),
            column("quantity"),
            SQL("(%s) IS TRUE AS is_approved", approved),
            SQL("%s AS choice", column("late_choice")),
            SQL("%s AS issue", column("export_issue")),
            SQL("%s AS state", column("export_state")),
            column("exported_on"),
        )

    def _condition(self, model, domain, query):
        """Return a domain as an SQL condition on the table of a query."""
        domain = domain.optimize_full(model)
        if domain.is_true():
            return SQL("TRUE")
        if domain.is_false():
            return SQL("FALSE")
        return domain._to_sql(model, query.table, query)

    def _hour_factor(self, unit_column):
        """Return SQL that turns the unit of a line into hours."""
        hour_id = self.env["ir.model.data"]._xmlid_to_res_id("uom.product_uom_hour")
        units = self.env["uom.uom"].sudo().with_context(active_test=False)
        units = units.search_fetch([], ["factor", "parent_path"], order="id")
        hour = units.browse(hour_id)
        cases = [
            SQL("WHEN %s THEN %s", unit.id, unit.factor / hour.factor)
            for unit in units - hour
            if unit._has_common_reference(hour)
        ]
        if not cases:
            return SQL("1")
        return SQL("CASE %s %s ELSE 1 END", unit_column, SQL(" ").join(cases))

    @api.model
    def _get_totals(self, period, gathered):
        """Return what leaves, for the employments that are active in the period.

        :return: ``[(employment id, its Loket id in lower case, component number,
            total, split, decimals, whether Loket takes the value for hours)]``
        """
        with hashing(self.env.cr):
            return self.env.execute_query(
                SQL(
                    late_sql.TOTALS_TO_SEND,
                    totals=self.env["loket.export.late"]._totals(
                        period, gathered.is_late
                    ),
                    administration=period.administration_id.id,
                    start=period.date_start,
                    end=period.date_end,
                )
            )

    @api.model
    def _join_splits(self, places):
        """Count what was split off for the employment's own cost center to the rest.

        :param places: ``[(employment id, split)]``
        """
        self.env.cr.execute(
            SQL(
                "UPDATE loket_gathered SET split = ''"
                " WHERE (employment_id, split) IN %s",
                tuple(places),
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
                    "(%s BETWEEN %s AND %s AND %s = ANY (%s) OR %s IN"
                    " (SELECT %s FROM loket_export_booking WHERE period_id = %s))",
                    columns.date,
                    period.date_start,
                    period.date_end,
                    columns.employee,
                    id_array(self._people(period)),
                    columns.id,
                    columns.source,
                    period.id,
                )
            )
            inspector = self.env["loket.export.inspector"]
            inspector._note_zero(period, Gathered())
            inspector._store_period_states(period, Gathered())

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
