# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The main job, step by step, each with the rights of the person who does it.

Told again on the same database it changes nothing: everything is looked up first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from .odoo_session import OdooSession, Refused
from .sandbox import Sandbox, today

#: Logins of the demo: password, name, groups.
PEOPLE = {
    "hr": (
        "Hanneke (HR officer)",
        [
            "loket_connector.group_loket_user",
            "hr.group_hr_manager",
            "hr_timesheet.group_hr_timesheet_approver",
        ],
    ),
    "approver": (
        "Arie (approves timesheets)",
        ["hr_timesheet.group_hr_timesheet_approver"],
    ),
    "employee": (
        "Evi (fills her timesheet)",
        ["hr_timesheet.group_hr_timesheet_user"],
    ),
}
#: Wage code → words in the name of the payroll component it means, best first.
COMPONENTS = {
    "loket_connector.wage_code_hours": ["gewerkte uren"],
    "loket_connector.wage_code_days": ["gewerkte dagen"],
    "loket_connector.wage_code_meal": ["aant. maaltijd", "maaltijd"],
    "loket_connector.wage_code_allowance": ["reiskosten"],
}
PROJECT = "Work week (demo)"
#: Hours of Monday to Friday, a different week for every third person.
WEEKS = ([8, 8, 7.5, 8, 6.25], [4, 4, 4, 4, 4], [9, 0, 9, 0, 9])


@dataclass
class Told:
    """What happened, for the summary and for the checks."""

    runs: list[dict] = field(default_factory=list)
    repeated: list[dict] = field(default_factory=list)
    rights: dict[str, str] = field(default_factory=dict)
    mappings: int = 0
    employees: list[dict] = field(default_factory=list)
    employments: list[dict] = field(default_factory=list)
    lines: list[dict] = field(default_factory=list)
    allowances: list[dict] = field(default_factory=list)
    exports: list[dict] = field(default_factory=list)
    export_lines: list[dict] = field(default_factory=list)
    sent_again: int = 0
    administrations: list[dict] = field(default_factory=list)
    components: dict[tuple[int, str], int] = field(default_factory=dict)


def tell(odoo_url: str, sandbox: Sandbox) -> Told:
    """Do everything once; return what happened.

    :raises Refused: when Odoo or Loket says no, in the words a person would read.
    """
    told = Told()
    admin = OdooSession(odoo_url, "admin", "admin")
    companies = _companies(admin, sandbox)
    _people(admin, companies)
    connection = _sign_in(admin, sandbox)
    _link(admin, connection, companies, told)
    _map_wage_codes(admin, told)
    hr = OdooSession(odoo_url, "hr", "hr")
    _sync(hr, told)
    _link_user(admin, told)
    project = _project(admin, companies)
    _fill_week(admin, project, told)
    _approve(OdooSession(odoo_url, "approver", "approver"), told)
    _export(hr, told)
    return told


def _companies(admin: OdooSession, sandbox: Sandbox) -> list[int]:
    """One company for each venue, named like it."""
    names = [employer["name"] for employer in sandbox.admin("summary")["employers"]]
    main = admin.find("res.company", [], ["name"], order="id", limit=1)[0]
    if main["name"] != names[0]:
        admin.call("res.company", "write", [main["id"]], {"name": names[0]})
    ids = [main["id"]] + [
        admin.find_or_create("res.company", [("name", "=", name)], {"name": name})
        for name in names[1:]
    ]
    user = admin.ref("base.user_admin")
    admin.call(
        "res.users", "write", [user], {"company_ids": [(4, company) for company in ids]}
    )
    return ids


def _people(admin: OdooSession, companies: list[int]):
    """The users of the demo."""
    for login, (name, groups) in PEOPLE.items():
        admin.find_or_create(
            "res.users",
            [("login", "=", login)],
            {
                "name": name,
                "login": login,
                "password": login,
                "email": f"{login}@example.com",
                "company_id": companies[0],
                "company_ids": [(6, 0, companies)],
                "group_ids": [(4, admin.ref(group)) for group in groups],
            },
        )


