# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fill an empty state with employers and people."""

from ..state import State
from . import scenarios
from .workplace import Workplace

PAIRS = (scenarios.twins, scenarios.one_mailbox)


def build_state(employers=2, employees=25, seed=1, today=None):
    """Return a state with that many employers and people in all.

    The same arguments give the same state. People are spread evenly; the first
    employers get the remainder. A situation of two people is left out when only
    one place is left.
    """
    state = State(seed, today)
    for number in range(employers):
        place = Workplace(state, number)
        share = employees // employers + (number < employees % employers)
        fill(place, share, number % 2 == 0)
    state.touch("settings")
    return state


def fill(place, share, first):
    lists = (scenarios.FIRST, scenarios.SECOND)
    for situation in lists[0] + lists[1] if first else lists[1] + lists[0]:
        room = share - place.count
        if room <= 0:
            return
        if room == 1 and situation in PAIRS:
            continue
        situation(place)
    while place.count < share:
        scenarios.at_random(place)
