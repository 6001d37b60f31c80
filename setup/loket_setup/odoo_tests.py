# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run the add-ons' tests inside Odoo and judge the outcome by its log."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from . import cache, console, database, odoo_log, services
from .console import say
from .environment import ADDONS, Environment

_RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
_MODULE = re.compile(r"^odoo\.addons\.(\w+)\.tests\.")
_START = re.compile(r"^Starting (\w+)\.\w+")
_SKIP = re.compile(r"^skipped (\S+) : (.*)")


@dataclass
class Outcome:
    """What one run of Odoo's tests came to."""

    name: str
    log: Path
    code: int = 0
    tests: int = 0
    """Odoo's own count; skipped tests are in it."""
    failures: int = 0
    per_addon: dict[str, int] = field(default_factory=dict)
    """Tests that were started."""
    skipped: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """Why the run is not good; empty when it is."""

    def summary(self) -> str:
        """Return one line about the run."""
        verdict = "FAILED" if self.problems else "passed"
        addons = ", ".join(f"{name} {n}" for name, n in self.per_addon.items())
        skipped = f", {len(self.skipped)} skipped" if self.skipped else ""
        counts = f"{self.failures} failed of {self.tests} tests{skipped}"
        return f"Odoo tests, {self.name}: {verdict}; {counts} ({addons or 'none'})"


@dataclass(frozen=True)
class Suite:
    """Tests that one run of Odoo does."""

    name: str
    addons: tuple[str, ...]
    """Installed while testing."""
    base: str
    """The module of Odoo that is there before the add-ons come."""
    tags: str
    whole: bool = True
    """Whether every one of the add-ons must have had a test."""

    def run(self, env: Environment) -> Outcome:
        """Install the add-ons on a fresh copy of a template and test meanwhile."""
        return _run(env, self)


# Odoo runs most tests of an add-on before it loads the next one, so what the first one
# is tested with beside Timesheets need not be in one run with the second.
_FIRST, _SECOND = ADDONS
#: Everything, the longest first.
SUITES = (
    Suite(
        "both add-ons",
        ADDONS,
        "hr_timesheet",
        f"/{_SECOND},post_install/{_FIRST}",
    ),
    Suite(f"{_FIRST} alone", (_FIRST,), "hr", f"/{_FIRST}"),
    Suite(
        f"{_FIRST} beside Timesheets",
        (_FIRST,),
        "hr_timesheet",
        f"at_install/{_FIRST}",
    ),
)


def tagged(tags: str) -> Suite:
    """Return the tests that match Odoo's tags, with both add-ons installed."""
    return Suite(tags, ADDONS, "hr_timesheet", tags, whole=False)


def _run(env: Environment, suite: Suite) -> Outcome:
    slug = re.sub(r"\W+", "-", suite.name).strip("-")
    outcome = Outcome(suite.name, cache.log_path(f"test-{slug}"))
    template = database.template(env, suite.base)
    with database.temporary(env, template, "test") as copy:
        say("Tests", f"Odoo, {suite.name}: {suite.tags}")
        command = env.odoo_command(
            copy,
            f"--init={','.join(suite.addons)}",
            "--skip-auto-install",
            "--stop-after-init",
            "--test-enable",
            f"--test-tags={suite.tags}",
            f"--http-port={services.free_port()}",
            f"--screenshots={cache.folder() / 'screenshots'}",
        )
        watch = _Watch(outcome)
        outcome.code, complaints = odoo_log.run(
            command, env, outcome.log, watch.on_line
        )
    _judge(outcome, complaints, suite.addons if suite.whole else ())
    return outcome


def show(outcome: Outcome) -> None:
    """Print what is wrong with a run, with the part of the log that tells why."""
    if not outcome.problems:
        return
    console.show(f"\n=== {outcome.summary()}")
    for problem in outcome.problems:
        console.show(f"  - {problem}")
    console.show(odoo_log.excerpt(outcome.log))
    console.show(f"  whole log: {outcome.log}")


class _Watch:
    """Follow the log: count tests, and say which class is at work."""

    def __init__(self, outcome: Outcome):
        self.outcome = outcome
        self.current = ""

    def on_line(self, match: re.Match) -> bool:
        """Return whether a test begins."""
        logger, text = match["logger"], match["text"]
        if logger == "odoo.tests.result" and (result := _RESULT.search(text)):
            failed, errors, self.outcome.tests = map(int, result.groups())
            self.outcome.failures = failed + errors
        module = _MODULE.match(logger)
        if not module:
            return False
        if start := _START.match(text):
            per_addon = self.outcome.per_addon
            per_addon[module[1]] = per_addon.get(module[1], 0) + 1
            if start[1] != self.current:
                self.current = start[1]
                say("Tests", f"{module[1]}: {start[1]}")
        elif skip := _SKIP.match(text):
            self.outcome.skipped.append(f"{skip[1]}: {skip[2]}")
        return bool(start)


def _judge(outcome: Outcome, complaints: list[str], addons: tuple[str, ...]) -> None:
    """Collect what is wrong; an exit code of 0 alone proves little."""
    problems = outcome.problems
    if outcome.code:
        problems.append(f"Odoo ended with exit code {outcome.code}")
    if outcome.failures:
        problems.append(f"{outcome.failures} of {outcome.tests} tests failed")
    if not outcome.tests:
        problems.append("no test ran")
    problems += [
        f"no test of {name} ran" for name in addons if not outcome.per_addon.get(name)
    ]
    problems += [
        f"skipped for want of a browser: {skip}"
        for skip in outcome.skipped
        if re.search(r"chrome|chromium|websocket", skip, re.IGNORECASE)
    ]
    problems += [f"unexpected in the log: {line[:300]}" for line in complaints[:20]]
