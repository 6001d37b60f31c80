# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

import pytest
from mapper_records import day, employment, hours, pay, unit

from loket_connector.mappers.terms import Term, needs_history, present_term

TODAY = date(2026, 3, 1)


def row(start="2020-01-01", end=None, parts=None, **values):
    a, x, o = parts or (
        hours("a", "2024-01-01"),
        pay("x", "2025-01-01"),
        unit("o", "2023-01-01"),
    )
    return employment(
        start_date=start,
        end_date=end,
        working_hours=a,
        wage=x,
        organization=o,
        **values,
    )


def test_present_term_starts_at_the_latest_start():
    record = row()
    assert present_term(record, TODAY) == Term(
        date(2025, 1, 1),
        None,
        record.working_hours,
        record.wage,
        record.organization,
    )


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (row(start="2025-06-01"), ("2025-06-01", None)),
        (row(end="2026-12-31"), ("2025-01-01", "2026-12-31")),
        (
            row(parts=(hours("a", "2024-01-01", "2026-06-30"), None, None)),
            ("2024-01-01", "2026-06-30"),
        ),
        (row(parts=(None, None, unit("o", None))), ("2020-01-01", None)),
        (row(start=None, parts=(None, None, unit("o", None))), ("2026-03-01", None)),
        # Starts in the future: the records are those of its first day.
        (
            row(start="2026-05-01", parts=(hours("a", "2026-05-01"), None, None)),
            ("2026-05-01", None),
        ),
        # Ended: the records are those of its last day.
        (
            row(end="2025-12-31", parts=(hours("a", "2024-01-01", "2025-12-31"),) * 3),
            ("2024-01-01", "2025-12-31"),
        ),
        # Never took place.
        (row(start="2024-01-01", end="2023-12-31"), ("2025-01-01", None)),
    ],
)
def test_present_term_dates(record, expected):
    term = present_term(record, TODAY)
    assert (term.date_start, term.date_end) == (day(expected[0]), day(expected[1]))


def test_present_term_leaves_out_what_is_over():
    record = row(
        parts=(hours("a", "2024-01-01"), pay("x", "2024-01-01", "2025-01-31"), None)
    )
    term = present_term(record, TODAY)
    assert term.wage is None
    assert (term.date_start, term.date_end) == (date(2024, 1, 1), None)


@pytest.mark.parametrize(
    ("record", "open_from", "known", "expected"),
    [
        # Began long ago, nothing follows.
        (row(), "2026-01-01", None, False),
        (row(), "2026-01-01", "2025-01-01", False),
        # A successor.
        (
            row(parts=(hours("a", "2024-01-01", "2026-06-30"), None, None)),
            "2026-01-01",
            "2024-01-01",
            True,
        ),
        # The end of the employment is no successor.
        (
            row(
                end="2026-06-30",
                parts=(hours("a", "2024-01-01", "2026-06-30"), None, None),
            ),
            "2026-01-01",
            "2024-01-01",
            False,
        ),
        # Began within the open time, with something before it.
        (row(), "2024-07-01", None, True),
        (row(), "2025-01-01", None, False),
        (row(), "2024-12-31", None, True),
        # Began within the open time together with the employment.
        (row(start="2025-01-01"), "2024-07-01", None, False),
        # Another start than the one stored.
        (row(), "2026-01-01", "2024-01-01", True),
        (row(), "2026-01-01", "2025-02-01", True),
        # A part ended in between, which the stored start already reflects.
        (
            row(parts=(hours("a", "2024-01-01"), None, unit("o", "2023-01-01"))),
            "2026-01-01",
            "2025-02-01",
            False,
        ),
        (
            row(parts=(hours("a", "2024-01-01"), None, unit("o", "2023-01-01"))),
            "2026-01-01",
            "2023-01-01",
            True,
        ),
    ],
)
def test_needs_history(record, open_from, known, expected):
    assert needs_history(record, TODAY, day(open_from), day(known)) is expected
