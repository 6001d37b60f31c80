# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From decoded JSON to records and back."""

import copy
import dataclasses
import json
import random
import time
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from fake_loket import EMPLOYMENT, Scene, message, page, single

from loket_connector import client as loket
from loket_connector.client import (
    Employee,
    Employment,
    LoketContractError,
    PeriodDataIdentity,
    PeriodDataRecord,
    fields,
    wire,
)

COUNTRY = {"isoCode": "NL", "key": 530, "value": "Nederland"}
EMPLOYEE_ROW = {
    "id": "e1",
    "employeeNumber": 12,
    "exclusionFromAbsenceStatus": False,
    "personalDetails": {
        "firstName": "Willemijn",
        "initials": "W.",
        "prefix": "van de",
        "lastName": "Berg",
        "prefixPartner": "",
        "lastNamePartner": "Jansen",
        "howToFormatLastName": {"key": 3, "value": "Partnernaam - eigen naam"},
        "formattedName": "Jansen - van de Berg, W.",
        "dateOfBirth": "1990-02-28",
        "dateOfDeath": None,
        "placeOfBirth": "Zwolle",
        "gender": {"key": 2, "value": "Vrouw"},
        "civilStatus": None,
        "nationality": {"key": 1, "value": "Nederlandse"},
        "photo": "https://api.loket.test/v2/providers/employers/employees/e1/photo/3",
    },
    "contactInformation": {
        "emailAddress": "w@example.com",
        "phoneNumber": "030-1234567",
        "mobilePhoneNumber": None,
        "businessEmailAddress": "work@example.com",
        "businessPhoneNumber": None,
        "businessMobilePhoneNumber": "06-12345678",
    },
    "address": {
        "street": "Voordijk",
        "houseNumber": 462,
        "houseNumberAddition": "a",
        "postalCode": "1234 AA",
        "city": "Utrecht",
        "location": None,
        "country": COUNTRY,
    },
    "travel": {"travelDistanceToWork": 12500},
}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ROW = {
    "id": "m1",
    "employee": EMPLOYEE_ROW,
    "payrollId": 7,
    "startDate": "2024-01-01",
    "endDate": None,
    "commissionUntilDate": "2026-12-31",
    "historicalStartDate": "2020-05-01",
    "isOnCallEmployment": False,
    "employmentDurationType": {"key": 2, "value": "Bepaalde tijd"},
    "typeOfEmployee": {"key": 1, "value": "Werknemer"},
    "employmentCategoryType": {"key": 1, "value": "Regulier"},
    "payrollAdministration": {"id": "a1", "clientNumber": 1234, "name": "Horeca"},
    "nonPayrollAdministration": None,
    "incomeRelationshipNumber": 1,
    "endOfEmploymentReason": None,
    "endOfEmploymentReasonTaxAuthorities": None,
    "workinghours": {
        "id": "h1",
        "startDate": "2025-01-01",
        "endDate": None,
        "aggregatedHoursPerWeek": 36.5,
        "averageHoursPerWeek": None,
        "deviatingHoursPerWeek": 36.5,
        "flexibleHoursContract": {"key": 2, "value": "Minimum uren contract"},
        "shift": {"shiftNumber": 1, "fullTimeHoursPerWeek": 38, "bonusPercentage": 1},
        "workPattern": {
            "oddWeeks": {name: index for index, name in enumerate(DAYS)},
            "evenWeeks": {name: 7.6 for name in DAYS[:5]},
        },
        "regularWorkPattern": False,
    },
    "organizationalEntity": {
        "id": "o1",
        "startDate": "2025-02-01",
        "endDate": "2026-01-31",
        "department": {"key": "d1", "code": 10, "description": "Keuken"},
        "function": {"key": "f1", "description": "Kok", "group": "3"},
        "deviatingFunctionDescription": "Chef",
        "distributionUnit": {"key": "u1", "code": 1, "description": "Keuken"},
        "placeOfEmployment": "Utrecht",
    },
    "wage": {
        "id": "w1",
        "startDate": "2025-03-01",
        "endDate": None,
        "grossWage": 15.05,
        "grossWageType": {"key": 1, "value": "Uurloon"},
        "isGrossWageFullTime": True,
        "payrollPeriodType": {"key": 1, "value": "Maand"},
    },
}


