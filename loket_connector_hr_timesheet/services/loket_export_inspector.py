# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL

from ..mappers.amounts import round_half_up
from . import inspect_sql
from .query_plan import hashing

#: How bad it is that something stays behind.
SEVERITY = {
    "not_in_loket": "warning",
    "no_employment": "warning",
    "ended": "warning",
    "no_payroll": "info",
    "not_approved": "warning",
    "period_approved": "warning",
    "no_component": "error",
    "below_zero": "error",
    "paid_elsewhere": "error",
    "also_waiting": "error",
    "by_rule": "info",
    "two_employments": "info",
    "correction": "info",
    "elsewhere": "warning",
}

#: What refers to records of a model, in gathered rows and in bookings.
SOURCE_COLUMNS = {
    "account.analytic.line": "timesheet_id",
    "loket.allowance": "allowance_id",
}


class LoketExportInspector(models.AbstractModel):
    """Say why something is not exported, on the lines and in the preview."""

    _name = "loket.export.inspector"
    _description = "Inspect Hours for Loket"

    @api.model
    def _store_period_states(self, period, gathered):
        """Write the export state of all that was gathered, or is booked in the period.

        :param gathered: ``Gathered``
        """
        for model, name in SOURCE_COLUMNS.items():
            if model == "loket.allowance" and not gathered.has_allowances:
                continue
            source = SQL.identifier(name)
            known = SQL(inspect_sql.KNOWN, source=source, period=period.id)
            unsure = SQL(inspect_sql.UNSURE, source=source)
            self._store_model_states(model, known, unsure, SQL("whole"))

    @api.model
    def _store_states(self, line_ids, allowance_ids):
        """Write the export state of some sources where it differs."""
        for model, ids in zip(SOURCE_COLUMNS, (line_ids, allowance_ids), strict=True):
            if ids:
                asked = SQL(inspect_sql.ASKED_FOR, ids=list(ids))
                all_ = SQL("IS NOT NULL")
                self._store_model_states(model, SQL("%s", list(ids)), all_, asked)

    def _store_model_states(self, model, ids, which, sources):
        """Write the export state of sources where it differs.

        :param ids: ``SQL`` for the ids of those whose bookings are read
        :param which: ``SQL`` condition on the gathered sources that are compared
        :param sources: ``SQL`` for the compared ones as rows ``whole``
        """
        prefix = "" if model == "loket.allowance" else "loket_"
        names = {
            "state": f"{prefix}export_state",
            "issue": f"{prefix}export_issue",
            "exported_on": f"{prefix}exported_on",
            "period": f"{prefix}export_period_id",
            "user": f"{prefix}exported_by_id",
        }
        with hashing(self.env.cr):
            self.env.cr.execute(
                SQL(
                    inspect_sql.STORE_STATES,
                    source=SQL.identifier(SOURCE_COLUMNS[model]),
                    ids=ids,
                    which=which,
                    sources=sources,
                    order=list(inspect_sql.ISSUE_ORDER),
                    table=SQL.identifier(self.env[model]._table),
                    **{key: SQL.identifier(name) for key, name in names.items()},
                )
            )
        self.env[model].invalidate_model([*names.values()])

    @api.model
    def _note_zero(self, period, gathered, rows=None, lines=()):
        """Note which gathered hours come to zero, so that there is nothing to send.

        Return whether there are any.

        :param gathered: ``Gathered``
        :param rows: the totals, where they are known, see the gatherer
        :param lines: ``PlannedLine`` rows: what has a value is not zero
        """
        if rows is None:
            rows = self.env["loket.export.gatherer"]._get_totals(period, gathered)
        wanted = {
            (line.employment, line.component, line.split)
            for line in lines
            if line.value is not None
        }
        places = tuple(
            (employment_id, component, split or "")
            for employment_id, key, component, total, split, decimals, _hours in rows
            if (key, component, split or "") not in wanted
            and not round_half_up(total, 2 if decimals is None else decimals)
        )
        if not places:
            return False
        self.env.cr.execute(
            SQL(
                inspect_sql.NOTE_ZERO,
                places=places,
                administration=period.administration_id.id,
            )
        )
        return bool(self.env.cr.rowcount)

    @api.model
    def _get_problems(self, export, gathered):
        """Return the values of the problems that the gathered rows show.

        :param gathered: ``Gathered``
        """
        return [
            *(self._issue_problems(export) if gathered.has_issues else ()),
            *self._source_problems(export, gathered),
            *self._idle_problems(export),
        ]

    def _issue_problems(self, export):
        """Count what stays behind, by reason.

        Of earlier periods everything but what a rule leaves out; of those before the
        first export from here only what has a place in this administration.
        """
        period = export.period_id
        late = self.env["loket.export.late"]
        first = late._first_used(period.administration_id) or period.date_start
        rows = self.env.execute_query(
            SQL(
                inspect_sql.ISSUES,
                administration=export.administration_id.id,
                first=min(first, period.date_start),
                start=period.date_start,
            )
        )
        return [
            {
                "kind": issue,
                "severity": SEVERITY[issue],
                "people_count": people,
                "hours": float(hours or 0),
                "res_model": model,
                "res_domain": self._issue_domain(model, issue, *where),
            }
            for issue, model, people, hours, *where in rows
        ]

    def _issue_domain(self, model, issue, employees, employments, start, end):
        """Return which records stay behind for a reason.

        What was paid and cannot be taken back has no record any more, or one of
        somebody else: it shows whose it was.
        """
        if model == "loket.employment":
            return [("id", "in", employments), ("active", "in", [True, False])]
        name = "export_issue" if model == "loket.allowance" else "loket_export_issue"
        return [
            (name, "=", issue),
            ("employee_id", "in", employees),
            ("date", ">=", str(start)),
            ("date", "<=", str(end)),
        ]

    def _source_problems(self, export, gathered):
        """Count what leaves and yet needs a look, by kind and by what it is.

        What is no longer there is seen on the lines of the export.
        """
        of = {
            "export": export.id,
            "administration": export.administration_id.id,
            "company": export.company_id.id,
            "period": export.period_id.id,
            "start": export.period_id.date_start,
        }
        found = SQL(" UNION ALL ").join(
            SQL(query, **of)
            for trait, query in inspect_sql.LOOKS
            if getattr(gathered, trait)
        )
        if not found:
            return []
        rows = self.env.execute_query(SQL(inspect_sql.SOURCES, found=found, **of))
        return [
            {
                "kind": kind,
                "severity": SEVERITY[kind],
                "people_count": people,
                "hours": float(hours or 0),
                "res_model": model,
                "res_domain": [("id", "in", ids or self._lines_of_deleted(export))],
            }
            for kind, model, people, hours, ids in rows
        ]

    def _lines_of_deleted(self, export):
        """Return the ids of the lines that correct what was deleted since."""
        groups = self.env["loket.export.share"]._read_group(
            [
                ("line_id", "in", export.line_ids.ids),
                ("is_correction", "=", True),
                ("timesheet_id", "=", False),
                ("allowance_id", "=", False),
            ],
            ["line_id"],
        )
        return sorted(line.id for (line,) in groups)

    def _idle_problems(self, export):
        """Zero-hours workers of whom there is nothing: not asked for, or forgotten?"""
        period = export.period_id
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT e.id FROM loket_employment e
                   JOIN loket_employment_term t ON t.employment_id = e.id
                        AND t.contract_kind = 'zero_hours'
                        AND t.date_start <= %(end)s
                        AND COALESCE(t.date_end, %(start)s) >= %(start)s
                   WHERE e.administration_id = %(administration)s AND e.active
                         AND e.date_start <= %(end)s
                         AND COALESCE(e.date_end, %(start)s) >= %(start)s
                         AND NOT EXISTS (SELECT 1 FROM loket_gathered g
                                         WHERE g.employment_id = e.id
                                               AND g.quantity <> 0)""",
                start=period.date_start,
                end=period.date_end,
                administration=export.administration_id.id,
            )
        )
        if not rows:
            return []
        return [
            {
                "kind": "no_hours",
                "severity": "info",
                "people_count": len(rows),
                "res_model": "loket.employment",
                "res_domain": [("id", "in", sorted(row[0] for row in rows))],
            }
        ]