def _sign_in(admin: OdooSession, sandbox: Sandbox) -> int:
    """Connect to the sandbox and sign in there, as a browser would."""
    connection = admin.find_or_create(
        "loket.connection",
        [("api_url", "=", sandbox.api_url)],
        {
            "name": "Loket (sandbox)",
            "environment": "custom",
            "api_url": sandbox.api_url,
            "oauth_url": sandbox.url,
            "client_id": sandbox.client_id,
            "client_secret": sandbox.client_secret,
        },
    )
    state = admin.find("loket.connection", [("id", "=", connection)], ["state"])
    if state[0]["state"] == "connected":
        return connection
    action = admin.call("loket.connection", "action_sign_in", [connection])
    page = admin.http.get(action["url"], timeout=60)
    back = admin.http.post(**sandbox.press_sign_in(page), timeout=60)
    if not back.ok:
        raise Refused(re.sub(r"<[^>]+>|\s+", " ", back.text)[:500])
    return connection


def _link(admin: OdooSession, connection: int, companies: list[int], told: Told):
    """Link the venues to the companies, check the rights, fetch the payroll set-up."""
    employers = _employers(admin, connection)
    if not employers:
        admin.call("loket.connection", "action_fetch_employers", [connection])
        employers = _employers(admin, connection)
    for employer, company in zip(employers, companies, strict=True):
        if not employer["company_id"]:
            admin.call(
                "loket.employer", "write", [employer["id"]], {"company_id": company}
            )
    ids = [employer["id"] for employer in employers]
    admin.call("loket.employer", "action_check_rights", ids)
    admin.call("loket.employer", "action_fetch_payroll_setup", ids)
    for employer in _employers(admin, connection):
        told.rights[employer["name"]] = employer["rights_state"]


def _employers(admin: OdooSession, connection: int) -> list[dict]:
    return admin.find(
        "loket.employer",
        [("connection_id", "=", connection)],
        ["name", "company_id", "rights_state", "employer_number"],
        order="employer_number",
    )


def _map_wage_codes(admin: OdooSession, told: Told):
    """Choose the component of each wage code, in each administration, by its name."""
    year = today().year
    told.administrations = admin.find(
        "loket.payroll.administration",
        [("period_type", "!=", False)],
        ["name", "client_number", "loket_id", "company_id", "period_type"],
    )
    for administration in told.administrations:
        components = admin.find(
            "loket.payroll.component",
            [("administration_id", "=", administration["id"]), ("year", "=", year)],
            ["name", "key"],
        )
        for xml_id, words in COMPONENTS.items():
            component = _component(components, words)
            if not component:
                continue
            told.components[administration["id"], xml_id] = component["key"]
            code = admin.ref(xml_id)
            admin.find_or_create(
                "loket.wage.code.mapping",
                [
                    ("wage_code_id", "=", code),
                    ("administration_id", "=", administration["id"]),
                ],
                {
                    "wage_code_id": code,
                    "administration_id": administration["id"],
                    "component_id": component["id"],
                },
            )
            told.mappings += 1


def _component(components: list[dict], words: list[str]) -> dict | None:
    for word in words:
        for component in components:
            if word in component["name"].lower():
                return component
    return None


def _sync(hr: OdooSession, told: Told):
    """Preview nothing, sync for real, and sync again: the second changes nothing."""
    employers = hr.find("loket.employer", [("company_id", "!=", False)], ["name"])
    counters = [
        *("employer_id", "state", "message", "created_count", "updated_count"),
        *("linked_count", "unchanged_count", "problem_count", "api_call_count"),
        *("ended_count", "duration"),
    ]
    for runs in (told.runs, told.repeated):
        for employer in employers:
            hr.call("loket.employer", "action_sync", [employer["id"]])
            runs += hr.find(
                "loket.sync.run",
                [("employer_id", "=", employer["id"])],
                counters,
                order="id desc",
                limit=1,
            )
    told.employees = hr.find(
        "hr.employee",
        [("loket_employee_id", "!=", False)],
        ["name", "loket_employee_id", "company_id", "loket_contract_kind"],
        order="company_id, loket_employee_number, id",
    )
    told.employments = hr.find(
        "loket.employment",
        [],
        ["loket_id", "employee_id", "administration_id", "date_start", "date_end"],
    )


def _link_user(admin: OdooSession, told: Told):
    """Let the user "employee" be somebody with a zero-hours contract."""
    user = admin.find("res.users", [("login", "=", "employee")], ["employee_id"])[0]
    if not user["employee_id"]:
        somebody = next(
            e for e in told.employees if e["loket_contract_kind"] == "zero_hours"
        )
        admin.call("hr.employee", "write", [somebody["id"]], {"user_id": user["id"]})


