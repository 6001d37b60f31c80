# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from mapper_records import working_hours

from loket_connector.mappers.pattern import (
    attendance_hours,
    canonical,
    odd_week_type,
    parity_change,
    pattern_hours,
    pattern_name,
    schedule_weeks,
    week_pattern,
    week_type,
)

FULL = ("8", "8", "8", "8", "8", "0", "0")
FOUR = ("8", "8", "8", "8", "0", "0", "0")
NONE = ("0",) * 7


def pattern(odd, even=None, regular=None):
    days = tuple(Decimal(hours) for hours in odd + (even or odd))
    return week_pattern(working_hours(pattern=days, regular_pattern=regular))


def test_equal_patterns_are_equal_keys():
    left = week_pattern(
        working_hours(pattern=(8,) * 5 + (0,) * 2 + (8.0,) * 5 + (0,) * 2)
    )
    assert left == pattern(FULL)
    assert len({left, pattern(FULL), pattern(("8.00",) * 5 + ("0",) * 2)}) == 1


@pytest.mark.parametrize("raw", [None, (), (8,) * 7, (0,) * 14, (None,) * 14])
def test_no_hours_is_no_pattern(raw):
    assert week_pattern(working_hours(pattern=raw)) is None


def test_no_working_hours_is_no_pattern():
    assert week_pattern(None) is None


def test_hours_out_of_range_are_brought_within_a_day():
    days = (Decimal(-1), Decimal(25), None) + (Decimal(0),) * 11
    assert week_pattern(working_hours(pattern=days))[:3] == (0, 24, 0)


@pytest.mark.parametrize(("odd", "even"), [(FULL, NONE), (NONE, FULL)])
def test_regular_pattern_fills_the_empty_week(odd, even):
    assert pattern(odd, even, regular=True) == pattern(FULL)


def test_every_other_week_stays_every_other_week():
    assert pattern(FULL, NONE, regular=False) != pattern(FULL)


def test_pattern_read_back_from_floats_is_the_same_pattern():
    key = pattern(("7.6",) * 5 + ("0",) * 2, FULL)
    stored = [float(hours) for hours in key]
    assert canonical(stored) == key
    assert pattern_name(stored) == pattern_name(key)
    assert attendance_hours(stored) == attendance_hours(key)


@pytest.mark.parametrize(
    ("weeks", "name"),
    [
        ((FULL,), "40 h: 8-8-8-8-8"),
        ((FOUR, FULL), "36 h: 8-8-8-8-0 / 8-8-8-8-8"),
        ((("7.6",) * 5 + ("0",) * 2,), "38 h: 7.6-7.6-7.6-7.6-7.6"),
        ((NONE[:6] + ("4",),), "4 h: 0-0-0-0-0-0-4"),
        ((FULL, NONE), "20 h: 8-8-8-8-8 / 0-0-0-0-0"),
        ((("10",) + ("0",) * 6,), "10 h: 10-0-0-0-0"),
    ],
)
def test_pattern_name(weeks, name):
    assert pattern_name(pattern(*weeks)) == name


@pytest.mark.parametrize(
    ("hours", "lines"),
    [
        ("8", [(8, 12, "morning"), (13, 17, "afternoon")]),
        ("4", [(8, 12, "morning")]),
        ("5", [(8, 13, "morning")]),
        ("5.01", [(8, 12, "morning"), (13, 14.01, "afternoon")]),
        ("7.6", [(8, 12, "morning"), (13, 16.6, "afternoon")]),
        ("15", [(8, 12, "morning"), (13, 24, "afternoon")]),
        ("16", [(7, 12, "morning"), (13, 24, "afternoon")]),
        ("23", [(0, 12, "morning"), (13, 24, "afternoon")]),
        ("23.5", [(0, 12, "morning"), (12, 23.5, "afternoon")]),
        ("24", [(0, 12, "morning"), (12, 24, "afternoon")]),
        ("0", []),
    ],
)
def test_day_is_split_around_lunch(hours, lines):
    attendance = attendance_hours(pattern((hours, "1") + ("0",) * 5))
    monday = [(line[2], line[3], line[4]) for line in attendance if line[1] == 0]
    assert monday == lines


