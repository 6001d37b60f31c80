# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From totals and what Loket holds to lines, without Odoo."""

from decimal import Decimal

import pytest

from loket_connector_hr_timesheet.mappers.amounts import (
    is_out_of_range,
    round_half_up,
)
from loket_connector_hr_timesheet.mappers.period_plan import (
    Identity,
    Remembered,
    Total,
    base_identities,
    own_splits,
    plan,
    settle,
    unexplained,
)

ANN, BOB = "ann", "bob"
FIRST = Identity(1, 1, "unit-a", None, None)
SECOND = Identity(1, 1, "unit-b", None, None)
HOURS, MEALS = 1, 512


def total(value, employment=ANN, component=HOURS, split="", **options):
    return Total(employment, component, split, Decimal(value), **options)


def sent(value, identity=FIRST, employment=ANN, component=HOURS, split=""):
    return Remembered(employment, identity, split, component, Decimal(value))


def pending(old, new, identity=FIRST):
    return Remembered(
        ANN,
        identity,
        "",
        HOURS,
        None if old is None else Decimal(old),
        True,
        None if new is None else Decimal(new),
    )


def holding(value, identity=FIRST, employment=ANN, component=HOURS):
    return {employment: {identity: {component: Decimal(value)}}}


def lines(totals, held=None, remembered=(), identities=None):
    return [
        (line.employment, line.component, line.value, line.held, line.state)
        for line in plan(totals, held or {}, remembered, identities or {ANN: FIRST})
    ]


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("0.125", 2, "0.13"),
        ("-0.125", 2, "-0.13"),
        ("0.124999", 2, "0.12"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("8", 2, "8.00"),
        # three times a third of an hour, as binary floats add up
        ("0.99999999999999", 2, "1.00"),
        ("1.00499999999999989", 2, "1.01"),
        ("-0.001", 2, "0.00"),
    ],
)
def test_rounding_is_half_up_once(value, decimals, expected):
    rounded = round_half_up(Decimal(value), decimals)
    assert str(rounded) == expected


@pytest.mark.parametrize(
    ("value", "is_hours", "expected"),
    [
        ("0", True, False),
        ("999.99", True, False),
        ("1000", True, True),
        ("-0.01", True, True),
        ("-0.01", False, False),
        ("100000000", False, False),
        ("100000000.01", False, True),
        ("-100000000.01", False, True),
    ],
)
def test_range_is_what_loket_accepts(value, is_hours, expected):
    assert is_out_of_range(Decimal(value), is_hours) is expected


def test_first_total_is_new():
    assert lines([total("8")]) == [(ANN, HOURS, Decimal(8), None, "new")]


def test_equal_total_is_unchanged():
    assert lines([total("8.00")], holding("8")) == [
        (ANN, HOURS, Decimal(8), Decimal(8), "unchanged")
    ]


def test_other_total_is_changed():
    assert lines([total("6")], holding("8"), [sent("8")]) == [
        (ANN, HOURS, Decimal(6), Decimal(8), "changed")
    ]


def test_vanished_component_is_removed():
    assert lines([], holding("8"), [sent("8")]) == [
        (ANN, HOURS, None, Decimal(8), "removed")
    ]


def test_zero_total_is_removed_not_sent_as_zero():
    assert lines([total("0.001")], holding("8"), [sent("8")]) == [
        (ANN, HOURS, None, Decimal(8), "removed")
    ]


def test_vanished_component_that_loket_lost_too_is_no_line():
    assert lines([], {}, [sent("8")]) == []


def test_value_typed_in_loket_is_never_removed():
    assert lines([], holding("8")) == []


def test_value_changed_in_loket_since_is_foreign():
    (line,) = plan([total("6")], holding("5"), [sent("8")], {ANN: FIRST})
    assert line.is_foreign


def test_value_changed_in_loket_to_ours_is_fine():
    (line,) = plan([total("5")], holding("5"), [sent("8")], {ANN: FIRST})
    assert (line.state, line.is_foreign) == ("unchanged", False)


def test_value_deleted_in_loket_since_is_foreign():
    (line,) = plan([total("8")], {}, [sent("8")], {ANN: FIRST})
    assert (line.state, line.is_foreign) == ("new", True)


def test_value_that_was_never_sent_is_simply_changed():
    (line,) = plan([total("6")], holding("5"), [], {ANN: FIRST})
    assert (line.state, line.is_foreign) == ("changed", False)


@pytest.mark.parametrize(
    ("old", "new", "held", "value"),
    [
        (None, "8", "8", "8"),
        (None, "8", None, None),
        ("6", "8", "8", "8"),
        ("6", "8", "6", "6"),
        # somebody else was there: what we knew stays, so that it asks
        ("6", "8", "7", "6"),
        (None, "8", "7", "8"),
        # a removal that arrived, and one that did not
        ("6", None, None, None),
        ("6", None, "6", "6"),
    ],
)
def test_call_without_answer_is_settled_by_reading(old, new, held, value):
    (row,) = settle([pending(old, new)], holding(held) if held else {})
    assert not row.is_pending
    assert row.value == (value and Decimal(value))