def decoded(row):
    return wire.loads(json.dumps(row).encode())


def changed(row, path, value):
    """Return a copy of a row with one member changed, or left out (KeyError)."""
    row = copy.deepcopy(row)
    *parents, last = path.split(".")
    target = row
    for name in parents:
        target = target[name]
    if value is KeyError:
        del target[last]
    else:
        target[last] = value
    return row


def employment(path=None, value=None):
    return Employment.from_json(decoded(changed(ROW, path, value) if path else ROW))


# Employments and employees


def test_employment_has_its_own_fields():
    record = employment()
    assert (record.id, record.payroll_id) == ("m1", 7)
    assert record.start_date == date(2024, 1, 1)
    assert record.end_date is None
    assert record.commission_until == date(2026, 12, 31)
    assert record.historical_start_date == date(2020, 5, 1)
    assert record.is_on_call is False
    assert (record.duration_type_key, record.duration_type) == (2, "Bepaalde tijd")
    assert (record.type_of_employee, record.category_type) == ("Werknemer", "Regulier")
    assert (record.administration_id, record.client_number) == ("a1", 1234)
    assert record.non_payroll_administration_id is None
    assert (record.income_relationship_number, record.end_reason) == (1, None)


def test_employee_is_the_same_in_both_lists():
    listed = Employee.from_json(decoded(EMPLOYEE_ROW))
    assert employment().employee == listed
    assert (listed.id, listed.number, listed.last_name) == ("e1", 12, "Berg")
    assert (listed.first_name, listed.initials) == ("Willemijn", "W.")
    assert (listed.prefix, listed.partner_prefix) == ("van de", None)
    assert listed.partner_last_name == "Jansen"
    assert (listed.name_format_key, listed.name_format[:7]) == (3, "Partner")
    assert listed.formatted_name == "Jansen - van de Berg, W."
    assert (listed.birth_date, listed.death_date) == (date(1990, 2, 28), None)
    assert listed.birth_place == "Zwolle"
    assert (listed.gender_key, listed.gender) == (2, "Vrouw")
    assert (listed.civil_status_key, listed.civil_status) == (None, None)
    assert (listed.nationality_key, listed.nationality) == (1, "Nederlandse")
    assert listed.photo_url.endswith("/photo/3")
    assert (listed.email, listed.work_email) == ("w@example.com", "work@example.com")
    assert (listed.phone, listed.work_phone) == ("030-1234567", None)
    assert (listed.mobile, listed.work_mobile) == (None, "06-12345678")
    assert listed.commute_metres == 12500
    assert dataclasses.astuple(listed.address) == (
        *("Voordijk", 462, "a", "1234 AA", "Utrecht", None, "NL", "Nederland"),
    )


def test_employment_has_its_parts():
    record = employment()
    hours, organization, wage = record.working_hours, record.organization, record.wage
    assert hours.hours_per_week == hours.deviating_hours == Decimal("36.5")
    assert hours.average_hours is None
    assert (hours.flexible_key, hours.flexible) == (2, "Minimum uren contract")
    assert (hours.shift_number, hours.full_time_hours) == (1, Decimal(38))
    assert hours.regular_pattern is False
    assert (organization.department_id, organization.department) == ("d1", "Keuken")
    assert (organization.function_id, organization.function) == ("f1", "Kok")
    assert organization.deviating_function == "Chef"
    assert organization.distribution_unit_id == "u1"
    assert organization.place == "Utrecht"
    assert organization.end_date == date(2026, 1, 31)
    assert wage.gross == Decimal("15.05")
    assert (wage.type_key, wage.type, wage.period_type_key) == (1, "Uurloon", 1)
    assert wage.is_full_time is True


