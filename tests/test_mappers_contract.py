# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import pytest
from mapper_records import employment, working_hours

from loket_connector.mappers.contract import (
    contract_kind,
    contract_type,
    default_kind,
)

KINDS = {1: "zero_hours", 2: "min_hours", 5: "fixed"}


@pytest.mark.parametrize(
    ("key", "text", "kind"),
    [
        (0, "n.v.t.", "fixed"),
        (0, None, "fixed"),
        (4, "n.v.t.", "fixed"),
        (4, "NVT", "fixed"),
        (1, "0-uren contract", "zero_hours"),
        (1, "0 uren", "zero_hours"),
        (1, "0-urencontract", "zero_hours"),
        (1, "Nulurencontract", "zero_hours"),
        (1, "Zero hours contract", "zero_hours"),
        (1, "0 hours", "zero_hours"),
        (2, "Minimum uren contract", "min_hours"),
        (2, "Min-max contract", "min_hours"),
        (2, "minmax", "min_hours"),
        (2, "Minimal hours", "min_hours"),
        (3, "10-uren contract", None),
        (3, "1.0 uren", None),
        (3, "Administratief", None),
        (3, "Annulering", None),
        (3, "Ministerie", None),
        (3, "", None),
        (3, None, None),
        (None, None, None),
    ],
)
def test_default_kind_proposes_from_the_words(key, text, kind):
    assert default_kind(key, text) == kind


@pytest.mark.parametrize(
    ("key", "text", "hours", "on_call", "kind"),
    [
        (None, None, 40, False, "fixed"),
        (0, "n.v.t.", 40, False, "fixed"),
        (None, None, None, False, "fixed"),
        (1, "whatever", 12, False, "zero_hours"),
        (2, "whatever", None, True, "min_hours"),
        (5, "0-uren", None, True, "fixed"),
        (0, None, None, True, "zero_hours"),
        (None, None, 0, True, "zero_hours"),
        (None, None, 8, True, "min_hours"),
        (None, None, None, None, "fixed"),
        # Not in the table: the words, else the hours.
        (8, "0-uren contract", 10, False, "zero_hours"),
        (8, "n.v.t.", 10, False, "fixed"),
        (8, "n.v.t.", 10, True, "min_hours"),
        (8, "Onbekend", 10, False, "min_hours"),
        (8, "Onbekend", None, False, "zero_hours"),
    ],
)
def test_contract_kind(key, text, hours, on_call, kind):
    record = working_hours(flexible_key=key, flexible=text, hours_per_week=hours)
    assert contract_kind(record, on_call, KINDS) == kind


@pytest.mark.parametrize(("on_call", "kind"), [(True, "zero_hours"), (False, "fixed")])
def test_contract_kind_without_working_hours(on_call, kind):
    assert contract_kind(None, on_call, KINDS) == kind


def test_contract_kind_ignores_a_kind_it_does_not_know():
    record = working_hours(flexible_key=1, hours_per_week=8)
    assert contract_kind(record, False, {1: "sometimes"}) == "min_hours"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"duration_type_key": 1}, "indefinite"),
        ({"duration_type_key": 2}, "definite"),
        (
            {"duration_type": "Contract of indefinite duration"},
            "indefinite",
        ),
        ({"duration_type": "Onbepaalde tijd"}, "indefinite"),
        ({"duration_type": "Bepaalde tijd"}, "definite"),
        ({"duration_type": "Contract of definite duration"}, "definite"),
        ({"duration_type_key": 1, "duration_type": "Bepaalde tijd"}, "definite"),
        ({"duration_type_key": 1, "is_on_call": True}, "on_call"),
        ({"commission_until": "2026-12-31"}, "definite"),
        ({}, "indefinite"),
    ],
)
def test_contract_type(values, expected):
    assert contract_type(employment(**values)) == expected
