# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Periods, components, period data and the outcome of writing it."""

import dataclasses
import json
from datetime import date
from decimal import Decimal

import pytest
from fake_loket import EMPLOYMENT, Scene, message, page, single

from loket_connector import client as loket
from loket_connector.client import (
    LoketContractError,
    PeriodDataIdentity,
    PeriodDataRecord,
    wire,
)

PERIOD_ROW = {
    "id": 202601,
    "year": 2026,
    "periodNumber": 1,
    "startDate": "2026-01-01",
    "endDate": "2026-01-31",
    "hasApprovedPayrollRun": False,
    "testYear": False,
    "payrollPeriodType": {"key": 1, "value": "Maand"},
}


def test_period_is_read():
    (record,) = Scene(page([PERIOD_ROW])).client.get_payroll_periods("a1")
    assert dataclasses.astuple(record) == (
        *(202601, 2026, 1, date(2026, 1, 1), date(2026, 1, 31), False, False),
    )


@pytest.mark.parametrize("key", sorted(set(PERIOD_ROW) - {"payrollPeriodType"}))
def test_period_without_a_value_is_refused(key):
    scene = Scene(page([{**PERIOD_ROW, key: None}]))
    with pytest.raises(LoketContractError, match=f"payrollPeriod.{key}"):
        scene.client.get_payroll_periods("a1")


@pytest.mark.parametrize(
    ("key", "period_type"),
    [(1, "month"), (3, "four_weeks"), (4, "week"), (2, None), (None, None)],
)
def test_period_type_of_an_administration(key, period_type):
    row = {"id": "a1", "name": "Horeca", "payrollPeriodType": {"key": key}}
    (record,) = Scene(page([row])).client.iter_payroll_administrations("e1")
    assert record.period_type == period_type


def test_run_without_status_is_refused():
    row = {"id": "r1", "payrollPeriod": {"year": 2026, "periodNumber": 1}}
    with pytest.raises(LoketContractError, match="payrollRunStatus.key"):
        list(Scene(page([row])).client.iter_payroll_runs("a1"))


PERIOD_DATA_ROW = {
    "employment": {"id": "m1", "payrollId": 7},
    "employee": {"employeeNumber": 12, "formattedName": "Berg, W. van de"},
    "payrollPeriod": {"year": 2026, "periodNumber": 1},
    "shift": {"shiftNumber": 1},
    "payslipType": {"key": 2},
    "distributionUnit": {"key": "u1", "code": 1},
    "costCenter": {"key": 5, "code": "5"},
    "costUnit": None,
    "payrollComponents": [
        {"payrollComponent": {"key": 101}, "value": 8.25, "isSupplement": None},
        {"payrollComponent": {"key": 102}, "value": None, "isSupplement": True},
    ],
}


def test_period_data_is_read():
    record = PeriodDataRecord.from_json(
        wire.loads(json.dumps(PERIOD_DATA_ROW).encode())
    )
    assert (record.employment_id, record.employee_number) == ("m1", 12)
    assert (record.year, record.period_number) == (2026, 1)
    assert record.identity == PeriodDataIdentity(1, 2, "u1", 5, None)
    assert record.components == {
        101: loket.ComponentValue(Decimal("8.25"), None),
        102: loket.ComponentValue(None, True),
    }


def test_period_data_of_one_employment_gets_its_id():
    row = {k: v for k, v in PERIOD_DATA_ROW.items() if not k.startswith("employ")}
    (record,) = Scene(page([row])).client.get_period_data(EMPLOYMENT)
    assert (record.employment_id, record.employee_number) == (EMPLOYMENT, None)
    with pytest.raises(LoketContractError, match="employment.id"):
        PeriodDataRecord.from_json(row)


def test_identity_is_hashable_and_round():
    identity = PeriodDataIdentity(1, 2, "u1", None, 3)
    assert PeriodDataIdentity.from_json(identity.to_json()) == identity
    assert len({identity, PeriodDataIdentity(1, 2, "u1", None, 3)}) == 1
    assert identity.missing == ()