def test_pattern_has_fourteen_days_odd_week_first():
    pattern = employment().working_hours.pattern
    assert pattern[:7] == tuple(Decimal(index) for index in range(7))
    assert pattern[7:] == (Decimal("7.6"),) * 5 + (Decimal(0),) * 2


@pytest.mark.parametrize("value", [None, {}, {"oddWeeks": {}, "evenWeeks": None}])
def test_empty_pattern_is_none(value):
    record = employment("workinghours.workPattern", value)
    assert record.working_hours.pattern is None


@pytest.mark.parametrize("value", [None, KeyError])
@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("workinghours", "working_hours"),
        ("organizationalEntity", "organization"),
        ("wage", "wage"),
        ("employee.address", "employee.address"),
    ],
)
def test_missing_part_is_none(key, name, value):
    record = employment(key, value)
    for part in name.split("."):
        record = getattr(record, part)
    assert record is None


def test_reason_of_the_tax_authorities_leads():
    old, new = {"key": 8, "value": "Overig"}, {"key": 20, "value": "Opzegging"}
    row = {**decoded(ROW), "endOfEmploymentReason": old}
    assert Employment.from_json(row).end_reason == "Overig"
    row["endOfEmploymentReasonTaxAuthorities"] = new
    assert Employment.from_json(row).end_reason == "Opzegging"


@pytest.mark.parametrize(
    "path",
    [
        "id",
        "startDate",
        "employee",
        "employee.id",
        "employee.employeeNumber",
        "employee.personalDetails",
        "employee.personalDetails.lastName",
        "workinghours.id",
        "workinghours.startDate",
        "organizationalEntity.id",
        "wage.startDate",
    ],
)
@pytest.mark.parametrize("value", [None, KeyError])
def test_missing_required_value_names_its_path(path, value):
    with pytest.raises(LoketContractError, match=f"employment.{path}"):
        employment(path, value)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("id", 5),
        ("startDate", "secret"),
        ("startDate", 20240101),
        ("endDate", "2024-02-30"),
        ("endDate", "2024-01-01 secret"),
        ("payrollId", "secret"),
        ("payrollId", True),
        ("isOnCallEmployment", "secret"),
        ("employmentDurationType", "secret"),
        ("employmentDurationType.key", "secret"),
        ("employee", ["secret"]),
        ("employee.personalDetails.firstName", 5),
        ("employee.address.houseNumber", "secret"),
        ("workinghours.aggregatedHoursPerWeek", "secret"),
        ("workinghours.aggregatedHoursPerWeek", True),
        ("wage.grossWage", [1]),
    ],
)
def test_value_of_another_type_names_path_and_not_value(path, value):
    with pytest.raises(LoketContractError) as caught:
        employment(path, value)
    assert f"employment.{path}" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_unknown_members_are_ignored():
    assert employment("wage.novelty", {"a": [1]}).wage == employment().wage


def test_blank_text_is_none():
    assert employment("employee.personalDetails.prefix", "  ").employee.prefix is None


def test_midnight_behind_a_date_is_ignored():
    record = employment("endDate", "2026-01-31T00:00:00")
    assert record.end_date == date(2026, 1, 31)


def test_records_show_no_person():
    record = employment()
    text = repr([record, record.employee, record.wage, record.employee.address])
    assert not any(word in text for word in ("Berg", "Willemijn", "15.05", "Voordijk"))


def test_records_cannot_be_changed():
    record = employment()
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.id = "x"
    assert not hasattr(record, "__dict__")
    assert len({record, employment()}) == 1


def test_hash_of_a_row_is_stable():
    known = employment().raw_hash
    assert len(known) == 64
    row = dict(reversed(ROW.items()))
    text = json.dumps(row).replace("36.5", "36.50").replace("12500", "12500.0")
    shuffled = wire.loads(text.encode())
    assert wire.fingerprint(shuffled) == known
    assert Employment.from_json(decoded(row)).raw_hash == known


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("novelty", 1),
        ("wage.grossWage", 15.06),
        ("employee.address.location", "x"),
        ("wage.endDate", KeyError),
    ],
)
def test_hash_of_a_row_sees_every_change(path, value):
    assert employment(path, value).raw_hash != employment().raw_hash


