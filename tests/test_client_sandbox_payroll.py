# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Payroll through the client, against a server that holds it to Loket's contract."""

import json
from datetime import date
from decimal import Decimal

import pytest
from client_session import TODAY, open_server, open_session

from loket_connector.client import (
    LoketRejectedError,
    LoketUnknownOutcomeError,
    PeriodDataWrite,
    Termination,
)

pytest.importorskip("openapi_schema_validator")


@pytest.fixture(scope="module")
def server():
    with open_server() as sandbox:
        yield sandbox


@pytest.fixture
def loket(server):
    with open_session(server) as session:
        yield session


def test_administrations_periods_and_runs(loket):
    types = {
        administration.period_type
        for employer in (loket.first, loket.second)
        for administration in loket.client.iter_payroll_administrations(employer)
    }
    assert types == {"month", "four_weeks"}
    periods = loket.client.get_payroll_periods(loket.administration_id)
    present = next(p for p in periods if p.start_date <= TODAY <= p.end_date)
    assert present.id == loket.administration["currentPeriodId"]
    assert not present.has_approved_run
    runs = list(loket.client.iter_payroll_runs(loket.administration_id))
    approved = {(run.year, run.period_number) for run in runs if run.status == 9}
    assert approved == {(p.year, p.number) for p in periods if p.has_approved_run}
    assert all(run.requested_at for run in runs)


def test_components_of_a_year(loket):
    components = loket.client.get_payroll_components(loket.administration_id, 2026)
    known = {component.key: component for component in components}
    assert known[1].category == "Uren"
    assert known[1].can_be_supplemented
    assert not known[4].can_be_supplemented
    assert {component.direction for component in components} > {None}
    last_year = loket.client.get_payroll_components(loket.administration_id, 2025)
    assert {component.key for component in last_year} == set(known) - {22}


def test_announced_end_of_a_version(loket):
    loket.admin.set_obsolete("GetDepartmentsByEmployerId", "2027-01-31")
    list(loket.client.iter_departments(loket.first))
    path = "/providers/employers/{employer}/departments"
    assert loket.client.obsolete == {path: date(2027, 1, 31)}


def record_for(loket, employment_id, components, identity=None):
    identity = identity or loket.client.get_period_data_defaults(employment_id)
    return PeriodDataWrite(employment_id, 2026, 3, identity, components)


def test_period_data_is_written_and_read_back(loket):
    employments = loket.payrolled[:3]
    assert len(employments) == 3
    records = [
        record_for(loket, row.id, {1: Decimal("120.25"), 20: Decimal(0)})
        for row in employments
    ]
    assert any(record.identity.cost_center for record in records)
    for _time in range(2):  # twice is harmless
        outcome = loket.client.patch_period_data(loket.first, records)
        assert (outcome.failures, outcome.warnings) == ({}, {})
        assert outcome.unassigned == ()
    for record in records:
        (stored,) = loket.client.get_period_data(record.employment_id)
        assert stored.identity == record.identity
        assert (stored.year, stored.period_number) == (2026, 3)
        values = {key: item.value for key, item in stored.components.items()}
        assert values == record.components
    options = loket.client.get_period_data_options(loket.administration_id)
    (hours,) = (option for option in options.categories if option.value == "Uren")
    listed = loket.client.iter_administration_period_data(
        loket.administration_id,
        loket.administration["currentPeriodId"],
        options.payslip_types[0].key,
        hours.key,
    )
    found = {row.employment_id: row for row in listed}
    for row, record in zip(employments, records, strict=True):
        assert found[row.id].components[1].value == Decimal("120.25")
        assert found[row.id].employee_number == row.employee.number
        assert found[row.id].identity == record.identity
    (query, *_rest) = loket.queries("/payrollperioddata")[-1:]
    assert query["payslipType"] == str(options.payslip_types[0].key)
    assert query["payrollComponentCategory"] == str(hours.key)


