# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whether a new preview shows what somebody saw in the one before it."""

from decimal import Decimal
from typing import NamedTuple


class Shown(NamedTuple):
    """What a preview shows of one value.

    ``value`` and ``held`` are None for nothing: what Loket will get, and what it has.

    :param place: what tells the values of an export apart for a person
    :param is_waiting: whether it would be sent
    :param is_typed: whether that replaces what Odoo never sent
    """

    place: tuple
    value: Decimal | None
    held: Decimal | None
    beside: Decimal
    is_waiting: bool
    is_typed: bool

    @property
    def looks(self):
        return self.place, self.value, self.held, self.beside


def differing_places(before, now):
    """Return the places whose values are not sent as they were shown.

    What waited and is in Loket by now needs nothing more: no difference.

    :param before: what the older preview showed, as ``Shown`` rows
    :param now: what the newer one shows
    """
    seen = {row.looks for row in before if row.is_waiting}
    wanted = {row.looks for row in now if row.is_waiting}
    arrived = {(row.place, row.held) for row in now}
    known = {row.place for row in now}
    arrived |= {(row.place, None) for row in before if row.place not in known}
    gone = {looks for looks in seen - wanted if looks[:2] not in arrived}
    return {looks[0] for looks in (wanted - seen) | gone}


def typed_places(now):
    """Return the places where sending replaces what somebody typed at Loket."""
    return {row.place for row in now if row.is_waiting and row.is_typed}
