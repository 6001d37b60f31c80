# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Numbers, dates and times between JSON and Python."""

import json
import random
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from loket_connector.client import LoketContractError, fields, wire


def test_numbers_survive_the_way_there_and_back():
    source = random.Random(7)
    for _index in range(2000):
        value = Decimal(source.randint(-(10**11), 10**11)).scaleb(-source.randint(0, 6))
        assert wire.loads(wire.dumps({"value": [value]}))["value"] == [value]


def test_encoding_equals_that_of_the_standard_library():
    value = {"a": [1, True, None, 'é"\\\n', {}], "b": [], "c": {"d": {"e": -5}}}
    assert json.loads(wire.dumps(value)) == value
    assert wire.dumps({"day": date(2026, 1, 31)}) == b'{"day":"2026-01-31"}'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, None),
        ("2026-01-31T08:15:00", datetime(2026, 1, 31, 8, 15)),  # noqa: DTZ001
        (
            "2026-01-31T08:15:00.1234567",
            datetime(2026, 1, 31, 8, 15, 0, 123456),  # noqa: DTZ001
        ),
        (
            "2026-01-31T08:15:00.5Z",
            datetime(2026, 1, 31, 8, 15, 0, 500000, timezone.utc),
        ),
        (
            "2026-01-31T08:15:00+01:00",
            datetime(2026, 1, 31, 8, 15, tzinfo=timezone(timedelta(hours=1))),
        ),
    ],
)
def test_moments_are_read(text, expected):
    assert fields.moment({"at": text}, "at", "run") == expected


@pytest.mark.parametrize("text", ["2026-01-31", "2026-02-31T00:00:00", 5, ""])
def test_impossible_moments_are_refused(text):
    with pytest.raises(LoketContractError, match="run.at"):
        fields.moment({"at": text}, "at", "run")


def test_number_of_any_size_has_a_fingerprint():
    digests = {
        wire.fingerprint(wire.loads(text))
        for text in (b"1e999999", b"1e-999999", b"36.0", b"36.5", b"1e17", b"1e30")
    }
    assert len(digests) == 6
    assert wire.fingerprint(wire.loads(b"36.00")) == wire.fingerprint(36)


@pytest.mark.parametrize(
    "text", [b"1e9999999999999999999", b"Infinity", b"-Infinity", b"{", b"\xff", b""]
)
def test_what_is_not_json_is_refused(text):
    with pytest.raises(ValueError, match="."):
        wire.loads(text)
