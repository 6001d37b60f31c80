# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run Odoo with its log in a file, and tell which lines of it need attention."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from .environment import Environment

_LINE = re.compile(
    r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) (?P<database>\S+)"
    r" (?P<logger>\S+?): (?P<text>.*)$"
)
_LEVELS = ("WARNING", "ERROR", "CRITICAL")
# Lines that are expected, each with the reason.
_EXPECTED: tuple[re.Pattern, ...] = ()


def complaint(line: str) -> bool:
    """Tell whether a line of the log is a warning or worse that is not expected."""
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
            if _LINE.match(line):
                inside = complaint(line)
            if inside:
                kept.append(f"    {line.rstrip()}")
    if len(kept) > limit:
        kept[limit:] = [f"    ... and {len(kept) - limit} lines more"]
    return "\n".join(kept)


def run(
    command: list[str],
    env: Environment,
    log: Path,
    on_line: Callable[[re.Match], None] | None = None,
) -> tuple[int, list[str]]:
    """Run Odoo until it ends.

    :param on_line: called with the match of every line of the log.
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
    ):
        for line in odoo.stdout:
            copy.write(line)
            match = _LINE.match(line)
            if match and on_line:
                on_line(match)
            if complaint(line):
                found.append(line.rstrip())
    return odoo.returncode, found
