# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""People and the organisation around them, as frozen records.

Every ``from_json`` takes one decoded object of the resource named in its docstring.
Ids are Loket's UUIDs as text, end dates are inclusive, hours are per week, amounts
are euros. ``None`` means that Loket has no value.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from . import fields
from .fields import required

_PERIOD_TYPES = {1: "month", 3: "four_weeks", 4: "week"}
_WEEK = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


class Record:
    """Base of the records: its repr shows the id only, as reprs end up in logs."""

    __slots__ = ()

    def __repr__(self):
        return f"{type(self).__name__}(id={getattr(self, 'id', None)!r})"


@dataclass(frozen=True, slots=True, repr=False)
class User(Record):
    """The user who signed in, ``GET /user``."""

    first_name: str | None
    initials: str | None
    prefix: str | None
    last_name: str | None
    email: str | None
    role: str | None

    @classmethod
    def from_json(cls, data, path="user"):
        person = fields.mapping(data, "personalDetails", path)
        contact = fields.mapping(data, "contactInformation", path)
        user = fields.mapping(data, "user", path)
        where = f"{path}.personalDetails"
        return cls(
            first_name=fields.text(person, "firstName", where),
            initials=fields.text(person, "initials", where),
            prefix=fields.text(person, "prefix", where),
            last_name=fields.text(person, "lastName", where),
            email=fields.text(contact, "emailAddress", f"{path}.contactInformation"),
            role=fields.pair(user, "userSpecifiedRole", f"{path}.user")[1],
        )


@dataclass(frozen=True, slots=True, repr=False)
class Employer(Record):
    """A venue, ``GET /providers/employers``."""

    id: str
    name: str
    employer_number: int | None
    chamber_of_commerce_number: str | None
    city: str | None

    @classmethod
    def from_json(cls, data, path="employer"):
        address = fields.mapping(data, "address", path)
        return cls(
            id=required(fields.text, data, "id", path),
            name=required(fields.text, data, "companyName", path),
            employer_number=fields.integer(data, "employerNumber", path),
            chamber_of_commerce_number=fields.text(
                data, "chamberOfCommerceNumber", path
            ),
            city=fields.text(address, "city", f"{path}.address"),
        )


@dataclass(frozen=True, slots=True, repr=False)
class PayrollAdministration(Record):
    """``period_type`` is ``month``, ``four_weeks``, ``week`` or None (unknown key)."""

    id: str
    name: str
    description: str | None
    client_number: int | None
    period_type: str | None
    start_date: date | None
    end_date: date | None

    @classmethod
    def from_json(cls, data, path="payrollAdministration"):
        return cls(
            id=required(fields.text, data, "id", path),
            name=required(fields.text, data, "name", path),
            description=fields.text(data, "description", path),
            client_number=fields.integer(data, "clientNumber", path),
            period_type=_PERIOD_TYPES.get(
                fields.pair(data, "payrollPeriodType", path)[0]
            ),
            start_date=fields.day(data, "startDate", path),
            end_date=fields.day(data, "endDate", path),
        )


@dataclass(frozen=True, slots=True, repr=False)
class Department(Record):
    id: str
    code: int | None
    name: str
    parent_id: str | None

    @classmethod
    def from_json(cls, data, path="department"):
        parent = fields.mapping(data, "subDepartmentOf", path)
        return cls(
            id=required(fields.text, data, "id", path),
            code=fields.integer(data, "code", path),
            name=required(fields.text, data, "description", path),
            parent_id=fields.text(parent, "key", f"{path}.subDepartmentOf"),
        )


@dataclass(frozen=True, slots=True, repr=False)
class Function(Record):
    """A job title; Loket calls the id of this resource ``key``."""

    id: str
    name: str
    group: str | None

    @classmethod
    def from_json(cls, data, path="function"):
        return cls(
            id=required(fields.text, data, "key", path),
            name=required(fields.text, data, "description", path),
            group=fields.text(data, "group", path),
        )


@dataclass(frozen=True, slots=True)
class VersionNumber:
    """``number`` grows with every change below the employer or employment ``id``."""

    id: str
    number: int

    @classmethod
    def from_json(cls, data, path="versionNumber"):
        return cls(
            id=required(fields.text, data, "id", path),
            number=required(
                fields.long_integer, data, "lastModifiedVersionNumber", path
            ),
        )


