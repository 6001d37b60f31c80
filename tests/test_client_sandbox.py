# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every method of the client against a server that holds it to Loket's contract."""

import itertools
from datetime import date, timedelta

import pytest
from client_session import TODAY, open_server, open_session

from loket_connector.client import (
    LoketAccessError,
    LoketAuthError,
    LoketClient,
    LoketContractError,
    LoketInvalidClientError,
    LoketNotFoundError,
    OAuthClient,
    Option,
    Transport,
    resources,
)

REDIRECT = "https://odoo.example.com/loket/callback"

pytest.importorskip("openapi_schema_validator")


@pytest.fixture(scope="module")
def server():
    with open_server() as sandbox:
        yield sandbox


@pytest.fixture
def loket(server):
    with open_session(server) as session:
        yield session


# Who and what there is


def test_user(loket):
    user = loket.client.get_user()
    assert (user.first_name, user.last_name) == ("Sandra", "Zandbak")
    assert user.email == "sandbox@example.com"
    assert user.role == "Salarisadministrateur"


def test_employers(loket):
    employers = list(loket.client.iter_employers())
    assert [employer.id for employer in employers] == [loket.first, loket.second]
    rows = loket.admin.summary()["employers"]
    assert [employer.name for employer in employers] == [row["name"] for row in rows]
    assert all(employer.city for employer in employers)
    assert all(employer.employer_number for employer in employers)


def test_authorizations(loket):
    loket.admin.take_right("GetWagesByEmploymentId", loket.first)
    granted = loket.client.get_authorizations(loket.first)
    assert "GetWagesByEmploymentId" not in granted
    calls = [value for value in vars(resources).values() if hasattr(value, "activity")]
    needed = {call.activity for call in calls if isinstance(call, resources.Call)}
    # This one takes no right: it tells which rights one has.
    needed.discard("GetAuthorizationsByEmployerId")
    assert needed - loket.client.get_authorizations(loket.second) == set()


def test_departments_and_functions(loket):
    departments = list(loket.client.iter_departments(loket.first))
    functions = list(loket.client.iter_functions(loket.first))
    place = next(row.organization for row in loket.employments() if row.organization)
    assert place.department_id in {department.id for department in departments}
    assert place.function_id in {function.id for function in functions}
    known = {department.id for department in departments}
    assert {d.parent_id for d in departments} <= known | {None}
    assert all(isinstance(department.code, int) for department in departments)


# People


def test_employments_page_by_page(loket):
    rows = loket.employments()
    expected = {row["id"] for row in loket.admin.employments(loket.first)}
    assert {row.id for row in rows} == expected
    assert len(rows) == len(expected)
    queries = loket.queries("/comprehensive")
    assert [query["pageNumber"] for query in queries] == [
        str(number) for number in range(1, len(queries) + 1)
    ]
    assert {query["pageSize"] for query in queries} == {"4"}
    assert {query["referenceDate"] for query in queries} == {"2026-03-12"}


def test_employments_without_reference_date_are_those_of_today(loket):
    assert list(loket.client.iter_employments(loket.first)) == loket.employments()


def test_employments_are_counted_in_one_call(loket):
    count = loket.client.count_employments(loket.first)
    assert loket.client.calls == 1
    assert count == len(loket.employments())


def test_employments_with_a_filter(loket):
    wanted = loket.employments()[5]
    rows = loket.client.iter_employments(
        loket.first, TODAY, filter=f"payrollId eq {wanted.payroll_id}"
    )
    assert wanted in list(rows)


def test_employment_has_people_hours_wage_and_place(loket):
    rows = loket.employments()
    assert any(row.working_hours.pattern for row in rows if row.working_hours)
    assert any(row.working_hours.hours_per_week is None for row in rows)
    assert any(row.is_on_call for row in rows)
    assert any(row.commission_until for row in loket.employments(loket.second))
    for row in rows:
        assert row.employee.last_name
        assert row.administration_id == loket.administration_id
        assert row.wage is None or row.wage.gross > 0


def test_outside_payroll_there_is_another_administration(loket):
    (row,) = (row for row in loket.employments(loket.second) if row.wage is None)
    assert row.administration_id is None
    assert row.non_payroll_administration_id


def test_employees_include_those_without_employment(loket):
    employees = list(loket.client.iter_employees(loket.first))
    employed = {row.employee.id: row.employee for row in loket.employments()}
    assert len(employees) == len(loket.admin.employees(loket.first))
    assert len(set(employed)) < len(employees)
    for employee in employees:
        assert employed.get(employee.id, employee) == employee