def test_component_without_a_value_is_deleted(loket):
    employment_id = loket.payrolled[0].id
    for components in ({1: Decimal(8), 5: Decimal(4)}, {5: None}):
        record = record_for(loket, employment_id, components)
        loket.client.patch_period_data(loket.first, [record])
    (stored,) = loket.client.get_period_data(employment_id)
    assert set(stored.components) == {1}


def test_supplement_is_sent_when_asked_for(loket):
    employment_id = loket.payrolled[0].id
    record = record_for(loket, employment_id, {1: Decimal(8)})
    record = PeriodDataWrite(
        employment_id, 2026, 3, record.identity, record.components, {1: True}
    )
    loket.client.patch_period_data(loket.first, [record])
    (stored,) = loket.client.get_period_data(employment_id)
    assert stored.components[1].is_supplement is True


def test_one_refused_record_does_not_stop_the_others(loket):
    good, bad, odd = (row.id for row in loket.payrolled[:3])
    loket.admin.set_warning(odd, "Unusually many hours")
    records = [
        record_for(loket, good, {1: Decimal(8)}),
        record_for(loket, bad, {1: Decimal(-8)}),
        record_for(loket, odd, {1: Decimal(8)}),
    ]
    outcome = loket.client.patch_period_data(loket.first, records)
    assert set(outcome.failures) == {bad}
    assert outcome.warnings == {odd: ("Unusually many hours",)}
    assert outcome.unassigned == ()
    assert loket.client.get_period_data(good)
    assert not loket.client.get_period_data(bad)


def test_approved_period_is_refused(loket):
    employment_id = loket.payrolled[0].id
    period_id = loket.administration["currentPeriodId"]
    loket.admin.set_payroll_run(loket.administration_id, period_id, 9)
    with pytest.raises(LoketRejectedError) as caught:
        loket.client.patch_period_data(
            loket.first, [record_for(loket, employment_id, {1: Decimal(8)})]
        )
    assert [entry.id for entry in caught.value.messages] == [employment_id]
    assert "approved" in caught.value.messages[0].description
    assert "approved" not in str(caught.value)


def test_period_ready(loket):
    loket.client.post_period_ready(
        loket.administration_id, 202603, ["a@example.com", "b@example.com"], "Done"
    )
    text = json.dumps(loket.admin.ready_messages())
    assert "a@example.com" in text
    assert "Done" in text
    with pytest.raises(LoketRejectedError):
        loket.client.post_period_ready(loket.administration_id, 999999, ["a@b.nl"])


def test_terminate_and_reinstate(loket):
    row = loket.payrolled[0]
    options = loket.client.get_termination_options(row.id)
    assert 8 in {option.key for option in options.reasons}
    reason = options.tax_reasons[-1]
    termination = Termination(date(2026, 3, 31), reason.key)
    assert loket.client.terminate(row.id, termination) == ()
    ended = {entry.id: entry for entry in loket.employments()}[row.id]
    assert (ended.end_date, ended.end_reason) == (date(2026, 3, 31), reason.value)
    assert loket.client.reinstate(row.id) == ()
    again = {entry.id: entry for entry in loket.employments()}[row.id]
    assert (again.end_date, again.end_reason) == (None, None)
    with pytest.raises(LoketRejectedError):
        loket.client.terminate(row.id, Termination(date(1990, 1, 1), reason.key))


@pytest.mark.parametrize("kind", ["close_before", "close_after"])
def test_interrupted_write_is_unknown_until_it_is_sent_again(loket, kind):
    employment_id = loket.payrolled[0].id
    record = record_for(loket, employment_id, {1: Decimal(8)})
    loket.admin.fail(kind=kind, method="PATCH")
    with pytest.raises(LoketUnknownOutcomeError):
        loket.client.patch_period_data(loket.first, [record])
    stored = loket.client.get_period_data(employment_id)
    assert bool(stored) is (kind == "close_after")
    loket.client.patch_period_data(loket.first, [record])
    (stored,) = loket.client.get_period_data(employment_id)
    assert stored.components[1].value == 8
