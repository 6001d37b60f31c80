# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Loket records for the mapper tests: everything empty unless a test says so."""

from dataclasses import fields
from datetime import date
from decimal import Decimal

from loket_connector.client import records, records_employee


def _make(record_class, values):
    unknown = values.keys() - {field.name for field in fields(record_class)}
    assert not unknown, f"{record_class.__name__} has no {unknown}"
    return record_class(**{field.name: None for field in fields(record_class)} | values)


def day(text):
    return date.fromisoformat(text) if text else None


def _dated(values):
    """Turn ISO texts into dates, so that tables stay readable."""
    return {
        key: day(value) if isinstance(value, str) and key in _DATES else value
        for key, value in values.items()
    }


_DATES = {
    "start_date",
    "end_date",
    "commission_until",
    "historical_start_date",
    "birth_date",
    "death_date",
}


def address(**values):
    return _make(records_employee.Address, values)


def employee(**values):
    return _make(records_employee.Employee, _dated(values))


def working_hours(**values):
    for key in ("hours_per_week", "full_time_hours"):
        if isinstance(values.get(key), (int, str)):
            values[key] = Decimal(values[key])
    return _make(records.WorkingHours, _dated(values))


def wage(gross=None, **values):
    gross = Decimal(gross) if isinstance(gross, (int, str)) else gross
    return _make(records.Wage, _dated({"gross": gross, **values}))


def organization(**values):
    return _make(records.Organization, _dated(values))


def employment(**values):
    return _make(records_employee.Employment, _dated(values))


def hours(identifier, start, end=None):
    return working_hours(id=identifier, start_date=start, end_date=end)


def pay(identifier, start, end=None):
    return wage(id=identifier, start_date=start, end_date=end)


def unit(identifier, start, end=None):
    return organization(id=identifier, start_date=start, end_date=end)
