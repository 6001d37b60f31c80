# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What people of the demo write on their timesheets, and when. Plain dates and numbers.

Six weeks of everybody, so that there are paid, pending and open payroll periods at any
time of the year; and of the five weeks before a short day of those who are paid by the
hour, so that a chart of periods has something to show.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

#: Hours of Monday to Friday, a different week for every third person.
WEEKS = ([8, 8, 7.5, 8, 6.25], [4, 4, 4, 4, 4], [9, 0, 9, 0, 9])
FULL_WEEKS, QUIET_WEEKS = 6, 5
QUIET_HOURS = 4.5
THURSDAY, SATURDAY = 3, 5
WEEK = timedelta(weeks=1)


@dataclass
class Hours:
    """A timesheet line as it was typed.

    :param person: id of the employee at Loket; None for somebody Loket does not know.
    :param chapter: "weeks" what was exported first, "late" what came after the payroll
        run, "new" what is not exported yet, "mistake" what Loket cannot take.
    :param becomes: the hours that were typed over it after it was exported.
    """

    person: str | None
    day: date
    hours: float
    meals: int = 0
    approved: bool = True
    chapter: str = "weeks"
    becomes: float | None = None
    line: int = 0
    """Its id in Odoo."""


@dataclass
class Allowance:
    """An allowance as it was typed.

    :param mapped: whether its wage code has a component.
    """

    person: str
    day: date
    quantity: float
    approved: bool = True
    mapped: bool = True
    allowance: int = 0
    """Its id in Odoo."""


def mondays(today: date) -> list[date]:
    """Return the Mondays of the full weeks, oldest first.

    The last one is of this week, or of the first whole week of this month when that is
    still to come: there are always days in the month that is open.
    """
    this = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    first += timedelta(days=-first.weekday() % 7)
    weeks = [this - number * WEEK for number in reversed(range(FULL_WEEKS))]
    return weeks if first <= this else [*weeks, first]


def first_day(today: date) -> date:
    """Return the first day that anybody writes hours for."""
    return mondays(today)[0] - QUIET_WEEKS * WEEK + timedelta(days=THURSDAY)


def days_of(monday: date, today: date) -> list[date]:
    """Return Monday to Friday, but for days of a month that is not there yet."""
    days = [monday + timedelta(days=number) for number in range(5)]
    return [d for d in days if (d.year, d.month) <= (today.year, today.month)]


def leaving_day(today: date) -> date:
    """Return the last day of who leaves: over, and before the last week."""
    return min(mondays(today)[-1], today) - timedelta(days=1)


def last_saturday_before(month: date) -> date:
    """Return the last Saturday of the month before the one of a day."""
    last = month.replace(day=1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - SATURDAY) % 7)


def timesheets(people: list[str], by_hour: set[str], leaver: str, today: date):
    """Return everybody's ``Hours``, those of one person one after the other.

    The end of the last week is approved of one person in three. Who leaves, has left
    before that week.

    :param people: ids at Loket, in a stable order.
    :param by_hour: who of them is paid by the hour.
    """
    weeks = mondays(today)
    found = []
    for index, person in enumerate(people):
        if person in by_hour:
            found += [
                Hours(person, first_day(today) + number * WEEK, QUIET_HOURS)
                for number in range(QUIET_WEEKS)
            ]
        for monday in weeks:
            for day in days_of(monday, today):
                if person == leaver and day > leaving_day(today):
                    continue
                hours = WEEKS[index % len(WEEKS)][day.weekday()]
                if hours:
                    meals = int(hours > 8 or day.weekday() == 4)
                    waits = monday == weeks[-1] and day.weekday() >= THURSDAY
                    approved = not (waits and index % 3 != 1)
                    found.append(Hours(person, day, hours, meals, approved))
    return found


def allowances(people: list[str], today: date) -> list[Allowance]:
    """Return one for everybody in every week; those of the last week wait."""
    weeks = mondays(today)
    return [
        Allowance(person, monday, 12.5 + index, approved=monday != weeks[-1])
        for index, person in enumerate(people)
        for monday in weeks
    ]
