# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What every call is held to before its function runs.

The order is Loket's as far as it is documented: token, path, version of the
resource, rights, query, body.
"""

import datetime
import json
import re

from . import replies
from .listing import refuse

BEARER = re.compile(r"^Bearer\s[\w-]+$")
MEDIA_TYPE = re.compile(
    r"^\s*application/json\s*;\s*version=(\d{4}-\d{2}-\d{2})\s*(;\s*charset=utf-8)?\s*$",
    re.IGNORECASE,
)
# path parameter: (table, key of the employer in its record)
TABLES = {
    "employerId": "employers",
    "payrollAdministrationId": "administrations",
    "employeeId": "employees",
    "employmentId": "employments",
}


def check_token(oauth, headers):
    header = headers.get("Authorization", "")
    if not BEARER.match(header) or not oauth.is_valid(header.split(None, 1)[1]):
        raise replies.unauthorized()


def check_version(route, text, header):
    """Hold a media type against the version of the resource.

    A date on or after that version gets that version, as Loket says.
    """
    match = MEDIA_TYPE.match(text or "")
    if not match:
        raise replies.text_error(
            f"The {header} header must be application/json;version=yyyy-MM-dd"
        )
    try:
        datetime.date.fromisoformat(match.group(1))
    except ValueError:
        raise replies.text_error(f"The {header} header has no valid date") from None
    if match.group(1) < route.version:
        raise replies.text_error(
            f"The resource has no version of {match.group(1)} or before"
        )


def find_employer(state, params):
    """Return the employer of the record in the path; KeyError when it is unknown."""
    for name, table in TABLES.items():
        if name in params:
            record = getattr(state, table)[params[name]]
            return params[name] if table == "employers" else record["employer"]
    return None


def check_right(state, route, employer_id):
    if route.activity and not state.has_right(route.activity, employer_id):
        raise replies.forbidden(route.activity)


def check_query(route, arguments):
    """Return the query as a dict; refuse what the call does not know."""
    for name in arguments:
        if name not in route.query:
            raise refuse(f"Unknown parameter {name}")
        if len(arguments.getlist(name)) > 1:
            raise refuse(f"Parameter {name} occurs more than once")
    return arguments.to_dict()


def read_body(route, request, contract):
    """Return the JSON body, checked against the contract."""
    check_version(route, request.headers.get("Content-Type"), "Content-Type")
    try:
        body = json.loads(request.get_data(as_text=True))
    except ValueError:
        raise replies.text_error("The body is no JSON") from None
    found = contract.body_problems(route.operation, body)
    if found:
        raise replies.broken_rules(
            replies.message(code, text) for code, text in found[:20]
        )
    return body