@dataclass(frozen=True, slots=True, repr=False)
class WorkingHours(Record):
    """A link of the chain of working hours.

    ``hours_per_week`` is the sum Loket computes and is None for people on call;
    ``pattern`` has the hours of 14 days, the odd week's Monday first.
    """

    id: str
    start_date: date
    end_date: date | None
    hours_per_week: Decimal | None
    average_hours: Decimal | None
    deviating_hours: Decimal | None
    flexible_key: int | None
    flexible: str | None
    shift_number: int | None
    full_time_hours: Decimal | None
    pattern: tuple[Decimal, ...] | None
    regular_pattern: bool | None

    @classmethod
    def from_json(cls, data, path="workinghours"):
        flexible_key, flexible = fields.pair(data, "flexibleHoursContract", path)
        shift = fields.mapping(data, "shift", path)
        where = f"{path}.shift"
        return cls(
            id=required(fields.text, data, "id", path),
            start_date=required(fields.day, data, "startDate", path),
            end_date=fields.day(data, "endDate", path),
            hours_per_week=fields.decimal(data, "aggregatedHoursPerWeek", path),
            average_hours=fields.decimal(data, "averageHoursPerWeek", path),
            deviating_hours=fields.decimal(data, "deviatingHoursPerWeek", path),
            flexible_key=flexible_key,
            flexible=flexible,
            shift_number=fields.integer(shift, "shiftNumber", where),
            full_time_hours=fields.decimal(shift, "fullTimeHoursPerWeek", where),
            pattern=_pattern(data, path),
            regular_pattern=fields.boolean(data, "regularWorkPattern", path),
        )


def _pattern(data, path):
    pattern = fields.mapping(data, "workPattern", path)
    hours = []
    for key in ("oddWeeks", "evenWeeks"):
        where = f"{path}.workPattern"
        week = fields.mapping(pattern, key, where)
        if not week:
            return None
        for name in _WEEK:
            hours.append(fields.decimal(week, name, f"{where}.{key}") or Decimal(0))
    return tuple(hours)


@dataclass(frozen=True, slots=True, repr=False)
class Wage(Record):
    """A link of the chain of wages; ``gross`` is per hour or period (``type_key``).

    ``is_full_time``: the amount still has to be multiplied by the part-time factor.
    """

    id: str
    start_date: date
    end_date: date | None
    gross: Decimal | None
    type_key: int | None
    type: str | None
    is_full_time: bool | None
    period_type_key: int | None

    @classmethod
    def from_json(cls, data, path="wage"):
        type_key, type_name = fields.pair(data, "grossWageType", path)
        return cls(
            id=required(fields.text, data, "id", path),
            start_date=required(fields.day, data, "startDate", path),
            end_date=fields.day(data, "endDate", path),
            gross=fields.decimal(data, "grossWage", path),
            type_key=type_key,
            type=type_name,
            is_full_time=fields.boolean(data, "isGrossWageFullTime", path),
            period_type_key=fields.pair(data, "payrollPeriodType", path)[0],
        )


@dataclass(frozen=True, slots=True, repr=False)
class Organization(Record):
    """A link of the chain of department and function."""

    id: str
    start_date: date
    end_date: date | None
    department_id: str | None
    department: str | None
    function_id: str | None
    function: str | None
    deviating_function: str | None
    distribution_unit_id: str | None
    place: str | None

    @classmethod
    def from_json(cls, data, path="organizationalEntity"):
        department = fields.mapping(data, "department", path)
        function = fields.mapping(data, "function", path)
        unit = fields.mapping(data, "distributionUnit", path)
        return cls(
            id=required(fields.text, data, "id", path),
            start_date=required(fields.day, data, "startDate", path),
            end_date=fields.day(data, "endDate", path),
            department_id=fields.text(department, "key", f"{path}.department"),
            department=fields.text(department, "description", f"{path}.department"),
            function_id=fields.text(function, "key", f"{path}.function"),
            function=fields.text(function, "description", f"{path}.function"),
            deviating_function=fields.text(data, "deviatingFunctionDescription", path),
            distribution_unit_id=fields.text(unit, "key", f"{path}.distributionUnit"),
            place=fields.text(data, "placeOfEmployment", path),
        )
