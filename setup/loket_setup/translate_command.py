# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command setup/translate: templates and translations follow the texts."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import cli, database, environment, postgres, process
from .console import say, show
from .environment import ADDONS, ROOT, Environment

_TOPIC = "Translate"
# Each without more of Odoo than it needs: other modules would add terms of their own.
_BASES = dict(zip(ADDONS, ("hr", "hr_timesheet"), strict=True))


def main() -> int:
    """Refresh the files of both add-ons and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="setup/translate",
        description="Export the terms of both add-ons to i18n/*.pot and merge them into"
        " i18n/*.po: translations stay, new terms come in empty, terms that are gone"
        " go. Lists what has no translation yet; fails when there is any.",
    )
    parser.add_argument(
        "--words",
        type=Path,
        help="a JSON file {term: translation} that fills empty translations of nl.po",
    )
    given = parser.parse_args()
    return cli.guarded(lambda: _run(given.words and given.words.resolve()))


def _run(words: Path | None) -> int:
    environment.require_addons()
    env = environment.prepare()
    with postgres.running(env.postgres):
        for addon, base in _BASES.items():
            _refresh(env, addon, base)
    missing = [line for addon in ADDONS for line in _merge(env, addon, words)]
    show("\n".join(missing) if missing else "\nEverything is translated.")
    return int(bool(missing))


def _refresh(env: Environment, addon: str, base: str) -> None:
    say(_TOPIC, addon)
    template = database.template(env, base)
    with database.temporary(env, template, "translate") as name:
        database.install(env, name, addon)
        _export(env, name, addon)


def _export(env: Environment, name: str, addon: str) -> None:
    addons = ",".join(str(path) for path in (ROOT, *env.odoo.addons))
    process.run(
        [
            *(env.python, "-m", "odoo", f"--addons-path={addons}"),
            # The module before any language, or it is taken for one.
            *("i18n", "export", addon, "-d", name),
        ],
        what=f"exporting the terms of {addon}",
        env=env.variables(),
    )


def _merge(env: Environment, addon: str, words: Path | None) -> list[str]:
    output = process.run(
        [
            *(env.python, "-m", "loket_setup.translations", ROOT / addon / "i18n"),
            *([words] if words else []),
        ],
        what=f"merging the terms of {addon}",
        env=env.variables(),
    )
    return output.splitlines()
