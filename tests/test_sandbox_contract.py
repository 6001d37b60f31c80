# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sandbox and contract hold each other: every answer fits, every misfit is found."""

import datetime
import itertools

import pytest
from loket_sandbox import serve
from loket_sandbox.routing import ROUTES
from sandbox_client import Loket, of_administration, of_employment, period_data

TODAY = datetime.date(2026, 3, 12)
QUERY = {
    "GetPayrollPeriodDataByPayrollAdministrationIdAndPayrollPeriodId": {
        "payslipType": 1,
        "payrollComponentCategory": 1,
    }
}


def paths(state, route):
    """Return the paths of a call for every record of the seed."""
    known = {
        "employerId": state.employers,
        "payrollAdministrationId": state.administrations,
        "employeeId": state.employees,
        "employmentId": state.employments,
        "year": ["2025", "2026"],
        "periodNumber": ["3"],
        "payrollPeriodId": ["202603"],
        "version": ["11111111-2222-4333-8444-555555555555"],
    }
    names = list(route.pattern.groupindex)
    for values in itertools.product(*(known[name] for name in names)):
        path = route.template
        for name, value in zip(names, values, strict=True):
            path = path.replace(f"{{{name}}}", value)
        yield path


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_answer_to_every_get_satisfies_the_contract(seed):
    options = {"employers": 3, "employees": 40, "seed": seed, "today": TODAY}
    with serve(contract=True, **options) as running:
        loket = Loket(running)
        for employer in running.state.employers:
            row = next(row for row in loket.people(employer) if row["wage"])
            record = period_data(loket, row)
            loket.patch(of_employment(row, "/payrollperioddata"), record)
        seen = set()
        for route in ROUTES:
            if route.method != "GET":
                continue
            for path in paths(running.state, route):
                answer = loket.get(path, **QUERY.get(route.operation, {}))
                seen.add((route.operation, answer.status_code))
        assert running.violations == []
    gets = {route.operation for route in ROUTES if route.method == "GET"}
    assert gets == {operation for operation, status in seen if status == 200}


def test_every_call_of_the_contract_is_served_and_no_other(sandbox):
    served = {(route.operation, route.method, route.template) for route in ROUTES}
    described = {
        (name, operation["x-method"], operation["x-path"])
        for name, operation in sandbox.contract.operations.items()
        if name not in ("Authorize", "Token")
    }
    assert served == described


def test_versions_and_parameters_are_those_of_the_contract(sandbox):
    for route in ROUTES:
        operation = sandbox.contract.operations[route.operation]
        answers = operation["responses"]
        parameters = sandbox.contract.parameters(route.operation)
        names = {item["name"] for item in parameters if item["in"] == "query"}
        assert set(route.query) == names, route.operation
        body = sandbox.contract.body_schema(route.operation)
        assert route.body == (body is not None), route.operation
        media_types = set(answers.get("200", {}).get("content", {}))
        if any("version" in media_type for media_type in media_types):
            assert media_types == {f"application/json;version={route.version}"}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("personalDetails.lastName", "x" * 26),
        ("personalDetails.lastName", None),
        ("personalDetails.dateOfBirth", "1-2-1990"),
        ("personalDetails.gender", {"key": "1", "value": "Man"}),
        ("employeeNumber", 0),
        ("travel", {}),
        ("travel", {"travelDistanceToWork": 5, "byBike": True}),
    ],
)
def test_answer_that_leaves_the_contract_is_found(path, value):
    with serve(today=TODAY, contract=True) as running:
        loket = Loket(running)
        employee = loket.person(1)["employee"]["id"]
        assert running.violations == []
        row = running.state.employees[employee]["row"]
        *parents, last = path.split(".")
        for name in parents:
            row = row[name]
        row[last] = value
        running.state.touch("employees")
        loket.people()
        assert running.violations


@pytest.mark.parametrize(
    ("method", "path", "options"),
    [
        ("GET", "/user", {"query": {"page": 1}}),
        ("GET", "/providers/employers", {"query": {"pageSize": "many"}}),
        ("GET", "/nothing", {}),
        ("GET", "/user", {"headers": {"Authorization": "Token x"}}),
        ("GET", "/user", {"headers": {"Content-Type": "text/plain"}, "body": {"a": 1}}),
    ],
)
def test_request_that_leaves_the_contract_is_found(
    sandbox, loket, method, path, options
):
    loket.send(method, path, **options)
    assert [line for line in sandbox.violations if f"{method} /v2{path}: " in line]


@pytest.mark.parametrize(
    "changed",
    [
        {"comment": "x"},
        {"id": "00000000-0000-4000-8000-000000000000"},
        {"shift": None},
        {"payslipType": {"key": "1"}},
        {"payslipType": {"key": 1, "name": "x"}},
    ],
)
def test_body_that_leaves_the_contract_is_found(sandbox, loket, changed):
    row = loket.person(1)
    record = {**period_data(loket, row), **changed}
    assert sandbox.violations == []
    loket.patch(of_employment(row, "/payrollperioddata"), record)
    assert "request" in sandbox.violations[0]


def test_good_writes_are_no_violation(sandbox, loket):
    row = loket.person(1)
    record = period_data(loket, row)
    loket.patch(of_employment(row, "/payrollperioddata"), record)
    body = [{"employmentId": row["id"], **record}]
    loket.patch(loket.of_employer("/payrollperioddata"), body)
    assert sandbox.violations == []


def test_violations_hold_no_values(sandbox, loket):
    row = loket.person(1)
    record = {**period_data(loket, row), "payslipText": "geheim" * 9}
    loket.patch(of_employment(row, "/payrollperioddata"), record)
    assert sandbox.violations
    assert "geheim" not in str(sandbox.violations)


@pytest.mark.parametrize(
    ("path", "member"),
    [
        ("/user", "_embedded"),
        ("/providers/employers", "_embedded"),
        ("/providers/employers/{}/departments", "_embedded"),
    ],
)
def test_refusals_have_the_envelope_of_the_contract(sandbox, loket, path, member):
    # A parameter that is not in the contract; the answer to it must be.
    answer = loket.get(path.format(loket.employer), page=1)
    assert member in answer.json()
    assert [line for line in sandbox.violations if ": answer" in line] == []


def test_refused_component_list_has_the_envelope_of_one_object(loket):
    path = of_administration(loket.administration(), "/payrollcomponents/year/2026")
    assert "content" in loket.get(path, page=1).json()
