# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Wages: from what Loket holds to a wage per month and per hour.

Conversions, all with 52 weeks in a year:

    hourly         per month = hourly x hours per week x 52/12
    per month      per month = gross
    per four weeks per month = gross x 13/12
    per week       per month = gross x 52/12

An amount per period that is marked full-time is multiplied by the part-time factor:
contract hours / full-time hours of the shift. An hourly wage is the same for every
part-time factor. All results are in the currency of the payroll, rounded half up to
cents once, at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from .values import cents, decimal, positive

if TYPE_CHECKING:
    from ..client.records import Wage, WorkingHours

WEEKS_PER_MONTH = Decimal(52) / 12
FOUR_WEEKS_PER_MONTH = Decimal(13) / 12

HOUR, MONTH, FOUR_WEEKS, WEEK = "hour", "month", "four_weeks", "week"

_TYPE_PERIOD, _TYPE_HOURLY = 1, 2
_PERIODS = {1: MONTH, 3: FOUR_WEEKS, 4: WEEK}
# A month is (numerator / denominator) periods. Multiplied first and divided last, so
# that no third of a cent is lost on the way.
_MONTH_IN_PERIODS = {
    MONTH: (Decimal(1), Decimal(1)),
    FOUR_WEEKS: (Decimal(13), Decimal(12)),
    WEEK: (Decimal(52), Decimal(12)),
}


# No repr: amounts do not belong in a traceback.
@dataclass(frozen=True, repr=False)
class WageExplanation:
    """How a wage was converted, for a screen to show.

    `gross` as Loket holds it, per `period` (hour, month, four_weeks, week; None when
    Loket's keys are unknown); `full_time` tells whether it is a full-time amount;
    hours are per week; `factor` is the part-time factor that was applied (None:
    none was), rounded to six decimals; `monthly` and `hourly` are the results.
    """

    gross: Decimal | None
    period: str | None
    full_time: bool
    hours_per_week: Decimal | None
    full_time_hours: Decimal | None
    factor: Decimal | None
    monthly: Decimal | None
    hourly: Decimal | None


def wage_period(wage: Wage | None) -> str | None:
    """Return what the gross wage is for: hour, month, four_weeks or week.

    The key decides, it is the documented part; the text only when there is no key.
    """
    if wage is None:
        return None
    text = (wage.type or "").casefold()
    if wage.type_key == _TYPE_HOURLY:
        return HOUR
    if wage.type_key is None and ("uur" in text or "hour" in text):
        return HOUR
    if wage.type_key == _TYPE_PERIOD or (wage.type_key is None and text):
        return _PERIODS.get(wage.period_type_key)
    return None


def _hours(working_hours: WorkingHours | None) -> tuple[Decimal | None, Decimal | None]:
    """Return contract hours and full-time hours per week, None for none or zero.

    The average hours are left out on purpose: Loket keeps them for information and
    does not pay by them.
    """
    if working_hours is None:
        return None, None
    return (
        positive(working_hours.hours_per_week),
        positive(working_hours.full_time_hours),
    )


def _applies_factor(wage: Wage) -> bool:
    return bool(wage.is_full_time) and wage_period(wage) != HOUR


def _monthly(wage: Wage | None, working_hours: WorkingHours | None) -> Decimal | None:
    gross = decimal(wage.gross) if wage is not None else None
    period = wage_period(wage)
    if wage is None or gross is None or period is None:
        return None
    hours, full_time_hours = _hours(working_hours)
    if period == HOUR:
        return gross * hours * 52 / 12 if hours else None
    numerator, denominator = _MONTH_IN_PERIODS[period]
    if _applies_factor(wage):
        if working_hours is not None and hours is None:
            # Paid by the hours worked: there is no wage per month to speak of.
            return None
        if hours and full_time_hours:
            numerator *= hours
            denominator *= full_time_hours
    return gross * numerator / denominator


def monthly_wage(
    wage: Wage | None, working_hours: WorkingHours | None
) -> Decimal | None:
    """Return the gross wage per month, what Odoo's `wage` holds.

    None when it cannot be told: no wage, an hourly or full-time wage of a contract
    without hours (zero hours), or keys this module does not know. A full-time amount
    stays as it is when the full-time hours (or the whole working hours) are missing.
    """
    amount = _monthly(wage, working_hours)
    return None if amount is None else cents(amount)


def hourly_wage(
    wage: Wage | None, working_hours: WorkingHours | None
) -> Decimal | None:
    """Return the gross wage per hour.

    An hourly wage is itself, also without hours. An amount per period is divided by
    the hours it is meant for: the full-time hours for a full-time amount (so it also
    works for zero hours), else the contract hours.
    """
    gross = decimal(wage.gross) if wage is not None else None
    period = wage_period(wage)
    if wage is None or gross is None or period is None:
        return None
    if period == HOUR:
        return cents(gross)
    hours, full_time_hours = _hours(working_hours)
    if _applies_factor(wage) and full_time_hours:
        hours = full_time_hours
    if not hours:
        return None
    numerator, denominator = _MONTH_IN_PERIODS[period]
    return cents(gross * numerator * 12 / (denominator * hours * 52))


def wage_explanation(
    wage: Wage | None, working_hours: WorkingHours | None
) -> WageExplanation | None:
    """Return the facts behind both wages, None without a wage record."""
    if wage is None:
        return None
    hours, full_time_hours = _hours(working_hours)
    factor = None
    if _applies_factor(wage) and hours and full_time_hours:
        factor = round(hours / full_time_hours, 6).normalize()
    return WageExplanation(
        gross=decimal(wage.gross),
        period=wage_period(wage),
        full_time=bool(wage.is_full_time),
        hours_per_week=hours,
        full_time_hours=full_time_hours,
        factor=factor,
        monthly=monthly_wage(wage, working_hours),
        hourly=hourly_wage(wage, working_hours),
    )
