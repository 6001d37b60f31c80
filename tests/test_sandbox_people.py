# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The people of the seed: every situation the connector must handle occurs."""

import datetime
from collections import Counter

import pytest
from loket_sandbox import serve
from loket_sandbox.seed import build_state, person
from sandbox_client import Loket, of_employment

TODAY = datetime.date(2026, 3, 12)


def tables(state):
    return (state.employers, state.administrations, state.employees, state.employments)


def test_same_seed_gives_the_same_data():
    assert tables(build_state(2, 40, 7, TODAY)) == tables(build_state(2, 40, 7, TODAY))


def test_other_seed_gives_other_data():
    first, second = (build_state(1, 40, seed, TODAY) for seed in (1, 2))
    assert set(first.employees).isdisjoint(second.employees)


@pytest.mark.parametrize(
    ("employers", "employees"), [(1, 1), (1, 60), (2, 25), (3, 100), (7, 10), (4, 1000)]
)
def test_any_number_of_people_is_spread_over_the_employers(employers, employees):
    state = build_state(employers, employees, 1, TODAY)
    per_employer = Counter(record["employer"] for record in state.employees.values())
    assert len(state.employers) == employers
    assert len(state.employees) == employees
    assert max(per_employer.values()) - min(per_employer.values()) <= 1


@pytest.mark.parametrize(
    "today", ["2024-02-29", "2025-12-31", "2026-01-01", "2026-03-31", "2027-01-03"]
)
def test_any_day_can_be_today(today):
    state = build_state(3, 60, 1, datetime.date.fromisoformat(today))
    for record in state.employments.values():
        row = record["row"]
        assert row["endDate"] is None or row["startDate"] <= row["endDate"]


def test_employee_numbers_are_unique_per_employer():
    state = build_state(3, 300, 1, TODAY)
    numbers = [
        (record["employer"], record["row"]["employeeNumber"])
        for record in state.employees.values()
    ]
    assert len(set(numbers)) == 300


def test_bsns_are_unique_and_pass_the_eleven_test():
    state = build_state(3, 500, 1, TODAY)
    numbers = [record["bsn"] for record in state.employees.values() if record["bsn"]]
    assert len(set(numbers)) == len(numbers) > 490
    for number in numbers:
        weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
        digits = zip(weights, number, strict=True)
        assert sum(weight * int(digit) for weight, digit in digits) % 11 == 0


def test_bsn_of_an_employee(loket):
    employee = loket.person(1)["employee"]["id"]
    path = f"/providers/employers/employees/{employee}/citizenservicenumber"
    assert len(loket.content(path)["citizenServiceNumber"]) == 9


def test_bsn_can_be_missing(loket):
    employee = loket.person(2, loket.other_employer)["employee"]["id"]
    path = f"/providers/employers/employees/{employee}/citizenservicenumber"
    assert loket.content(path) == {"citizenServiceNumber": None}


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (1, "Bergen S.L. van"),
        (2, "Bergen - van de Wiel S.L. van"),
        (3, "Wiel S.L. van de"),
        (4, "Wiel - van Bergen S.L. van de"),  # the example in Loket's description
    ],
)
def test_formatted_name_follows_the_choice(key, text):
    details = {
        "prefix": "van",
        "lastName": "Bergen",
        "prefixPartner": "van de",
        "lastNamePartner": "Wiel",
        "initials": "S.L.",
        "howToFormatLastName": {"key": key},
    }
    assert person.formatted_name(details) == text


def test_formatted_name_without_partner_is_the_own_name():
    details = {
        "prefix": None,
        "lastName": "Bakker",
        "prefixPartner": None,
        "lastNamePartner": None,
        "initials": "S.",
        "howToFormatLastName": {"key": 3},
    }
    assert person.formatted_name(details) == "Bakker S."


def test_seed_has_all_ways_to_format_a_name(loket):
    keys = {
        row["employee"]["personalDetails"]["howToFormatLastName"]["key"]
        for employer in (loket.employer, loket.other_employer)
        for row in loket.people(employer)
    }
    assert keys == {1, 2, 3, 4}


def test_two_people_share_birth_date_and_last_name(loket):
    twins = [loket.person(number)["employee"] for number in (5, 6)]
    keys = ("dateOfBirth", "lastName", "prefix")
    first, second = ([twin["personalDetails"][key] for key in keys] for twin in twins)
    assert first == second
    assert twins[0]["id"] != twins[1]["id"]


def test_two_people_share_an_email_address(loket):
    couple = [loket.person(number)["employee"] for number in (7, 8)]
    addresses = {one["contactInformation"]["emailAddress"] for one in couple}
    assert len(addresses) == 1
    assert couple[0]["id"] != couple[1]["id"]


def test_one_person_has_two_employments_at_once(loket):
    rows = loket.people(filter="employee.employeeNumber eq 9")
    assert len(rows) == 2
    assert {row["endDate"] for row in rows} == {None}
    assert sorted(row["incomeRelationshipNumber"] for row in rows) == [1, 2]


def test_one_person_has_employments_after_each_other(loket):
    first, second = loket.people(
        filter="employee.employeeNumber eq 10", orderBy="startDate"
    )
    assert first["endDate"] < second["startDate"]
    assert second["historicalStartDate"] == first["startDate"]


def test_ended_employment_has_nothing_that_holds_today(loket):
    row = loket.person(11)
    assert row["endDate"] < TODAY.isoformat()
    assert (row["wage"], row["workinghours"], row["organizationalEntity"]) == (
        None,
        None,
        None,
    )


def test_future_employment_is_listed(loket):
    row = loket.person(12)
    assert row["startDate"] == "2026-04-01"
    assert row["wage"] is None


