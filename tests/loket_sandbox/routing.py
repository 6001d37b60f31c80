# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The table of calls: which path and method reach which function.

A handler receives a `Call` and returns one of the answers of `replies`.
"""

import re
from dataclasses import dataclass, field
from typing import Any

LIST_QUERY = ("filter", "orderBy", "pageNumber", "pageSize")
PAGE_QUERY = ("pageNumber", "pageSize")


@dataclass(frozen=True)
class Route:
    """One call: `activity` is the right it needs, `query` what it may carry."""

    method: str
    template: str
    operation: str
    version: str
    handler: Any
    activity: str = ""
    query: tuple = ()
    body: bool = False
    is_list: bool = False
    pattern: Any = None


@dataclass
class Call:
    """One request on its way through a handler."""

    state: Any
    route: Route
    params: dict
    query: dict
    body: Any = None
    employer: str | None = None
    base_url: str = ""
    contract: Any = None
    extra: dict = field(default_factory=dict)


ROUTES = []


def route(method, template, operation, version="2018-01-01", **options):
    """Register the decorated function for one call of the contract."""

    def register(handler):
        pattern = re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", template) + "$")
        options.setdefault("activity", operation)
        ROUTES.append(
            Route(
                method,
                template,
                operation,
                version,
                handler,
                pattern=pattern,
                **options,
            )
        )
        return handler

    return register


def find(method, path):
    """Return (route, path parameters) for a request, or None for each.

    A path that exists under another method gives (None, {}), an unknown path
    (None, None). Fixed paths win over those with a parameter in the same place.
    """
    known = None
    best = None
    for candidate in ROUTES:
        match = candidate.pattern.match(path)
        if not match:
            continue
        known = {}
        if candidate.method != method:
            continue
        if best is None or len(match.groups()) < len(best[1]):
            best = (candidate, match.groupdict())
    return best or (None, known)
