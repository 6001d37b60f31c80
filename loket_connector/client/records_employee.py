# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Employees and their employments; see ``records`` for the conventions."""

from dataclasses import dataclass
from datetime import date

from . import fields
from .fields import required
from .records import Organization, Record, Wage, WorkingHours


@dataclass(frozen=True, slots=True, repr=False)
class Address(Record):
    street: str | None
    house_number: int | None
    addition: str | None
    postal_code: str | None
    city: str | None
    location: str | None
    country_code: str | None
    country: str | None

    @classmethod
    def from_json(cls, data, path="address"):
        country = fields.mapping(data, "country", path)
        return cls(
            street=fields.text(data, "street", path),
            house_number=fields.integer(data, "houseNumber", path),
            addition=fields.text(data, "houseNumberAddition", path),
            postal_code=fields.text(data, "postalCode", path),
            city=fields.text(data, "city", path),
            location=fields.text(data, "location", path),
            country_code=fields.text(country, "isoCode", f"{path}.country"),
            country=fields.text(country, "value", f"{path}.country"),
        )


@dataclass(frozen=True, slots=True, repr=False)
class Employee(Record):
    """A person at one employer.

    The same shape in the comprehensive list (2019-12-16) and in the list of employees
    (2021-03-29). ``formatted_name`` is meant for lists, last name first.
    """

    id: str
    number: int
    first_name: str | None
    initials: str | None
    prefix: str | None
    last_name: str
    partner_prefix: str | None
    partner_last_name: str | None
    name_format_key: int | None
    name_format: str | None
    formatted_name: str | None
    birth_date: date | None
    birth_place: str | None
    death_date: date | None
    gender_key: int | None
    gender: str | None
    civil_status_key: int | None
    civil_status: str | None
    nationality_key: int | None
    nationality: str | None
    photo_url: str | None
    email: str | None
    phone: str | None
    mobile: str | None
    work_email: str | None
    work_phone: str | None
    work_mobile: str | None
    address: Address | None
    commute_metres: int | None

    @classmethod
    def from_json(cls, data, path="employee"):
        where = f"{path}.personalDetails"
        person = fields.mapping(data, "personalDetails", path)
        contact = fields.mapping(data, "contactInformation", path)
        address = fields.mapping(data, "address", path)
        name_format_key, name_format = fields.pair(person, "howToFormatLastName", where)
        gender_key, gender = fields.pair(person, "gender", where)
        civil_status_key, civil_status = fields.pair(person, "civilStatus", where)
        nationality_key, nationality = fields.pair(person, "nationality", where)
        reach = f"{path}.contactInformation"
        return cls(
            id=required(fields.text, data, "id", path),
            number=required(fields.integer, data, "employeeNumber", path),
            first_name=fields.text(person, "firstName", where),
            initials=fields.text(person, "initials", where),
            prefix=fields.text(person, "prefix", where),
            last_name=required(fields.text, person, "lastName", where),
            partner_prefix=fields.text(person, "prefixPartner", where),
            partner_last_name=fields.text(person, "lastNamePartner", where),
            name_format_key=name_format_key,
            name_format=name_format,
            formatted_name=fields.text(person, "formattedName", where),
            birth_date=fields.day(person, "dateOfBirth", where),
            birth_place=fields.text(person, "placeOfBirth", where),
            death_date=fields.day(person, "dateOfDeath", where),
            gender_key=gender_key,
            gender=gender,
            civil_status_key=civil_status_key,
            civil_status=civil_status,
            nationality_key=nationality_key,
            nationality=nationality,
            photo_url=fields.text(person, "photo", where),
            email=fields.text(contact, "emailAddress", reach),
            phone=fields.text(contact, "phoneNumber", reach),
            mobile=fields.text(contact, "mobilePhoneNumber", reach),
            work_email=fields.text(contact, "businessEmailAddress", reach),
            work_phone=fields.text(contact, "businessPhoneNumber", reach),
            work_mobile=fields.text(contact, "businessMobilePhoneNumber", reach),
            address=Address.from_json(address, f"{path}.address") if address else None,
            commute_metres=fields.integer(
                fields.mapping(data, "travel", path),
                "travelDistanceToWork",
                f"{path}.travel",
            ),
        )


@dataclass(frozen=True, slots=True, repr=False)
class Employment(Record):
    """A row of the comprehensive list, as it is on the list's reference date.

    ``commission_until`` ends the contract, ``end_date`` the employment: two things.
    Either ``administration_id`` or ``non_payroll_administration_id`` has a value.
    """

    id: str
    employee: Employee
    payroll_id: int | None
    start_date: date
    end_date: date | None
    commission_until: date | None
    historical_start_date: date | None
    is_on_call: bool | None
    duration_type_key: int | None
    duration_type: str | None
    type_of_employee: str | None
    category_type: str | None
    administration_id: str | None
    client_number: int | None
    non_payroll_administration_id: str | None
    working_hours: WorkingHours | None
    organization: Organization | None
    wage: Wage | None
    income_relationship_number: int | None
    end_reason: str | None

    @classmethod
    def from_json(cls, data, path="employment"):
        duration_type_key, duration_type = fields.pair(
            data, "employmentDurationType", path
        )
        payroll = fields.mapping(data, "payrollAdministration", path)
        other = fields.mapping(data, "nonPayrollAdministration", path)
        # Since 2020 the tax authorities' reason leads; the older one still exists.
        reason = fields.pair(data, "endOfEmploymentReasonTaxAuthorities", path)[1]
        return cls(
            id=required(fields.text, data, "id", path),
            employee=Employee.from_json(
                required(_object, data, "employee", path), f"{path}.employee"
            ),
            payroll_id=fields.integer(data, "payrollId", path),
            start_date=required(fields.day, data, "startDate", path),
            end_date=fields.day(data, "endDate", path),
            commission_until=fields.day(data, "commissionUntilDate", path),
            historical_start_date=fields.day(data, "historicalStartDate", path),
            is_on_call=fields.boolean(data, "isOnCallEmployment", path),
            duration_type_key=duration_type_key,
            duration_type=duration_type,
            type_of_employee=fields.pair(data, "typeOfEmployee", path)[1],
            category_type=fields.pair(data, "employmentCategoryType", path)[1],
            administration_id=fields.text(
                payroll, "id", f"{path}.payrollAdministration"
            ),
            client_number=fields.integer(
                payroll, "clientNumber", f"{path}.payrollAdministration"
            ),
            non_payroll_administration_id=fields.text(
                other, "id", f"{path}.nonPayrollAdministration"
            ),
            working_hours=_part(WorkingHours, data, "workinghours", path),
            organization=_part(Organization, data, "organizationalEntity", path),
            wage=_part(Wage, data, "wage", path),
            income_relationship_number=fields.integer(
                data, "incomeRelationshipNumber", path
            ),
            end_reason=reason or fields.pair(data, "endOfEmploymentReason", path)[1],
        )


def _object(data, key, path):
    return fields.mapping(data, key, path) or None


def _part(kind, data, key, path):
    """Read a part that is null when the chain has no link on the reference date."""
    part = fields.mapping(data, key, path)
    return kind.from_json(part, f"{path}.{key}") if part else None