def test_remembered_identity_wins_over_a_changed_default():
    found = base_identities([sent("8", FIRST)], {}, {ANN: SECOND})
    assert found == {ANN: FIRST}


def test_only_record_in_loket_wins_over_the_default():
    found = base_identities([], holding("8", SECOND), {ANN: FIRST})
    assert found == {ANN: SECOND}


def test_default_is_used_when_loket_holds_several_records():
    held = {ANN: {FIRST: {}, SECOND: {}}}
    assert base_identities([], held, {ANN: SECOND}) == {ANN: SECOND}


def test_identity_of_a_cost_center_is_no_base_identity():
    split = sent("8", FIRST._replace(cost_center=7), split="7")
    assert base_identities([split], {}, {ANN: FIRST}) == {ANN: FIRST}


def test_record_of_a_cost_center_at_loket_is_no_base_identity():
    there = FIRST._replace(cost_center=7)
    found = base_identities(
        [sent("8", there, split="7")], holding("8", there), {ANN: FIRST}
    )
    assert found == {ANN: FIRST}


def test_record_without_components_of_ours_is_no_base_identity():
    """A bonus on another shift says nothing about the hours."""
    held = {ANN: {FIRST._replace(shift=2): {}}}
    assert base_identities([], held, {ANN: FIRST}) == {ANN: FIRST}


def test_refused_identity_gives_way_to_a_mended_default():
    refused = sent("8", FIRST)._replace(value=None)
    assert base_identities([refused], {}, {ANN: SECOND}) == {ANN: SECOND}


def test_total_of_loket_that_is_not_ours_is_unexplained():
    everything = {HOURS, MEALS}
    assert unexplained([sent("8")], holding("8"), everything) == set()
    assert unexplained([sent("8")], holding("9"), everything) == {ANN}
    assert unexplained([sent("8")], {}, everything) == {ANN}
    assert unexplained([], holding("8"), everything) == {ANN}
    # another component, and the same hours in another record
    assert unexplained([], holding("8"), {MEALS}) == set()
    assert unexplained([sent("8")], holding("8", SECOND), everything) == set()


def test_record_beside_ours_is_told():
    held = {ANN: {FIRST: {HOURS: Decimal(8)}, SECOND: {HOURS: Decimal(5)}}}
    (line,) = plan([total("8")], held, [sent("8")], {ANN: FIRST})
    assert line.beside == 5
    # the record that we are about to remove is ours
    found = plan([total("8")], held, [sent("8"), sent("5", SECOND)], {ANN: FIRST})
    assert [line.beside for line in found] == [0, 0]


def test_own_cost_center_is_no_split():
    totals = [total("3"), total("5", split="7"), total("1", split="8")]
    identities = {ANN: FIRST._replace(cost_center=7)}
    assert own_splits(totals, identities) == {(ANN, "7")}
    assert own_splits(totals, {ANN: FIRST}) == set()
    assert own_splits(totals, {}) == set()


def test_row_of_a_file_is_no_identity_for_the_api():
    """A venue that got access: Loket's own default tells its records apart."""
    of_file = FIRST._replace(distribution_unit="")
    assert base_identities([sent("8", of_file)], {}, {ANN: SECOND}) == {ANN: SECOND}


def test_totals_are_split_by_cost_center():
    found = plan([total("3"), total("5", split="7")], {}, [], {ANN: FIRST})
    assert [(line.identity.cost_center, line.value) for line in found] == [
        (None, Decimal(3)),
        (7, Decimal(5)),
    ]


def test_vanished_cost_center_is_removed():
    there = FIRST._replace(cost_center=7)
    held = {ANN: {there: {HOURS: Decimal(5)}}}
    (new, gone) = plan([total("5")], held, [sent("5", there, split="7")], {ANN: FIRST})
    assert (new.identity, new.state) == (FIRST, "new")
    assert (gone.identity, gone.state) == (there, "removed")


def test_incomplete_identity_is_a_problem():
    identity = Identity(None, 1, "unit-a", None, None)
    (line,) = plan([total("8")], {}, [], {ANN: identity})
    assert line.problem == "identity"


def test_missing_identity_is_a_problem():
    (line,) = plan([total("8", BOB)], {}, [], {ANN: FIRST})
    assert line.problem == "identity"


def test_hours_out_of_range_are_a_problem():
    (line,) = plan([total("1000")], {}, [], {ANN: FIRST})
    assert line.problem == "range"


def test_decimals_are_those_of_the_component():
    (line,) = plan([total("2.45", decimals=1)], {}, [], {ANN: FIRST})
    assert line.value == Decimal("2.5")
