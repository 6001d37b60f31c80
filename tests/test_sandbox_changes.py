# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Ending employments, rights, and the version numbers that tell what changed."""

import pytest
from sandbox_client import messages, of_administration, of_employment, period_data

NUMBERS = "/providers/employers/lastmodifiedversionnumbers"
ENDING = {
    "createMdvEntry": False,
    "endDate": "2026-03-31",
    "endOfEmploymentDueToIllness": False,
    "endOfEmploymentReason": {"key": 8},
    "endOfEmploymentReasonTaxAuthorities": {"key": 20},
}


@pytest.fixture
def row(loket):
    return loket.person(1)


def terminate(loket, row, **changed):
    return loket.patch(of_employment(row, "/terminate"), {**ENDING, **changed})


# -- ending an employment ---------------------------------------------------------


def test_terminate_sets_the_last_day_and_the_reasons(loket, row):
    assert terminate(loket, row).status_code == 200
    changed = loket.person(1)
    assert changed["endDate"] == "2026-03-31"
    assert changed["endOfEmploymentReason"]["value"] == "Overig"
    assert changed["endOfEmploymentReasonTaxAuthorities"]["key"] == 20


@pytest.mark.parametrize("chain", ["wages", "workinghours", "organizationalentities"])
def test_terminate_ends_the_chains(loket, row, chain):
    terminate(loket, row)
    assert loket.rows(of_employment(row, f"/{chain}"))[-1]["endDate"] == "2026-03-31"


def test_terminate_drops_rows_that_would_start_later(loket):
    row = loket.person(9, loket.other_employer)
    terminate(loket, row)
    wages = loket.rows(of_employment(row, "/wages"))
    assert [wage["endDate"] for wage in wages] == ["2026-03-31"]


def test_terminate_again_revises_the_end(loket, row):
    terminate(loket, row)
    assert terminate(loket, row, endDate="2026-04-15").status_code == 200
    assert loket.person(1)["endDate"] == "2026-04-15"


@pytest.mark.parametrize("name", sorted(ENDING))
def test_terminate_needs_every_property(loket, row, name):
    body = {key: value for key, value in ENDING.items() if key != name}
    answer = loket.patch(of_employment(row, "/terminate"), body)
    assert answer.status_code == 400
    assert name in messages(answer)[0]
    assert loket.person(1)["endDate"] is None


@pytest.mark.parametrize(
    "changed",
    [
        {"endDate": "31-03-2026"},
        {"endDate": "1990-01-01"},
        {"endOfEmploymentReason": {"key": 77}},
        {"endOfEmploymentReasonTaxAuthorities": {"key": 77}},
        {"endOfEmploymentReason": {"key": 8, "value": "Overig"}},
        {"createMdvEntry": "no"},
        {"comment": "x"},
    ],
)
def test_terminate_refuses_what_is_wrong(loket, row, changed):
    assert terminate(loket, row, **changed).status_code == 400
    assert loket.person(1)["endDate"] is None


def test_terminate_has_its_own_version(loket, row):
    early = "application/json;version=2018-01-01"
    answer = loket.patch(
        of_employment(row, "/terminate"), ENDING, headers={"Accept": early}
    )
    assert answer.status_code == 400


def test_reinstate_takes_the_end_back(loket, row):
    terminate(loket, row)
    assert loket.send("PATCH", of_employment(row, "/reinstate")).status_code == 200
    changed = loket.person(1)
    assert (changed["endDate"], changed["endOfEmploymentReason"]) == (None, None)
    assert changed["wage"]["endDate"] is None


def test_reinstate_of_an_active_employment_is_refused(loket, row):
    assert loket.send("PATCH", of_employment(row, "/reinstate")).status_code == 400


# -- period ready -------------------------------------------------------------------


def ready(loket, **changed):
    body = {
        "emailAddressPeriodReadyForPayroll": ["salaris@example.com"],
        "payrollPeriodId": 202603,
        "userComment": "Klaar",
        **changed,
    }
    path = of_administration(loket.administration(), "/periodreadyforpayroll")
    return loket.send("POST", path, body)


def test_period_ready_is_accepted_and_kept(sandbox, loket):
    assert ready(loket).status_code == 202
    (sent,) = sandbox.admin.ready_messages()
    assert sent["payrollPeriodId"] == 202603
    assert sent["administration"] == loket.administration()


@pytest.mark.parametrize(
    "changed",
    [
        {"payrollPeriodId": 203503},
        {"payrollPeriodId": "202603"},
        {"emailAddressPeriodReadyForPayroll": []},
        {"emailAddressPeriodReadyForPayroll": ["a@example.com"] * 11},
        {"userComment": "x" * 1001},
    ],
)
def test_period_ready_refuses_what_is_wrong(sandbox, loket, changed):
    assert ready(loket, **changed).status_code == 400
    assert sandbox.admin.ready_messages() == []


# -- rights ---------------------------------------------------------------------------


