# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What all commands share: errors become advice, a signal ends in an orderly way."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

from . import console


def guarded(work: Callable[[], int]) -> int:
    """Do the work of a command and return its exit code."""
    # Turned into an exception, so that everything that was started is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    if os.geteuid() == 0:
        # PostgreSQL, which then runs as nobody, has to reach what is made here.
        os.umask(0o022)
    try:
        return work()
    except console.SetupError as error:
        return console.fail(error)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