def test_identity_without_defaults_tells_what_is_missing():
    identity = PeriodDataIdentity.from_json({"shift": None, "payslipType": {"key": 2}})
    assert identity.missing == ("shift", "distribution_unit")
    assert identity.to_json() == {
        "payslipType": {"key": 2},
        "costCenter": None,
        "costUnit": None,
    }


@pytest.mark.parametrize("wrap", [single, lambda data: (200, data)])
def test_defaults_come_with_and_without_an_envelope(wrap):
    scene = Scene(wrap({**PERIOD_DATA_ROW, "payrollPeriod": None}))
    identity = scene.client.get_period_data_defaults(EMPLOYMENT)
    assert identity == PeriodDataIdentity(1, 2, "u1", 5, None)


OPTIONS = [
    {"field": "shift", "options": [{"shiftNumber": 1}]},
    {
        "field": "FlexibleHoursContract",
        "options": [{"key": 0, "value": "n.v.t."}, {"key": 3, "value": "0-uren"}],
    },
]


@pytest.mark.parametrize("wrap", [page, single, lambda data: (200, data)])
def test_options_come_with_and_without_an_envelope(wrap):
    options = Scene(wrap(OPTIONS)).client.get_flexible_contract_options(EMPLOYMENT)
    assert options == [loket.Option(0, "n.v.t."), loket.Option(3, "0-uren")]


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {},
        "x",
        [{"field": None}],
        [{"field": "flexibleHoursContract"}],
        [{"field": "flexibleHoursContract", "options": [{"value": "x"}]}],
        [{"field": "somethingElse", "options": []}],
    ],
)
def test_options_of_another_shape_are_refused(answer):
    with pytest.raises(LoketContractError):
        Scene((200, answer)).client.get_flexible_contract_options(EMPLOYMENT)


# The outcome of a collective write


def write(employment_id=EMPLOYMENT):
    identity = PeriodDataIdentity(1, 2, "u1", None, None)
    return loket.PeriodDataWrite(employment_id, 2026, 1, identity, {101: Decimal(8)})


def outcome(answer, *records):
    return Scene(answer).client.patch_period_data("e1", records or [write()])


@pytest.mark.parametrize(
    "answer", [(200,), (200, b" \r\n"), (204,), single(None), single({}), page([])]
)
def test_success_without_messages_has_no_failures(answer):
    assert outcome(answer) == loket.PatchOutcome({}, {}, ())


def test_messages_are_told_apart_by_employment():
    other = "44444444-4444-4444-8444-44444444444A"
    answer = single(
        None,
        [
            message("Hours too high", identifier=EMPLOYMENT.upper()),
            message("And too late", "NotFound", EMPLOYMENT),
            message("Unusual", "Warning", other),
            message("General", "warning"),
            message("Whose?"),
        ],
    )
    found = outcome(answer, write(), write(other))
    assert found.failures == {EMPLOYMENT: ("Hours too high", "And too late")}
    assert found.warnings == {other.lower(): ("Unusual",), None: ("General",)}
    assert found.unassigned == ("Whose?",)


def test_nothing_to_write_asks_nothing():
    scene = Scene()
    assert scene.client.patch_period_data("e1", []).failures == {}
    assert scene.requests == []


def test_termination_that_is_refused_with_success_is_a_refusal():
    answer = single({}, [message("Has an absence"), message("Odd", "Warning")])
    termination = loket.Termination(date(2026, 1, 31), 20)
    with pytest.raises(loket.LoketRejectedError) as caught:
        Scene(answer).client.terminate(EMPLOYMENT, termination)
    assert len(caught.value.messages) == 2
    answer = single({}, [message("Odd", "Warning")])
    (warning,) = Scene(answer).client.terminate(EMPLOYMENT, termination)
    assert warning.description == "Odd"
