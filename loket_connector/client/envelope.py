# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What stands around the data in every answer: paging, version and messages."""

from dataclasses import dataclass
from datetime import date

from . import fields, wire
from .errors import LoketContractError, Message, parse_messages
from .records_payroll import Option


@dataclass(frozen=True, slots=True, repr=False)
class Envelope:
    """``rows`` of a list, or ``content`` of a single object; the other one is None."""

    rows: list | None
    content: dict | None
    current_page: int
    total_pages: int
    total_size: int | None
    obsolete: date | None
    messages: tuple[Message, ...]


def decode(request, response):
    """Return the JSON of an answer that has to have one."""
    try:
        return wire.loads(response.content)
    except ValueError as error:
        raise LoketContractError(
            f"Loket's answer is not JSON ({request.line})",
            status=response.status_code,
            request=request.line,
        ) from error


def read(request, response, shape):
    """Take an answer apart according to the shape of its call (see ``resources``)."""
    body = decode(request, response)
    if not isinstance(body, dict):
        raise LoketContractError(
            f"Loket's answer is not an object ({request.line})", request=request.line
        )
    where = request.line
    rows = content = None
    current_page = total_pages = 1
    total_size = None
    if shape == "single":
        if body.get("content") is None:
            fields.fail(f"{where}.content", "lacks an object")
        content = fields.mapping(body, "content", where)
    else:
        rows = fields.items(body, "_embedded", where)
        current_page = fields.required(fields.integer, body, "currentPage", where)
        total_pages = fields.required(fields.integer, body, "totalPages", where)
        total_size = fields.integer(body, "totalSize", where)
    version = fields.mapping(body, "version", where)
    return Envelope(
        rows=rows,
        content=content,
        current_page=current_page,
        total_pages=total_pages,
        total_size=total_size,
        obsolete=fields.day(version, "obsoleteDate", f"{where}.version"),
        messages=parse_messages(body),
    )


def read_defaults(request, response):
    """Return the object of a ``/defaults`` answer.

    The manual's example has no envelope around it, its rule for single objects asks
    for one: both are accepted.
    """
    body = decode(request, response)
    if not isinstance(body, dict):
        fields.fail(request.line, "has no object")
    return fields.mapping(body, "content", request.line) if "content" in body else body


def read_options(request, response, *names):
    """Return the options of the named fields of a ``/metadata`` answer.

    The manual shows a list of ``{"field": …, "options": [{"key": …, "value": …}]}``
    and says nothing about an envelope, so the list is looked for in ``_embedded`` and
    ``content`` as well.
    """
    body = decode(request, response)
    if isinstance(body, dict):
        body = next((body[k] for k in ("_embedded", "content") if body.get(k)), None)
    if not isinstance(body, list):
        fields.fail(request.line, "has no list of fields")
    found = {}
    for entry in fields.items({"fields": body}, "fields", request.line):
        name = fields.required(fields.text, entry, "field", f"{request.line}[]")
        found[name.lower()] = entry
    chosen = []
    for name in names:
        where = f"{request.line}.{name}"
        # Fields that were not asked for may have options of another shape.
        items = fields.items(found.get(name.lower(), {}), "options", where)
        chosen.append(tuple(_option(item, where) for item in items))
    return chosen


def _option(item, where):
    key = item.get("key")
    if not isinstance(key, int | str):
        fields.fail(f"{where}[].key", "lacks a value")
    return Option(key=key, value=fields.text(item, "value", f"{where}[]") or "")
