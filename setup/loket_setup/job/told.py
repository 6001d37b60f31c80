# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What was typed and what came of it, for the summary and for the checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .plan import Allowance, Hours

#: Loket counts in these: wage codes by their external identifiers.
HOURS, DAYS, MEALS, ALLOWANCE = (
    f"loket_connector.wage_code_{name}"
    for name in ("hours", "days", "meal", "allowance")
)


@dataclass
class AtLoket:
    """What happened at Loket after the first export. Ids are Loket's."""

    hired: str = ""
    moved: list[str] = field(default_factory=list)
    left: str = ""
    unclear: str = ""
    """Hired too, and Odoo has two people whom it could be."""
    overwritten: dict[tuple[str, str], float] = field(default_factory=dict)
    """``{(employment, component): value}`` of the open period, typed over ours."""


@dataclass
class Told:
    """What happened. People are known by their ids at Loket."""

    today: date
    is_again: bool = False
    """Everything was there already; nothing was typed or sent."""
    runs: list[dict] = field(default_factory=list)
    repeated: list[dict] = field(default_factory=list)
    last_runs: list[dict] = field(default_factory=list)
    rights: dict[str, str] = field(default_factory=dict)
    mappings: int = 0
    employees: list[dict] = field(default_factory=list)
    employments: list[dict] = field(default_factory=list)
    administrations: list[dict] = field(default_factory=list)
    components: dict[tuple[int, str], int] = field(default_factory=dict)
    """``{(administration, wage code): number}``."""
    company: int = 0
    """The one of the first venue."""
    allowance_code: int = 0
    leaver: str = ""
    hours: list[Hours] = field(default_factory=list)
    allowances: list[Allowance] = field(default_factory=list)
    exports: list[dict] = field(default_factory=list)
    export_lines: list[dict] = field(default_factory=list)
    at_loket: AtLoket = field(default_factory=AtLoket)
    line_states: dict[int, str] = field(default_factory=dict)
    allowance_states: dict[int, str] = field(default_factory=dict)

    def people(self) -> list[str]:
        """Everybody who works there, in a stable order."""
        return [employee["loket_employee_id"] for employee in self.employees]

    def administrations_in_order(self) -> list[int]:
        """Those of the first venue, of the second by month, of the second by weeks."""
        ordered = sorted(
            self.administrations,
            key=lambda a: (
                a["company_id"][0] != self.company,
                a["period_type"] != "month",
            ),
        )
        return [administration["id"] for administration in ordered]

    def of_kind(self, kinds: tuple[str, ...], administration: int | None = None):
        """People of some kinds of contract, with one employment, stable order."""
        found = []
        for employee in self.employees:
            own = [
                record
                for record in self.employments
                if record["employee_id"] and record["employee_id"][0] == employee["id"]
            ]
            if employee["loket_contract_kind"] not in kinds or len(own) != 1:
                continue
            where = own[0]["administration_id"]
            if where and administration in (None, where[0]):
                found.append(employee["loket_employee_id"])
        return found
