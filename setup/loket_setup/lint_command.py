# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command setup/lint: ruff, pylint with Odoo's checks, and OCA's checks."""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

from . import cli, environment, python_env
from .console import say, show
from .environment import ADDONS, ROOT

_PYLINT_OPTIONS = (
    "--rcfile=.pylintrc",
    # A model with several concerns has a file for each. In the file this would have no
    # effect, as all of odoolint is switched on there.
    "--disable=consider-merging-classes-inherited",
)


def main() -> int:
    """Check everything, or repair what can be; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="setup/lint", description="Check the code of the whole repository."
    )
    parser.add_argument(
        "--fix", action="store_true", help="repair and format what ruff can, first"
    )
    given = parser.parse_args()
    return cli.guarded(lambda: _run(given.fix))


def _run(fix: bool) -> int:
    environment.require_addons()
    programs = python_env.lint_environment() / "bin"
    ruff = str(programs / "ruff")
    if fix:
        _call([ruff, "check", "--fix", "--quiet", "."])
        _call([ruff, "format", "--quiet", "."])
    failed = [
        name
        for name, command in _checks(programs, ruff).items()
        if not _passes(name, command)
    ]
    show(f"\nLint failed: {', '.join(failed)}." if failed else "\nLint is clean.")
    return int(bool(failed))


def _checks(programs: Path, ruff: str) -> dict[str, list[str]]:
    translations = [str(path) for path in ROOT.glob("*/i18n/*.po*")]
    checks = {
        "ruff check": [ruff, "check", "--quiet", "."],
        "ruff format": [ruff, "format", "--check", "--quiet", "."],
        "pylint": [str(programs / "pylint"), *_PYLINT_OPTIONS, *ADDONS],
        "OCA module checks": [
            str(programs / "oca-checks-odoo-module"),
            *(f"{name}/__manifest__.py" for name in ADDONS),
        ],
    }
    if translations:
        checks["OCA translation checks"] = [
            str(programs / "oca-checks-po"),
            *translations,
        ]
    return checks


def _passes(name: str, command: list[str]) -> bool:
    say("Lint", name)
    return _call(command) == 0


def _call(command: list[str]) -> int:
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    return done.returncode
