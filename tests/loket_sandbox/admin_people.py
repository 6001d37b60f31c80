# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The part of the admin methods that changes people, as HR would at Loket."""

import datetime

from .changes import end_employment
from .seed import person, terms
from .seed.workplace import Workplace


def iso(day):
    """Return a date as text; text stays as it is."""
    return day.isoformat() if isinstance(day, datetime.date) else day


def date(day):
    """Return a text as a date; a date stays as it is, and so does None."""
    return datetime.date.fromisoformat(day) if isinstance(day, str) else day


class AdminPeople:
    """Methods that bump version numbers; needs `state`.

    Dates may be dates or text.
    """

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
        if "birth" in given:
            given["birth"] = date(given["birth"])
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
            given[name] = date(given.get(name))
        start = date(start)
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
        day = date(start)
        row = terms.wage(day, gross_wage, hourly, period_type, full_time)
        return self._append(employment_id, "wages", row)

    def set_hours(self, employment_id, start, **hours):
        """Append working hours: `hours`, `flexible`, `odd`, `even`."""
        day = date(start)
        row = terms.working_hours(day, **hours)
        return self._append(employment_id, "workinghours", row)

    def set_place(self, employment_id, start, department=None, function=None):
        """Append a department and function, given as positions in their lists."""
        record = self.state.employments[employment_id]
        place = self._workplace(record["employer"])
        day = date(start)
        row = place.place(day, department, function)
        return self._append(employment_id, "organizationalentities", row)

    def _append(self, employment_id, name, row):
        record = self.state.employments[employment_id]
        kept = [old for old in record[name] if old["startDate"] < row["startDate"]]
        record[name] = terms.chain(
            [*kept, row], self.state.new_id, "term", record["row"]["endDate"]
        )
        self.state.bump([employment_id])
        return record[name]


def set_path(row, path, value):
    """Set a value under a dotted path; KeyError for a property Loket lacks."""
    *parents, last = path.split(".")
    for name in parents:
        row = row[name]
    if last not in row:
        raise KeyError(last)
    row[last] = value
