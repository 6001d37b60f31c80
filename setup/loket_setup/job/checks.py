# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every number once more, calculated from what was typed and what Loket holds.

Nothing here asks Odoo how it came to its totals: people and kinds of contract come
from the sandbox's own records, hours from the lines that were typed.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal

from .sandbox import Sandbox, today
from .story import WEEKS, _monday

HOURS, DAYS, MEALS, ALLOWANCE = (
    f"loket_connector.wage_code_{name}"
    for name in ("hours", "days", "meal", "allowance")
)


def compare(told, sandbox: Sandbox) -> list[str]:
    """Return what is wrong, as sentences; empty when every number is right."""
    employments = sandbox.admin("employments")
    return [
        *_compare_people(told, employments),
        *_compare_totals(told, sandbox, employments),
        *_compare_states(told),
    ]


def _compare_people(told, employments: list[dict]) -> list[str]:
    day = today().isoformat()
    working = {
        record["employee"]
        for record in employments
        if not record["row"]["endDate"] or record["row"]["endDate"] >= day
    }
    in_odoo = {employee["loket_employee_id"] for employee in told.employees}
    wrong = []
    if in_odoo != working:
        wrong.append(
            f"{len(working)} people work at Loket, {len(in_odoo)} are in Odoo."
        )
    for run in told.repeated:
        if run["created_count"] or run["updated_count"] or run["problem_count"]:
            wrong.append(
                f"The second sync of {run['employer_id'][1]} changed something."
            )
    for name, state in told.rights.items():
        if state != "complete":
            wrong.append(f"The rights at {name} are {state}.")
    return wrong


def _compare_totals(told, sandbox: Sandbox, employments: list[dict]) -> list[str]:
    """Compare what Loket holds with the totals of what was typed."""
    expected = _expected(told, employments)
    held = {}
    for employment, rows in sandbox.admin("period_data").items():
        total = held[employment] = Counter()
        for component in (c for row in rows for c in row["payrollComponents"]):
            key = component["payrollComponent"]["key"]
            total[key] += Decimal(str(component["value"]))
    wrong = []
    for employment in sorted(expected.keys() | held.keys()):
        want, have = expected.get(employment, {}), held.get(employment, {})
        if dict(want) != dict(have):
            name = next(r["name"] for r in employments if r["id"] == employment)
            wrong.append(
                f"{name}: Loket should hold {_text(want)}, holds {_text(have)}."
            )
    if not expected:
        wrong.append("Nothing was typed that belongs in Loket.")
    return wrong


def _text(values) -> str:
    return (
        ", ".join(f"{key}: {value}" for key, value in sorted(values.items()))
        or "nothing"
    )


def _expected(told, employments: list[dict]) -> dict[str, dict[int, Decimal]]:
    """Return ``{employment: {component: total}}`` of the week."""
    odoo_ids = {
        employee["loket_employee_id"]: employee["id"] for employee in told.employees
    }
    administrations = {a["loket_id"]: a["id"] for a in told.administrations}
    expected: dict[str, dict[int, Decimal]] = {}
    for loket_id, employee in odoo_ids.items():
        own = [record for record in employments if record["employee"] == loket_id]
        days = [line for line in told.lines if line["employee_id"][0] == employee]
        for line in days:
            record = _main(own, line["date"])
            if record:
                _add_line(told, expected, administrations, record, line)
        for allowance in told.allowances:
            if allowance["employee_id"][0] == employee:
                record = _main(own, allowance["date"])
                if record:
                    amount = Decimal(str(allowance["quantity"]))
                    _add(told, expected, administrations, record, ALLOWANCE, amount)
    return expected


def _add_line(told, expected, administrations, record, line):
    if _kind(record, line["date"]) != "fixed":
        hours = Decimal(str(line["unit_amount"]))
        _add(told, expected, administrations, record, HOURS, hours)
        _add(told, expected, administrations, record, DAYS, Decimal(1))
    if line["loket_meal_count"]:
        meals = Decimal(line["loket_meal_count"])
        _add(told, expected, administrations, record, MEALS, meals)


def _add(told, expected, administrations, record, code, amount):
    administration = administrations.get(record["administration"])
    component = told.components.get((administration, code))
    if component is not None:
        totals = expected.setdefault(record["id"], {})
        totals[component] = totals.get(component, Decimal(0)) + amount


def _main(records: list[dict], day: str) -> dict | None:
    """The employment that the day belongs to: running, on the payroll, most hours."""
    running = [
        record
        for record in records
        if record["row"]["startDate"] <= day
        and (not record["row"]["endDate"] or record["row"]["endDate"] >= day)
        and record["administration"]
    ]
    return max(running, key=lambda r: _hours(r, day) or 0, default=None)


def _on(chain: list[dict], day: str) -> dict | None:
    held = [
        part
        for part in chain
        if part["startDate"] <= day and (not part["endDate"] or part["endDate"] >= day)
    ]
    return held[-1] if held else None


def _hours(record: dict, day: str):
    part = _on(record["workinghours"], day)
    return part and part["aggregatedHoursPerWeek"]


def _kind(record: dict, day: str) -> str:
    """Zero hours, minimum hours or fixed, out of Loket's own words."""
    part = _on(record["workinghours"], day)
    flexible = (
        ((part or {}).get("flexibleHoursContract") or {}).get("value", "").lower()
    )
    if "nul" in flexible:
        return "zero_hours"
    if "min" in flexible:
        return "min_hours"
    if record["row"]["isOnCallEmployment"]:
        return "min_hours" if _hours(record, day) else "zero_hours"
    return "fixed"


def _compare_states(told) -> list[str]:
    wrong = []
    if told.sent_again:
        wrong.append(f"{told.sent_again} lines would be sent again without a change.")
    for export in told.exports:
        if export["state"] not in ("done", "ready"):
            wrong.append(f"Export {export['id']} is {export['state']}.")
    for line in told.export_lines:
        if line["state"] not in ("verified", "unchanged"):
            wrong.append(f"Export line {line['id']} is {line['state']}.")
    monday = _monday()
    typed = {
        (monday + timedelta(days=day)).isoformat()
        for week in WEEKS
        for day, hours in enumerate(week)
        if hours
    }
    if {line["date"] for line in told.lines} != typed:
        wrong.append("The week was not filled as it should be.")
    return wrong
