# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bring Odoo and the sandbox Loket to where a test begins.

Everything goes over HTTP, to the same servers that the browser talks to, and everything
is looked up first: whichever test of a module runs first pays for the arrangement.
"""

from __future__ import annotations

import requests
from loket_setup.job.odoo_session import OdooSession
from loket_setup.job.sandbox import today
from staff import Loket, Person, letters
from work import Work

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
    "clerk": ("Carla Clerk", ["loket_connector.group_loket_user"]),
    "branch": (
        "Bea Branch",
        [
            "loket_connector.group_loket_user",
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
#: Who works for the second venue; all others work for the first.
AT_SECOND = "branch"
#: Key of "Nulurencontract" at the sandbox.
ZERO_HOURS = 1


class World(Work):
    """Odoo as its administrator, and Loket as who works there."""

    def __init__(self, odoo_url: str, sandbox_url: str):
        self.admin = OdooSession(odoo_url, "admin", "admin")
        self.loket = Loket(sandbox_url)
        self.names = (f"Proef{letter}" for letter in letters())
        self.odoo_url = odoo_url
        self._sessions: dict[str, OdooSession] = {}

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
                    "company_id": companies[login == AT_SECOND],
                    "company_ids": [(6, 0, companies)],
                    "group_ids": [(4, self.admin.ref(group)) for group in groups],
                },
            )

    def as_user(self, login: str) -> OdooSession:
        """Odoo as one of these people, without a browser."""
        if login not in self._sessions:
            self._sessions[login] = OdooSession(self.odoo_url, login, login)
        return self._sessions[login]

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

    def read(self, model: str, record: int, field: str):
        """What a field of one record holds."""
        return self.admin.find(model, [("id", "=", record)], [field])[0][field]

    # -- Loket ------------------------------------------------------------------

    def worker(self) -> Person:
        """Somebody with zero hours who signs in as ``employee``, as nobody did before.

        The one who had that user has none any more.
        """
        person = self.hire_and_sync()
        user = self._id("res.users", "login", "employee")
        before = self.admin.find("hr.employee", [("user_id", "=", user)], ["id"])
        self.admin.call(
            "hr.employee", "write", [one["id"] for one in before], {"user_id": False}
        )
        employee = self.employee(person.name)["id"]
        self.admin.call("hr.employee", "write", [employee], {"user_id": user})
        return person

    def hire(self, last_name: str | None = None, venue: int = 0, **given) -> Person:
        """Somebody new at a venue, who has worked there since last year.

        :param venue: its number, the first one by default.
        :param given: as in the sandbox's ``add_employment``; zero hours by default.
        """
        last_name = last_name or next(self.names)
        terms = {"flexible": ZERO_HOURS, "hours": None, "hourly": True}
        if not given:
            given = {**terms, "gross_wage": 15.0}
        return self.loket.hire(last_name, venue, **given)

    def hire_and_sync(self, **given) -> Person:
        """The same, and Odoo knows of it."""
        person = self.hire(**given)
        self.sync()
        return person
