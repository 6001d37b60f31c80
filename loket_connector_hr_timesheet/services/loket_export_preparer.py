# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json
import logging
from contextlib import nullcontext

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

from ..mappers.period_plan import UNCHANGED
from .query_plan import hashing

_logger = logging.getLogger(__name__)

#: The problems that single lines have: how bad, what is counted, and when.
LINE_PROBLEMS = {
    "range": ("error", SQL("value"), SQL("is_blocked AND state = 'refused'")),
    "identity": ("error", SQL("value"), SQL("is_blocked AND state <> 'refused'")),
    "foreign": ("error", SQL("value"), SQL("is_foreign AND state <> 'unchanged'")),
    "refused": (
        "error",
        SQL("value"),
        SQL("state = 'refused' AND is_blocked IS NOT TRUE"),
    ),
    "typed": (
        "warning",
        SQL("loket_value"),
        SQL(
            "state = 'changed' AND is_in_loket AND is_sent_before IS NOT TRUE"
            " AND is_blocked IS NOT TRUE"
        ),
    ),
    "beside": ("warning", SQL("other_value"), SQL("other_value <> 0")),
}
#: What the problems of an export's lines are found in: read once, without the sources.
LINES = """
SELECT id, employment_id, value, loket_value, other_value, state, is_blocked,
       is_foreign, is_in_loket, is_sent_before
FROM loket_export_line WHERE export_id = %(export)s
"""
#: What tells problems apart; not each of them counts something.
BLANK_PROBLEM = {
    "kind": None,
    "severity": None,
    "people_count": 0,
    "hours": 0.0,
    "res_model": None,
    "res_domain": None,
}


class LoketExportPreparer(models.AbstractModel):
    """Make the lines of an export: totals, what Loket holds, what it will get."""

    _name = "loket.export.preparer"
    _description = "Prepare Loket Export"

    @api.model
    def _prepare(self, export):
        """Prepare an export as a whole; the same result however often it is done."""
        # What was prepared is seen on the export; its history tells what was sent.
        export = export.with_context(mail_notrack=True)
        period = export.period_id
        period._lock_for_export()
        by_file = export.export_method == "file"
        if not by_file:
            export.employer_id._check_linked()
        connection = export.employer_id.connection_id
        with nullcontext() if by_file else connection._loket_client() as client:
            if client:
                export.administration_id._refresh_period_states(client)
            late = self.env["loket.export.late"]
            if period.state == "approved":
                late._settle(period, client)
                late._mark_settled(period)
                return self._close(export)
            paid = late._paid_periods(period)
            late._settle(paid, client)
            gatherer = self.env["loket.export.gatherer"]
            with hashing(self.env.cr):
                gathered = gatherer._gather_period(period)
                rows = gatherer._get_totals(period, gathered)
            planner = self.env["loket.export.planner"]
            lines, changes = planner._plan(export, gathered, rows, client)
        self.env["loket.export.ledger"]._settle(period, changes)
        export.invalidate_recordset(["is_interrupted"])
        if changes or any(line.remembered is not None for line in lines):
            period._note_export()
        inspector = self.env["loket.export.inspector"]
        writer = self.env["loket.export.writer"]
        verifier = self.env["loket.export.verifier"]
        with hashing(self.env.cr):
            stored = writer._store_lines(export, lines, gathered)
            if period.has_export:
                verifier._unbook(export)
            has_unsure = gathered.has_unsure
            if any(line.state == UNCHANGED for line in lines):
                has_unsure |= bool(verifier._book(export, (UNCHANGED,)))
            has_unsure |= inspector._note_zero(period, gathered, rows, lines)
            if has_unsure:
                inspector._store_period_states(period, gathered)
        late._mark_settled(paid)
        is_waiting = any(vals["is_foreign"] for vals in stored)
        gathered = gathered._replace(is_waiting=is_waiting)
        problems = inspector._get_problems(export, gathered)
        if any(map(self._may_need_look, stored)):
            problems = [*self._line_problems(export), *problems]
        self._store_problems(export, problems)
        export.write(
            {
                "state": "done" if self._is_settled(export, stored) else "ready",
                "message": False,
                "prepared_on": fields.Datetime.now(),
                "prepared_by_id": self.env.uid,
            }
        )
        _logger.info("Export %s prepared: %s lines", export.id, len(lines))
        return None

    def _is_settled(self, export, stored):
        """Whether something was sent and Loket holds it all, so nothing is to do.

        :param stored: the values of all lines
        """
        if any(vals["state"] != UNCHANGED for vals in stored):
            return False
        return bool(export.sent_on or any(vals["is_sent_before"] for vals in stored))

    def _close(self, export):
        """An approved period only shows what it is: lines stay as they were."""
        self._store_problems(export, self._line_problems(export))
        export.write(
            {
                "prepared_on": fields.Datetime.now(),
                "prepared_by_id": self.env.uid,
                # That the run is approved is read from the period, which can change.
                "message": False,
            }
        )

    def _store_problems(self, export, problems):
        """Bring the problems up to date: of the period and these."""
        self._replace_problems(
            export.problem_ids if export.prepared_on else export.problem_ids.browse(),
            export,
            [
                *self._period_problems(export),
                *problems,
            ],
        )

    def _replace_problems(self, old, export, wanted):
        """Delete what is over and create what is new; what is the same stays."""
        new = {json.dumps({**BLANK_PROBLEM, **vals}): vals for vals in wanted}
        commands = []
        for problem in old:
            known = {name: problem[name] for name in BLANK_PROBLEM}
            if new.pop(json.dumps(known), None) is None:
                commands.append(Command.delete(problem.id))
        commands += map(Command.create, new.values())
        if commands:
            export.problem_ids = commands

    def _period_problems(self, export):
        state = export.period_id.state
        if state == "open":
            return []
        return [
            {
                "kind": state,
                "severity": "error" if state == "approved" else "warning",
                "res_model": "loket.payroll.period",
                "res_domain": [("id", "=", export.period_id.id)],
            }
        ]

    @api.model
    def _refresh_line_problems(self, export):
        """Replace what is wrong with lines, after Loket answered."""
        old = export.problem_ids.filtered(lambda p: p.kind in LINE_PROBLEMS)
        self._replace_problems(old, export, self._line_problems(export))

    def _may_need_look(self, vals):
        """Whether a line can have one of its problems; most have none."""
        if vals["state"] in ("changed", "refused"):
            return True
        return vals["is_blocked"] or vals["is_foreign"] or vals["other_value"]

    def _line_problems(self, export):
        """Return problems of prepared or sent lines, by kind."""
        self.env["loket.export.line"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "WITH line AS MATERIALIZED (%s) %s",
                SQL(LINES, export=export.id),
                SQL(" UNION ALL ").join(
                    SQL(
                        "SELECT %s, %s, COUNT(DISTINCT employment_id), SUM(%s),"
                        " ARRAY_AGG(id ORDER BY id) FROM line WHERE %s",
                        kind,
                        severity,
                        counted,
                        condition,
                    )
                    for kind, (severity, counted, condition) in LINE_PROBLEMS.items()
                ),
            )
        )
        return [
            {
                "kind": kind,
                "severity": severity,
                "people_count": people,
                "hours": value,
                "res_model": "loket.export.line",
                "res_domain": [("id", "in", ids)],
            }
            for kind, severity, people, value, ids in rows
            if ids
        ]
