# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command setup/test: every test of the project, or a part of them."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import cli, database, environment, odoo_tests, postgres
from .console import SetupError, say, show
from .environment import ROOT, Environment

#: Seconds in which pytest can stop what its tests started.
_PATIENCE = 60
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
    environment.require_addons()
    env = environment.prepare(tests=True)
    environment.describe(env)
    with postgres.running(env.postgres):
        if part and _is_tags(part):
            return _judged([odoo_tests.tagged(part).run(env)])
        if part:
            with _pytest(env, [_absolute(part), *options]) as pytest:
                return _code(pytest.wait())
        return _everything(env, options)


def _everything(env: Environment, options: list[str]) -> int:
    """Run pytest and, beside it, Odoo's suites; a job for each processor.

    A browser that waits for its server leaves half of a second processor to others.
    """
    # Before all others, of which several would wait for it.
    database.addons_template(env)
    with _pool() as pool, _pytest(env, ["tests", *options], hold=True) as pytest:
        code = pool.submit(pytest.wait)
        suites = [pool.submit(suite.run, env) for suite in odoo_tests.SUITES]
        failed = _judged([suite.result() for suite in suites])
        # Last, so that its count is the last line.
        pytest.show()
        return _code(code.result()) or failed


@contextlib.contextmanager
def _pool() -> Iterator[ThreadPoolExecutor]:
    """Yield a pool that begins nothing more when something went wrong."""
    pool = ThreadPoolExecutor(max(2, os.cpu_count() or 2))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _is_tags(part: str) -> bool:
    """Tell tags, which begin like /module, from a path."""
    words = re.match(r"/(\w+)", part)
    return bool(words) and words[1] in environment.ADDONS


def _absolute(part: str) -> str:
    """Return a path, with a test in it or not, for use in the repository's folder."""
    path, colons, test = part.partition("::")
    return f"{Path(path).resolve()}{colons}{test}"


def _judged(outcomes: list[odoo_tests.Outcome]) -> int:
    for outcome in outcomes:
        odoo_tests.show(outcome)
    show()
    for outcome in outcomes:
        show(outcome.summary())
    return int(any(outcome.problems for outcome in outcomes))


def _code(code: int) -> int:
    """Return the exit code of pytest when it found something to do."""
    if code == 5:
        raise SetupError("pytest found no test.", "check the path.")
    return code


@contextlib.contextmanager
def _pytest(
    env: Environment, arguments: list[str], *, hold: bool = False
) -> Iterator[_Pytest]:
    """Start pytest, and stop it at the end when it has not ended by itself.

    :param hold: keep what it prints until it is asked for.
    """
    say("Tests", f"pytest {' '.join(arguments)}")
    with subprocess.Popen(
        [str(env.python), "-m", "pytest", *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if hold else None,
        stderr=subprocess.STDOUT if hold else None,
        encoding="utf-8",
        errors="replace",
        env=env.variables(),
    ) as process:
        running = _Pytest(process)
        try:
            yield running
        finally:
            running.show()
            _stop(process)


def _stop(process: subprocess.Popen) -> None:
    """End pytest when it has not ended by itself."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_PATIENCE)
    process.kill()


class _Pytest:
    """Pytest at work."""

    def __init__(self, process: subprocess.Popen):
        self._process = process
        self._kept: list[str] = []
        self._shown = process.stdout is None
        self._lock = threading.Lock()

    def wait(self) -> int:
        """Return its exit code once it ends."""
        for line in self._process.stdout or ():
            with self._lock:
                self._kept.append(line)
                self._print()
        return self._process.wait()

    def show(self) -> None:
        """Print what it printed so far, and all that follows."""
        with self._lock:
            self._shown = True
            self._print()

    def _print(self) -> None:
        if self._shown:
            show("".join(self._kept), end="")
            self._kept.clear()
