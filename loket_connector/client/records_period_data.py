# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Payroll period data: the values of one employment in one period.

Hours and amounts share the type ``Decimal``: what a value means follows from its
payroll component.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from . import fields
from .fields import required
from .records import Record
from .records_payroll import period_of


@dataclass(frozen=True, slots=True)
class PeriodDataIdentity:
    """What tells the records of one employment and period apart; hashable.

    Loket allows None for cost center and cost unit only; ``missing`` names what else
    has none (possible in the defaults), and such a record would be refused.
    """

    shift: int | None
    payslip_type: int | None
    distribution_unit: str | None
    cost_center: int | None
    cost_unit: int | None

    @classmethod
    def from_json(cls, data, path="payrollPeriodData"):
        unit = fields.mapping(data, "distributionUnit", path)
        center = fields.mapping(data, "costCenter", path)
        cost_unit = fields.mapping(data, "costUnit", path)
        shift = fields.mapping(data, "shift", path)
        payslip_type = fields.mapping(data, "payslipType", path)
        return cls(
            shift=fields.integer(shift, "shiftNumber", f"{path}.shift"),
            payslip_type=fields.integer(payslip_type, "key", f"{path}.payslipType"),
            distribution_unit=fields.text(unit, "key", f"{path}.distributionUnit"),
            cost_center=fields.integer(center, "key", f"{path}.costCenter"),
            cost_unit=fields.integer(cost_unit, "key", f"{path}.costUnit"),
        )

    @property
    def missing(self):
        names = ("shift", "payslip_type", "distribution_unit")
        return tuple(name for name in names if getattr(self, name) is None)

    def to_json(self):
        return {
            **_keyed("shift", self.shift, "shiftNumber"),
            **_keyed("payslipType", self.payslip_type),
            **_keyed("distributionUnit", self.distribution_unit),
            # These two may be null, and null is a part of the identity.
            **(_keyed("costCenter", self.cost_center) or {"costCenter": None}),
            **(_keyed("costUnit", self.cost_unit) or {"costUnit": None}),
        }


def _keyed(name, value, key="key"):
    return {} if value is None else {name: {key: value}}


@dataclass(frozen=True, slots=True)
class ComponentValue:
    """``is_supplement``: added to the fixed value instead of replacing it."""

    value: Decimal | None
    is_supplement: bool | None = None


@dataclass(frozen=True, slots=True, repr=False)
class PeriodDataRecord(Record):
    """Payroll period data as Loket holds it; ``components`` by component key."""

    employment_id: str
    employee_number: int | None
    year: int
    period_number: int
    identity: PeriodDataIdentity
    components: Mapping[int, ComponentValue]

    @classmethod
    def from_json(cls, data, path="payrollPeriodData", employment_id=None):
        """Read a row; the list of one employment does not repeat its id."""
        employee = fields.mapping(data, "employee", path)
        if employment_id is None:
            employment_id = required(
                fields.text,
                fields.mapping(data, "employment", path),
                "id",
                f"{path}.employment",
            )
        year, number = period_of(data, path)
        return cls(
            employment_id=employment_id,
            employee_number=fields.integer(
                employee, "employeeNumber", f"{path}.employee"
            ),
            year=year,
            period_number=number,
            identity=PeriodDataIdentity.from_json(data, path),
            components=_components(data, path),
        )


def _components(data, path):
    where = f"{path}.payrollComponents[]"
    found = {}
    for item in fields.items(data, "payrollComponents", path):
        component = fields.mapping(item, "payrollComponent", where)
        key = required(fields.integer, component, "key", f"{where}.payrollComponent")
        found[key] = ComponentValue(
            value=fields.decimal(item, "value", where),
            is_supplement=fields.boolean(item, "isSupplement", where),
        )
    return found


@dataclass(frozen=True, slots=True, repr=False)
class PeriodDataWrite(Record):
    """One record to insert or update.

    Components that are not in it stay as they are, None deletes a component, 0 is a
    value. ``supplements`` names the components for which ``isSupplement`` is sent.
    """

    employment_id: str
    year: int
    period_number: int
    identity: PeriodDataIdentity
    components: Mapping[int, Decimal | None]
    supplements: Mapping[int, bool] = field(default_factory=dict)

    def to_json(self):
        """Return the documented properties that may be written, and no others."""
        return {
            "employmentId": self.employment_id,
            "payrollPeriod": {"year": self.year, "periodNumber": self.period_number},
            **self.identity.to_json(),
            "payrollComponents": [
                self._component(key, value) for key, value in self.components.items()
            ],
        }

    def _component(self, key, value):
        entry = {"payrollComponent": {"key": key}, "value": value}
        if key in self.supplements:
            entry["isSupplement"] = self.supplements[key]
        return entry


@dataclass(frozen=True, slots=True)
class PatchOutcome:
    """What became of a collective write that Loket answered with success.

    Texts are Loket's, by employment id in lower case. ``unassigned`` holds refusals
    that name no employment of the request: then nobody knows whom they concern, and
    all records of the request have to be treated as unknown.
    """

    failures: dict[str, tuple[str, ...]]
    warnings: dict[str | None, tuple[str, ...]]
    unassigned: tuple[str, ...] = ()

    @classmethod
    def from_messages(cls, messages, employment_ids):
        sent = {identifier.lower() for identifier in employment_ids}
        failures, warnings, unassigned = {}, {}, ()
        for message in messages:
            if message.is_warning:
                known = warnings.get(message.id, ())
                warnings[message.id] = (*known, message.description)
            elif message.id in sent:
                known = failures.get(message.id, ())
                failures[message.id] = (*known, message.description)
            else:
                unassigned = (*unassigned, message.description)
        return cls(failures=failures, warnings=warnings, unassigned=unassigned)
