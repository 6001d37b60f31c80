# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from itertools import takewhile
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..mappers.period_plan import unexplained
from . import given_away_sql, late_sql
from .query_plan import hashing, id_array

#: A line in one of these states was sent, and Loket was not read back since.
UNREAD = ("sent", "unknown")
#: Late hours that may still be paid: an index holds these lines.
UNPAID = (
    "%(state)s <> 'locked' AND %(issue)s IS DISTINCT FROM 'by_rule'"
    " AND NOT (%(state)s = 'none' AND COALESCE(%(choice)s, '') = 'paid')"
)
#: Late hours that somebody has to decide about, or decided to pay; and those that came
#: here from another period.
UNDECIDED = (
    "%(state)s <> 'locked' AND (%(issue)s = 'period_approved'"
    " OR %(choice)s = 'correct' OR %(state)s = 'changed')"
)


class Columns(NamedTuple):
    """The SQL of the columns by which a window chooses lines or allowances.

    ``source`` is the column by which bookings refer to ``id``.
    """

    id: SQL
    source: SQL
    date: SQL
    employee: SQL
    state: SQL
    issue: SQL
    choice: SQL
    approved: SQL


class LoketExportLate(models.AbstractModel):
    """Late hours: which periods they come from, and what of those was paid.

    A period is *paid* when its payroll run is approved.
    """

    _name = "loket.export.late"
    _description = "Late Hours for Loket"

    @api.model
    def _paid_periods(self, period):
        """Return the paid periods whose late hours go into this one.

        Those of which it is the first period after them that is not paid.
        """
        if period.state == "approved":
            return period.browse()
        earlier = period.administration_id.period_ids.filtered(
            lambda p: p.date_start < period.date_start
        )
        newest_first = earlier.sorted("date_start", reverse=True)
        paid = takewhile(lambda p: p.state == "approved", newest_first)
        return period.browse([p.id for p in paid][::-1])

    @api.model
    def _first_used(self, administration):
        """Return the day from which Odoo was used for this administration, or False."""
        exported = administration.period_ids.filtered("has_export")
        return min(exported.mapped("date_start"), default=False)

    @api.model
    def _window(self, period):
        """Return SQL for what a preparation of this period looks at.

        The period itself, and of the paid periods that it corrects what is neither paid
        nor decided to stay out nor left out by a rule of those days. Of those before
        the first export from here only what was approved: nobody is asked to approve
        the years before. These are searched once; what was found then says so, and so
        does what is approved later.

        :return: function of ``Columns``
        """
        paid = self._paid_periods(period)
        first = self._first_used(period.administration_id)
        before = paid.filtered(lambda p: not first or p.date_start < first)
        known = before.filtered("is_settled")
        parts = [
            (self._spans(period), "TRUE"),
            (self._spans(paid - before), UNPAID),
            (self._spans(before - known), f"{UNPAID} AND %(approved)s"),
            (self._spans(known), UNDECIDED),
        ]

        def window(columns):
            conditions = [
                SQL(
                    "(%s AND %s)",
                    self._in_spans(columns.date, spans),
                    SQL(condition, **columns._asdict()),
                )
                for spans, condition in parts
                if spans
            ]
            return SQL("(%s)", SQL(" OR ").join(conditions))

        return window

    def _in_spans(self, day, spans):
        if not spans:
            return SQL("FALSE")
        return SQL(
            "(%s)",
            SQL(" OR ").join(SQL("%s BETWEEN %s AND %s", day, *span) for span in spans),
        )

    def _spans(self, periods):
        """Return ``[(first day, last day)]``, periods that adjoin taken together."""
        spans = []
        for period in periods.sorted("date_start"):
            if spans and (period.date_start - spans[-1][1]).days <= 1:
                spans[-1] = (spans[-1][0], period.date_end)
            else:
                spans.append((period.date_start, period.date_end))
        return spans

    @api.model
    def _given_away(self, period, paid, people):
        """Return ``((employee id, day), …)`` of who has what somebody here was paid.

        :param paid: the periods that are corrected
        :param people: the ids of the employees of the administration as ``SQL``
        """
        later = period.administration_id.period_ids.filtered(
            lambda p: p.state == "approved" and p.date_start > period.date_end
        )
        if not paid and not later and not period.has_export:
            return ()
        where = {
            "period": period.id,
            "start": period.date_start,
            "end": period.date_end,
            "later": id_array(later.ids),
        }
        may_be = SQL(given_away_sql.MAY_BE_GIVEN_AWAY, **where)
        if self.env.execute_query(may_be) == [(False,)]:
            return ()
        rows = self.env.execute_query(
            SQL(
                given_away_sql.GIVEN_AWAY,
                **where,
                people=people,
                administration=period.administration_id.id,
                is_late=self._in_spans(SQL("date"), self._spans(paid)),
                was_paid=self._in_spans(SQL("day"), self._spans(paid + period)),
            )
        )
        return tuple(rows)

    def _totals(self, period, is_late):
        """Return SQL for what the gathered rows of a period come to.

        :param is_late: whether rows of earlier periods were gathered
        """
        return SQL(
            late_sql.TOTALS_WITH_LATE if is_late else late_sql.TOTALS,
            administration=period.administration_id.id,
            start=period.date_start,
        )

    @api.model
    def _hold_back(self, period, is_late):
        """Keep gathered rows together of which only the one half could be sent.

        A paid line that another code, employment or cost center gets now is taken back
        in one place and paid in the other. Holding one line back can leave less in the
        place where it would go, so others are looked at again. What another
        administration paid waits until it was taken back there.
        """
        cr = self.env.cr
        with hashing(cr):
            cr.execute(late_sql.HOLD_ELSEWHERE)
        is_found = True
        while is_found:
            with hashing(cr):
                cr.execute(
                    SQL(
                        late_sql.HOLD_BACK,
                        totals=self._totals(period, is_late),
                        administration=period.administration_id.id,
                        start=period.date_start,
                    )
                )
                is_found = cr.rowcount
        with hashing(cr):
            cr.execute(
                SQL(
                    late_sql.HOLD_ENDED,
                    administration=period.administration_id.id,
                    start=period.date_start,
                )
            )

    @api.model
    def _settle(self, periods, client):
        """Find out what became of everything that was sent for paid periods.

        A lost answer, or a crash after the call: before late hours are counted, Loket
        is read. Each period is looked at once: see :meth:`_mark_settled`.

        :param client: None where no API is used; then nothing was sent either
        """
        open_ends = periods.filtered(lambda period: not period.is_settled)
        if not client or not open_ends:
            return
        known = self.env["loket.export.ledger"]._read_periods(open_ends)
        for period in open_ends:
            rows = [row for row in known[period] if row.is_ours or row.is_pending]
            if rows:
                period._lock_for_export()
                self._settle_period(period, known[period], client)

    @api.model
    def _mark_settled(self, periods):
        """Note that paid periods were looked at, and the states of their lines stored.

        After that only what is new there is looked for.
        """
        periods.filtered(lambda period: not period.is_settled).is_settled = True

    def _settle_period(self, period, rows, client):
        """Book what Loket holds of a paid period as the last export prepared it."""
        export = self.env["loket.export"].search(
            [("period_id", "=", period.id), ("prepared_on", "!=", False)],
            order="prepared_on desc, id desc",
            limit=1,
        )
        if not period.has_export:
            period.has_export = True
        held = self.env["loket.export.planner"]._read(client, period, rows)
        unclear = unexplained(rows, held, self._components(period, rows))
        is_unread = any(row.is_pending for row in rows) or any(
            line.state in UNREAD for line in export.line_ids
        )
        if unclear or is_unread or self._keys(rows) != self._booked_keys(period):
            verifier = self.env["loket.export.verifier"]
            rows = verifier._read_back(period, export, rows, held)
            self._forget_unsent(period, self._keys(rows))
            unclear = unexplained(rows, held, self._components(period, rows))
            unbooked = self._keys(rows) - self._booked_keys(period)
            self._note_unclear(period, unclear | {key[0] for key in unbooked})
            self.env["loket.export.gatherer"]._refresh_period_states(period)

    def _components(self, period, rows):
        """Return the numbers of the components that are exported in a period."""
        mapped = period.administration_id.mapping_ids.component_id.mapped("key")
        return {*mapped, *(row.component for row in rows)}

    def _note_unclear(self, period, unclear):
        """Keep of whom Loket holds a value that no export here explains.

        Somebody typed, changed or deleted something there: nobody knows whether that
        was for the hours that come late.
        """
        employments = self.env["loket.employment"].with_context(active_test=False)
        employments = employments.search(
            [("administration_id", "=", period.administration_id.id)]
        )
        period.unclear_employments = [
            e.id for e in employments if e.loket_id.lower() in unclear
        ] or False

    def _keys(self, rows):
        """Return ``{(employment, component, split)}`` of what is ours at Loket."""
        return {
            (row.employment, row.component, row.split) for row in rows if row.is_ours
        }

    def _booked_keys(self, period):
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT LOWER(e.loket_id), b.component_key, b.cost_center_key"
                " FROM loket_export_booking b"
                " JOIN loket_employment e ON e.id = b.employment_id"
                " WHERE b.period_id = %s",
                period.id,
            )
        )
        return set(rows)

    def _forget_unsent(self, period, keys):
        """Delete the bookings of values that Loket does not hold after all."""
        gone = self._booked_keys(period) - keys
        if gone:
            self.env.cr.execute(
                SQL(
                    "DELETE FROM loket_export_booking b USING loket_employment e"
                    " WHERE e.id = b.employment_id AND b.period_id = %s"
                    " AND (LOWER(e.loket_id), b.component_key, b.cost_center_key)"
                    " IN %s",
                    period.id,
                    tuple(gone),
                )
            )
            self.env["loket.export.booking"].invalidate_model()
