# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Paging, filter and order of the sandbox's lists."""

import pytest
from sandbox_client import messages

NUMBERS = "/lastmodifiedversionnumbers"


def numbers(loket, **query):
    path = loket.of_employer("/employees")
    return [row["employeeNumber"] for row in loket.rows(path, **query)]


def last_names(loket, text):
    rows = loket.rows(loket.of_employer("/employees"), filter=text)
    return [row["personalDetails"]["lastName"] for row in rows]


def test_page_size_defaults_to_250(loket):
    answer = loket.get(loket.of_employer("/employees")).json()
    assert (answer["pageSize"], answer["currentPage"]) == (250, 1)


def test_pages_hold_all_rows_once(loket):
    pages = [numbers(loket, pageSize=5, pageNumber=page) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [5, 5, 3]
    assert sorted(sum(pages, [])) == list(range(1, 14))


def test_envelope_counts_pages(loket):
    answer = loket.get(loket.of_employer("/employees"), pageSize=5).json()
    assert (answer["totalSize"], answer["totalPages"]) == (13, 3)


def test_page_after_the_last_is_empty(loket):
    assert numbers(loket, pageSize=5, pageNumber=4) == []


def test_large_page_size_is_accepted(loket):
    assert len(numbers(loket, pageSize=100_000)) == 13


def test_envelope_counts_after_the_filter(loket):
    path = loket.of_employer("/employees")
    answer = loket.get(path, filter="employeeNumber le 3", pageSize=2).json()
    assert (answer["totalSize"], answer["totalPages"]) == (3, 2)


@pytest.mark.parametrize("name", ["pageNumber", "pageSize"])
@pytest.mark.parametrize("value", ["0", "-1", "x", "1.5"])
def test_wrong_page_is_refused(loket, name, value):
    answer = loket.get(loket.of_employer("/employees"), **{name: value})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("employeeNumber eq 3", [3]),
        ("employeeNumber ne 3", [1, 2, *range(4, 14)]),
        ("employeeNumber gt 11", [12, 13]),
        ("employeeNumber ge 12", [12, 13]),
        ("employeeNumber lt 3", [1, 2]),
        ("employeeNumber le 2", [1, 2]),
        ("employeeNumber eq '3'", [3]),
        ("EMPLOYEENUMBER Eq 3", [3]),
        ("personalDetails.firstName eq 'sanne'", [3]),
        ("personaldetails.FIRSTNAME lk 'ANN'", [3]),
        ("personalDetails.prefix eq 'van de'", [1]),
        ("personalDetails.lastName eq 'yıldız'", [4]),
        ("employeeNumber ge 2 and employeeNumber le 4", [2, 3, 4]),
        ("employeeNumber eq 1 or employeeNumber eq 5", [1, 5]),
        (
            "employeeNumber eq 1 or employeeNumber gt 3 and employeeNumber lt 6",
            [1, 4, 5],
        ),
        ("employeeNumber lt 3 and exclusionFromAbsenceStatus eq false", [1, 2]),
        ("deviatingPostalAddress eq null", list(range(1, 14))),
    ],
)
def test_filter_selects(loket, text, expected):
    assert numbers(loket, filter=text) == expected


def test_filter_compares_dates(loket):
    rows = loket.people(filter="endDate lt '2026-03-12'")
    assert {row["endDate"] < "2026-03-12" for row in rows} == {True}
    everything = loket.people()
    ended = [row for row in everything if (row["endDate"] or "9") < "2026-03-12"]
    assert len(rows) == len(ended) == 2


def test_filter_on_null_finds_the_open_ends(loket):
    rows = loket.people(filter="enddate eq null")
    assert {row["endDate"] for row in rows} == {None}
    assert len(rows) == 12


def test_filter_reads_a_doubled_quote(sandbox, loket):
    employee = loket.person(1)["employee"]["id"]
    sandbox.admin.set_employee(employee, "personalDetails.lastName", "O'Neill")
    assert last_names(loket, "personalDetails.lastName eq 'O''Neill'") == ["O'Neill"]


@pytest.mark.parametrize(
    "text",
    [
        "nothing eq 1",
        "version gt 5",
        "employeeNumber",
        "employeeNumber eq",
        "employeeNumber is 3",
        "employeeNumber eq three",
        "employeeNumber eq 'three'",
        "employeeNumber eq 3 xor employeeNumber eq 4",
        "employeeNumber eq 3 and",
        "employeeNumber eq 3 employeeNumber eq 4",
        "(employeeNumber eq 3)",
        "personalDetails.firstName eq 'open",
    ],
)
def test_wrong_filter_is_refused(loket, text):
    answer = loket.get(loket.of_employer("/employees"), filter=text)
    assert answer.status_code == 400
    assert messages(answer)[0].startswith("filter:")


def test_order_by_a_field(loket):
    assert numbers(loket, orderBy="-employeeNumber")[:3] == [13, 12, 11]


def test_order_by_two_fields(loket):
    path = loket.of_employer("/employees")
    order = "personalDetails.lastName,-employeeNumber"
    names = [
        (row["personalDetails"]["lastName"].lower(), -row["employeeNumber"])
        for row in loket.rows(path, orderBy=order)
    ]
    assert names == sorted(names)


def test_order_puts_null_first(loket):
    rows = loket.people(orderBy="endDate")
    assert rows[0]["endDate"] is None
    assert rows[-1]["endDate"] is not None


@pytest.mark.parametrize("order", ["nothing", "employeeNumber,", "employee number"])
def test_wrong_order_is_refused(loket, order):
    answer = loket.get(loket.of_employer("/employees"), orderBy=order)
    assert answer.status_code == 400


def test_highest_version_number_in_one_call(loket):
    path = "/providers/employers" + NUMBERS
    rows = loket.rows(path, orderBy="-lastModifiedVersionNumber", pageSize=1)
    highest = max(row["lastModifiedVersionNumber"] for row in loket.rows(path))
    assert rows[0]["lastModifiedVersionNumber"] == highest