def _project(admin: OdooSession, companies: list[int]) -> dict[int, int]:
    """One project with timesheets per company."""
    return {
        company: admin.find_or_create(
            "project.project",
            [("name", "=", PROJECT), ("company_id", "=", company)],
            {"name": PROJECT, "company_id": company, "allow_timesheets": True},
        )
        for company in companies
    }


def _monday() -> date:
    """Monday of the first whole week of this month: its days are always in a period
    that is still open, and never in the future after the seventh."""
    first = today().replace(day=1)
    return first + timedelta(days=-first.weekday() % 7)


def _fill_week(admin: OdooSession, projects: dict[int, int], told: Told):
    """Fill the week of everybody who works then, with meals and an allowance each."""
    monday = _monday()
    week = [("project_id.name", "=", PROJECT)]
    fields = ["date", "employee_id", "unit_amount", "loket_meal_count"]
    told.lines = admin.find("account.analytic.line", week, fields)
    if not told.lines:
        _create_week(admin, projects, told, monday)
        told.lines = admin.find("account.analytic.line", week, fields)
    told.allowances = admin.find(
        "loket.allowance",
        [("date", ">=", monday.isoformat())],
        ["date", "employee_id", "quantity"],
    )


def _create_week(admin, projects, told, monday):
    code = admin.ref("loket_connector.wage_code_allowance")
    for index, employee in enumerate(told.employees):
        hours = WEEKS[index % len(WEEKS)]
        for day, amount in enumerate(hours):
            if amount:
                admin.create(
                    "account.analytic.line",
                    {
                        "name": "Worked",
                        "date": (monday + timedelta(days=day)).isoformat(),
                        "employee_id": employee["id"],
                        "project_id": projects[employee["company_id"][0]],
                        "unit_amount": amount,
                        "loket_meal_count": int(amount > 8 or day == 4),
                    },
                )
        admin.create(
            "loket.allowance",
            {
                "employee_id": employee["id"],
                "date": monday.isoformat(),
                "wage_code_id": code,
                "quantity": 12.5 + index,
            },
        )


def _approve(approver: OdooSession, told: Told):
    """Approve the week in one go."""
    waiting = approver.find(
        "account.analytic.line",
        [
            ("id", "in", [line["id"] for line in told.lines]),
            ("loket_approved", "=", False),
        ],
        ["id"],
    )
    if waiting:
        approver.call(
            "account.analytic.line", "action_loket_approve", [r["id"] for r in waiting]
        )
    allowances = approver.find(
        "loket.allowance",
        [
            ("id", "in", [record["id"] for record in told.allowances]),
            ("approved", "=", False),
        ],
        ["id"],
    )
    if allowances:
        approver.call(
            "loket.allowance", "action_approve", [r["id"] for r in allowances]
        )


def _export(hr: OdooSession, told: Told):
    """Send every administration's period of that week; then prepare again."""
    monday = _monday().isoformat()
    for administration in told.administrations:
        periods = hr.find(
            "loket.payroll.period",
            [
                ("administration_id", "=", administration["id"]),
                ("date_start", "<=", monday),
                ("date_end", ">=", monday),
            ],
            ["loket_id", "year", "number"],
        )
        for period in periods:
            export = hr.find_or_create(
                "loket.export",
                [("period_id", "=", period["id"])],
                {"administration_id": administration["id"], "period_id": period["id"]},
            )
            hr.call("loket.export", "action_prepare", [export])
            if _to_send(hr, export):
                hr.call("loket.export", "action_send", [export])
                hr.call("loket.export", "action_verify", [export])
            hr.call("loket.export", "action_prepare", [export])
            told.sent_again += _to_send(hr, export)
            told.exports += hr.find(
                "loket.export",
                [("id", "=", export)],
                ["administration_id", "period_id", "state", "problem_ids"],
            )
            told.export_lines += hr.find(
                "loket.export.line",
                [("export_id", "=", export)],
                [
                    *("export_id", "employment_id", "component_id"),
                    *("value", "loket_value", "state"),
                ],
            )


def _to_send(hr: OdooSession, export: int) -> int:
    found = hr.find("loket.export", [("id", "=", export)], ["to_send_count"])
    return found[0]["to_send_count"]