def test_employee_without_employment_is_only_among_employees(loket):
    numbers = {row["employee"]["employeeNumber"] for row in loket.people()}
    everyone = loket.rows(loket.of_employer("/employees"))
    assert {row["employeeNumber"] for row in everyone} - numbers == {13}


def test_employment_outside_payroll(loket):
    row = loket.person(6, loket.other_employer)
    assert row["payrollAdministration"] is None
    assert row["nonPayrollAdministration"]["id"]
    assert row["wage"] is None


def test_first_name_can_be_missing(loket):
    details = loket.person(7, loket.other_employer)["employee"]["personalDetails"]
    assert details["firstName"] is None
    assert details["initials"]


def test_address_abroad(loket):
    address = loket.person(5, loket.other_employer)["employee"]["address"]
    assert address["country"]["isoCode"] == "DE"


def test_zero_hours_contract_has_no_hours(loket):
    row = loket.person(3)
    hours = row["workinghours"]
    assert hours["flexibleHoursContract"]["value"] == "Nulurencontract"
    assert hours["aggregatedHoursPerWeek"] is None
    assert row["isOnCallEmployment"] is True
    assert row["wage"]["grossWageType"]["key"] == 2


def test_minimum_hours_contract_has_its_minimum(loket):
    hours = loket.person(4)["workinghours"]
    assert hours["flexibleHoursContract"]["value"] == "Minimum uren contract"
    assert hours["aggregatedHoursPerWeek"] == 12


def test_contract_ends_before_the_employment_does(loket):
    row = loket.person(4, loket.other_employer)
    assert row["commissionUntilDate"] == "2026-04-30"
    assert row["endDate"] is None


def test_employment_that_ends_this_month(loket):
    assert loket.person(3, loket.other_employer)["endDate"] == "2026-03-31"


def test_wage_can_be_that_of_the_part_time(loket):
    assert loket.person(7, loket.other_employer)["wage"]["isGrossWageFullTime"] is False
    assert loket.person(1)["wage"]["isGrossWageFullTime"] is True


def test_pattern_of_odd_and_even_weeks(loket):
    hours = loket.person(2)["workinghours"]
    pattern = hours["workPattern"]
    assert sum(pattern["oddWeeks"].values()) == 24
    assert sum(pattern["evenWeeks"].values()) == 20.5
    assert hours["aggregatedHoursPerWeek"] == 22.25


def test_reference_date_chooses_the_rows_of_the_chains(loket):
    def on(day):
        row = loket.people(
            loket.other_employer,
            filter="employee.employeeNumber eq 8",
            referenceDate=day,
        )[0]
        return row["wage"]["grossWage"], row["workinghours"]["aggregatedHoursPerWeek"]

    assert on("2026-03-09") == (2420, 24)
    assert on("2026-03-10") == (2555, 32)


def test_reference_date_is_today_unless_given(sandbox, loket):
    def wage():
        return loket.person(8, loket.other_employer)["wage"]["grossWage"]

    after = wage()
    sandbox.admin.set_today("2026-03-01")
    assert (after, wage()) == (2555, 2420)


@pytest.mark.parametrize("chain", ["wages", "workinghours", "organizationalentities"])
def test_chains_have_no_gaps(loket, chain):
    row = loket.person(9, loket.other_employer)
    first, second = loket.rows(of_employment(row, f"/{chain}"))
    assert (first["endDate"], second["startDate"]) == ("2026-03-31", "2026-04-01")
    assert first["startDate"] == row["startDate"]
    assert second["endDate"] is None


def test_departments_and_functions_are_those_of_the_employments(loket):
    departments = {row["id"] for row in loket.rows(loket.of_employer("/departments"))}
    functions = {row["key"] for row in loket.rows(loket.of_employer("/functions"))}
    for row in loket.people():
        place = row["organizationalEntity"]
        if place:
            assert place["department"]["key"] in departments
            assert place["function"]["key"] in functions


def test_photo_is_a_png_behind_the_token(loket):
    details = loket.person(1)["employee"]["personalDetails"]
    answer = loket.session.get(details["photo"], timeout=5)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    loket.use("nobody")
    assert loket.session.get(details["photo"], timeout=5).status_code == 401


def test_new_photo_has_a_new_address(sandbox, loket):
    def photo():
        return loket.person(1)["employee"]["personalDetails"]["photo"]

    before = photo()
    version = "11111111-2222-4333-8444-555555555555"
    sandbox.admin.set_employee(loket.person(1)["employee"]["id"], "photo", version)
    assert photo().endswith(version)
    assert photo() != before


def test_employee_without_photo_has_none(loket):
    employee = loket.person(2)["employee"]
    assert employee["personalDetails"]["photo"] is None
    path = f"/providers/employers/employees/{employee['id']}/photo/{employee['id']}"
    assert loket.get(path).status_code == 404


def test_ten_thousand_people_can_be_served():
    with serve(employers=5, employees=10_000, today=TODAY) as running:
        answer = Loket(running).get(
            f"/providers/employers/{next(iter(running.state.employers))}"
            "/employees/employments/comprehensive",
            pageNumber=8,
        )
        assert len(answer.json()["_embedded"]) == 250


def test_rows_are_serialised_once(loket, monkeypatch):
    first = loket.people()
    monkeypatch.setattr("loket_sandbox.rows.dumps", None)
    assert loket.people() == first


def test_changed_row_is_serialised_again(sandbox, loket):
    employee = loket.person(1)["employee"]["id"]
    sandbox.admin.set_employee(employee, "personalDetails.firstName", "Teun")
    details = loket.person(1)["employee"]["personalDetails"]
    assert details["firstName"] == "Teun"
