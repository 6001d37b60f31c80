# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run Odoo with its log in a file, and tell which lines of it need attention."""

from __future__ import annotations

import contextlib
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from .environment import Environment

_LINE = re.compile(
    r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) (?P<database>\S+)"
    r" (?P<logger>\S+?): (?P<text>.*)$"
)
_LEVELS = ("WARNING", "ERROR", "CRITICAL")
# Lines that are expected, each with the reason.
_EXPECTED: tuple[re.Pattern, ...] = ()
# How Python begins when it dies; the stacks of all threads follow.
_FATAL = "Fatal Python error: "
#: Seconds without anything new after which Odoo hangs. What is healthy needs a tenth of
#: it, on a busy machine too.
HANGS = 900


def complaint(line: str) -> bool:
    """Tell whether a line of the log is a warning or worse that is not expected."""
    if line.startswith(_FATAL):
        return True
    match = _LINE.match(line)
    if not match or match["level"] not in _LEVELS:
        return False
    return not any(pattern.search(line) for pattern in _EXPECTED)


def complaints(log: Path) -> list[str]:
    """Return the lines of a log that nobody expected."""
    with log.open(encoding="utf-8", errors="replace") as lines:
        return [line.rstrip() for line in lines if complaint(line)]


def excerpt(log: Path, limit: int = 200) -> str:
    """Return every complaint of a log with the traceback below it.

    :param limit: the number of lines after which to leave it at that.
    """
    kept: list[str] = []
    inside = False
    with log.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if complaint(line):
                inside = True
            elif _LINE.match(line):
                inside = False
            if inside:
                kept.append(f"    {line.rstrip()}")
    if len(kept) > limit:
        kept[limit:] = [f"    ... and {len(kept) - limit} lines more"]
    return "\n".join(kept)


def run(
    command: list[str],
    env: Environment,
    log: Path,
    on_line: Callable[[re.Match], bool] | None = None,
    hangs: float = HANGS,
) -> tuple[int, list[str]]:
    """Run Odoo until it ends; one that hangs is ended, with its stacks in the log.

    :param on_line: called with the match of every line of the log; tells whether
        something new begins with it, like a test.
    :param hangs: seconds that may pass before something new begins, or the end.
    :return: the exit code, and the lines that nobody expected.
    """
    found = []
    with (
        log.open("w", encoding="utf-8") as copy,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=env.variables(),
            encoding="utf-8",
            errors="replace",
        ) as odoo,
        _guarded(odoo, hangs) as guard,
    ):
        for line in odoo.stdout:
            copy.write(line)
            match = _LINE.match(line)
            if match and on_line and on_line(match):
                guard.begin()
            if complaint(line):
                found.append(line.rstrip())
    if guard.fired:
        found.append(f"ended, as nothing new began within {hangs:g} seconds")
    return odoo.returncode, found


class _Guard:
    """Ends a process in which nothing new begins for too long."""

    def __init__(self, process: subprocess.Popen, hangs: float):
        self.fired = False
        self.over = threading.Event()
        self._process = process
        self._hangs = hangs
        self.begin()

    def begin(self) -> None:
        """Note that something new begins."""
        self._deadline = time.monotonic() + self._hangs

    def watch(self) -> None:
        while not self.over.wait(min(self._hangs, 1)):
            if time.monotonic() > self._deadline:
                self.fired = True
                # Odoo's own signal for stacks is not heard by one that waits for
                # PostgreSQL.
                self._process.send_signal(signal.SIGABRT)
                return


@contextlib.contextmanager
def _guarded(process: subprocess.Popen, hangs: float) -> Iterator[_Guard]:
    guard = _Guard(process, hangs)
    thread = threading.Thread(target=guard.watch)
    thread.start()
    try:
        yield guard
    finally:
        guard.over.set()
        thread.join()
