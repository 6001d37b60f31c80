# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Six weeks of hours, from the timesheet to Loket."""

from __future__ import annotations

from . import plan
from .odoo_session import OdooSession
from .plan import Allowance, Hours
from .sandbox import Sandbox
from .told import ALLOWANCE, Told

PROJECT = "Work week (demo)"
LINE, ALLOWANCES, EXPORT = "account.analytic.line", "loket.allowance", "loket.export"
BY_HOUR = ("zero_hours", "min_hours")
#: A kind of allowance that nobody gave a component.
UNMAPPED = "Standby duty"


def undo_payroll_runs(sandbox: Sandbox, told: Told):
    """Let Loket not have paid the weeks yet for which hours are going to come."""
    first = plan.first_day(told.today).isoformat()
    for administration in administrations(sandbox):
        for period in sandbox.admin(
            "payroll_periods", administration_id=administration["id"]
        ):
            if period["endDate"] >= first and period["hasApprovedPayrollRun"]:
                set_run(sandbox, administration, period, None)


def set_run(sandbox: Sandbox, administration: dict, period: dict, status: int | None):
    """Give a period a payroll run at Loket, or take it away."""
    sandbox.tell(
        "set_payroll_run",
        administration_id=administration["id"],
        period_id=period["id"],
        status=status,
    )


def administrations(sandbox: Sandbox) -> list[dict]:
    """Return the administrations, those of the first venue first."""
    employers = sandbox.admin("summary")["employers"]
    return [one for employer in employers for one in employer["administrations"]]


def six_weeks(
    admin: OdooSession,
    approver: OdooSession,
    hr: OdooSession,
    companies: list[int],
    told: Told,
):
    """Type, approve and export the hours and allowances of everybody."""
    people, by_hour = told.people(), told.of_kind(BY_HOUR)
    told.leaver = told.of_kind(("fixed",), told.administrations_in_order()[0])[-1]
    places_for_hours(admin, companies)
    write(
        approver, told, plan.timesheets(people, set(by_hour), told.leaver, told.today)
    )
    told.allowance_code = admin.ref(ALLOWANCE)
    write_allowances(approver, told, plan.allowances(people, told.today))
    for period in _periods(hr, told):
        export(hr, period)


def places_for_hours(admin: OdooSession, companies: list[int]):
    """One project with timesheets for each company, and one more wage code."""
    admin.find_or_create(
        "loket.wage.code",
        [("name", "=", UNMAPPED)],
        {"name": UNMAPPED, "code_type": "allowance"},
    )
    for company in companies:
        admin.find_or_create(
            "project.project",
            [("name", "=", PROJECT), ("company_id", "=", company)],
            {"name": PROJECT, "company_id": company, "allow_timesheets": True},
        )


def write(approver: OdooSession, told: Told, lines: list[Hours], name="Worked"):
    """Type timesheet lines, and approve those that are to be approved."""
    employees = {e["loket_employee_id"]: e for e in told.employees}
    rows = approver.find("project.project", [("name", "=", PROJECT)], ["company_id"])
    project = {row["company_id"][0]: row["id"] for row in rows}
    ids = approver.create_all(
        LINE,
        [
            {
                "name": name,
                "date": str(line.day),
                "employee_id": employees[line.person]["id"],
                "project_id": project[employees[line.person]["company_id"][0]],
                "unit_amount": line.hours,
                "loket_meal_count": line.meals,
            }
            for line in lines
        ],
    )
    for line, number in zip(lines, ids, strict=True):
        line.line = number
    told.hours += lines
    approved = [line.line for line in lines if line.approved]
    approver.call(LINE, "action_loket_approve", approved)


def write_allowances(
    approver: OdooSession, told: Told, given: list[Allowance], code: int = 0
):
    """Type allowances, and approve those that are to be approved."""
    employees = {e["loket_employee_id"]: e["id"] for e in told.employees}
    ids = approver.create_all(
        ALLOWANCES,
        [
            {
                "employee_id": employees[one.person],
                "date": str(one.day),
                "wage_code_id": code or told.allowance_code,
                "quantity": one.quantity,
            }
            for one in given
        ],
    )
    for one, number in zip(given, ids, strict=True):
        one.allowance = number
    told.allowances += given
    approved = [one.allowance for one in given if one.approved]
    approver.call(ALLOWANCES, "action_approve", approved)


def _periods(hr: OdooSession, told: Told) -> list[dict]:
    """Return the periods of the hours, oldest first."""
    return hr.find(
        "loket.payroll.period",
        [
            ("administration_id", "in", [a["id"] for a in told.administrations]),
            ("date_end", ">=", str(plan.first_day(told.today))),
            ("date_start", "<=", str(plan.mondays(told.today)[-1])),
        ],
        ["administration_id"],
        order="date_start, administration_id",
    )


def export(hr: OdooSession, period: dict) -> int:
    """Prepare and send the export of a period; return it."""
    number = hr.find_or_create(
        EXPORT,
        [("period_id", "=", period["id"])],
        {
            "administration_id": period["administration_id"][0],
            "period_id": period["id"],
        },
    )
    hr.call(EXPORT, "action_send", [number])
    return number


def look(hr: OdooSession, told: Told):
    """Look at the exports and at the state of every line."""
    mine = [("administration_id", "in", [a["id"] for a in told.administrations])]
    told.exports = hr.find(
        EXPORT,
        mine,
        ["administration_id", "period_id", "state", "problem_ids", "to_send_count"],
        order="date_start, administration_id",
    )
    told.export_lines = hr.find(
        "loket.export.line",
        [("export_id", "in", [export["id"] for export in told.exports])],
        [
            *("export_id", "employment_id", "component_id"),
            *("value", "loket_value", "state", "is_foreign"),
        ],
    )
    told.line_states = _states(hr, LINE, "loket_export_state", told.hours, "line")
    told.allowance_states = _states(
        hr, ALLOWANCES, "export_state", told.allowances, "allowance"
    )


def _states(hr, model, field, typed, name) -> dict[int, str]:
    ids = [getattr(one, name) for one in typed]
    return {
        row["id"]: row[field] for row in hr.find(model, [("id", "in", ids)], [field])
    }
