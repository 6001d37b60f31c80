# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every method of the client against a server that holds it to Loket's contract."""

import json
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import parse_qsl

import pytest
from loket_sandbox import serve

from loket_connector.client import (
    LoketAccessError,
    LoketAuthError,
    LoketClient,
    LoketContractError,
    LoketInvalidClientError,
    LoketNotFoundError,
    LoketRejectedError,
    LoketUnknownOutcomeError,
    OAuthClient,
    Option,
    PeriodDataWrite,
    Termination,
    Transport,
    resources,
)

pytest.importorskip("openapi_schema_validator")

TODAY = date(2026, 3, 12)
REDIRECT = "https://odoo.example.com/loket/callback"


@pytest.fixture(scope="module")
def server():
    with serve(
        employers=2, employees=25, seed=1, today=TODAY, contract=True
    ) as sandbox:
        yield sandbox


class Session:
    """A signed-in client and what the tests look up."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.admin = sandbox.admin
        self.token = sandbox.tokens()["access_token"]
        self.waits = []
        transport = Transport(sandbox.api_url, self.source, sleep=self.waits.append)
        self.client = LoketClient(transport, page_size=4)
        summary = self.admin.summary()
        self.first, self.second = (entry["id"] for entry in summary["employers"])
        self.administration = summary["employers"][0]["administrations"][0]
        self.administration_id = self.administration["id"]

    def source(self, rejected=None):
        if rejected is not None:
            self.token = self.sandbox.tokens()["access_token"]
        return self.token

    def employments(self, employer_id=None):
        return list(self.client.iter_employments(employer_id or self.first, TODAY))

    def queries(self, path):
        return [
            dict(parse_qsl(entry["query"]))
            for entry in self.sandbox.requests
            if entry["path"].endswith(path)
        ]

    @property
    def payrolled(self):
        """Return the employments that are active and in a payroll administration."""
        return [
            row
            for row in self.employments()
            if row.administration_id
            and row.start_date <= TODAY.replace(day=1)
            and row.end_date is None
        ]


@pytest.fixture
def loket(server):
    session = Session(server)
    server.requests.clear()
    known = len(server.violations)
    try:
        yield session
    finally:
        session.client.close()
        server.reset()
    assert server.violations[known:] == []
    assert session.waits == []


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
    rows = {row.id: row.raw_hash for row in loket.client.iter_employments(loket.first)}
    assert rows == {row.id: row.raw_hash for row in loket.employments()}


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
        assert len(row.raw_hash) == 64


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
            for before, after in zip(chain, chain[1:], strict=False):
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
    assert now.raw_hash != changed.raw_hash


# Payroll


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
