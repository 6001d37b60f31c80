# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Working patterns: two weeks of hours per day become a working schedule.

Loket names its two weeks odd and even, after the number of the week; it does not say
which numbers, so the ISO weeks used in the Netherlands are taken. Odoo counts on: the
number of whole weeks since Monday 1 January of year 1, modulo two, is the `week_type`
of a day ("0" First, "1" Second). Because a year with 53 weeks is followed by week 1,
odd after odd, the two drift apart by one week at the end of every such year: odd
weeks are "Second" in ISO years 2021-2026 and "First" in 2027-2032. A schedule with
two different weeks is therefore right until `parity_change`; from that Monday on the
other `odd_week_type` holds.

Odoo's rule is `resource.calendar.attendance.get_week_type`, add-on `resource`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from .values import cents, decimal

if TYPE_CHECKING:
    from ..client.records import WorkingHours

DAYS = 7
MORNING, AFTERNOON = "morning", "afternoon"

# Odoo's own default day is 8-12 and 13-17, so eight hours land on exactly that.
DAY_START, LUNCH_START, LUNCH_END = Decimal(8), Decimal(12), Decimal(13)
# Up to five hours a day is worked in one go.
WITHOUT_LUNCH = Decimal(5)
MIDNIGHT = Decimal(24)
HOUR_PRECISION = Decimal("0.0001")

Pattern = tuple[Decimal, ...]
AttendanceLine = tuple["int | None", int, float, float, str]


def week_type(day: date) -> int:
    """Return the week of a two-week schedule in Odoo: 0 (First) or 1 (Second)."""
    return (day.toordinal() - 1) // DAYS % 2


def odd_week_type(day: date) -> int:
    """Return which week of Odoo's schedule holds Loket's odd weeks around a day.

    The same for all days of an ISO year.
    """
    odd = day.isocalendar().week % 2
    return week_type(day) if odd else 1 - week_type(day)


def parity_change(day: date) -> date:
    """Return the first Monday after a day on which `odd_week_type` changes.

    That is the Monday after a week 53.
    """
    year = day.isocalendar().year
    while date(year, 12, 28).isocalendar().week != 53:
        year += 1
    return date.fromisocalendar(year, 53, 1) + timedelta(days=DAYS)


def _hours(value: object) -> Decimal:
    """Return hours of one day, within 0..24.

    Loket has hundredths; a week divided over five days needs two digits more.
    """
    number = min(max(decimal(value) or Decimal(0), Decimal(0)), MIDNIGHT)
    return number.quantize(HOUR_PRECISION, rounding=ROUND_HALF_UP)


def week_pattern(working_hours: WorkingHours | None) -> Pattern | None:
    """Return the canonical pattern: 14 days, odd week Monday..Sunday, then even week.

    Equal patterns are equal tuples, which makes it the key of a schedule. None when
    Loket has no pattern, or one without any hours. When the pattern is marked regular
    and only one of its weeks is filled, the other week is the same.
    """
    raw = working_hours.pattern if working_hours is not None else None
    if working_hours is None or not raw or len(raw) != 2 * DAYS:
        return None
    days = canonical(raw)
    odd, even = days[:DAYS], days[DAYS:]
    if not any(days):
        return None
    if working_hours.regular_pattern and not (any(odd) and any(even)):
        odd = even = odd if any(odd) else even
    return odd + even


def canonical(pattern: Iterable[object]) -> Pattern:
    """Return stored days (a list of floats out of JSON, say) as a pattern again."""
    return tuple(_hours(value) for value in pattern)


def is_two_weeks(pattern: Iterable[object]) -> bool:
    """Tell whether odd and even weeks differ."""
    pattern = canonical(pattern)
    return pattern[:DAYS] != pattern[DAYS:]


def pattern_hours(pattern: Iterable[object]) -> Decimal:
    """Return the hours per week, on average over both weeks."""
    return cents(sum(canonical(pattern), Decimal(0)) / 2)


def schedule_weeks(pattern: Iterable[object], odd_type: int = 1) -> Pattern:
    """Return the pattern in Odoo's order: First week, then Second week.

    Two patterns that are each other's swap, or one pattern before and after a
    `parity_change`, need the same two schedules; this tuple tells which is which.
    """
    pattern = canonical(pattern)
    if odd_type == 0:
        return pattern
    return pattern[DAYS:] + pattern[:DAYS]


def _number(value: Decimal) -> str:
    """Return a number without trailing zeros or exponent: 8, 7.6, 40."""
    return f"{value.normalize():f}"


def pattern_name(pattern: Iterable[object]) -> str:
    """Return a short name that differs for different patterns, without any language.

    Hours per week, then hours per day from Monday on, the weekend only when worked:
    "36 h: 8-8-8-8-4"; with two weeks "36 h: 8-8-8-8-0 / 8-8-8-8-8", odd / even, or
    First / Second when given the result of `schedule_weeks`.
    """
    pattern = canonical(pattern)
    odd, even = pattern[:DAYS], pattern[DAYS:]
    shown = DAYS if any(odd[5:] + even[5:]) else 5
    weeks = [odd, even] if is_two_weeks(pattern) else [odd]
    days = " / ".join("-".join(_number(h) for h in week[:shown]) for week in weeks)
    return f"{_number(pattern_hours(pattern))} h: {days}"


def _day_lines(hours: Decimal) -> list[tuple[Decimal, Decimal, str]]:
    """Return the parts of a day: from, to, day period.

    Up to 5 hours: one morning from 8:00. Longer: 8:00-12:00 and from 13:00 on. More
    than fits before midnight starts earlier; above 23 hours there is no lunch.
    """
    if hours <= WITHOUT_LUNCH:
        return [(DAY_START, DAY_START + hours, MORNING)]
    lunch_end = LUNCH_END
    start = min(DAY_START, MIDNIGHT - (LUNCH_END - LUNCH_START) - hours)
    if start < 0:
        start, lunch_end = Decimal(0), LUNCH_START
    end = lunch_end + hours - (LUNCH_START - start)
    return [(start, LUNCH_START, MORNING), (lunch_end, end, AFTERNOON)]


def attendance_hours(
    pattern: Iterable[object], odd_type: int = 1
) -> list[AttendanceLine]:
    """Return the lines of a working schedule: week type, day, from, to, day period.

    The week type is None when both weeks are the same; else `odd_type` for the odd
    weeks and the other one for the even weeks. Pass `odd_week_type(day)`: the default
    is right for 2021-2026 only. Days count from Monday 0; hours are decimal hours of
    the day; the lunch break is the gap, no line of its own.
    """
    pattern = canonical(pattern)
    weeks: list[tuple[int | None, Pattern]] = [(None, pattern[:DAYS])]
    if is_two_weeks(pattern):
        ordered = schedule_weeks(pattern, odd_type)
        weeks = [(0, ordered[:DAYS]), (1, ordered[DAYS:])]
    return [
        (kind, weekday, float(start), float(end), period)
        for kind, week in weeks
        for weekday, hours in enumerate(week)
        if hours
        for start, end, period in _day_lines(hours)
    ]