def test_histories_are_sorted(loket):
    employments = loket.employments(loket.second)
    chains = [
        (loket.client.get_wages, "wage"),
        (loket.client.get_working_hours, "working_hours"),
        (loket.client.get_organizational_entities, "organization"),
    ]
    for read, part in chains:
        longest = 0
        for row in employments:
            chain = read(row.id)
            longest = max(longest, len(chain))
            for before, after in itertools.pairwise(chain):
                assert after.start_date == before.end_date + timedelta(days=1)
            present = getattr(row, part)
            assert present is None or present in chain
        assert longest > 1


def test_citizen_service_numbers(loket):
    for record in loket.admin.employees():
        number = loket.client.get_citizen_service_number(record["id"])
        assert number == record["bsn"]
    assert any(record["bsn"] is None for record in loket.admin.employees())


def test_photo(loket):
    employees = list(loket.client.iter_employees(loket.first))
    (owner, *_rest) = (employee for employee in employees if employee.photo_url)
    assert loket.client.get_photo(owner.photo_url).startswith(b"\x89PNG")
    with pytest.raises(LoketContractError):
        loket.client.get_photo("https://elsewhere.example.com/v2/photo/1")


def test_flexible_contract_options(loket):
    options = loket.client.get_flexible_contract_options(loket.employments()[0].id)
    assert Option(2, "Minimum uren contract") in options
    used = {
        (row.working_hours.flexible_key, row.working_hours.flexible)
        for row in loket.employments()
        if row.working_hours and row.working_hours.flexible_key is not None
    }
    assert used <= {(option.key, option.value) for option in options}


def test_version_numbers_tell_what_changed(loket):
    highest = max(row.number for row in loket.client.iter_employer_versions())
    assert list(loket.client.iter_employer_versions(highest)) == []
    changed = loket.employments()[3]
    loket.admin.set_employment(changed.id, "commissionUntilDate", "2026-09-30")
    (employer,) = loket.client.iter_employer_versions(highest)
    assert (employer.id, employer.number > highest) == (loket.first, True)
    versions = loket.client.iter_employment_versions(loket.first, highest)
    assert [version.id for version in versions] == [changed.id]
    numbers = [row.number for row in loket.client.iter_employment_versions(loket.first)]
    assert numbers == sorted(numbers)
    now = {row.id: row for row in loket.employments()}[changed.id]
    assert now.commission_until == date(2026, 9, 30)


# Signing in


def test_sign_in_and_refresh(server):
    oauth = OAuthClient(server.oauth_url, server.client_id, server.client_secret)
    first = oauth.exchange(server.sign_in(REDIRECT), REDIRECT)
    second = oauth.refresh(first.refresh_token)
    assert second.refresh_token != first.refresh_token
    assert second.expires_in == 3599
    client = LoketClient(
        Transport(server.api_url, lambda rejected=None: second.access_token)
    )
    assert client.get_user()
    with pytest.raises(LoketAuthError) as caught:
        oauth.refresh(first.refresh_token)  # worn out
    assert type(caught.value) is LoketAuthError
    with pytest.raises(LoketAuthError):
        oauth.exchange("wrong", REDIRECT)
    wrong = OAuthClient(server.oauth_url, server.client_id, "wrong")
    with pytest.raises(LoketInvalidClientError):
        wrong.refresh(second.refresh_token)
    assert not [text for text in server.violations if "/token" in text]


def test_expired_token_in_the_middle_of_a_list(loket):
    pages = loket.client.iter_employment_pages(loket.first, TODAY)
    rows = next(pages)
    loket.admin.expire_access_tokens()
    rows += [row for page in pages for row in page]
    assert len(rows) == len(loket.admin.employments(loket.first))


# What goes wrong


def test_missing_right_names_the_activity(loket):
    loket.admin.take_right("GetCitizenServiceNumberByEmployeeId")
    employee = loket.employments()[0].employee
    with pytest.raises(LoketAccessError) as caught:
        loket.client.get_citizen_service_number(employee.id)
    assert caught.value.activity == "GetCitizenServiceNumberByEmployeeId"
    assert caught.value.messages[0].description


def test_unknown_employer(loket):
    unknown = "99999999-9999-4999-8999-999999999999"
    with pytest.raises(LoketNotFoundError):
        list(loket.client.iter_departments(unknown))


def test_interrupted_reads_are_repeated(loket):
    loket.admin.fail(kind="close_before", path="/departments")
    loket.admin.fail(kind="status", status=503, path="/departments", retry_after=2)
    assert list(loket.client.iter_departments(loket.first))
    assert loket.waits[1] == 2
    loket.waits.clear()
