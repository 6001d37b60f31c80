# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The sandbox Loket as its staff see it, and the people who work there."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import timedelta

from loket_setup.job.sandbox import Sandbox, today

#: Key of a payroll component.
HOURS = 1


class Person:
    """An employee at the sandbox."""

    def __init__(self, loket: Loket, record: dict, employment: dict):
        details = record["row"]["personalDetails"]
        self.loket = loket
        self.id = record["id"]
        self.employment = employment["id"]
        self.birthday = details["dateOfBirth"]
        self.last_name = details["lastName"]
        self.name = f"{details['firstName']} {details['lastName']}"

    def number(self) -> str:
        """The number of the employment in the payroll."""
        (found,) = [
            one["row"]["payrollId"]
            for one in self.loket.admin("employments")
            if one["id"] == self.employment
        ]
        return str(found)

    def records(self) -> list[dict]:
        """What Loket holds of variable data, a record for each period and split."""
        return self.loket.admin("period_data").get(self.employment, [])

    def held(self, component: int = HOURS) -> float | None:
        """What Loket holds of a component in total, whatever the period."""
        totals = Counter()
        for record in self.records():
            for row in record["payrollComponents"]:
                totals[row["payrollComponent"]["key"]] += row["value"]
        return totals[component] if component in totals else None

    def held_by_month(self, component: int = HOURS) -> dict[tuple[int, int], float]:
        """What Loket holds of a component: ``{(year, month): value}``."""
        totals = Counter()
        for record in self.records():
            period = record["payrollPeriod"]
            for row in record["payrollComponents"]:
                if row["payrollComponent"]["key"] == component:
                    totals[period["year"], period["periodNumber"]] += row["value"]
        return dict(totals)


class Loket(Sandbox):
    """The sandbox as its staff see it."""

    def venues(self) -> list[dict]:
        return self.admin("summary")["employers"]

    def hire(self, last_name: str, venue: int = 0, **terms) -> Person:
        """Somebody new with an employment at a venue, the first one by default."""
        details = {
            "first_name": terms.pop("first_name", "Pip"),
            "prefix": None,
            "last_name": last_name,
            "birth": terms.pop("birth", "1990-05-17"),
        }
        employer = self.venues()[venue]["id"]
        record = self.tell("add_employee", employer_id=employer, **details)
        start = terms.pop("start", today().replace(day=1) - timedelta(days=365))
        employment = self.tell(
            "add_employment",
            employee_id=record["id"],
            start=str(start),
            **terms,
        )
        return Person(self, record, employment)


def letters():
    """A, B, … Z, AA, AB, …: names without digits, as names of people are."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".lower()
    for size in itertools.count(1):
        for letters in itertools.product(alphabet, repeat=size):
            yield "".join(letters)
