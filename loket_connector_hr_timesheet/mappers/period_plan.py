# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From totals, what Loket holds and what was sent before to export lines.

Everything here is about one administration and one period. Employments are known by
their Loket id in lower case, components by their number, values are ``Decimal`` and
None means that Loket has no value.
"""

from decimal import Decimal
from typing import NamedTuple

from .amounts import is_out_of_range, round_half_up

NOTHING = Decimal(0)
NEW, CHANGED, UNCHANGED, REMOVED = "new", "changed", "unchanged", "removed"


class Identity(NamedTuple):
    """What tells Loket's records of one employment and period apart."""

    shift: int | None
    payslip_type: int | None
    distribution_unit: str | None
    cost_center: int | None
    cost_unit: int | None

    @property
    def is_of_file(self):
        """Whether this stands for a row of an import file: it names no unit."""
        return self.distribution_unit == ""

    @property
    def is_complete(self):
        """Loket allows no value for cost center and cost unit only."""
        return None not in (self.shift, self.payslip_type, self.distribution_unit)


class Total(NamedTuple):
    """What Odoo has for one employment, component and cost center.

    ``split`` is the key of a cost center, empty for the employment's own one.
    """

    employment: str
    component: int
    split: str
    quantity: Decimal
    decimals: int = 2
    is_hours: bool = True


class Remembered(NamedTuple):
    """What the ledger knows of one component of one record.

    ``value`` is what Loket held for certain when it was last ours, None when it was
    never sent or has been removed. A pending row was sent and not answered:
    ``pending_value`` may have arrived.
    """

    employment: str
    identity: Identity
    split: str
    component: int
    value: Decimal | None
    is_pending: bool = False
    pending_value: Decimal | None = None

    @property
    def is_ours(self):
        return self.value is not None


class PlannedLine(NamedTuple):
    """One component of one record: what Loket has and what it will get.

    :param state: new, changed, unchanged or removed
    :param remembered: the value that we sent before, None when we did not
    :param is_foreign: since then somebody else changed it in Loket
    :param problem: why it cannot be sent: ``range``, ``identity`` or ``moved``
    :param beside: what Loket pays on top, from records that we know nothing of
    """

    employment: str
    component: int
    split: str
    identity: Identity | None
    value: Decimal | None
    held: Decimal | None
    remembered: Decimal | None
    state: str
    is_foreign: bool = False
    problem: str | None = None
    beside: Decimal = NOTHING


def settle(remembered, held):
    """Return the remembered rows after looking at what Loket holds.

    What was sent without an answer either arrived or did not. When Loket holds
    neither the old nor the new value, somebody else was there: what we know of stays,
    so that the line asks before it overwrites.

    :param held: ``{employment: {identity: {component: value}}}``
    """
    settled = []
    for row in remembered:
        if row.is_pending:
            now = _held(held, row.employment, row.identity, row.component)
            is_other = row.value is None and now is not None
            arrived = now == row.pending_value or is_other
            value = row.pending_value if arrived else row.value
            row = row._replace(value=value, is_pending=False, pending_value=None)
        settled.append(row)
    return settled


def base_identities(remembered, held, defaults):
    """Return ``{employment: identity}``, the first that is known of each.

    The identity of what Loket holds of ours in this period comes first: a default that
    changed at Loket must never leave a second record that doubles the hours. Then the
    only record that somebody typed at Loket, then the defaults. What was refused, or
    has been removed, binds nobody: a mended default has to be tried.
    """
    split = {(row.employment, row.identity) for row in remembered if row.split}
    found = {}
    for employment, records in held.items():
        # A record of a mapped cost center is not the one of the other hours.
        base = [
            record
            for record, components in records.items()
            if components and (employment, record) not in split
        ]
        if len(base) == 1:
            found[employment] = base[0]
    for employment, identity in defaults.items():
        found.setdefault(employment, identity)
    used = {}
    for row in remembered:
        if not row.split and not row.identity.is_of_file:
            if row.is_ours or row.is_pending:
                used.setdefault(row.employment, row.identity)
    return {**found, **used}


def unexplained(remembered, held, components):
    """Return the employments of which Loket holds another total than we know of.

    What somebody typed, changed or deleted there, whatever record it is in.

    :param components: the numbers of those that we export
    """
    balance = {}
    for employment, records in held.items():
        for values in records.values():
            for component, value in values.items():
                key = (employment, component)
                balance[key] = balance.get(key, 0) + value
    for row in remembered:
        if row.is_ours:
            key = (row.employment, row.component)
            balance[key] = balance.get(key, 0) - row.value
    return {
        employment
        for (employment, component), value in balance.items()
        if value and component in components
    }


def own_splits(totals, identities):
    """Return ``{(employment, split)}`` that are the employment's own cost center.

    Such a total is a part of the employment's own one: Loket has one record for both.
    """
    return {
        (total.employment, total.split)
        for total in totals
        if total.split
        and total.employment in identities
        and identities[total.employment].cost_center == int(total.split)
    }


def plan(totals, held, remembered, identities):
    """Return the lines: what is wanted, then what dropped out.

    :param remembered: settled rows
    :param identities: the base identity of each employment that has one
    """
    known = {(row.employment, row.identity, row.component): row for row in remembered}
    ours = {key for key, row in known.items() if row.is_ours}
    keys = [(t.employment, _identity_of(t, identities), t.component) for t in totals]
    ours.update(keys)
    lines, wanted = [], set()
    for total, key in zip(totals, keys, strict=True):
        identity = key[1]
        value = round_half_up(total.quantity, total.decimals)
        if value == 0:
            # Nothing is left to pay. Zero would override a fixed value at Loket.
            continue
        wanted.add(key)
        beside = _beside(total, held, ours)
        lines.append(_wanted_line(total, identity, value, held, known.get(key), beside))
    lines += [
        _removed_line(row, held)
        for key, row in known.items()
        if key not in wanted and row.is_ours
    ]
    return [line for line in lines if line is not None]


def _wanted_line(total, identity, value, held, row, beside):
    now = _held(held, total.employment, identity, total.component)
    return PlannedLine(
        employment=total.employment,
        component=total.component,
        split=total.split,
        identity=identity,
        value=value,
        held=now,
        remembered=row.value if row else None,
        state=UNCHANGED if now == value else NEW if now is None else CHANGED,
        is_foreign=bool(row and row.is_ours and now not in (row.value, value)),
        problem=_problem(total, identity, value),
        beside=beside,
    )


def _problem(total, identity, value):
    """Return why Loket would not take a value, or None."""
    if is_out_of_range(value, total.is_hours):
        return "range"
    if identity is None or not identity.is_complete:
        return "identity"
    return None


def _beside(total, held, ours):
    """What records that are not ours add to the same component."""
    employment, component = total.employment, total.component
    records = held.get(employment)
    if not records:
        return NOTHING
    return sum(
        (
            values.get(component, NOTHING)
            for identity, values in records.items()
            if (employment, identity, component) not in ours
        ),
        NOTHING,
    )


def _removed_line(row, held):
    now = _held(held, row.employment, row.identity, row.component)
    if now is None:
        return None
    return PlannedLine(
        employment=row.employment,
        component=row.component,
        split=row.split,
        identity=row.identity,
        value=None,
        held=now,
        remembered=row.value,
        state=REMOVED,
        is_foreign=now != row.value,
    )


def _identity_of(total, identities):
    identity = identities.get(total.employment)
    if identity is None or not total.split:
        return identity
    return identity._replace(cost_center=int(total.split))


def _held(held, employment, identity, component):
    return held.get(employment, {}).get(identity, {}).get(component)
