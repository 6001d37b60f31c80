# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One made-up employer while it is being filled with people."""

import datetime
import random

from ..state import make_id
from . import payroll, person, terms
from .employment import employment_row
from .words import COMPANIES, DEPARTMENTS, FUNCTIONS

DAY = datetime.timedelta(days=1)
FIRST_NUMBER = 5001
FULL_TIME = {}  # working hours of the shift


def months_on(day, months):
    """Return the first day of the month that many months after that of `day`."""
    count = day.year * 12 + day.month - 1 + months
    return datetime.date(count // 12, count % 12 + 1, 1)


def long_ago(place):
    """Return the first day of a month more than a year ago, different each time."""
    return months_on(place.today, -place.random.randint(14, 90))


class Workplace:
    """Adds an employer with its set-up to a state, and people to that employer."""

    def __init__(self, state, number):
        seed = state.settings["seed"]
        self.state = state
        self.number = number
        self.today = state.today
        self.random = random.Random(f"{seed}/workplace/{number}")
        self.id = make_id(seed, "employer", number)
        self.name = COMPANIES[number % len(COMPANIES)]
        if number >= len(COMPANIES):
            self.name += f" ({number + 1})"
        self.count = 0
        self.payroll_id = 100
        self.other = {
            "description": "Niet verloond",
            "id": make_id(seed, "non-payroll", number),
            "name": f"{self.name[:50]} niet verloond",
        }
        if self.id in state.employers:
            self._reopen()
            return
        self._add_employer(seed)
        kinds = {0: (1,), 1: (1, 3), 2: (1, 4)}[number % 3]
        self.admins = [
            self._add_administration(seed, position, kind)
            for position, kind in enumerate(kinds)
        ]

    @classmethod
    def reopen(cls, state, employer_id):
        """Return the workplace of an employer that is there already."""
        number = state.employers[employer_id]["row"]["employerNumber"] - FIRST_NUMBER
        return cls(state, number)

    def _reopen(self):
        state = self.state
        people = state.ids("employees", self.id)
        jobs = state.ids("employments", self.id)
        self.record = state.employers[self.id]
        self.random = random.Random(f"{self.id}/{state.settings['id_count']}")
        self.count = max(
            (state.employees[key]["row"]["employeeNumber"] for key in people), default=0
        )
        self.payroll_id = max(
            (state.employments[key]["row"]["payrollId"] for key in jobs), default=100
        )
        self.admins = [
            state.administrations[key] for key in state.ids("administrations", self.id)
        ]

    # -- set-up -------------------------------------------------------------

    def _add_employer(self, seed):
        number = self.number
        row = {
            "address": payroll.company_address(number),
            "branch": {"key": 2, "value": "Overige branches"},
            "chamberOfCommerceNumber": f"{30_100_200 + number * 111}",
            "companyName": self.name,
            "contact": {"function": "HR", "name": "A. de Wit", "phoneNumber": None},
            "contactInformation": {
                "emailAddress": f"info{number + 1}@example.com",
                "faxNumber": None,
                "phoneNumber": "030-7654321",
                "website": f"https://werkgever{number + 1}.example.com",
            },
            "deviatingPostalAddress": None,
            "employerLogo": None,
            "employerNumber": FIRST_NUMBER + number,
            "id": self.id,
            "legalForm": {"key": 1, "value": "B.V."},
            "providerLogo": None,
            "providerSettings": {
                "administrationNumber": f"D{7001 + number}",
                "groupCode": 1,
                "parentEmployerForConsolidatedOverviews": None,
                "sendEmailWhenSalarySlipIsAvailable": True,
            },
            "sbi": {"key": 12, "sbiCode": "8810", "value": "Dienstverlening"},
        }
        departments = [
            {
                "code": code,
                "description": name,
                "emailLeaveRequest": None,
                "id": make_id(seed, "department", number, code),
                "subDepartmentOf": None,
            }
            for code, name in enumerate(DEPARTMENTS, 1)
        ]
        functions = [
            {
                "description": name,
                "group": None,
                "key": make_id(seed, "function", number, name),
            }
            for name in FUNCTIONS
        ]
        units = [
            {
                "code": code,
                "description": name,
                "key": make_id(seed, "unit", number, code),
            }
            for code, name in enumerate(("Algemeen", "Noord", "Zuid"), 1)
        ]
        self.record = self.state.employers[self.id] = {
            "row": row,
            "departments": departments,
            "functions": functions,
            "units": units,
            "version": self.state.settings["version_number"],
        }

    def _add_administration(self, seed, position, period_type):
        record = payroll.administration(
            seed, self.number, position, period_type, self.name
        )
        record["employer"] = self.id
        admin_id = record["row"]["id"]
        years = range(self.today.year - 1, self.today.year + 2)
        record["components"] = {
            str(year): payroll.component_numbers(position, year, self.today)
            for year in years
        }
        record["periods"] = [
            period for year in years for period in payroll.periods(period_type, year)
        ]
        past = [
            period
            for period in record["periods"]
            if period["endDate"] < self.today.isoformat()
        ]
        self.state.runs[admin_id] = [
            payroll.run_row(
                make_id(seed, "run", admin_id, period["id"]),
                period,
                9,
                period["periodNumber"],
            )
            for period in past
        ]
        self.state.administrations[admin_id] = record
        return record

    # -- people ---------------------------------------------------------------

    def add_person(self, bsn=True, photo=False, **given):
        """Add an employee; returns the record."""
        self.count += 1
        number = self.count
        row = person.employee_row(
            self.random, self.state.new_id("employee"), number, self.today, **given
        )
        settings = self.state.settings
        settings["bsn_count"] = settings.get("bsn_count", 0) + 1
        record = self.state.employees[row["id"]] = {
            "employer": self.id,
            "row": row,
            "bsn": person.citizen_service_number(settings["bsn_count"])
            if bsn
            else None,
            "photo": self.state.new_id("photo") if photo else None,
        }
        return record

    def add_employment(self, employee, start, wages, hours, places=None, **given):
        """Add an employment with its chains.

        :param wages: list of (start, amount, hourly[, full_time]).
        :param hours: list of (start, keyword arguments of `terms.working_hours`).
        :param places: list of (start, department number, function number).
        :param given: `position` of the administration, or None for the
            non-payroll one; the rest goes to `employment_row`.
        """
        position = given.pop("position", 0)
        admin = None
        if position is not None:
            admin = self.admins[min(position, len(self.admins) - 1)]
        period_type = (admin or self.admins[0])["period_type"]
        self.payroll_id += 1
        row = employment_row(
            self.state.new_id("employment"),
            start,
            self.payroll_id,
            admin,
            other=self.other,
            **given,
        )
        end = row["endDate"]
        record = {
            "employer": self.id,
            "employee": employee["row"]["id"],
            "administration": admin["row"]["id"] if admin else None,
            "row": row,
            "wages": self._chain(
                [terms.wage(w[0], w[1], w[2], period_type, *w[3:]) for w in wages], end
            ),
            "workinghours": self._chain(
                [terms.working_hours(day, **options) for day, options in hours], end
            ),
            "organizationalentities": self._chain(
                [self.place(*place) for place in places or [(start,)]], end
            ),
        }
        self.state.settings["version_number"] += 1
        record["version"] = self.state.settings["version_number"]
        self.record["version"] = record["version"]
        self.state.employments[row["id"]] = record
        return record

    def _chain(self, rows, end):
        return rows and terms.chain(rows, self.state.new_id, "term", end)

    def place(self, start, department=None, function=None):
        choose = self.random.randrange
        departments, functions = self.record["departments"], self.record["functions"]
        unit = self.record["units"][0]
        return terms.organizational_entity(
            start,
            departments[choose(len(departments)) if department is None else department],
            unit,
            functions[choose(len(functions)) if function is None else function],
        )
