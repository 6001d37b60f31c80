# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What Loket should hold, and what Odoo should say of every line: calculated again.

Nothing here asks Odoo how it came to its totals. People, kinds of contract, periods and
payroll runs come from the sandbox's own records; hours are those that were typed.
"""

from __future__ import annotations

from decimal import Decimal

from .plan import Hours
from .sandbox import Sandbox
from .told import ALLOWANCE, DAYS, HOURS, MEALS, Told

#: What was typed after the last export of its period, or what Loket cannot take.
_NOT_SENT = ("new", "mistake")


class Expected:
    """The second calculation.

    ``totals`` is ``{(employment, period id, component): value}``.
    """

    def __init__(self, told: Told, sandbox: Sandbox):
        self.told = told
        self.totals: dict[tuple[str, int, int], Decimal] = {}
        self._days: set[tuple[str, int, str]] = set()
        self._employments = sandbox.admin("employments")
        self._administrations = {a["loket_id"]: a["id"] for a in told.administrations}
        self._periods = {
            number: sandbox.admin("payroll_periods", administration_id=number)
            for number in self._administrations
        }
        for typed in told.hours:
            if typed.approved and typed.chapter not in _NOT_SENT:
                self._add_hours(typed)
        for typed in told.allowances:
            record = self.employment(typed.person, typed.day)
            if typed.approved and typed.mapped and record:
                period = self.period(record, typed.day)["id"]
                self._add(record, period, ALLOWANCE, Decimal(str(typed.quantity)))
        for (employment, component), value in told.at_loket.overwritten.items():
            record = next(r for r in self._employments if r["id"] == employment)
            newest = max(
                p for e, p, c in self.totals if (e, c) == (employment, component)
            )
            self.totals[record["id"], newest, component] = Decimal(str(value))

    def _add_hours(self, typed: Hours):
        record = self.employment(typed.person, typed.day)
        if not record:
            return
        period = self.booked_in(record, typed)["id"]
        if kind(record, str(typed.day)) != "fixed":
            self._add(record, period, HOURS, Decimal(str(typed.hours)))
            day = (record["id"], period, str(typed.day))
            if day not in self._days:
                self._days.add(day)
                self._add(record, period, DAYS, Decimal(1))
        if typed.meals:
            self._add(record, period, MEALS, Decimal(typed.meals))

    def _add(self, record: dict, period: int, code: str, amount: Decimal):
        administration = self._administrations[record["administration"]]
        component = self.told.components.get((administration, code))
        if component is not None:
            key = (record["id"], period, component)
            self.totals[key] = self.totals.get(key, Decimal(0)) + amount

    def employment(self, person: str | None, day) -> dict | None:
        """Return what a day belongs to: running, on the payroll, most hours a week."""
        day = str(day)
        running = [
            record
            for record in self._employments
            if record["employee"] == person
            and record["row"]["startDate"] <= day
            and (not record["row"]["endDate"] or record["row"]["endDate"] >= day)
            and record["administration"]
        ]
        return max(running, key=lambda r: _hours(r, day) or 0, default=None)

    def period(self, record: dict, day) -> dict:
        """Return the payroll period that a day lies in."""
        return next(
            period
            for period in self._periods[record["administration"]]
            if period["startDate"] <= str(day) <= period["endDate"]
        )

    def booked_in(self, record: dict, typed: Hours) -> dict:
        """Return the period that pays a line: the next one for what came too late."""
        own = self.period(record, typed.day)
        if typed.chapter != "late":
            return own
        return next(
            period
            for period in self._periods[record["administration"]]
            if period["startDate"] > own["endDate"]
            and not period["hasApprovedPayrollRun"]
        )

    def line_state(self, typed: Hours) -> str:
        """Return what Odoo should say of a timesheet line."""
        record = self.employment(typed.person, typed.day)
        if not typed.approved or not record:
            return "none"
        is_fixed = kind(record, str(typed.day)) == "fixed"
        if is_fixed and not typed.meals:
            return "none"
        if typed.chapter in _NOT_SENT:
            return "to_export"
        if typed.becomes is not None:
            return "changed"
        return self._sent_state(self.booked_in(record, typed))

    def allowance_state(self, typed) -> str:
        """Return what Odoo should say of an allowance."""
        record = self.employment(typed.person, typed.day)
        if not typed.approved or not typed.mapped or not record:
            return "none"
        return self._sent_state(self.period(record, typed.day))

    @staticmethod
    def _sent_state(period: dict) -> str:
        return "locked" if period["hasApprovedPayrollRun"] else "exported"

    def name(self, employment: str) -> str:
        """Return whose employment it is."""
        return next(r["name"] for r in self._employments if r["id"] == employment)

    def at_work(self, day: str) -> set[str]:
        """Return the people whose employment has not ended on a day."""
        return {
            record["employee"]
            for record in self._employments
            if not record["row"]["endDate"] or record["row"]["endDate"] >= day
        }


def _on(chain: list[dict], day: str) -> dict | None:
    held = [
        part
        for part in chain
        if part["startDate"] <= day and (not part["endDate"] or part["endDate"] >= day)
    ]
    return held[-1] if held else None


def _hours(record: dict, day: str):
    part = _on(record["workinghours"], day)
    return part and part["aggregatedHoursPerWeek"]


def kind(record: dict, day: str) -> str:
    """Zero hours, minimum hours or fixed, out of Loket's own words."""
    part = _on(record["workinghours"], day)
    flexible = (
        ((part or {}).get("flexibleHoursContract") or {}).get("value", "").lower()
    )
    if "nul" in flexible:
        return "zero_hours"
    if "min" in flexible:
        return "min_hours"
    if record["row"]["isOnCallEmployment"]:
        return "min_hours" if _hours(record, day) else "zero_hours"
    return "fixed"
