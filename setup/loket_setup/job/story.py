# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The main job, step by step, each with the rights of the person who does it.

Told again on the same database it changes nothing: everything is looked up first.
"""

from __future__ import annotations

import re

from . import life, people, work
from .odoo_session import OdooSession, Refused
from .sandbox import Sandbox, today
from .told import ALLOWANCE, DAYS, HOURS, MEALS, Told

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
    HOURS: ["gewerkte uren"],
    DAYS: ["gewerkte dagen"],
    MEALS: ["aant. maaltijd", "maaltijd"],
    ALLOWANCE: ["reiskosten"],
}
#: How far the job came on this database: nothing, "begun" or "done".
PROGRESS = "loket_demo.main_job"


class Halfway(Exception):
    """An earlier job was interrupted: what it left is no demo, and nobody's work."""


def tell(odoo_url: str, sandbox: Sandbox) -> Told:
    """Do everything once; return what happened.

    :raises Refused: when Odoo or Loket says no, in the words a person would read.
    :raises Halfway: when only an empty database can make it whole again.
    """
    told = Told(today())
    admin = OdooSession(odoo_url, "admin", "admin")
    told.is_again = _progress(admin)
    companies = _companies(admin, sandbox)
    told.company = companies[0]
    _people(admin, companies)
    if not told.is_again:
        work.undo_payroll_runs(sandbox, told)
    connection = _sign_in(admin, sandbox)
    _link(admin, connection, companies, told)
    _map_wage_codes(admin, told)
    hr = OdooSession(odoo_url, "hr", "hr")
    told.runs, told.repeated = people.sync(hr), people.sync(hr)
    people.look(hr, told)
    if not told.is_again:
        admin.call("ir.config_parameter", "set_param", PROGRESS, "begun")
        _link_user(admin, told)
        approver = OdooSession(odoo_url, "approver", "approver")
        work.six_weeks(admin, approver, hr, companies, told)
        life.goes_on(approver, hr, sandbox, companies, told)
        admin.call("ir.config_parameter", "set_param", PROGRESS, "done")
    work.look(hr, told)
    return told


def _progress(admin: OdooSession) -> bool:
    """Tell whether the job was done here before."""
    found = admin.call("ir.config_parameter", "get_param", PROGRESS)
    if found == "begun":
        raise Halfway("an earlier main job on this database stopped halfway.")
    return found == "done"


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


def _link_user(admin: OdooSession, told: Told):
    """Let the user "employee" be somebody with a zero-hours contract."""
    user = admin.find("res.users", [("login", "=", "employee")], ["employee_id"])[0]
    if not user["employee_id"]:
        somebody = next(
            e for e in told.employees if e["loket_contract_kind"] == "zero_hours"
        )
        # Where the user signs in, the timesheet of that company comes up.
        company = {"company_id": somebody["company_id"][0]}
        admin.call("res.users", "write", [user["id"]], company)
        admin.call("hr.employee", "write", [somebody["id"]], {"user_id": user["id"]})
