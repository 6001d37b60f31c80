# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What tests and demonstrations do behind Loket's back.

Every method takes and returns JSON values, so that the HTTP admin API is the same.
"""

import functools

from .admin_payroll import AdminPayroll
from .admin_people import AdminPeople, iso


class Admin(AdminPeople, AdminPayroll):
    """Methods named after what they do; ids are Loket ids."""

    def __init__(self, sandbox):
        self.sandbox = sandbox

    @property
    def state(self):
        return self.sandbox.state

    # -- look -------------------------------------------------------------------

    def summary(self):
        """Return counts, employers with their administrations, and violations."""
        state = self.state
        return {
            "today": state.today.isoformat(),
            "versionNumber": state.settings["version_number"],
            "employees": len(state.employees),
            "employments": len(state.employments),
            "missingRights": state.settings["missing_rights"],
            "violations": self.sandbox.violations,
            "employers": [
                {
                    "id": employer_id,
                    "name": record["row"]["companyName"],
                    "employerNumber": record["row"]["employerNumber"],
                    "employees": len(state.ids("employees", employer_id)),
                    "employments": len(state.ids("employments", employer_id)),
                    "administrations": [
                        self._administration(admin_id)
                        for admin_id in state.ids("administrations", employer_id)
                    ],
                }
                for employer_id, record in state.employers.items()
            ],
        }

    def _administration(self, admin_id):
        row = self.state.administrations[admin_id]["row"]
        today = self.state.today.isoformat()
        return {
            "id": admin_id,
            "clientNumber": row["clientNumber"],
            "periodType": row["payrollPeriodType"]["key"],
            "currentPeriodId": next(
                (
                    period["id"]
                    for period in self.state.administrations[admin_id]["periods"]
                    if period["startDate"] <= today <= period["endDate"]
                ),
                None,
            ),
        }

    def employees(self, employer_id=None):
        """Return employees with everything known of them, BSN included."""
        return [
            {**record, "id": key, "employments": self.state.ids("employments_of", key)}
            for key, record in self.state.employees.items()
            if employer_id in (None, record["employer"])
        ]

    def employments(self, employer_id=None):
        """Return employments with their chains and the name of the person."""
        return [
            {**record, "id": key, "name": self._name(record["employee"])}
            for key, record in self.state.employments.items()
            if employer_id in (None, record["employer"])
        ]

    def _name(self, employee_id):
        details = self.state.employees[employee_id]["row"]["personalDetails"]
        return details["formattedName"]

    # -- sign-in, rights, failures ----------------------------------------------

    def take_right(self, activity, employer_id=None):
        """Take a right away, at one employer or (None) altogether."""
        missing = self.state.settings["missing_rights"]
        rights = missing.setdefault(employer_id or "*", [])
        if activity not in rights:
            rights.append(activity)
        self.state.touch("settings")
        return missing

    def give_right(self, activity, employer_id=None):
        missing = self.state.settings["missing_rights"]
        rights = missing.get(employer_id or "*", [])
        if activity in rights:
            rights.remove(activity)
        self.state.touch("settings")
        return missing

    def expire_access_tokens(self):
        """Make all access tokens invalid; refresh tokens stay."""
        self.state.oauth["access"].clear()
        self.state.touch("oauth")

    def revoke_refresh_tokens(self):
        self.state.oauth["refresh"].clear()
        self.state.touch("oauth")

    def set_obsolete(self, operation, day):
        """Announce the end of the resource version of an operation (None: undo)."""
        obsolete = self.state.settings["obsolete"]
        obsolete[operation] = iso(day)
        self.state.touch("settings")
        return obsolete

    def fail(self, **options):
        """Let the next requests fail; see `faults.Fault`."""
        self.sandbox.faults.add(**options)

    def failures(self):
        """Return how many requests are still to fail; none: the last has come in."""
        return {"waiting": self.sandbox.faults.count()}

    def clear_failures(self):
        self.sandbox.faults.clear()

    def set_today(self, day):
        """Fix the date of the sandbox (None: the real one)."""
        self.state.settings["today"] = iso(day)
        self.state.touch("settings", "employments")

    # -- log ----------------------------------------------------------------------

    def requests(self):
        """Return the log and the number of requests per method and path."""
        counts = {}
        for entry in self.sandbox.requests:
            key = f"{entry['method']} {entry['path']}"
            counts[key] = counts.get(key, 0) + 1
        return {"requests": list(self.sandbox.requests), "counts": counts}

    def clear_requests(self):
        self.sandbox.requests.clear()

    def reset(self):
        """Go back to the seed. Tokens, so the sign-in, stay valid."""
        self.sandbox.reset()


class LockedAdmin:
    """The same methods for use from another thread than the server's."""

    def __init__(self, sandbox):
        self._sandbox = sandbox
        self._admin = Admin(sandbox)

    def __getattr__(self, name):
        method = getattr(self._admin, name)

        @functools.wraps(method)
        def locked(*args, **options):
            with self._sandbox.state.lock:
                result = method(*args, **options)
                self._sandbox.save()
                return result

        return locked
