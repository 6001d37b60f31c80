# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happened, in a few lines that people read."""

from __future__ import annotations

from collections import Counter

from .story import PEOPLE


def show(told, wrong: list[str]):
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
    hours = sum(line["unit_amount"] for line in told.lines)
    meals = sum(line["loket_meal_count"] for line in told.lines)
    yield (
        f"Timesheets: {len(told.lines)} lines, {hours:g} hours, {meals} meals,"
        f" {len(told.allowances)} allowances, all approved"
    )
    for export in told.exports:
        values = sum(line["export_id"][0] == export["id"] for line in told.export_lines)
        yield (
            f"Export {export['administration_id'][1]} {export['period_id'][1]}:"
            f" {export['state']}, {values} values"
        )
    states = Counter(line["state"] for line in told.export_lines)
    yield "Values at Loket: " + ", ".join(f"{n} {s}" for s, n in sorted(states.items()))
    yield from _one_employee(told)
    for sentence in wrong or ():
        yield f"WRONG  {sentence}"
    if wrong == []:
        yield "Every number was calculated a second time and is right."
    yield "Logins: admin / admin (administrator), " + ", ".join(
        f"{login} / {login} ({name.partition('(')[2].rstrip(')')})"
        for login, (name, _groups) in PEOPLE.items()
    )


def _counts(run):
    return (
        f"{run['created_count']} created, {run['updated_count']} updated,"
        f" {run['unchanged_count']} unchanged, {run['problem_count']} problems"
    )


def _one_employee(told):
    """The person with most values: exactly what Loket now holds."""
    people = Counter(line["employment_id"][0] for line in told.export_lines)
    if not people:
        return
    employment = people.most_common(1)[0][0]
    lines = [
        line for line in told.export_lines if line["employment_id"][0] == employment
    ]
    yield f"For {lines[0]['employment_id'][1]} Loket now holds:"
    for line in lines:
        yield f"  {line['component_id'][1]:<32} {line['loket_value']:>10.2f}"
