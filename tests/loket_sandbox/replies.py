# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an answer looks like: envelopes, messages and errors."""

import json
from dataclasses import dataclass, field

TEXT = "text/plain; charset=utf-8"
JSON = "application/json"

BROKEN_RULE = "BrokenBusinessRule"
WARNING = "Warning"

# Our own numbers: Loket says its codes may change and documents none of them.
CODES = {
    "invalid": 12,
    "unknown_property": 14,
    "read_only": 15,
    "query": 21,
    "period": 101,
    "approved": 102,
    "employment": 103,
    "component": 104,
    "value": 105,
    "supplement": 106,
    "identity": 107,
    "duplicate": 108,
    "termination": 109,
    "warning": 900,
}


class LoketError(Exception):
    """An answer that is no success: status, body and content type."""

    def __init__(self, status, body, content_type=JSON, headers=()):
        super().__init__(status)
        self.status = status
        self.body = body
        self.content_type = content_type
        self.headers = dict(headers)


@dataclass
class ListAnswer:
    """A page of a list; `rows` are dicts or already serialised JSON objects."""

    rows: list
    total: int
    page: int = 1
    size: int = 250
    messages: list = field(default_factory=list)
    with_version: bool = True


@dataclass
class ContentAnswer:
    """One object under `content`; without content only version and messages."""

    content: dict | None = None
    messages: list = field(default_factory=list)
    status: int = 200
    has_content: bool = True


@dataclass
class FileAnswer:
    """Bytes with their own media type, such as a photo."""

    data: bytes
    media_type: str


def message(code, description, record_id=None, kind=BROKEN_RULE, properties=()):
    """Return one entry of `messages`; `code` is a key of CODES."""
    return {
        "code": CODES[code],
        "description": description,
        "id": record_id,
        "properties": list(properties),
        "type": kind,
    }


def text_error(description):
    """Return the 400 in plain text that the API itself (not a resource) gives."""
    return LoketError(400, description, TEXT)


def unauthorized():
    return LoketError(401, {"message": "Authorization has been denied."})


def forbidden(activity):
    reason = f"the user is not allowed to perform activity {activity} for this id"
    return LoketError(
        403, {"message": f'Insufficient rights for this request, reason "{reason}".'}
    )


def broken_rules(messages):
    """Return the 400 that carries business rule messages; see `error_body`."""
    return LoketError(400, list(messages))


def envelope(version, obsolete_date=None):
    return {"obsoleteDate": obsolete_date, "resourceVersion": version}


def error_body(messages, version, obsolete_date, is_list):
    body = {"version": envelope(version, obsolete_date), "messages": messages}
    return {**body, "_embedded": []} if is_list else {**body, "content": {}}


def dumps(value):
    """Serialise compactly, with the characters people use in names left readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def list_json(answer, version, obsolete_date=None):
    """Serialise a list answer; rows that are strings are joined as they are."""
    size = max(answer.size, 1)
    head = {
        "totalSize": answer.total,
        "pageSize": answer.size,
        "totalPages": -(-answer.total // size),
        "currentPage": answer.page,
    }
    if answer.with_version:
        head["version"] = envelope(version, obsolete_date)
    head["messages"] = answer.messages
    rows = (row if isinstance(row, str) else dumps(row) for row in answer.rows)
    return dumps(head)[:-1] + ',"_embedded":[' + ",".join(rows) + "]}"


def content_json(answer, version, obsolete_date=None):
    body = {"version": envelope(version, obsolete_date), "messages": answer.messages}
    if answer.has_content:
        body["content"] = answer.content if answer.content is not None else {}
    return dumps(body)
