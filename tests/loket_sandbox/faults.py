# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Answers that go wrong on request of a test."""

import contextlib
import socket
import threading

from werkzeug.wrappers import Response

KINDS = ("status", "close_before", "close_after", "delay")


class Broken(ConnectionError):
    """The connection was closed on purpose; the server drops it silently."""


class Fault:
    """One kind of failure for the next `times` matching requests.

    :param kind: `status` (answer with `status` without doing anything),
        `close_before` / `close_after` (close the connection before or after the
        request was carried out) or `delay` (carry it out after `seconds`, or as soon
        as the failures are cleared).
    :param method, path: match a method and a part of the path; None matches all.
    :param retry_after: value of the Retry-After header with `status`.
    """

    def __init__(
        self,
        kind="status",
        times=1,
        method=None,
        path=None,
        status=503,
        seconds=1.0,
        retry_after=None,
    ):
        if kind not in KINDS:
            raise ValueError(f"unknown kind of fault: {kind}")
        self.kind = kind
        self.times = int(times)
        self.method = method and method.upper()
        self.path = path
        self.status = int(status)
        self.seconds = float(seconds)
        self.retry_after = retry_after
        self._go_on = threading.Event()

    def matches(self, method, path):
        return self.method in (None, method) and (self.path or "") in path

    def before(self, request):
        if self.kind == "delay":
            self._go_on.wait(self.seconds)
        if self.kind == "close_before":
            raise Broken("closed by the sandbox")
        if self.kind != "status":
            return None
        headers = {}
        if self.retry_after is not None:
            headers["Retry-After"] = str(self.retry_after)
        text = '{"message":"Sandbox failure."}'
        return Response(
            text, self.status, headers=headers, content_type="application/json"
        )

    def release(self):
        """Let what is delayed go on."""
        self._go_on.set()

    def after(self, request, _response):
        if self.kind == "close_after":
            raise Broken("closed by the sandbox")


class Faults:
    """The failures still to come, oldest first."""

    def __init__(self):
        self._faults = []
        self._taken = []
        self._lock = threading.Lock()

    def add(self, **options):
        with self._lock:
            self._faults.append(Fault(**options))

    def take(self, method, path):
        """Return the failure for a request, counting it down, or None."""
        with self._lock:
            for fault in self._faults:
                if fault.matches(method, path):
                    fault.times -= 1
                    if fault.times <= 0:
                        self._faults.remove(fault)
                    self._taken.append(fault)
                    return fault
        return None

    def count(self):
        with self._lock:
            return sum(fault.times for fault in self._faults)

    def clear(self):
        with self._lock:
            for fault in self._taken:
                fault.release()
            self._taken.clear()
            self._faults.clear()


def cut(request):
    """Cut the connection so that the client gets no answer at all."""
    connection = request.environ.get("werkzeug.socket")
    if connection is not None:
        with contextlib.suppress(OSError):  # the client may have left first
            connection.shutdown(socket.SHUT_RDWR)
