# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The import file and the cutting of requests, without Odoo."""

from decimal import Decimal

from loket_connector_hr_timesheet.mappers.batches import (
    batches,
    by_employment,
    halves,
)
from loket_connector_hr_timesheet.mappers.import_file import import_file


def test_file_is_in_loket_layout():
    text = import_file(
        20012,
        {
            (7, 1): {1: Decimal("152.50"), 512: Decimal("3")},
            (3, 2): {1: Decimal("8")},
        },
    )
    assert text == (
        "aanslnr;persnr;ploeg;1;512\r\n20012;3;2;8;\r\n20012;7;1;152,5;3\r\n"
    )


def test_removed_value_is_written_as_zero():
    assert import_file(1, {(3, 1): {1: None}}).splitlines()[1] == "1;3;1;0"


def test_whole_hundreds_keep_their_zeros():
    assert import_file(1, {(3, 1): {1: Decimal("100")}}).endswith(";100\r\n")


def test_negative_amount_keeps_its_sign():
    assert import_file(1, {(3, 1): {310: Decimal("-12.35")}}).endswith(";-12,35\r\n")


def test_file_without_values_has_a_header():
    assert import_file(1, {}) == "aanslnr;persnr;ploeg\r\n"


def test_batches_keep_the_order_and_the_rest():
    assert list(batches(range(5), 2)) == [[0, 1], [2, 3], [4]]


def test_lines_of_one_employment_stay_together():
    groups = by_employment(["a1", "b1", "a2"], lambda line: line[0])
    assert groups == {"a": ["a1", "a2"], "b": ["b1"]}


def test_halves_of_an_odd_number_lose_nobody():
    assert halves([1, 2, 3]) == ([1], [2, 3])
