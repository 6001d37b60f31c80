# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fill an empty state with employers and people."""

from ..state import State
from .scenarios import fill
from .workplace import Workplace


def build_state(employers=2, employees=25, seed=1, today=None):
    """Return a state with that many employers and people in all.

    The same arguments give the same state. People are spread evenly; the first
    employers get the remainder.
    """
    state = State(seed, today)
    for number in range(employers):
        place = Workplace(state, number)
        share = employees // employers + (number < employees % employers)
        fill(place, share, number % 2 == 0)
    state.touch("settings")
    return state
