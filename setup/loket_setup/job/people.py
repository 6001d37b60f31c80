# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""People and employments, from Loket to Odoo."""

from __future__ import annotations

from .odoo_session import OdooSession
from .told import Told


def sync(hr: OdooSession) -> list[dict]:
    """Sync every venue; return the runs."""
    employers = hr.find("loket.employer", [("company_id", "!=", False)], ["name"])
    counters = [
        *("employer_id", "state", "message", "created_count", "updated_count"),
        *("linked_count", "unchanged_count", "problem_count", "api_call_count"),
        *("ended_count", "duration"),
    ]
    runs = []
    for employer in employers:
        hr.call("loket.employer", "action_sync", [employer["id"]])
        runs += hr.find(
            "loket.sync.run",
            [("employer_id", "=", employer["id"])],
            counters,
            order="id desc",
            limit=1,
        )
    return runs


def look(hr: OdooSession, told: Told):
    """Note who Odoo has from Loket now."""
    told.employees = hr.find(
        "hr.employee",
        [("loket_employee_id", "!=", False)],
        ["name", "loket_employee_id", "company_id", "loket_contract_kind"],
        order="company_id, loket_employee_number, id",
    )
    told.employments = hr.find(
        "loket.employment",
        [],
        ["loket_id", "employee_id", "administration_id", "date_start", "date_end"],
    )
