# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

import pytest
from mapper_records import wage, working_hours

from loket_connector.mappers.wage import (
    WageExplanation,
    hourly_wage,
    monthly_wage,
    wage_explanation,
    wage_period,
)

HOURLY = {"type_key": 2, "period_type_key": 1}
MONTH = {"type_key": 1, "period_type_key": 1}
FOUR_WEEKS = {"type_key": 1, "period_type_key": 3}
WEEK = {"type_key": 1, "period_type_key": 4}
FULL = {"is_full_time": True}
HALF = {"hours_per_week": 20, "full_time_hours": 40}


@pytest.mark.parametrize(
    ("gross", "kind", "hours", "monthly", "hourly"),
    [
        # The amounts of the first two rows are those of Loket's own explanation.
        ("2400", MONTH | FULL, HALF, "1200.00", "13.85"),
        ("2400", MONTH, HALF, "2400.00", "27.69"),
        ("2400", FOUR_WEEKS, HALF, "2600.00", "30.00"),
        ("2400", FOUR_WEEKS | FULL, HALF, "1300.00", "15.00"),
        ("600", WEEK, HALF, "2600.00", "30.00"),
        ("600", WEEK | FULL, HALF, "1300.00", "15.00"),
        ("15", HOURLY, HALF, "1300.00", "15.00"),
        # An hourly wage is not multiplied by the part-time factor once more.
        ("15", HOURLY | FULL, HALF, "1300.00", "15.00"),
        # Rounding half up, once, at the end.
        ("14.285", HOURLY, {"hours_per_week": 38}, "2352.26", "14.29"),
        ("0.01", FOUR_WEEKS, {"hours_per_week": 40}, "0.01", "0.00"),
    ],
)
def test_conversion(gross, kind, hours, monthly, hourly):
    record, schedule = wage(gross, **kind), working_hours(**hours)
    assert monthly_wage(record, schedule) == Decimal(monthly)
    assert hourly_wage(record, schedule) == Decimal(hourly)


def test_factor_may_exceed_one():
    hours = working_hours(hours_per_week=44, full_time_hours=40)
    assert monthly_wage(wage(2000, **MONTH, **FULL), hours) == Decimal("2200.00")


def test_one_third_loses_nothing():
    hours = working_hours(hours_per_week=12, full_time_hours=36)
    assert monthly_wage(wage(3000, **MONTH, **FULL), hours) == Decimal("1000.00")


@pytest.mark.parametrize("hours", [None, {}, {"hours_per_week": 0}])
def test_hourly_wage_without_hours_has_no_month(hours):
    schedule = None if hours is None else working_hours(**hours)
    assert monthly_wage(wage("14.40", **HOURLY), schedule) is None
    assert hourly_wage(wage("14.40", **HOURLY), schedule) == Decimal("14.40")


@pytest.mark.parametrize("hours_per_week", [None, 0])
def test_full_time_amount_with_zero_hours_has_an_hourly_wage_only(hours_per_week):
    schedule = working_hours(hours_per_week=hours_per_week, full_time_hours=40)
    record = wage(2600, **MONTH, **FULL)
    assert monthly_wage(record, schedule) is None
    assert hourly_wage(record, schedule) == Decimal("15.00")


@pytest.mark.parametrize(
    "schedule",
    [
        None,
        working_hours(hours_per_week=20),
        working_hours(hours_per_week=20, full_time_hours=0),
    ],
)
def test_full_time_amount_stays_without_full_time_hours(schedule):
    assert monthly_wage(wage(2400, **MONTH, **FULL), schedule) == Decimal("2400.00")


def test_part_time_amount_without_hours_has_no_hourly_wage():
    assert hourly_wage(wage(2400, **MONTH), working_hours()) is None


@pytest.mark.parametrize(
    "record",
    [
        None,
        wage(),
        wage(2400),
        wage(2400, type_key=7, period_type_key=1),
        wage(2400, type_key=1, period_type_key=9),
        wage(Decimal("NaN"), **MONTH),
    ],
)
def test_unknown_wage_is_none(record):
    hours = working_hours(**HALF)
    assert monthly_wage(record, hours) is None
    assert hourly_wage(record, hours) is None


@pytest.mark.parametrize(
    ("values", "period"),
    [
        ({"type_key": 2}, "hour"),
        ({"type": "Uurloon"}, "hour"),
        ({"type": "hourly"}, "hour"),
        ({"type": "Periodeloon", "period_type_key": 3}, "four_weeks"),
        ({"type_key": 1, "type": "hourly", "period_type_key": 4}, "week"),
        ({}, None),
    ],
)
def test_wage_period_takes_the_key_then_the_text(values, period):
    assert wage_period(wage(1, **values)) == period


def test_explanation_gives_the_facts():
    explained = wage_explanation(wage(2400, **MONTH, **FULL), working_hours(**HALF))
    assert explained == WageExplanation(
        gross=Decimal(2400),
        period="month",
        full_time=True,
        hours_per_week=Decimal(20),
        full_time_hours=Decimal(40),
        factor=Decimal("0.5"),
        monthly=Decimal("1200.00"),
        hourly=Decimal("13.85"),
    )


def test_explanation_has_no_factor_where_none_was_applied():
    assert wage_explanation(
        wage(15, **HOURLY, **FULL), working_hours(**HALF)
    ).factor is (None)


def test_explanation_without_wage_is_none():
    assert wage_explanation(None, working_hours(**HALF)) is None


def test_floats_do_not_leak_their_binary_form():
    schedule = working_hours()
    object.__setattr__(schedule, "hours_per_week", 7.6)
    assert monthly_wage(wage(10, **HOURLY), schedule) == Decimal("329.33")
