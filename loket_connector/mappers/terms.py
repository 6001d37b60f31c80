# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Loket's date chains as terms: what holds together from a date to a date.

Working hours, wage and organisation each have a chain of records with inclusive end
dates. Linked chains have no gaps, but older and broken data may have them, so every
part of a term may be None.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..client.records import Organization, Wage, WorkingHours
    from ..client.records_employee import Employment

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Term:
    """What holds from `date_start` to `date_end`, both included; no end is open."""

    date_start: date
    date_end: date | None
    working_hours: WorkingHours | None
    wage: Wage | None
    organization: Organization | None


def _holds(record: Any, day: date) -> bool:
    return (record.start_date is None or record.start_date <= day) and (
        record.end_date is None or day <= record.end_date
    )


def _on_day(chain: Sequence[Any], day: date) -> Any:
    """Return the record that holds on a day; of overlapping ones the latest start.

    Records with the same start: the one later in the sequence, as it was added later.
    """
    found = None
    for record in chain:
        if not _holds(record, day):
            continue
        if found is None or (record.start_date or date.min) >= (
            found.start_date or date.min
        ):
            found = record
    return found


def _boundaries(
    chains: Iterable[Sequence[Any]], start: date, end: date | None
) -> list[date]:
    """Return the days within start..end on which something may change."""
    days = {start}
    for chain in chains:
        for record in chain:
            if record.start_date is not None:
                days.add(record.start_date)
            if record.end_date is not None and record.end_date < date.max:
                days.add(record.end_date + _DAY)
    return sorted(day for day in days if start <= day and (end is None or day <= end))


def merge_chains(
    start: date | None,
    end: date | None,
    working_hours: Sequence[WorkingHours] | None,
    wages: Sequence[Wage] | None,
    organizations: Sequence[Organization] | None,
) -> list[Term]:
    """Return the terms of an employment, oldest first, without gaps or overlaps.

    They cover `start`..`end` exactly, whatever the chains cover; a missing start is
    the earliest start of the chains. Neighbours with the same three records become
    one term. Records with equal content but another id stay apart: that keeps a
    term's start equal to what `present_term` tells from one row. An end before the
    start gives no terms.
    """
    chains = [
        [record for record in chain or () if record is not None]
        for chain in (working_hours, wages, organizations)
    ]
    if start is None:
        starts = [r.start_date for chain in chains for r in chain if r.start_date]
        if not starts:
            return []
        start = min(starts)
    if end is not None and end < start:
        return []
    terms: list[Term] = []
    for day in _boundaries(chains, start, end):
        parts = [_on_day(chain, day) for chain in chains]
        if terms:
            last = terms[-1]
            if parts == [last.working_hours, last.wage, last.organization]:
                continue
            terms[-1] = replace(last, date_end=day - _DAY)
        terms.append(Term(day, end, *parts))
    return terms


def _present_parts(employment: Employment, day: date) -> list[Any]:
    """Return hours, wage and organisation of a row, without those already over.

    The row is asked for on `day`; for an employment that ended before or starts after
    it, its last or first day counts.
    """
    if employment.start_date is not None:
        day = max(day, employment.start_date)
    if employment.end_date is not None:
        day = min(day, employment.end_date)
    return [
        part if part is None or part.end_date is None or day <= part.end_date else None
        for part in (employment.working_hours, employment.wage, employment.organization)
    ]


def present_term(employment: Employment, day: date) -> Term:
    """Return the term of one row of the list of employments, read for `day`.

    It starts where the latest of the three records starts, not before the employment,
    and ends where the first of them or the employment ends. Without any start, it
    starts on `day`.
    """
    parts = _present_parts(employment, day)
    present = [part for part in parts if part is not None]
    starts = [part.start_date for part in present] + [employment.start_date]
    start = max((s for s in starts if s is not None), default=day)
    ends = [part.end_date for part in present] + [employment.end_date]
    # An end before the start cannot hold together with it: odd data, left out.
    end = min((e for e in ends if e is not None and e >= start), default=None)
    return Term(start, end, *parts)


def needs_history(
    employment: Employment,
    day: date,
    open_from: date,
    known_term_start: date | None,
) -> bool:
    """Tell whether one row is not enough and the three chains must be read.

    - The employment does not run on `day`: a row then has no hours, wage or place at
      all. One that starts later is read, so that Odoo knows what was agreed; one that
      ended is read as long as its last days still matter.
    - A successor is known: the present term ends before the employment does.
    - The present term began after `open_from` (the first day whose terms still
      matter) and the employment is older, so another term held before it.
    - The term stored earlier starts on another day, so something was added or
      corrected. A part that is missing today may have ended in between, which a row
      cannot tell; then a later stored start is no difference.
    """
    if employment.start_date is not None and employment.start_date > day:
        return True
    if employment.end_date is not None and employment.end_date < day:
        return employment.end_date >= open_from
    term = present_term(employment, day)
    if term.date_end is not None and (
        employment.end_date is None or term.date_end < employment.end_date
    ):
        return True
    older = employment.start_date is None or employment.start_date < term.date_start
    if older and term.date_start > open_from:
        return True
    if known_term_start is None or known_term_start == term.date_start:
        return False
    broken = None in (term.working_hours, term.wage, term.organization)
    return not (broken and known_term_start > term.date_start)
