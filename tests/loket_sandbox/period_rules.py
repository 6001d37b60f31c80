# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What Loket accepts as payroll period data, and how it is stored.

Source of the rules: the descriptions of the PATCH calls. A record is identified
per employment by period, shift, payslip type, distribution unit, cost centre and
cost unit; a component with a value is written over, one with null is deleted, one
that is not sent stays; 0 is a value like any other.
"""

import json
from decimal import Decimal

from . import rows
from .replies import WARNING, message
from .seed import payroll

HOURS_LIMIT = 1000
AMOUNT_LIMIT = 100_000_000
# part of the identity: (key within it, may be null)
PARTS = {
    "shift": ("shiftNumber", False),
    "payslipType": ("key", False),
    "distributionUnit": ("key", False),
    "costCenter": ("key", True),
    "costUnit": ("key", True),
}


def identity(record):
    """Return the hashable identity of a record of one employment."""
    period = record["payrollPeriod"]
    parts = tuple(
        (record.get(name) or {}).get(key) for name, (key, _null) in PARTS.items()
    )
    return (period["year"], period["periodNumber"], *parts)


def problems(state, employment_id, sent):
    """Return the messages that refuse a record, none when it can be stored."""
    record = state.employments[employment_id]
    admin = state.administrations.get(record["administration"])
    if admin is None:
        text = "The employment is not in a payroll administration"
        return [message("employment", text, employment_id)]
    found = _identity_problems(state, record, admin, sent, employment_id)
    if found:
        return found
    period = find_period(admin, sent["payrollPeriod"])
    wanted = (period["year"], period["periodNumber"])
    if wanted in rows.approved_periods(state, admin["row"]["id"]):
        text = f"The payroll run of period {wanted[1]} of {wanted[0]} is approved"
        return [message("approved", text, employment_id)]
    if not rows.is_active_in(record["row"], period):
        text = f"The employment is not active in period {wanted[1]} of {wanted[0]}"
        return [message("employment", text, employment_id)]
    return _component_problems(admin, sent, employment_id)


def find_period(admin, wanted):
    for period in admin["periods"]:
        if (period["year"], period["periodNumber"]) == (
            wanted.get("year"),
            wanted.get("periodNumber"),
        ):
            return period
    return None


def choices(state, record, admin):
    """Return the complete objects each part of the identity can be."""
    return {
        "shift": admin["shifts"],
        "payslipType": payroll.PAYSLIP_TYPES,
        "distributionUnit": state.employers[record["employer"]]["units"],
        "costCenter": admin["cost_centers"],
        "costUnit": admin["cost_units"],
    }


def _identity_problems(state, record, admin, sent, employment_id):
    if not isinstance(sent.get("payrollPeriod"), dict):
        return [message("identity", "payrollPeriod is required", employment_id)]
    if find_period(admin, sent["payrollPeriod"]) is None:
        text = "payrollPeriod does not exist in the payroll administration"
        return [message("period", text, employment_id)]
    known = choices(state, record, admin)
    found = []
    for name, (key, may_be_null) in PARTS.items():
        part = sent.get(name)
        if part is None:
            if not may_be_null:
                found.append(message("identity", f"{name} is required", employment_id))
        elif part.get(key) not in [choice[key] for choice in known[name]]:
            text = f"{name} has an invalid value"
            found.append(message("identity", text, employment_id))
    return found


def _component_problems(admin, sent, employment_id):
    if not isinstance(sent.get("payrollComponents"), list):
        text = "payrollComponents is required"
        return [message("component", text, employment_id)]
    year = str(sent["payrollPeriod"]["year"])
    available = admin["components"].get(year, [])
    found, seen = [], set()
    for entry in sent["payrollComponents"]:
        number = (entry.get("payrollComponent") or {}).get("key")
        if number not in available:
            text = f"Payroll component {number} is not available in {year}"
            found.append(message("component", text, employment_id))
            continue
        if number in seen:
            text = f"Payroll component {number} occurs more than once"
            found.append(message("duplicate", text, employment_id))
        seen.add(number)
        found += _value_problems(number, entry, employment_id)
    return found


def _value_problems(number, entry, employment_id):
    row = payroll.component_row(number)
    name = f"{row['description']} ({number})"
    if "value" not in entry:
        return [message("value", f"{name}: value is required", employment_id)]
    if entry.get("isSupplement") and not row["canBeSupplemented"]:
        text = f"{name} cannot be a supplement"
        return [message("supplement", text, employment_id)]
    if entry["value"] is None:
        return []
    value = Decimal(str(entry["value"]))
    if row["category"]["key"] in payroll.HOUR_CATEGORIES:
        if not 0 <= value < HOURS_LIMIT:
            text = f"{name}: hours cannot be negative and must be less than 1000"
            return [message("value", text, employment_id)]
    elif abs(value) > AMOUNT_LIMIT:
        text = f"{name}: amounts must be between -100,000,000 and 100,000,000"
        return [message("value", text, employment_id)]
    return []


def store(state, employment_id, sent):
    """Insert or update a record that has no problems."""
    record = state.employments[employment_id]
    admin = state.administrations[record["administration"]]
    stored = state.period_data[employment_id]
    wanted = identity(sent)
    target = next((row for row in stored if identity(row) == wanted), None)
    if target is None:
        target = _new_record(state, record, admin, sent)
        stored.append(target)
    if "payslipText" in sent:
        target["payslipText"] = sent["payslipText"]
    components = {
        row["payrollComponent"]["key"]: row for row in target["payrollComponents"]
    }
    for entry in sent["payrollComponents"]:
        number = entry["payrollComponent"]["key"]
        if entry["value"] is None:
            components.pop(number, None)
        else:
            components[number] = component_value(number, entry)
    target["payrollComponents"] = [components[number] for number in sorted(components)]
    if not components:
        stored.remove(target)
    state.touch("period_data")


def component_value(number, entry):
    row = payroll.component_row(number)
    row.pop("isCollectiveMutationPossible")
    return {
        "isSupplement": bool(entry.get("isSupplement")),
        "payrollComponent": row,
        "value": entry["value"],
    }


def _new_record(state, record, admin, sent):
    period = find_period(admin, sent["payrollPeriod"])
    row = {
        "id": state.new_id("period-data"),
        "payrollComponents": [],
        "payrollPeriod": {
            "periodEndDate": period["endDate"],
            "periodNumber": period["periodNumber"],
            "periodStartDate": period["startDate"],
            "year": period["year"],
        },
        "payslipText": None,
    }
    for name, options in choices(state, record, admin).items():
        key = PARTS[name][0]
        wanted = (sent.get(name) or {}).get(key)
        row[name] = next((item for item in options if item[key] == wanted), None)
    return row


def warnings(state, employment_ids):
    """Return the warnings set by the admin for these employments."""
    return [
        message("warning", warning["description"], warning["employment"], WARNING)
        for warning in state.settings["warnings"]
        if warning["employment"] in employment_ids
    ]


def duplicates(records):
    """Return the positions of records that occur twice: (employment, identity)."""
    seen, twice = {}, set()
    for position, (employment_id, sent) in enumerate(records):
        try:
            key = (employment_id, identity(sent))
        except (AttributeError, KeyError, TypeError):
            key = (employment_id, json.dumps(sent, sort_keys=True))
        if key in seen:
            twice.update((seen[key], position))
        seen[key] = position
    return twice
