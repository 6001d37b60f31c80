# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What tests and demonstrations do behind Loket's back.

Every method takes and returns JSON values, so that the HTTP admin API is the same.
"""

import datetime

from . import period_rules, rows
from .changes import CHAINS, end_employment
from .seed import payroll, person, terms
from .seed.workplace import Workplace


def iso(day):
    """Return a date as text; text stays as it is."""
    return day.isoformat() if isinstance(day, datetime.date) else day


class Admin:
    """Methods named after what they change; ids are Loket ids."""

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
                period["id"]
                for period in self.state.administrations[admin_id]["periods"]
                if period["startDate"] <= today <= period["endDate"]
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

    # -- people -----------------------------------------------------------------

    def set_employee(self, employee_id, path, value):
        """Change one property, for instance `personalDetails.lastName`.

        `bsn` and `photo` (a version, or None) are changed the same way.
        """
        record = self.state.employees[employee_id]
        if path in ("bsn", "photo"):
            record[path] = value
        else:
            set_path(record["row"], path, value)
            details = record["row"]["personalDetails"]
            details["formattedName"] = person.formatted_name(details)
        self._changed_employee(employee_id)
        return record

    def _changed_employee(self, employee_id):
        self.state.touch("employees")
        self.state.bump(self.state.ids("employments_of", employee_id))

    def set_employment(self, employment_id, path, value):
        """Change one property of an employment, for instance `commissionUntilDate`."""
        record = self.state.employments[employment_id]
        set_path(record["row"], path, iso(value))
        self.state.bump([employment_id])
        return record

    def end_employment(self, employment_id, end_date):
        """Set the last day; None takes the end back."""
        end_employment(self.state, employment_id, iso(end_date))
        return self.state.employments[employment_id]

    def reinstate_employment(self, employment_id):
        return self.end_employment(employment_id, None)

    def add_employee(self, employer_id, **given):
        """Add a person without employment; `given` as in `person.employee_row`."""
        place = self._workplace(employer_id)
        for name in ("birth",):
            if isinstance(given.get(name), str):
                given[name] = datetime.date.fromisoformat(given[name])
        record = place.add_person(**given)
        self.state.touch("employees", "settings")
        return {**record, "id": record["row"]["id"]}

    def add_employment(self, employee_id, start, **given):
        """Add an employment from a date.

        :param given: `gross_wage`, `hourly`, `hours` (per week), `flexible` (key of
            the flexible contract), `position` of the administration, `end`,
            `commission_until`, `on_call`.
        """
        employee = self.state.employees[employee_id]
        place = self._workplace(employee["employer"])
        for name in ("end", "commission_until"):
            if isinstance(given.get(name), str):
                given[name] = datetime.date.fromisoformat(given[name])
        start = datetime.date.fromisoformat(iso(start))
        wage = (start, given.pop("gross_wage", 2500), given.pop("hourly", False))
        hours = {
            name: given.pop(name) for name in ("hours", "flexible") if name in given
        }
        count = len(self.state.ids("employments_of", employee_id))
        record = place.add_employment(
            employee, start, [wage], [(start, hours)], income_number=count + 1, **given
        )
        self.state.touch("employments", "employers", "settings")
        return {**record, "id": record["row"]["id"]}

    def _workplace(self, employer_id):
        return Workplace.reopen(self.state, employer_id)

    # -- chains -----------------------------------------------------------------

    def set_wage(self, employment_id, start, gross_wage, hourly=False, full_time=True):
        """Append a wage from a date; the row before it ends the day before."""
        record = self.state.employments[employment_id]
        admin = self.state.administrations.get(record["administration"])
        period_type = admin["period_type"] if admin else 1
        day = datetime.date.fromisoformat(iso(start))
        row = terms.wage(day, gross_wage, hourly, period_type, full_time)
        return self._append(employment_id, "wages", row)

    def set_hours(self, employment_id, start, **hours):
        """Append working hours: `hours`, `flexible`, `odd`, `even`."""
        day = datetime.date.fromisoformat(iso(start))
        row = terms.working_hours(day, **hours)
        return self._append(employment_id, "workinghours", row)

    def set_place(self, employment_id, start, department=None, function=None):
        """Append a department and function, given as positions in their lists."""
        record = self.state.employments[employment_id]
        place = self._workplace(record["employer"])
        day = datetime.date.fromisoformat(iso(start))
        row = place.place(day, department, function)
        return self._append(employment_id, "organizationalentities", row)

    def _append(self, employment_id, name, row):
        assert name in CHAINS
        record = self.state.employments[employment_id]
        kept = [old for old in record[name] if old["startDate"] < row["startDate"]]
        record[name] = terms.chain(
            [*kept, row], self.state.new_id, "term", record["row"]["endDate"]
        )
        self.state.bump([employment_id])
        return record[name]

    # -- payroll ------------------------------------------------------------------

    def set_payroll_run(self, administration_id, period_id, status):
        """Give a period a payroll run with that status key; None removes its runs."""
        state = self.state
        admin = state.administrations[administration_id]
        period = next(row for row in admin["periods"] if row["id"] == int(period_id))
        here = {key: period[key] for key in ("periodNumber", "year")}
        runs = state.runs[administration_id]
        kept = [run for run in runs if run["payrollPeriod"] != here]
        if status is not None:
            run_id = state.new_id("run")
            row = payroll.run_row(run_id, period, int(status), len(kept) + 1)
            kept.append(row)
        state.runs[administration_id] = kept
        state.touch("runs")
        return rows.minimized_periods(state, administration_id)[
            admin["periods"].index(period)
        ]

    def set_components(self, administration_id, year, numbers):
        """Set which payroll components an administration has in a year."""
        admin = self.state.administrations[administration_id]
        admin["components"][str(year)] = sorted(numbers)
        self.state.touch("administrations")
        return admin["components"]

    def period_data(self, employment_id=None):
        """Return the stored records per employment."""
        return {
            key: records
            for key, records in self.state.period_data.items()
            if records and employment_id in (None, key)
        }

    def write_period_data(self, employment_id, record):
        """Store a record as if somebody typed it in at Loket; the same rules hold."""
        found = period_rules.problems(self.state, employment_id, record)
        if found:
            raise ValueError(found[0]["description"])
        period_rules.store(self.state, employment_id, record)
        return self.state.period_data[employment_id]

    def set_warning(self, employment_id, description):
        """Let each write for an employment answer with a warning; None stops it."""
        kept = [
            warning
            for warning in self.state.settings["warnings"]
            if warning["employment"] != employment_id
        ]
        if description:
            kept.append({"employment": employment_id, "description": description})
        self.state.settings["warnings"] = kept
        self.state.touch("settings")
        return kept

    def ready_messages(self):
        """Return what was sent with "period ready for payroll"."""
        return self.state.settings.get("ready_messages", [])

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


def set_path(row, path, value):
    """Set a value under a dotted path; KeyError for a property Loket lacks."""
    *parents, last = path.split(".")
    for name in parents:
        row = row[name]
    row[last]  # noqa: B018  (an unknown name must fail)
    row[last] = value
