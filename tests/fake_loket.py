# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A Loket that answers from a script, for tests of the client."""

import io
import json
import threading
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

import requests
from requests.adapters import BaseAdapter

from loket_connector.client import (
    LoketClient,
    PeriodDataIdentity,
    PeriodDataWrite,
    Transport,
)

API = "https://api.loket.test/v2"
OAUTH = "https://oauth.loket.test"
EMPLOYER = "11111111-1111-4111-8111-111111111111"
EMPLOYMENT = "22222222-2222-4222-8222-222222222222"
ADMINISTRATION = "33333333-3333-4333-8333-333333333333"


class Script(BaseAdapter):
    """Give the scripted answers one by one and remember the requests.

    An entry is an exception, a callable(request) that returns an entry, or a tuple
    (status, body, headers) of which the end may be left out.
    """

    def __init__(self, *entries):
        super().__init__()
        self.entries = list(entries)
        self.requests = []
        self.threads = []

    def send(self, request, **options):
        assert options["timeout"], "a request without a timeout"
        self.requests.append(request)
        self.threads.append(threading.current_thread())
        entry = self.entries.pop(0)
        while callable(entry):
            entry = entry(request)
        if isinstance(entry, Exception):
            raise entry
        return build_response(request, *entry)

    def close(self):
        pass

    def query(self, index):
        return dict(parse_qsl(urlsplit(self.requests[index].url).query))


def build_response(request, status, body=b"", headers=None):
    response = requests.Response()
    response.status_code = status
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **(headers or {})}
    response.headers.update(headers or {})
    response.raw = io.BytesIO(body)
    response.url = request.url
    response.request = request
    return response


class TokenSource:
    """Hand out token-1, and the next one after a refusal."""

    def __init__(self):
        self.number = 1
        self.rejected = []
        self.threads = set()

    def __call__(self, rejected=None):
        self.threads.add(threading.current_thread())
        if rejected is not None:
            self.rejected.append(rejected)
            self.number += 1
        return f"token-{self.number}"


class Scene:
    """A client over a script, with everything it does to the outside world."""

    def __init__(self, *entries, page_size=2, token_source=None):
        self.script = Script(*entries)
        self.session = requests.Session()
        self.session.mount("https://", self.script)
        self.tokens = token_source or TokenSource()
        self.waits = []
        self.reports = []
        self.transport = Transport(
            API,
            self.tokens,
            session=self.session,
            sleep=self.waits.append,
            on_call=lambda *call: self.reports.append(call),
        )
        self.client = LoketClient(self.transport, page_size=page_size)

    @property
    def requests(self):
        return self.script.requests


def page(rows, number=1, pages=1, obsolete=None):
    return (
        200,
        {
            "totalSize": len(rows),
            "pageSize": len(rows),
            "totalPages": pages,
            "currentPage": number,
            "version": {"resourceVersion": "2018-01-01", "obsoleteDate": obsolete},
            "messages": [],
            "_embedded": rows,
        },
    )


def single(content, messages=()):
    return (
        200,
        {
            "version": {"resourceVersion": "2018-01-01", "obsoleteDate": None},
            "messages": list(messages),
            "content": content,
        },
    )


def message(description, kind="BrokenBusinessRule", identifier=None, code=12):
    return {
        "code": code,
        "type": kind,
        "description": description,
        "id": identifier,
        "properties": [],
    }


def refusal(*messages):
    return (400, {"version": {}, "messages": list(messages), "_embedded": []})


def version(number):
    """Return the smallest row there is."""
    identifier = f"00000000-0000-4000-8000-{number:012d}"
    return {"id": identifier, "lastModifiedVersionNumber": number}


def versions(*numbers, **paging):
    return page([version(number) for number in numbers], **paging)


def post_ready(client):
    client.post_period_ready(ADMINISTRATION, 202601, ["a@example.com"], "Ready")


def patch(client, value=Decimal("8.5"), employment=EMPLOYMENT):
    identity = PeriodDataIdentity(1, 1, "unit", None, 7)
    record = PeriodDataWrite(employment, 2026, 1, identity, {101: value})
    return client.patch_period_data(EMPLOYER, [record])
