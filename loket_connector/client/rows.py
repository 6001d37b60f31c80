# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows of the two big lists as they came: which one, and whether anything changed.

Most rows of most syncs are known already, so that what they say is read on demand
only; a row that is not as documented then concerns nobody else.
"""

from dataclasses import dataclass, field
from functools import cached_property

from . import fields, wire
from .fields import required
from .records import Record
from .records_employee import Employee, Employment


@dataclass(frozen=True, repr=False)
class EmployeeRow(Record):
    """A row of the list of employees, or the employee within an employment's row."""

    id: str
    _data: dict = field(compare=False)

    @classmethod
    def from_json(cls, data, path="employee"):
        return cls(required(fields.text, data, "id", path), data)

    @cached_property
    def raw_hash(self):
        """Changes whenever anything in the row does, known to us or not."""
        return wire.fingerprint(self._data)

    def record(self):
        """Return the ``Employee``; raises ``LoketContractError``."""
        return Employee.from_json(self._data)


@dataclass(frozen=True, repr=False)
class EmploymentRow(Record):
    """A row of the comprehensive list, as it is on the list's reference date."""

    id: str
    employee: EmployeeRow
    _data: dict = field(compare=False)

    @classmethod
    def from_json(cls, data, path="employment"):
        employee = EmployeeRow.from_json(
            fields.mapping(data, "employee", path), f"{path}.employee"
        )
        return cls(required(fields.text, data, "id", path), employee, data)

    @cached_property
    def raw_hash(self):
        """Changes whenever anything in the row does, the employee included."""
        # What the employee's hash covers need not be covered a second time.
        rest = {**self._data, "employee": self.employee.raw_hash}
        return wire.fingerprint(rest)

    def record(self):
        """Return the ``Employment``; raises ``LoketContractError``."""
        return Employment.from_json(self._data)
