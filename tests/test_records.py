# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From decoded JSON to records and back."""

import copy
import dataclasses
import json
from datetime import date
from decimal import Decimal

import pytest

from loket_connector.client import (
    Employee,
    Employment,
    EmploymentRow,
    LoketContractError,
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


def row_of(path=None, value=None):
    return EmploymentRow.from_json(decoded(changed(ROW, path, value) if path else ROW))


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
    known = row_of().raw_hash
    assert len(known) == 64
    row = dict(reversed(ROW.items()))
    text = json.dumps(row).replace("36.5", "36.50").replace("12500", "12500.0")
    shuffled = wire.loads(text.encode())
    assert EmploymentRow.from_json(shuffled).raw_hash == known
    assert EmploymentRow.from_json(decoded(row)).raw_hash == known


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
    assert row_of(path, value).raw_hash != row_of().raw_hash


def test_hash_of_the_employee_only_covers_the_employee():
    known = row_of().employee.raw_hash
    assert row_of("employee.address.location", "x").employee.raw_hash != known
    assert row_of("wage.grossWage", 15.06).employee.raw_hash == known


def test_row_is_read_on_demand():
    """A row that is not as documented can be told apart without stopping others."""
    broken = row_of("startDate", KeyError)
    assert (broken.id, broken.employee.record()) == (ROW["id"], employment().employee)
    with pytest.raises(LoketContractError, match="employment.startDate"):
        broken.record()
    assert row_of().record() == employment()


def test_row_shows_no_person():
    assert "Berg" not in repr([row_of(), row_of().employee])
