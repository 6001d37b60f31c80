# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Small conversions shared by the mappers. They never raise on odd data."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

CENT = Decimal("0.01")


def clean(text: object) -> str | None:
    """Return the text without outer and double blanks, None when nothing is left."""
    if text is None:
        return None
    return " ".join(str(text).split()) or None


def decimal(value: object) -> Decimal | None:
    """Return a finite number as Decimal, None for everything else.

    Floats go through their shortest text, so 7.6 stays 7.6.
    """
    if value is None or isinstance(value, bool):
        return None
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def positive(value: object) -> Decimal | None:
    """Return a number above zero as Decimal, None for zero, negative and unknown."""
    number = decimal(value)
    return number if number is not None and number > 0 else None


def cents(value: Decimal) -> Decimal:
    """Round an amount half up to cents, as on a payslip."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)
