# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sync: the first one beside its floor, without changes, 1 % changed, a night."""

from math import ceil
from statistics import median as middle

from . import floor
from .meter import Meter, median, total

ROUNDS = 3
PAGE = 250
#: Name → context. Odoo stores ten pictures of a letter for each employee that a
#: scheduled action creates; the sync does without.
FLOORS = {
    "Floor: create()": {},
    "Floor: create() with letters": {"loket_no_avatar": False},
}


def run(world, arguments):
    """Return the results of one scale as JSON values."""
    with world.env() as env:
        meter = Meter(world.sandbox)
        connection, employers = world.connect(env)
        first, floors = _first(env, world, meter, employers, arguments.floor)
        counts = _counts(env, employers)
        rows = [total("First sync", first)]
        rows += [total(name, figures) for name, figures in floors.items()]
        rows.append(_again(env, meter, employers))
        rows.append(_changed(env, meter, world.sandbox, employers))
        rows.append(_night(env, meter, "Night without changes"))
        problems = env["loket.sync.run"].search(
            ["|", ("state", "!=", "done"), ("problem_count", ">", 0)]
        )
    result = {
        "benchmark": "sync",
        "scale": f"{arguments.people:,} people, {arguments.venues} venues",
        "counts": counts,
        "rows": [row.as_dict() for row in rows],
        "ratios": {
            name: (
                _ratio(first, figures, lambda one: one.own),
                _ratio(first, figures, lambda one: one.work),
            )
            for name, figures in floors.items()
        },
        "peaks": [one.peak for one in first],
        "calls": total("", first).calls,
        "problems": [f"{run.display_name}: {run.message}" for run in problems],
    }
    result["remarks"] = _remarks(result, arguments)
    return result


def _remarks(result, arguments):
    """Return what the figures mean for the targets."""
    counts, rows = result["counts"], {row["name"]: row for row in result["rows"]}
    first, again = rows["First sync"], rows["Full re-sync without changes"]
    remarks = [
        "{employments:,} employments of {persons:,} people became {employees:,}"
        " employees with {versions:,} versions; {histories:,} histories were"
        " read.".format(**counts)
    ]
    remarks += [
        f"First sync without waiting by {name.lower()}: {by_time:.2f} (median of the"
        f" venues; by processor time {by_work:.2f}). Target: 1.3."
        for name, (by_time, by_work) in result["ratios"].items()
    ]
    constant = result["calls"] - counts["pages"] - 3 * counts["histories"]
    remarks += [
        f"Re-sync without changes: {again['seconds'] / first['seconds']:.1%} of the"
        f" first sync (by processor time {again['work'] / first['work']:.1%})."
        " Target: 5 %.",
        f"Calls of the first sync: {counts['pages']:,} pages, 3 for each history, and"
        f" {constant / arguments.venues:g} more per venue.",
        f"First sync per person: {first['seconds'] / arguments.people * 1000:.1f} ms,"
        f" {first['queries'] / arguments.people:.1f} queries.",
        f"Peak memory after the first venue {result['peaks'][0]:.0f} MB, after the"
        f" last one {result['peaks'][-1]:.0f} MB.",
    ]
    return remarks + [f"Problem: {text}" for text in result["problems"]]


def _first(env, world, meter, employers, with_floors):
    """Sync venue by venue, each time followed by the floors: what else the machine
    does meanwhile slows both down alike."""
    recorder = floor.Recorder(world.registry)
    first, floors = [], {}
    for employer in employers:
        with meter.measure("First sync") as figures:
            _sync(employer)
        first.append(figures)
        calls = recorder.take()
        for name, context in FLOORS.items() if with_floors else ():
            twin = world.companies(env, [f"{name}, {employer.id}"])
            env.cr.commit()
            with meter.measure(name) as figures:
                floor.replay(env, calls, twin, **context)
            recorder.take()  # what the replay created
            floors.setdefault(name, []).append(figures)
    return first, floors


def _ratio(first, bare, cost):
    """Return the median over the venues of the sync's cost by the floor's."""
    pairs = zip(first, bare, strict=True)
    return middle(cost(one) / cost(twin) for one, twin in pairs)


def _sync(employers):
    """Sync as at night: with commits, and what was synced before counts."""
    runs = employers._sync("scheduled")
    employers.env.cr.commit()
    employers.env.invalidate_all()
    return runs


def _counts(env, employers):
    """Count what was mirrored, and the calls that its pages take."""
    pages = 0
    employments = env["loket.employment"]
    for employer in employers:
        people = [("employer_id", "=", employer.id)]
        pages += ceil(employments.search_count(people) / PAGE)
        pages += ceil(env["loket.person"].search_count(people) / PAGE)
    return {
        "employments": employments.search_count([]),
        "persons": env["loket.person"].search_count([]),
        "employees": env["hr.employee"].search_count(
            [("company_id", "in", employers.company_id.ids)]
        ),
        "versions": env["hr.version"].search_count(
            [("company_id", "in", employers.company_id.ids)]
        ),
        "histories": employments.search_count([("history_read", "=", True)]),
        "pages": pages,
    }


def _again(env, meter, employers):
    """Sync everything by hand once more, which reads every row; in the background,
    where big venues go."""
    rounds = []
    for _round in range(ROUNDS):
        for employer in employers:
            env["loket.sync.run"]._queue(employer, "manual")
        env.cr.commit()
        with meter.measure("Full re-sync without changes") as figures:
            env["loket.sync.run"]._run_queued()
            env.cr.commit()
            env.invalidate_all()
        rounds.append(figures)
    return median("Full re-sync without changes", rounds)


def _changed(env, meter, sandbox, employers):
    """Change every hundredth employment at Loket, and sync the night after."""
    rounds = []
    for offset in range(ROUNDS):
        for employer in employers:
            _change(sandbox, employer.loket_id, 20 + 10 * offset)
        rounds.append(_one_night(env, meter, "1 % changed"))
    return median("1 % changed", rounds)


def _change(sandbox, employer_id, offset):
    """Change names, wages and hours in turn."""
    rows = sandbox.admin("employments", employer_id=employer_id)
    rows = [row for row in rows if not row["row"]["endDate"]]
    today = sandbox.admin("summary")["today"]
    for position, row in enumerate(rows[offset::100]):
        kind = position % 3
        if kind == 0:
            sandbox.admin(
                "set_employee",
                employee_id=row["employee"],
                path="personalDetails.lastName",
                value=f"Gewijzigd {position}",
            )
        elif kind == 1:
            sandbox.admin(
                "set_wage", employment_id=row["id"], start=today, gross_wage=3210
            )
        else:
            sandbox.admin("set_hours", employment_id=row["id"], start=today, hours=28)


def _night(env, meter, name):
    return median(name, [_one_night(env, meter, name) for _round in range(ROUNDS)])


def _one_night(env, meter, name):
    """Run the nightly job as if it had not had its turn yet."""
    env["loket.connection"].search([]).write(
        {"last_night": False, "night_started": False, "night_attempts": 0}
    )
    env.cr.commit()
    with meter.measure(name) as figures:
        env["loket.connection"]._cron_sync()
        env.cr.commit()
        env.invalidate_all()
    return figures
