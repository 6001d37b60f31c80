# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""The terms of contracts, cut where anything changes for the employee in Odoo."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from ..mappers.pattern import is_two_weeks, odd_week_type, parity_change

#: How long before odd and even weeks change places the version for it is made:
#: leave of next year is asked for this year.
AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Days from ``start`` up to the next stretch on which the same holds.

    ``known``: first of them that Loket tells about. The first term that is known is
    taken to have held since the contract began.
    ``odd_type``: the week of Odoo's two-week schedules that is an odd week meanwhile.
    """

    start: date
    known: date
    contract: tuple
    term: object
    odd_type: int


def lay_out(contracts, today, swaps=True):
    """Return the stretches of contracts that do not overlap, oldest first.

    A term may go on after the end of its contract, but not after the next one began.

    :param contracts: ``Contract`` tuples, oldest first.
    :param swaps: whether schedules follow when odd and even weeks change places.
    """
    found = []
    for contract, following in pairwise([*contracts, None]):
        found += [
            stretch
            for stretch in _stretches(contract, today + AHEAD if swaps else None)
            if not following or stretch.start < following.start
        ]
    return found


def _stretches(contract, horizon):
    """Stretches of one contract, oldest first."""
    by_start = {}
    for term, following in pairwise([*contract.terms, None]):
        known = max(term.date_start, contract.start)
        start = known if by_start else contract.start
        for day in (start, *_swaps(term, following, known, horizon)):
            first_known = max(day, known)
            by_start[day] = Stretch(
                day, first_known, contract, term, odd_week_type(first_known)
            )
    return [by_start[day] for day in sorted(by_start)]


def _swaps(term, following, known, horizon):
    """Days within a term on which odd weeks become the other week of a schedule."""
    if not horizon or term.contract_kind != "fixed":
        return
    if not is_two_weeks(term.work_pattern or ()):
        return
    last = term.date_end or term.employment_id.date_end or horizon
    if following:
        last = min(last, following.date_start - timedelta(days=1))
    day = parity_change(known)
    while day <= min(last, horizon):
        yield day
        day = parity_change(day)


def position(stretches, day):
    """Position of the stretch that holds on a day; before all of them the first."""
    return max(sum(stretch.start <= day for stretch in stretches) - 1, 0)
