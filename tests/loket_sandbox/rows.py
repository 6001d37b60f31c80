# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows of the API made from the tables of the state."""

from .replies import dumps


def photo_url(base_url, employee_id, version):
    return f"{base_url}/providers/employers/employees/{employee_id}/photo/{version}"


def employee(state, employee_id, base_url):
    """Return an employee with the address of the photo filled in."""
    record = state.employees[employee_id]
    row = record["row"]
    if not record["photo"]:
        return row
    url = photo_url(base_url, employee_id, record["photo"])
    return {**row, "personalDetails": {**row["personalDetails"], "photo": url}}


def valid_on(chain, day):
    """Return the row of a date chain that holds on a day (text), or None."""
    for row in chain:
        if row["startDate"] <= day and (
            row["endDate"] is None or row["endDate"] >= day
        ):
            return row
    return None


def comprehensive(state, employer_id, day, base_url):
    """Return all employments of an employer as they are on a day."""
    rows = []
    for employment_id in state.ids("employments", employer_id):
        record = state.employments[employment_id]
        rows.append(
            {
                "employee": employee(state, record["employee"], base_url),
                **record["row"],
                "workinghours": valid_on(record["workinghours"], day),
                "organizationalEntity": valid_on(record["organizationalentities"], day),
                "wage": valid_on(record["wages"], day),
            }
        )
    return rows


def employees(state, employer_id, base_url):
    return [
        employee(state, employee_id, base_url)
        for employee_id in state.ids("employees", employer_id)
    ]


class Serialised(dict):
    """A row that remembers its JSON text: a page of 250 must not cost a second."""

    __slots__ = ("text",)

    def as_text(self):
        try:
            return self.text
        except AttributeError:
            self.text = dumps(self)
            return self.text


def serialised(build):
    """Return a function giving the built rows ready to be remembered as text."""
    return lambda: [Serialised(row) for row in build()]


def approved_periods(state, admin_id):
    """Return the (year, number) of the periods with an approved payroll run."""
    return {
        (run["payrollPeriod"]["year"], run["payrollPeriod"]["periodNumber"])
        for run in state.runs.get(admin_id, ())
        if run["payrollRunStatus"]["key"] == 9
    }


def minimized_periods(state, admin_id):
    approved = approved_periods(state, admin_id)
    return [
        {
            **period,
            "hasApprovedPayrollRun": (period["year"], period["periodNumber"])
            in approved,
        }
        for period in state.administrations[admin_id]["periods"]
    ]


def is_active_in(employment_row, period):
    """Tell whether an employment is in service on some day of a period."""
    end = employment_row["endDate"]
    return employment_row["startDate"] <= period["endDate"] and (
        end is None or end >= period["startDate"]
    )
