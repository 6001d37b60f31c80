# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happened, in a few lines that people read."""

from __future__ import annotations

from collections import Counter

from .story import PEOPLE
from .told import Told


def show(told: Told, wrong: list[str] | None):
    """Print counts, one employee's values at Loket, and the logins.

    :param wrong: what the checks found; None when nothing was checked.
    """
    for line in _lines(told, wrong):
        print(line)  # noqa: T201


def _lines(told, wrong):
    yield ""
    for run, again in zip(told.runs, told.repeated, strict=True):
        name = run["employer_id"][1]
        yield f"{name}: rights {told.rights.get(name, 'not checked')}"
        yield (f"  first sync   {_counts(run)}, {run['api_call_count']} calls to Loket")
        yield f"  second sync  {_counts(again)}, {again['api_call_count']} calls"
    yield f"Wage codes mapped: {told.mappings}"
    if told.is_again:
        yield "The hours, exports and payroll runs of before are still there."
    else:
        yield from _typed(told)
    for export in told.exports:
        values = sum(line["export_id"][0] == export["id"] for line in told.export_lines)
        yield (
            f"Export {export['administration_id'][1]} {export['period_id'][1]}:"
            f" {export['state']}, {values} values"
        )
    yield "Values: " + _count(line["state"] for line in told.export_lines)
    yield from _one_employee(told)
    for sentence in wrong or ():
        yield f"WRONG  {sentence}"
    if wrong == []:
        yield "Every number was calculated a second time and is right."
    yield "Logins: admin / admin (administrator), " + ", ".join(
        f"{login} / {login} ({name.partition('(')[2].rstrip(')')})"
        for login, (name, _groups) in PEOPLE.items()
    )


def _typed(told):
    for run in told.last_runs:
        yield f"{run['employer_id'][1]}, later: {_counts(run)}"
    hours = sum(one.hours for one in told.hours)
    meals = sum(one.meals for one in told.hours)
    yield (
        f"Timesheets: {len(told.hours)} lines, {hours:g} hours, {meals} meals,"
        f" {len(told.allowances)} allowances"
    )
    yield "Timesheet lines: " + _count(told.line_states.values())


def _count(words):
    return ", ".join(f"{n} {word}" for word, n in sorted(Counter(words).items()))


def _counts(run):
    return (
        f"{run['created_count']} created, {run['updated_count']} updated,"
        f" {run['unchanged_count']} unchanged, {run['problem_count']} problems"
    )


def _one_employee(told):
    """The person with most values: exactly what Loket now holds in the last period."""
    latest = {export["id"] for export in told.exports if export["state"] == "done"}
    people = Counter(
        (line["export_id"][0], line["employment_id"][0])
        for line in told.export_lines
        if line["export_id"][0] in latest
    )
    if not people:
        return
    most = max(people.values())
    chosen = max(key for key, count in people.items() if count == most)
    lines = [
        line
        for line in told.export_lines
        if (line["export_id"][0], line["employment_id"][0]) == chosen
    ]
    export = next(export for export in told.exports if export["id"] == chosen[0])
    yield f"For {lines[0]['employment_id'][1]} Loket holds in {export['period_id'][1]}:"
    for line in lines:
        yield f"  {line['component_id'][1]:<32} {line['loket_value']:>10.2f}"
