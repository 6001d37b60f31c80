# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Periods, runs and components of a payroll, and the end of an employment.

See ``records`` for the conventions.
"""

from dataclasses import dataclass
from datetime import date, datetime

from . import fields
from .fields import required


@dataclass(frozen=True, slots=True)
class PayrollPeriod:
    """``id`` is a number like 202601; ``has_approved_run``: nothing may change."""

    id: int
    year: int
    number: int
    start_date: date
    end_date: date
    has_approved_run: bool
    test_year: bool

    @classmethod
    def from_json(cls, data, path="payrollPeriod"):
        return cls(
            id=required(fields.integer, data, "id", path),
            year=required(fields.integer, data, "year", path),
            number=required(fields.integer, data, "periodNumber", path),
            start_date=required(fields.day, data, "startDate", path),
            end_date=required(fields.day, data, "endDate", path),
            has_approved_run=required(
                fields.boolean, data, "hasApprovedPayrollRun", path
            ),
            test_year=required(fields.boolean, data, "testYear", path),
        )


@dataclass(frozen=True, slots=True)
class PayrollRun:
    """``status`` 0 queued, 1 ready, 2 pro forma, 5 removed, 6 cancelled, 7 failed,

    8 without results, 9 approved. ``requested_at`` is naive when Loket names no zone.
    """

    id: str
    year: int
    period_number: int
    status: int
    requested_at: datetime | None

    @classmethod
    def from_json(cls, data, path="payrollRun"):
        year, number = period_of(data, path)
        status = fields.pair(data, "payrollRunStatus", path)[0]
        if status is None:
            fields.fail(f"{path}.payrollRunStatus.key", "lacks a value")
        return cls(
            id=required(fields.text, data, "id", path),
            year=year,
            period_number=number,
            status=status,
            requested_at=fields.moment(data, "requestTime", path),
        )


@dataclass(frozen=True, slots=True)
class PayrollComponent:
    """``key`` is the number payroll people know the component by."""

    key: int
    name: str
    category_key: int | None
    category: str | None
    direction_key: int | None
    direction: str | None
    can_be_supplemented: bool
    collective: bool

    @classmethod
    def from_json(cls, data, path="payrollComponent"):
        category_key, category = fields.pair(data, "category", path)
        direction_key, direction = fields.pair(data, "deductionOrPayment", path)
        return cls(
            key=required(fields.integer, data, "key", path),
            name=required(fields.text, data, "description", path),
            category_key=category_key,
            category=category,
            direction_key=direction_key,
            direction=direction,
            can_be_supplemented=bool(fields.boolean(data, "canBeSupplemented", path)),
            collective=bool(fields.boolean(data, "isCollectiveMutationPossible", path)),
        )


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a choice, from a resource's ``/metadata``."""

    key: int | str
    value: str


@dataclass(frozen=True, slots=True)
class PeriodDataOptions:
    """What the list of an administration can be asked for."""

    payslip_types: tuple[Option, ...]
    categories: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class TerminationOptions:
    """``tax_reasons`` leads since 2020; ``reasons`` is the older list."""

    reasons: tuple[Option, ...]
    tax_reasons: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Termination:
    """The end of an employment; ``end_date`` is its last day.

    ``reason_key`` 8 is "other", which Loket's description asks for outside pension
    declarations. The MDV entry is for employers with that module only.
    """

    end_date: date
    tax_reason_key: int
    reason_key: int = 8
    due_to_illness: bool = False
    create_mdv_entry: bool = False

    def to_json(self):
        return {
            "endDate": self.end_date,
            "endOfEmploymentReason": {"key": self.reason_key},
            "endOfEmploymentReasonTaxAuthorities": {"key": self.tax_reason_key},
            "endOfEmploymentDueToIllness": self.due_to_illness,
            "createMdvEntry": self.create_mdv_entry,
        }


def period_of(data, path):
    """Return year and number of the period a row belongs to."""
    period, where = fields.mapping(data, "payrollPeriod", path), f"{path}.payrollPeriod"
    return (
        required(fields.integer, period, "year", where),
        required(fields.integer, period, "periodNumber", where),
    )
