# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measure what a piece of work costs: time, waiting, queries, calls, memory."""

import gc
import statistics
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from odoo import sql_db

from odoo.addons.loket_connector.client import paging, transport

_STATUS = Path("/proc/self/status")
#: Writing 5 here makes the kernel start anew with the peak (proc(5)).
_CLEAR = Path("/proc/self/clear_refs")


@dataclass
class Figures:
    """What one piece of work cost."""

    name: str
    seconds: float = 0.0
    #: Processor time of this process and of its database connections: what other
    #: work on the machine does not distort.
    work: float = 0.0
    #: Of this work: that of PostgreSQL.
    server: float = 0.0
    #: Of these seconds: waiting for answers of Loket. What arrives while the
    #: previous page is stored costs nothing.
    waiting: float = 0.0
    queries: int = 0
    calls: int = 0
    #: Highest resident memory of the process during the work, in MB.
    peak: float = 0.0

    @property
    def own(self):
        return self.seconds - self.waiting

    def __add__(self, other):
        return Figures(
            self.name,
            self.seconds + other.seconds,
            self.work + other.work,
            self.server + other.server,
            self.waiting + other.waiting,
            self.queries + other.queries,
            self.calls + other.calls,
            max(self.peak, other.peak),
        )

    def as_dict(self):
        return asdict(self)


def total(name, figures):
    """Return the sum of figures; the peak is the highest."""
    return sum(figures, start=Figures(name))


def median(name, figures):
    """Return the median of each figure; the peak is the highest."""

    def middle(key):
        return statistics.median(getattr(one, key) for one in figures)

    return Figures(
        name,
        middle("seconds"),
        middle("work"),
        middle("server"),
        middle("waiting"),
        int(middle("queries")),
        int(middle("calls")),
        max(one.peak for one in figures),
    )


class Meter:
    """Measures blocks of this process, which talks to one sandbox."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.waiting = 0.0
        self._watch(transport.Transport, "attempt")
        self._watch(paging._Ahead, "take")

    @contextmanager
    def measure(self, name):
        """Yield ``Figures`` that are filled in when the block ends."""
        figures = Figures(name)
        gc.collect()
        _CLEAR.write_text("5")
        self.sandbox.admin("clear_requests")
        waiting, queries = self.waiting, sql_db.sql_counter
        start, client, server = time.perf_counter(), time.process_time(), _servers()
        yield figures
        figures.seconds = time.perf_counter() - start
        figures.server = sum(
            seconds - server.get(connection, 0)
            for connection, seconds in _servers().items()
        )
        figures.work = time.process_time() - client + figures.server
        figures.waiting = self.waiting - waiting
        figures.queries = sql_db.sql_counter - queries
        figures.calls = self.sandbox.count_calls()
        figures.peak = _memory("VmHWM")

    def _watch(self, owner, name):
        """Add the time of a method to the waiting, in the main thread only."""
        method = getattr(owner, name)

        def watched(*args, **options):
            if threading.current_thread() is not threading.main_thread():
                return method(*args, **options)
            start = time.perf_counter()
            try:
                return method(*args, **options)
            finally:
                self.waiting += time.perf_counter() - start

        setattr(owner, name, watched)


def _servers():
    """Return ``{server process: seconds of processor time}`` of open connections.

    In nanoseconds as the kernel keeps them (proc(5)), not in the ticks of other files:
    a query of some milliseconds is often none of those. A server elsewhere has none.
    """
    found = {}
    for connection in sql_db._Pool._connections:
        if not connection.closed:
            pid = connection.info.backend_pid
            with suppress(OSError):
                ran = Path(f"/proc/{pid}/schedstat").read_text().split()[0]
                found[pid] = int(ran) / 1e9
    return found


def _memory(field):
    for line in _STATUS.read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    return 0.0
