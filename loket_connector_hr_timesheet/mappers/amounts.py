# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rounding and the ranges that Loket accepts."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

#: Hours are not negative and stay below this.
HOURS_LIMIT = Decimal(1000)
#: Amounts lie between minus and plus this.
AMOUNT_LIMIT = Decimal(100_000_000)
#: Hours are stored as binary floats; their sum carries dust behind this digit.
DUST = Decimal("0.000001")


def round_half_up(value, decimals):
    """Round a total once, the way people do: 0.125 becomes 0.13, -0.125 -0.13.

    The dust of binary floats goes first, so that three times a third of an hour is
    one hour and 1.005 is not 1.00.
    """
    clean = Decimal(value).quantize(DUST, rounding=ROUND_HALF_UP)
    rounded = clean.quantize(_unit(decimals), rounding=ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)


@cache
def _unit(decimals):
    return Decimal(1).scaleb(-decimals)


def is_out_of_range(value, is_hours):
    """Whether Loket would refuse this value for a component."""
    if is_hours:
        return not 0 <= value < HOURS_LIMIT
    return abs(value) > AMOUNT_LIMIT
