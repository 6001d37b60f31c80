# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Progress on standard output, and the error that ends a command with advice."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

_started = time.monotonic()
_lock = threading.Lock()
quiet = False


class SetupError(Exception):
    """Something that a person has to solve.

    :param cause: what went wrong, one sentence.
    :param next_step: what to do about it.
    """

    def __init__(self, cause: str, next_step: str = ""):
        super().__init__(cause)
        self.cause = cause
        self.next_step = next_step


def say(topic: str, text: str) -> None:
    """Print one line of progress, with the seconds since the command started."""
    if quiet:
        return
    with _lock:
        print(f"{time.monotonic() - _started:6.1f} s  {topic:<10}  {text}", flush=True)


def show(text: str = "", end: str = "\n") -> None:
    """Print a result, as it is."""
    with _lock:
        print(text, end=end, flush=True)


def fail(error: SetupError) -> int:
    """Print the error and its next step on standard error; return the exit code."""
    with _lock:
        print(f"\nStopped: {error.cause}", file=sys.stderr)
        if error.next_step:
            print(f"Next step: {error.next_step}", file=sys.stderr)
        sys.stderr.flush()
    return 1


def tail(path: Path, lines: int = 20) -> str:
    """Return the last lines of a log, or a remark when there is none."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        return f"({error})"
    return "\n".join(text.splitlines()[-lines:])
