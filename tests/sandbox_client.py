# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The simplest possible client of the sandbox, for its own tests."""

import json

import requests
from loket_sandbox.routing import find

ANY_VERSION = "application/json;version={}"
REDIRECT = "https://odoo.example.com/loket/oauth/callback"


class Loket:
    """Sends requests with the token and the versions of the contract.

    :ivar employer, other_employer: ids of the first two employers.
    """

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.session = requests.Session()
        self.use(sandbox.tokens()["access_token"])
        self.employer, self.other_employer = list(sandbox.state.employers)[:2]

    def use(self, access_token):
        self.session.headers["Authorization"] = f"Bearer {access_token}"

    def send(self, method, path, body=None, headers=None, query=None):
        """Send one request; header values of None are left out."""
        route, _params = find(method, path)
        version = route.version if route else "2018-01-01"
        sent = {"Accept": ANY_VERSION.format(version)}
        if body is not None:
            sent["Content-Type"] = sent["Accept"]
        sent.update(headers or {})
        return self.session.request(
            method,
            self.sandbox.api_url + path,
            params=query,
            data=None if body is None else json.dumps(body),
            headers=sent,
            timeout=10,
        )

    def get(self, path, headers=None, **query):
        return self.send("GET", path, headers=headers, query=query)

    def rows(self, path, **query):
        """Return the rows of a list that must be answered well."""
        response = self.get(path, **query)
        assert response.status_code == 200, response.text
        return response.json()["_embedded"]

    def content(self, path):
        response = self.get(path)
        assert response.status_code == 200, response.text
        return response.json()["content"]

    def patch(self, path, body, **options):
        return self.send("PATCH", path, body, **options)

    # -- paths --------------------------------------------------------------------

    def of_employer(self, path, employer=None):
        return f"/providers/employers/{employer or self.employer}{path}"

    def people(self, employer=None, **query):
        """Return the comprehensive rows of an employer."""
        path = self.of_employer("/employees/employments/comprehensive", employer)
        return self.rows(path, **query)

    def person(self, number, employer=None):
        """Return the first comprehensive row of the person with a number."""
        rows = self.people(employer, filter=f"employee.employeeNumber eq {number}")
        return rows[0]

    def administration(self, position=0, employer=None):
        """Return the id of a payroll administration."""
        rows = self.rows(self.of_employer("/payrolladministrations", employer))
        return rows[position]["id"]


def of_employment(row_or_id, path=""):
    employment = row_or_id if isinstance(row_or_id, str) else row_or_id["id"]
    return f"/providers/employers/employees/employments/{employment}{path}"


def of_administration(admin_id, path):
    return f"/providers/employers/payrolladministrations/{admin_id}{path}"


def messages(response):
    """Return the texts of the messages of an answer."""
    return [message["description"] for message in response.json()["messages"]]


def period_data(loket, row, period=(2026, 3), components=None, **changed):
    """Return a record for one employment, made from its defaults."""
    defaults = loket.content(of_employment(row, "/payrollperioddata/defaults"))

    def key(name, part):
        return defaults[name] and {part: defaults[name][part]}

    record = {
        "payrollPeriod": {"year": period[0], "periodNumber": period[1]},
        "shift": key("shift", "shiftNumber"),
        "payslipType": key("payslipType", "key"),
        "distributionUnit": key("distributionUnit", "key"),
        "costCenter": key("costCenter", "key"),
        "costUnit": key("costUnit", "key"),
        "payrollComponents": [
            {"payrollComponent": {"key": number}, "value": value}
            for number, value in (components or {1: 12.5}).items()
        ],
    }
    record.update(changed)
    return record
