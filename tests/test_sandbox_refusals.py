# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What Loket would refuse of payroll period data, the sandbox refuses too."""

import pytest
from sandbox_client import messages, of_employment, period_data

PATH = "/payrollperioddata"


@pytest.fixture
def row(loket):
    return loket.person(1)


def refused(loket, row, record=None, **changed):
    """Send a record that must be refused; returns the texts of the messages."""
    record = {**(record or period_data(loket, row)), **changed}
    answer = loket.patch(of_employment(row, PATH), record)
    assert answer.status_code == 400
    assert answer.json()["messages"][0]["type"] == "BrokenBusinessRule"
    assert loket.rows(of_employment(row, PATH)) == []
    return messages(answer)


@pytest.mark.parametrize("value", [-0.01, -1, 1000, 1000.5])
@pytest.mark.parametrize("number", [1, 21])
def test_hours_out_of_range(loket, row, number, value):
    record = period_data(loket, row, components={number: value})
    assert "hours" in refused(loket, row, record)[0]


@pytest.mark.parametrize("value", [0, 999.99])
def test_hours_at_the_edge(loket, row, value):
    record = period_data(loket, row, components={1: value})
    assert loket.patch(of_employment(row, PATH), record).status_code == 200


@pytest.mark.parametrize("value", [100_000_000.01, -100_000_000.01])
def test_amount_out_of_range(loket, row, value):
    record = period_data(loket, row, components={310: value})
    assert "amounts" in refused(loket, row, record)[0]


@pytest.mark.parametrize("value", [100_000_000, -100_000_000, 1000, -0.5])
def test_amount_at_the_edge(loket, row, value):
    record = period_data(loket, row, components={310: value})
    assert loket.patch(of_employment(row, PATH), record).status_code == 200


def test_unknown_component(loket, row):
    record = period_data(loket, row, components={777: 1})
    assert "777" in refused(loket, row, record)[0]


def test_component_of_another_year(loket):
    row = loket.person(10, loket.other_employer)
    record = period_data(loket, row, (2025, 12), {22: 1})
    loket.sandbox.admin.set_payroll_run(
        row["payrollAdministration"]["id"], 202512, None
    )
    assert "22" in refused(loket, row, record)[0]


def test_component_of_another_administration(loket):
    row = loket.person(1, loket.other_employer)
    assert "315" in refused(loket, row, period_data(loket, row, components={315: 1}))[0]


def test_component_twice(loket, row):
    record = period_data(loket, row)
    record["payrollComponents"] *= 2
    assert "more than once" in refused(loket, row, record)[0]


def test_component_without_value(loket, row):
    record = period_data(loket, row)
    del record["payrollComponents"][0]["value"]
    assert "value is required" in refused(loket, row, record)[0]


def test_supplement_where_it_cannot_be(loket, row):
    record = period_data(loket, row, components={4: 1})
    record["payrollComponents"][0]["isSupplement"] = True
    assert "supplement" in refused(loket, row, record)[0]


def test_approved_period(loket, row):
    record = period_data(loket, row, (2026, 2))
    assert "approved" in refused(loket, row, record)[0]


def test_period_is_open_again_when_the_run_is_removed(sandbox, loket, row):
    admin_id = row["payrollAdministration"]["id"]
    sandbox.admin.set_payroll_run(admin_id, 202602, 5)
    record = period_data(loket, row, (2026, 2))
    assert loket.patch(of_employment(row, PATH), record).status_code == 200


@pytest.mark.parametrize("period", [(2026, 13), (2031, 1)])
def test_period_that_does_not_exist(loket, row, period):
    assert "does not exist" in refused(loket, row, period_data(loket, row, period))[0]


def test_period_before_the_employment(loket):
    row = loket.person(12)
    assert "not active" in refused(loket, row, period_data(loket, row))[0]


def test_period_after_the_employment(loket):
    row = loket.person(3, loket.other_employer)
    record = period_data(loket, row, (2026, 4))
    assert "not active" in refused(loket, row, record)[0]


def test_employment_outside_payroll(loket):
    row = loket.person(6, loket.other_employer)
    record = period_data(loket, loket.person(5, loket.other_employer))
    assert "payroll administration" in refused(loket, row, record)[0]


@pytest.mark.parametrize(
    "name", ["payrollPeriod", "shift", "payslipType", "distributionUnit"]
)
def test_part_of_the_identity_missing(loket, row, name):
    record = period_data(loket, row)
    del record[name]
    assert refused(loket, row, record) == [f"{name} is required"]


@pytest.mark.parametrize(
    "name", ["payrollPeriod", "shift", "payslipType", "distributionUnit"]
)
def test_part_of_the_identity_null(loket, row, name):
    assert refused(loket, row, **{name: None}) == [f"{name} cannot be null"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("shift", {"shiftNumber": 5}),
        ("payslipType", {"key": 9}),
        ("distributionUnit", {"key": "00000000-0000-4000-8000-000000000000"}),
        ("costCenter", {"key": 99}),
        ("costUnit", {"key": 99}),
    ],
)
def test_part_of_the_identity_unknown(loket, row, name, value):
    assert refused(loket, row, **{name: value}) == [f"{name} has an invalid value"]


def test_components_missing(loket, row):
    record = period_data(loket, row)
    del record["payrollComponents"]
    assert refused(loket, row, record) == ["payrollComponents is required"]


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("comment", "x", "comment is an unknown property"),
        ("id", "00000000-0000-4000-8000-000000000000", "id is read-only"),
        (
            "shift",
            {"shiftNumber": 1, "fullTimeHoursPerWeek": 40},
            "shift.fullTimeHoursPerWeek is read-only",
        ),
        ("payslipType", {"key": "1"}, "payslipType.key must be of type integer"),
        ("payslipType", {"key": True}, "payslipType.key must be of type integer"),
        ("payrollComponents", {}, "payrollComponents must be of type array"),
        ("payslipText", "", "payslipText has an invalid length"),
        ("payslipText", "x" * 26, "payslipText has an invalid length"),
        (
            "payrollPeriod",
            {"year": 2026, "periodNumber": 54},
            "payrollPeriod.periodNumber is out of range",
        ),
        ("distributionUnit", {"key": "1"}, "distributionUnit.key is no uuid"),
    ],
)
def test_body_that_breaks_the_contract(loket, row, name, value, text):
    assert refused(loket, row, **{name: value}) == [text]


@pytest.mark.parametrize("value", ["8", True])
def test_value_that_is_no_number(loket, row, value):
    record = period_data(loket, row, components={1: value})
    assert "must be of type number" in refused(loket, row, record)[0]