def test_ten_thousand_employments_are_read_quickly():
    content = json.dumps([ROW] * 10_000).encode()
    start = time.perf_counter()
    records = [Employment.from_json(row) for row in wire.loads(content)]
    assert len(records) == 10_000
    assert time.perf_counter() - start < 6  # about 1 s; the rest is for slow machines


# Numbers, dates and times


def test_numbers_survive_the_way_there_and_back():
    source = random.Random(7)
    for _index in range(2000):
        value = Decimal(source.randint(-(10**11), 10**11)).scaleb(-source.randint(0, 6))
        assert wire.loads(wire.dumps({"value": [value]}))["value"] == [value]


def test_encoding_equals_that_of_the_standard_library():
    value = {"a": [1, True, None, 'é"\\\n', {}], "b": [], "c": {"d": {"e": -5}}}
    assert json.loads(wire.dumps(value)) == value
    assert wire.dumps({"day": date(2026, 1, 31)}) == b'{"day":"2026-01-31"}'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, None),
        ("2026-01-31T08:15:00", datetime(2026, 1, 31, 8, 15)),  # noqa: DTZ001
        (
            "2026-01-31T08:15:00.1234567",
            datetime(2026, 1, 31, 8, 15, 0, 123456),  # noqa: DTZ001
        ),
        (
            "2026-01-31T08:15:00.5Z",
            datetime(2026, 1, 31, 8, 15, 0, 500000, timezone.utc),
        ),
        (
            "2026-01-31T08:15:00+01:00",
            datetime(2026, 1, 31, 8, 15, tzinfo=timezone(timedelta(hours=1))),
        ),
    ],
)
def test_moments_are_read(text, expected):
    assert fields.moment({"at": text}, "at", "run") == expected


@pytest.mark.parametrize("text", ["2026-01-31", "2026-02-31T00:00:00", 5, ""])
def test_impossible_moments_are_refused(text):
    with pytest.raises(LoketContractError, match="run.at"):
        fields.moment({"at": text}, "at", "run")


# Payroll

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
    record = PeriodDataRecord.from_json(decoded(PERIOD_DATA_ROW))
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


# Photos


def photo(scene, path="/providers/employers/employees/e1/photo/3"):
    return scene.client.get_photo(f"https://api.loket.test/v2{path}")


def test_photo_is_read():
    scene = Scene((200, b"\x89PNG", {"Content-Type": "image/png"}))
    assert photo(scene) == b"\x89PNG"
    assert scene.reports[0][:3] == ("GET", "photo", 200)
    assert scene.requests[0].headers["Authorization"] == "Bearer token-1"


@pytest.mark.parametrize("answer", [(204,), (200,)])
def test_empty_photo_is_none(answer):
    assert photo(Scene(answer)) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.test/v2/photo/3",
        "http://api.loket.test/v2/photo/3",
        "https://api.loket.test@evil.test/v2/photo/3",
        "https://api.loket.test:8443/v2/photo/3",
        "https://api.loket.test/v1/photo/3",
        "https://api.loket.test/v2/../admin",
        "/v2/photo/3",
        "",
    ],
)
def test_token_goes_to_the_api_only(url):
    scene = Scene()
    with pytest.raises(LoketContractError):
        scene.client.get_photo(url)
    assert scene.requests == []


@pytest.mark.parametrize(
    "answer",
    [
        (200, b"<html>", {"Content-Type": "text/html"}),
        (200, b"x" * (10 * 1024 * 1024 + 1), {"Content-Type": "image/png"}),
    ],
)
def test_photo_that_is_none_is_refused(answer):
    with pytest.raises(LoketContractError):
        photo(Scene(answer))