def authorizations(loket, employer=None):
    rows = loket.rows(loket.of_employer("/authorizations", employer))
    return {row["description"] for row in rows}


def test_authorizations_name_the_operations(loket):
    rights = authorizations(loket)
    assert "GetEmploymentsComprehensiveByEmployerId" in rights
    assert "PatchCollectivePayrollPeriodDataByEmployerId" in rights


def test_missing_right_is_forbidden_at_that_employer(sandbox, loket):
    activity = "GetEmploymentsComprehensiveByEmployerId"
    sandbox.admin.take_right(activity, loket.employer)
    path = "/employees/employments/comprehensive"
    answer = loket.get(loket.of_employer(path))
    assert answer.status_code == 403
    assert answer.json()["message"].startswith("Insufficient rights")
    other = loket.get(loket.of_employer(path, loket.other_employer))
    assert other.status_code == 200


def test_missing_right_is_not_among_the_authorizations(sandbox, loket):
    activity = "GetCitizenServiceNumberByEmployeeId"
    sandbox.admin.take_right(activity, loket.employer)
    assert activity not in authorizations(loket)
    assert activity in authorizations(loket, loket.other_employer)


def test_right_can_be_given_back(sandbox, loket):
    activity = "GetDepartmentsByEmployerId"
    sandbox.admin.take_right(activity, loket.employer)
    sandbox.admin.give_right(activity, loket.employer)
    assert loket.get(loket.of_employer("/departments")).status_code == 200


def test_right_can_be_missing_everywhere(sandbox, loket):
    sandbox.admin.take_right("GetEmployersByUserId")
    assert loket.get("/providers/employers").status_code == 403


def test_bsn_has_a_right_of_its_own(sandbox, loket, row):
    sandbox.admin.take_right("GetCitizenServiceNumberByEmployeeId", loket.employer)
    employee = row["employee"]["id"]
    answer = loket.get(
        f"/providers/employers/employees/{employee}/citizenservicenumber"
    )
    assert answer.status_code == 403


def test_write_without_right_changes_nothing(sandbox, loket, row):
    record = period_data(loket, row)
    sandbox.admin.take_right("PatchPayrollPeriodDataByEmploymentId", loket.employer)
    path = of_employment(row, "/payrollperioddata")
    assert loket.patch(path, record).status_code == 403
    assert loket.rows(path) == []


# -- version numbers ----------------------------------------------------------------


def versions(loket):
    return {row["id"]: row["lastModifiedVersionNumber"] for row in loket.rows(NUMBERS)}


def changed_employments(loket, number, employer=None):
    path = "/employees/employments/lastmodifiedversionnumbers"
    rows = loket.rows(
        loket.of_employer(path, employer),
        filter=f"lastModifiedVersionNumber gt {number}",
    )
    return [row["id"] for row in rows]


CHANGES = {
    "employee": lambda admin, row: admin.set_employee(
        row["employee"]["id"], "contactInformation.phoneNumber", "030-1112223"
    ),
    "bsn": lambda admin, row: admin.set_employee(
        row["employee"]["id"], "bsn", "111222333"
    ),
    "employment": lambda admin, row: admin.set_employment(
        row["id"], "commissionUntilDate", "2026-09-30"
    ),
    "end": lambda admin, row: admin.end_employment(row["id"], "2026-03-31"),
    "wage": lambda admin, row: admin.set_wage(row["id"], "2026-04-01", 3300),
    "hours": lambda admin, row: admin.set_hours(row["id"], "2026-04-01", hours=32),
    "place": lambda admin, row: admin.set_place(row["id"], "2026-04-01", 1, 2),
}


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_change_raises_the_numbers_of_employment_and_employer(
    sandbox, loket, row, change
):
    before = versions(loket)
    highest = max(before.values())
    CHANGES[change](sandbox.admin, row)
    after = versions(loket)
    assert after[loket.employer] > highest
    assert after[loket.other_employer] == before[loket.other_employer]
    assert changed_employments(loket, highest) == [row["id"]]


def test_terminate_raises_the_numbers(loket, row):
    highest = max(versions(loket).values())
    terminate(loket, row)
    assert changed_employments(loket, highest) == [row["id"]]


def test_change_of_a_person_counts_for_all_employments(sandbox, loket):
    highest = max(versions(loket).values())
    rows = loket.people(filter="employee.employeeNumber eq 9")
    sandbox.admin.set_employee(rows[0]["employee"]["id"], "bsn", None)
    assert len(changed_employments(loket, highest)) == len(rows) == 2


def test_period_data_raises_no_number(loket, row):
    before = versions(loket)
    loket.patch(of_employment(row, "/payrollperioddata"), period_data(loket, row))
    assert versions(loket) == before


def test_one_call_tells_that_nothing_changed(loket):
    highest = max(versions(loket).values())
    text = f"lastModifiedVersionNumber gt {highest}"
    assert loket.rows(NUMBERS, filter=text) == []
