# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every number that came of the main job, beside the one it should be."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from .expected import Expected
from .sandbox import Sandbox
from .told import Told


def compare(told: Told, sandbox: Sandbox) -> list[str]:
    """Return what is wrong, as sentences; empty when every number is right."""
    expected = Expected(told, sandbox)
    return [
        *_compare_people(told, expected),
        *_compare_last_runs(told),
        *_compare_totals(expected, sandbox),
        *_compare_states(told, expected),
        *_compare_exports(told),
    ]


def _compare_people(told: Told, expected: Expected) -> list[str]:
    """Who left stays until somebody decides; of whom it is unclear is not created."""
    working = expected.at_work(told.today.isoformat())
    events = told.at_loket
    working = (working | {events.left}) - {events.unclear, events.hired}
    wrong = []
    if set(told.people()) != working:
        wrong.append(
            f"{len(working)} people work at Loket, {len(told.people())} are in Odoo."
        )
    for run in told.repeated:
        if run["created_count"] or run["updated_count"] or run["problem_count"]:
            wrong.append(
                f"The second sync of {run['employer_id'][1]} changed something."
            )
    for name, state in told.rights.items():
        if state != "complete":
            wrong.append(f"The rights at {name} are {state}.")
    return wrong


def _compare_last_runs(told: Told) -> list[str]:
    """The last sync found what happened at Loket, which was all at the first venue."""
    events = told.at_loket
    happened = Counter(
        created_count=bool(events.hired),
        updated_count=len(events.moved),
        ended_count=bool(events.left),
        problem_count=bool(events.unclear),
    )
    found = Counter()
    for run in told.last_runs:
        found.update({name: run[name] for name in happened})
    if dict(found) != dict(happened):
        return [f"The last sync should tell {dict(happened)}, it tells {dict(found)}."]
    return []


def _compare_totals(expected: Expected, sandbox: Sandbox) -> list[str]:
    """Compare what Loket holds in each period with the totals of what was typed."""
    held = {}
    for employment, rows in sandbox.admin("period_data").items():
        for row in rows:
            period = row["payrollPeriod"]
            number = period["year"] * 100 + period["periodNumber"]
            for part in row["payrollComponents"]:
                key = (employment, number, part["payrollComponent"]["key"])
                held[key] = held.get(key, Decimal(0)) + Decimal(str(part["value"]))
    wrong = [
        f"{expected.name(key[0])}: Loket should hold {expected.totals.get(key)} of"
        f" component {key[2]} in {key[1]}, holds {held.get(key)}."
        for key in sorted(expected.totals.keys() | held.keys())
        if expected.totals.get(key) != held.get(key)
    ]
    if not expected.totals:
        wrong.append("Nothing was typed that belongs in Loket.")
    return wrong


def _compare_states(told: Told, expected: Expected) -> list[str]:
    """Compare what every line and allowance says of itself."""
    wrong = []
    for what, typed, number, states, state in (
        ("hours", told.hours, "line", told.line_states, expected.line_state),
        (
            *("allowance", told.allowances, "allowance"),
            *(told.allowance_states, expected.allowance_state),
        ),
    ):
        for one in typed:
            found, should = states.get(getattr(one, number)), state(one)
            if found != should:
                wrong.append(f"The {what} {one} should be {should}, are {found}.")
        missing = {"exported", "locked"} - set(states.values())
        if missing:
            wrong.append(f"No {what} are {' or '.join(sorted(missing))}.")
    return wrong


def _compare_exports(told: Told) -> list[str]:
    """One export each is ready and partly done; the others are done."""
    wrong = []
    states = Counter(export["state"] for export in told.exports)
    if (states["ready"], states["partial"]) != (1, 1):
        wrong.append(f"The exports are {dict(states)}.")
    if states.total() != states["done"] + 2:
        wrong.append(f"Some exports are not done: {dict(states)}.")
    refused = [line for line in told.export_lines if line["state"] == "refused"]
    if len(refused) != 1:
        wrong.append(f"{len(refused)} values were refused, it should be 1.")
    foreign = sum(line["is_foreign"] for line in told.export_lines)
    if foreign != len(told.at_loket.overwritten):
        wrong.append(f"{foreign} values are seen as changed at Loket.")
    return wrong
