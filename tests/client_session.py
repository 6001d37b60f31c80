# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A client that is signed in at the sandbox, for the tests of the client."""

from contextlib import contextmanager
from datetime import date
from urllib.parse import parse_qsl

from loket_sandbox import serve

from loket_connector.client import LoketClient, Transport

TODAY = date(2026, 3, 12)


def open_server():
    return serve(employers=2, employees=25, seed=1, today=TODAY, contract=True)


class Session:
    """A signed-in client and what the tests look up."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.admin = sandbox.admin
        self.token = sandbox.tokens()["access_token"]
        self.waits = []
        transport = Transport(sandbox.api_url, self.source, sleep=self.waits.append)
        self.client = LoketClient(transport, page_size=4)
        summary = self.admin.summary()
        self.first, self.second = (entry["id"] for entry in summary["employers"])
        self.administration = summary["employers"][0]["administrations"][0]
        self.administration_id = self.administration["id"]

    def source(self, rejected=None):
        if rejected is not None:
            self.token = self.sandbox.tokens()["access_token"]
        return self.token

    def employments(self, employer_id=None):
        return list(self.client.iter_employments(employer_id or self.first, TODAY))

    def queries(self, path):
        return [
            dict(parse_qsl(entry["query"]))
            for entry in self.sandbox.requests
            if entry["path"].endswith(path)
        ]

    @property
    def payrolled(self):
        """Return the employments that are active and in a payroll administration."""
        return [
            row
            for row in self.employments()
            if row.administration_id
            and row.start_date <= TODAY.replace(day=1)
            and row.end_date is None
        ]


@contextmanager
def open_session(server):
    """Yield a session; afterwards the contract has to have been kept."""
    session = Session(server)
    server.requests.clear()
    known = len(server.violations)
    try:
        yield session
    finally:
        session.client.close()
        server.reset()
    found = server.violations[known:]
    assert not found, found
    assert session.waits == []