def test_equal_weeks_have_no_week_type():
    lines = attendance_hours(pattern(FULL))
    assert {line[0] for line in lines} == {None}
    assert len(lines) == 10


@pytest.mark.parametrize("odd_type", [0, 1])
def test_odd_week_lands_in_the_week_asked_for(odd_type):
    lines = attendance_hours(pattern(FOUR, FULL), odd_type)
    fridays = [line for line in lines if line[1] == 4]
    assert {line[0] for line in fridays} == {1 - odd_type}
    assert [line[0] for line in lines] == sorted(line[0] for line in lines)


def test_swapped_pattern_after_the_change_is_the_same_schedule():
    assert schedule_weeks(pattern(FOUR, FULL), 1) == schedule_weeks(
        pattern(FULL, FOUR), 0
    )
    assert attendance_hours(pattern(FOUR, FULL), 1) == attendance_hours(
        pattern(FULL, FOUR), 0
    )


def test_lines_add_up_and_never_overlap():
    rng = random.Random(7)
    for _ in range(500):
        days = tuple(Decimal(rng.randrange(0, 2401)) / 100 for _ in range(14))
        key = week_pattern(working_hours(pattern=days))
        lines = attendance_hours(key, 1)
        for week in (1, 0):
            for weekday in range(7):
                parts = [
                    line for line in lines if line[0] == week and line[1] == weekday
                ]
                total = sum(Decimal(str(p[3])) - Decimal(str(p[2])) for p in parts)
                assert total == key[weekday + (0 if week else 7)]
                moments = [moment for p in parts for moment in p[2:4]]
                assert moments == sorted(moments)
                assert all(0 <= moment <= 24 for moment in moments)
        assert pattern_hours(key) * 2 - sum(days) in (0, Decimal("0.01"))


@pytest.mark.parametrize(
    ("monday", "expected"),
    [
        (date(1, 1, 1), 0),
        (date(1, 1, 8), 1),
        (date(2026, 1, 5), 0),
        (date(2026, 1, 12), 1),
    ],
)
def test_week_type_counts_weeks_since_year_one(monday, expected):
    assert {week_type(monday + timedelta(days=n)) for n in range(7)} == {expected}


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (date(2020, 12, 31), 0),
        (date(2021, 1, 3), 0),
        (date(2021, 1, 4), 1),
        (date(2026, 12, 31), 1),
        (date(2027, 1, 3), 1),
        (date(2027, 1, 4), 0),
        (date(2033, 1, 2), 0),
        (date(2033, 1, 3), 1),
    ],
)
def test_odd_weeks_change_place_after_a_week_53(moment, expected):
    assert odd_week_type(moment) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (date(2021, 1, 3), date(2021, 1, 4)),
        (date(2021, 1, 4), date(2027, 1, 4)),
        (date(2026, 3, 1), date(2027, 1, 4)),
        (date(2027, 1, 4), date(2033, 1, 3)),
    ],
)
def test_parity_change_is_the_next_monday_it_changes(moment, expected):
    assert parity_change(moment) == expected
    assert odd_week_type(expected) != odd_week_type(expected - timedelta(days=1))


def test_every_day_gets_the_hours_of_its_own_week():
    key = pattern(FOUR, FULL)
    start = date(2025, 1, 1)
    for offset in range(365 * 9):
        moment = start + timedelta(days=offset)
        worked = sum(
            to - since
            for kind, weekday, since, to, _ in attendance_hours(
                key, odd_week_type(moment)
            )
            if kind == week_type(moment) and weekday == moment.weekday()
        )
        odd = moment.isocalendar().week % 2
        assert worked == key[moment.weekday() + (0 if odd else 7)]
