# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command setup/test: every test of the project, or a part of them."""

from __future__ import annotations

import argparse
import re
import subprocess
from pathlib import Path

from . import cli, database, environment, odoo_tests, postgres
from .console import SetupError, say, show
from .environment import ROOT, Environment

_USAGE = """\
Without arguments everything runs: pytest in tests/ (tests/e2e/ with a real server and a
browser included) and the tests inside Odoo of both add-ons.

  setup/test tests/test_mappers_wage.py      pytest on a file, a folder or a test
  setup/test tests -k wage                   what follows goes to pytest as well
  setup/test /loket_connector                tests inside Odoo, by Odoo's own tags:
  setup/test /loket_connector:TestWizard       a class
"""


def main() -> int:
    """Run what the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="setup/test",
        description="Set up what is missing and run the tests.",
        epilog=_USAGE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("part", nargs="?", help="a path, or tags of Odoo")
    given, options = parser.parse_known_args()
    return cli.guarded(lambda: _run(given.part, options))


def _run(part: str | None, options: list[str]) -> int:
    env = environment.prepare(tests=True)
    environment.require_addons()
    environment.describe(env)
    with postgres.running(env.postgres):
        if part and _is_tags(part):
            return _odoo(odoo_tests.run_tags(env, part))
        if part:
            return _pytest(env, [_absolute(part), *options])
        # Made before pytest, whose tests would seem to hang meanwhile.
        database.addons_template(env)
        failed = _odoo(odoo_tests.run_all(env))
        # Last, so that its count is the last line.
        return _pytest(env, ["tests", *options]) or failed


def _is_tags(part: str) -> bool:
    """Tell tags, which begin like /module, from a path."""
    words = re.match(r"/(\w+)", part)
    return bool(words) and words[1] in environment.ADDONS


def _absolute(part: str) -> str:
    """Return a path, with a test in it or not, for use in the repository's folder."""
    path, colons, test = part.partition("::")
    return f"{Path(path).resolve()}{colons}{test}"


def _odoo(outcomes: list[odoo_tests.Outcome]) -> int:
    for outcome in outcomes:
        odoo_tests.show(outcome)
    show()
    for outcome in outcomes:
        show(outcome.summary())
    return int(any(outcome.problems for outcome in outcomes))


def _pytest(env: Environment, arguments: list[str]) -> int:
    say("Tests", f"pytest {' '.join(arguments)}")
    done = subprocess.run(
        [str(env.python), "-m", "pytest", *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        env=env.variables(),
        check=False,
    )
    if done.returncode == 5:
        raise SetupError("pytest found no test.", "check the path.")
    return done.returncode
