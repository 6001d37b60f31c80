# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Everything the add-ons need to run, found or fetched, as one object."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from . import browser, cache, odoo_source, postgres_programs, python_env
from .console import SetupError, say

ROOT = python_env.SETUP.parent
ADDONS = ("loket_connector", "loket_connector_hr_timesheet")


@dataclass(frozen=True)
class Environment:
    """What ``prepare`` found. Paths are absolute."""

    odoo: odoo_source.OdooSource
    python: Path
    """The interpreter with Odoo and all packages."""
    postgres: postgres_programs.Programs | None
    """None when the user named a server in PGHOST."""
    chromium: Path | None
    """The browser; None when prepared without the tests."""
    driver_libraries: Path | None
    """Where the browser's driver finds a library the system lacks."""

    @property
    def data_dir(self) -> Path:
        """Odoo's folder for attachments and sessions, of all databases."""
        return cache.folder() / "data"

    def variables(self) -> dict[str, str]:
        """Return the variables for every process that belongs to the project."""
        paths = [str(self.odoo.path), str(ROOT / "tests"), str(python_env.SETUP)]
        found = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(paths),
            # Who works with Odoo and Loket here does so in the Netherlands: it is the
            # same day for all of them. Odoo's server sets its own to UTC.
            "TZ": "Europe/Amsterdam",
            "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            # The stacks of all threads, from a process that dies or is made to.
            "PYTHONFAULTHANDLER": "1",
        }
        for name in ("no_proxy", "NO_PROXY"):
            found[name] = ",".join(
                filter(None, [found.get(name), "localhost,127.0.0.1"])
            )
        if self.chromium:
            found["PATH"] = f"{self.chromium.parent}{os.pathsep}{found['PATH']}"
        if self.driver_libraries:
            found["LD_LIBRARY_PATH"] = str(self.driver_libraries)
        return found

    def odoo_command(self, database: str, *options: str) -> list[str]:
        """Return the command line of Odoo on a database, for ``variables()``."""
        addons = [ROOT, *self.odoo.addons]
        return [
            str(self.python),
            "-m",
            "odoo",
            "--config=/dev/null",
            f"--addons-path={','.join(str(path) for path in addons)}",
            f"--data-dir={self.data_dir}",
            f"--database={database}",
            f"--db-filter=^{database}$",
            "--http-interface=127.0.0.1",
            *options,
        ]


def prepare(*, tests: bool = False) -> Environment:
    """Find or fetch everything, at the same time where that is possible.

    :param tests: whether the test tools and a browser are wanted too.
    :raises SetupError: with the cause and what to do about it.
    """
    with ThreadPoolExecutor() as jobs:
        source = jobs.submit(odoo_source.find)
        folder = jobs.submit(_python_environment, tests)
        server = jobs.submit(postgres_programs.find)
        chromium = jobs.submit(browser.find) if tests else None
        libraries = jobs.submit(browser.driver_libraries) if tests else None
        return Environment(
            odoo=source.result(),
            python=python_env.python(folder.result()),
            postgres=server.result(),
            chromium=chromium.result() if chromium else None,
            driver_libraries=libraries.result() if libraries else None,
        )


def _python_environment(tests: bool) -> Path:
    odoo = python_env.odoo_environment()
    return python_env.test_environment(odoo) if tests else odoo


def require_addons() -> None:
    """Stop when this is not a whole copy of the repository, or where none works."""
    if {",", os.pathsep} & set(str(ROOT)):
        raise SetupError(
            f"the folder {ROOT} has a comma or a colon in its name, where Odoo and"
            " Python split their lists of folders.",
            "move the clone to another folder.",
        )
    for name in ADDONS:
        if not (ROOT / name / "__manifest__.py").exists():
            raise SetupError(
                f"there is no add-on {name} in {ROOT}.",
                "use a complete clone of the repository.",
            )


def describe(environment: Environment) -> None:
    """Say what is going to be used."""
    server = environment.postgres
    say("Odoo", f"19.0 from {environment.odoo.origin}")
    say("Python", str(environment.python))
    say("PostgreSQL", str(server.folder) if server else f"at {os.environ['PGHOST']}")
    if environment.chromium:
        say("Browser", str(environment.chromium))
