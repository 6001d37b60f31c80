# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo has something to show on whatever day somebody starts it."""

from datetime import date, timedelta

import pytest
from loket_setup.job import plan

#: Paid by the hour are two of them, one leaves.
PEOPLE = ["fixed", "hourly", "leaver", "hourly too"]
DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(3 * 365)]


@pytest.fixture(scope="module")
def days():
    """Return ``{day somebody starts the demo: lines}`` of three years."""
    hourly = {"hourly", "hourly too"}
    return {day: plan.timesheets(PEOPLE, hourly, "leaver", day) for day in DAYS}


def of(lines, person):
    return [line for line in lines if line.person == person]


def test_hours_lie_in_the_past_or_in_the_month_that_is_open(days):
    for today, lines in days.items():
        latest = max(line.day for line in lines)
        assert (latest.year, latest.month) <= (today.year, today.month)


def test_who_stays_has_approved_hours_in_the_open_month(days):
    for today, lines in days.items():
        for person in ("fixed", "hourly", "hourly too"):
            open_month = [h for h in of(lines, person) if h.day >= today.replace(day=1)]
            assert any(line.approved for line in open_month), (today, person)


def test_everybody_has_six_weeks(days):
    for today, lines in days.items():
        weeks = plan.mondays(today)
        assert len(weeks) in (6, 7)
        assert all(week.weekday() == 0 for week in weeks)
        worked = [line.day for line in of(lines, "fixed")]
        assert {day - timedelta(days=day.weekday()) for day in worked} == set(weeks)


def test_who_is_paid_by_the_hour_worked_in_three_months_or_more(days):
    for today, lines in days.items():
        worked = [line.day for line in of(lines, "hourly")]
        assert len({(day.year, day.month) for day in worked}) >= 3, today


def test_nobody_has_two_lines_on_a_day(days):
    for lines in days.values():
        assert len({(line.person, line.day) for line in lines}) == len(lines)


def test_who_leaves_has_no_hours_after_the_last_day(days):
    for today, lines in days.items():
        last = plan.leaving_day(today)
        assert max(line.day for line in of(lines, "leaver")) <= last < today


def test_forgotten_saturday_is_of_the_month_before():
    for today in DAYS:
        saturday = plan.last_saturday_before(today)
        assert saturday.weekday() == 5
        assert (saturday + timedelta(days=7)).month == today.month
        assert plan.first_day(today) < saturday
