# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import pytest
from mapper_records import day, hours, pay, unit

from loket_connector.mappers.terms import merge_chains


def rows(terms):
    """Show terms as (start, end, ids), readable in a failing test."""
    return [
        (
            term.date_start.isoformat(),
            term.date_end.isoformat() if term.date_end else None,
            "".join(
                part.id if part else "-"
                for part in (term.working_hours, term.wage, term.organization)
            ),
        )
        for term in terms
    ]


H = [hours("a", "2024-01-01", "2024-12-31"), hours("b", "2025-01-01")]


@pytest.mark.parametrize(
    ("start", "end", "chains", "expected"),
    [
        ("2024-01-01", None, ([], [], []), [("2024-01-01", None, "---")]),
        ("2024-01-01", None, (None, None, None), [("2024-01-01", None, "---")]),
        (
            "2024-01-01",
            None,
            (H, [], []),
            [("2024-01-01", "2024-12-31", "a--"), ("2025-01-01", None, "b--")],
        ),
        # Two chains that change on the same day make one boundary.
        (
            "2024-01-01",
            None,
            (
                H,
                [pay("x", "2024-01-01", "2024-12-31"), pay("y", "2025-01-01")],
                [unit("o", "2024-01-01")],
            ),
            [("2024-01-01", "2024-12-31", "axo"), ("2025-01-01", None, "byo")],
        ),
        # A broken chain: nothing known in between.
        (
            "2024-01-01",
            "2024-12-31",
            (
                [],
                [pay("x", "2024-01-01", "2024-03-31"), pay("y", "2024-05-01")],
                [],
            ),
            [
                ("2024-01-01", "2024-03-31", "-x-"),
                ("2024-04-01", "2024-04-30", "---"),
                ("2024-05-01", "2024-12-31", "-y-"),
            ],
        ),
        # Overlap: the later start wins, also over a longer one around it.
        (
            "2024-01-01",
            None,
            (
                [hours("a", "2024-01-01"), hours("b", "2024-02-01", "2024-02-29")],
                [],
                [],
            ),
            [
                ("2024-01-01", "2024-01-31", "a--"),
                ("2024-02-01", "2024-02-29", "b--"),
                ("2024-03-01", None, "a--"),
            ],
        ),
        # A boundary that changes nothing: the overlapped record's end.
        (
            "2024-01-01",
            None,
            (
                [hours("a", "2024-01-01", "2024-03-31"), hours("b", "2024-02-01")],
                [],
                [],
            ),
            [("2024-01-01", "2024-01-31", "a--"), ("2024-02-01", None, "b--")],
        ),
        # Chains that begin before and end after the employment are cut.
        (
            "2024-06-01",
            "2025-06-30",
            (H, [], []),
            [
                ("2024-06-01", "2024-12-31", "a--"),
                ("2025-01-01", "2025-06-30", "b--"),
            ],
        ),
        (
            "2024-01-01",
            None,
            ([hours("a", "2024-02-01")], [], []),
            [("2024-01-01", "2024-01-31", "---"), ("2024-02-01", None, "a--")],
        ),
        # A change on the last day, and one the day after it.
        (
            "2024-01-01",
            "2025-01-01",
            (H, [], []),
            [("2024-01-01", "2024-12-31", "a--"), ("2025-01-01", "2025-01-01", "b--")],
        ),
        (
            "2024-01-01",
            "2024-12-31",
            (H, [], []),
            [("2024-01-01", "2024-12-31", "a--")],
        ),
        ("2024-01-02", "2024-01-01", (H, [], []), []),
        (None, None, ([], [], []), []),
        (
            None,
            None,
            (H, [], []),
            [("2024-01-01", "2024-12-31", "a--"), ("2025-01-01", None, "b--")],
        ),
        (
            "2024-01-01",
            None,
            ([hours("a", None)], [pay("x", None, "9999-12-31")], [None]),
            [("2024-01-01", None, "ax-")],
        ),
    ],
)
def test_merge_chains(start, end, chains, expected):
    assert rows(merge_chains(day(start), day(end), *chains)) == expected


def test_order_of_the_records_does_not_matter():
    assert merge_chains(day("2024-01-01"), None, H[::-1], [], []) == merge_chains(
        day("2024-01-01"), None, H, [], []
    )
