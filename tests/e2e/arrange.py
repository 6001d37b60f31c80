# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bring Odoo and the sandbox Loket to where a test begins.

Everything goes over HTTP, to the same servers that the browser talks to, and everything
is looked up first: whichever test of a module runs first pays for the arrangement.
"""

from __future__ import annotations

from datetime import date

import requests
from loket_setup.job.odoo_session import OdooSession
from loket_setup.job.sandbox import today
from staff import Loket, Person, letters

#: Login, which is the password too → name and groups.
USERS = {
    "loket": (
        "Hanneke Loket",
        [
            "loket_connector.group_loket_user",
            "hr.group_hr_manager",
            "hr_timesheet.group_hr_timesheet_approver",
        ],
    ),
    "officer": ("Otto Officer", ["hr.group_hr_user"]),
    "approver": ("Arie Approver", ["hr_timesheet.group_hr_timesheet_approver"]),
    "employee": ("Evi Employee", ["hr_timesheet.group_hr_timesheet_user"]),
}
CODES = {
    "loket_connector.wage_code_hours": "Gewerkte uren",
    "loket_connector.wage_code_days": "Gewerkte dagen",
    "loket_connector.wage_code_meal": "Aant. maaltijd",
    "loket_connector.wage_code_allowance": "Reiskosten",
}
#: Status of a payroll run: calculated, which waits for approval, and approved.
PENDING, APPROVED = 1, 9
#: Key of "Nulurencontract" at the sandbox.
ZERO_HOURS = 1


class World:
    """Odoo as its administrator, and Loket as who works there."""

    def __init__(self, odoo_url: str, sandbox_url: str):
        self.admin = OdooSession(odoo_url, "admin", "admin")
        self.loket = Loket(sandbox_url)
        self.names = (f"Proef{letter}" for letter in letters())
        self.odoo_url = odoo_url

    # -- Odoo -------------------------------------------------------------------

    def companies(self) -> list[int]:
        """One company for each venue, named like it; the administrator in both."""
        names = [venue["name"] for venue in self.loket.venues()]
        ids = [
            self.admin.find_or_create(
                "res.company", [("name", "=", name)], {"name": name}
            )
            for name in names
        ]
        user = self.admin.ref("base.user_admin")
        links = [(4, company) for company in ids]
        self.admin.call(
            "res.users", "write", [user], {"company_ids": links, "company_id": ids[0]}
        )
        return ids

    def users(self) -> None:
        """Somebody for each part that people play."""
        companies = self.companies()
        for login, (name, groups) in USERS.items():
            self.admin.find_or_create(
                "res.users",
                [("login", "=", login)],
                {
                    "name": name,
                    "login": login,
                    "password": login,
                    "email": f"{login}@example.com",
                    "company_id": companies[0],
                    "company_ids": [(6, 0, companies)],
                    "group_ids": [(4, self.admin.ref(group)) for group in groups],
                },
            )

    def new_connection(self, **values) -> int:
        """A connection that nobody signed in on."""
        return self.admin.create(
            "loket.connection",
            {
                "name": "Loket",
                "environment": "custom",
                "api_url": self.loket.api_url,
                "oauth_url": self.loket.url,
                "client_id": self.loket.client_id,
                "client_secret": self.loket.client_secret,
                **values,
            },
        )

    def connection(self) -> int:
        """The connection, signed in."""
        found = self.admin.find(
            "loket.connection", [("state", "=", "connected")], ["id"], limit=1
        )
        if found:
            return found[0]["id"]
        connection = self.new_connection()
        action = self.admin.call("loket.connection", "action_sign_in", [connection])
        page = self.admin.http.get(
            requests.compat.urljoin(f"{self.odoo_url}/", action["url"]), timeout=60
        )
        back = self.admin.http.post(**self.loket.press_sign_in(page), timeout=60)
        back.raise_for_status()
        return connection

    def venues(self) -> list[int]:
        """The venues, linked to their companies, with rights and payroll set-up."""
        domain = [("connection_id", "=", self.connection())]
        found = self.admin.find("loket.employer", domain, ["company_id", "name"])
        if not found:
            self.admin.call(
                "loket.connection", "action_fetch_employers", [self.connection()]
            )
            found = self.admin.find("loket.employer", domain, ["company_id", "name"])
        ids = dict.fromkeys(
            self._id("loket.employer", "name", v["name"]) for v in self.loket.venues()
        )
        if not all(venue["company_id"] for venue in found):
            for venue, company in zip(ids, self.companies(), strict=True):
                self.admin.call(
                    "loket.employer", "write", [venue], {"company_id": company}
                )
            self.admin.call("loket.employer", "action_check_rights", list(ids))
            self.admin.call("loket.employer", "action_fetch_payroll_setup", list(ids))
        return list(ids)

    def _id(self, model: str, field: str, value) -> int:
        return self.admin.find(model, [(field, "=", value)], ["id"])[0]["id"]

    def wage_codes(self) -> None:
        """Map the wage codes to the components of that name, wherever they are."""
        components = self.admin.find(
            "loket.payroll.component",
            [("name", "in", list(CODES.values())), ("year", "=", today().year)],
            ["name", "administration_id"],
        )
        for xml_id, name in CODES.items():
            for component in components:
                if component["name"] == name:
                    values = {
                        "wage_code_id": self.admin.ref(xml_id),
                        "administration_id": component["administration_id"][0],
                    }
                    domain = [(key, "=", value) for key, value in values.items()]
                    values["component_id"] = component["id"]
                    self.admin.find_or_create("loket.wage.code.mapping", domain, values)

    def sync(self) -> None:
        """Bring everybody who works at Loket into Odoo."""
        self.admin.call("loket.employer", "action_sync", self.venues())

    def project(self) -> int:
        """A project with timesheets in the first company."""
        return self.admin.find_or_create(
            "project.project",
            [("name", "=", "Work")],
            {
                "name": "Work",
                "company_id": self.companies()[0],
                "allow_timesheets": True,
            },
        )

    def ready_to_export(self) -> None:
        """Everything that comes before the first hours."""
        self.users()
        self.venues()
        self.wage_codes()
        self.project()

    def employee(self, name: str, *fields: str) -> dict:
        """The one employee of that name, archived ones included."""
        found = self.employees(name, *fields)
        assert len(found) == 1, f"{len(found)} employees are named {name}"
        return found[0]

    def employees(self, name: str, *fields: str) -> list[dict]:
        return self.admin.find(
            "hr.employee",
            [("name", "=", name)],
            ["name", "active", "loket_employee_id", *fields],
            context=self.everywhere(),
        )

    def everywhere(self) -> dict:
        """The context of somebody who looks at all companies, the archive too."""
        return {"allowed_company_ids": self.companies(), "active_test": False}

    def line(self, employee: str, hours: float, day: date | None = None, **values):
        """A timesheet line, not approved; returns its id."""
        return self.admin.create(
            "account.analytic.line",
            {
                "name": f"Work of {employee}",
                "date": (day or today()).isoformat(),
                "employee_id": self.employee(employee)["id"],
                "project_id": self.project(),
                "unit_amount": hours,
                **values,
            },
        )

    def approved_line(self, employee: str, hours: float, day=None, **values) -> int:
        """A timesheet line that may leave for Loket."""
        line = self.line(employee, hours, day, **values)
        self.admin.call("account.analytic.line", "action_loket_approve", [line])
        return line

    def line_state(self, line: int) -> str:
        found = self.admin.find(
            "account.analytic.line", [("id", "=", line)], ["loket_export_state"]
        )
        return found[0]["loket_export_state"]

    def export(self, day: date | None = None) -> int:
        """The export of the first venue's period of a day, prepared anew."""
        period = self.period(day)
        export = self.admin.find_or_create(
            "loket.export",
            [("period_id", "=", period["id"])],
            {
                "administration_id": period["administration_id"][0],
                "period_id": period["id"],
            },
        )
        self.admin.call("loket.export", "action_prepare", [export])
        return export

    def send(self, day: date | None = None) -> None:
        """Export the first venue's period of a day."""
        self.admin.call("loket.export", "action_send", [self.export(day)])

    def period(self, day: date | None = None) -> dict:
        """The first venue's period of a day, today by default."""
        administration = self.loket.venues()[0]["administrations"][0]
        day = (day or today()).isoformat()
        return self.admin.find(
            "loket.payroll.period",
            [
                ("administration_id.loket_id", "=", administration["id"]),
                ("date_start", "<=", day),
                ("date_end", ">=", day),
            ],
            ["display_name", "administration_id", "state", "loket_id"],
        )[0]

    def set_run(self, status: int | None, day: date | None = None) -> None:
        """Give a period a payroll run with that status at Loket, or none."""
        self.loket.tell(
            "set_payroll_run",
            administration_id=self.loket.venues()[0]["administrations"][0]["id"],
            period_id=self.period(day)["loket_id"],
            status=status,
        )

    # -- Loket ------------------------------------------------------------------

    def hire(self, last_name: str | None = None, **given) -> Person:
        """Somebody new at the first venue, who has worked there since last year.

        :param given: as in the sandbox's ``add_employment``; zero hours by default.
        """
        last_name = last_name or next(self.names)
        terms = {"flexible": ZERO_HOURS, "hours": None, "hourly": True}
        if not given:
            given = {**terms, "gross_wage": 15.0}
        return self.loket.hire(last_name, **given)

    def hire_and_sync(self, **given) -> Person:
        """The same, and Odoo knows of it."""
        person = self.hire(**given)
        self.sync()
        return person
