# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools import SQL

from . import left_out_sql
from .query_plan import hashing


class LoketExportInspector(models.AbstractModel):
    """Tell of what a rule left out and would export now.

    What a rule left out of a period that was paid stays out. Where it did so by a kind
    of contract that Loket corrected since, somebody has to know: else a person who
    worked is not paid, and nobody asks.
    """

    _inherit = "loket.export.inspector"

    def _get_problems(self, export, gathered):
        problems = super()._get_problems(export, gathered)
        # The last: it gathers other rows.
        return [*problems, *self._left_out_problems(export)]

    def _left_out_problems(self, export):
        """Count what is left out by a kind of contract that was corrected since."""
        changed = self._get_changed_spans(export)
        if not changed:
            return []
        people, employments, starts, ends, sent = map(list, zip(*changed, strict=True))
        people = sorted(set(people))
        self.env["loket.export.gatherer"]._gather(
            lambda columns: SQL(
                "%s = ANY (%s) AND %s BETWEEN %s AND %s",
                columns.employee,
                people,
                columns.date,
                min(starts),
                max(ends),
            ),
            people=people,
        )
        with hashing(self.env.cr):
            rows = self.env.execute_query(
                SQL(
                    left_out_sql.LEFT_OUT,
                    employments=employments,
                    starts=starts,
                    ends=ends,
                    sent=sent,
                )
            )
        return [
            {
                "kind": "left_out",
                "severity": "warning",
                "people_count": count,
                "hours": float(hours or 0),
                "res_model": model,
                "res_domain": [("id", "in", sorted(ids))],
            }
            for model, count, hours, ids in rows
        ]

    def _get_changed_spans(self, export):
        """Return days of paid periods that have another kind of contract since.

        Of periods that were exported from here, and of this payroll year and the one
        before: what is older nobody pays any more without being asked.

        :return: ``[(employee id, employment id, first day, last day, last export)]``
        """
        period = export.period_id
        paid = self.env["loket.export.late"]._paid_periods(period)
        paid = paid.filtered(lambda p: p.has_export and p.year >= period.year - 1)
        if not paid:
            return []
        self.env["loket.employment.term"].flush_model()
        return self.env.execute_query(
            SQL(
                left_out_sql.CHANGED,
                periods=paid._ids,
                administration=export.administration_id.id,
            )
        )
