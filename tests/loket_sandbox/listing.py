# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""`filter`, `orderBy`, `pageNumber` and `pageSize` of a list.

The grammar is the one Loket documents: comparisons joined by `and` and `or`
(`and` binds tighter), fields of sub-objects after a dot, text in single quotes,
`null`, `true`, `false` and numbers bare; names and values without regard to case.
"""

import re
from functools import cmp_to_key

from .replies import ListAnswer, broken_rules, message

TOKEN = re.compile(
    r"""\s*(?:(?P<text>'(?:[^']|'')*')
    |(?P<number>-?\d+(?:\.\d+)?)(?![\w-])
    |(?P<word>[A-Za-z_][\w.]*))""",
    re.VERBOSE,
)
OPERATORS = ("eq", "ne", "lk", "gt", "ge", "lt", "le")
WORDS = {"null": None, "true": True, "false": False}


def page_of(rows, query, known_fields=None):
    """Filter, sort and cut `rows`.

    :param known_fields: function of a lower-case dotted name telling whether the
        resource has that field; without it the rows themselves decide.
    """
    known = known_fields or _fields_of(rows)
    if query.get("filter"):
        test = parse_filter(query["filter"], known)
        rows = [row for row in rows if test(row)]
    if query.get("orderBy"):
        rows = _sorted(rows, query["orderBy"], known)
    page = _positive(query, "pageNumber", 1)
    size = _positive(query, "pageSize", 250)
    start = (page - 1) * size
    return ListAnswer(rows[start : start + size], len(rows), page, size)


def refuse(description):
    return broken_rules([message("query", description)])


def _positive(query, name, default):
    value = query.get(name)
    if value is None:
        return default
    if not re.fullmatch(r"\d{1,9}", value) or int(value) < 1:
        raise refuse(f"{name} has an invalid value")
    return int(value)


# -- fields -------------------------------------------------------------------


def _fields_of(rows):
    def known(name):
        return not rows or any(_has(row, name.split(".")) for row in rows)

    return known


def _has(value, path):
    for name in path:
        if value is None:
            return True
        if not isinstance(value, dict):
            return False
        keys = {key.lower(): key for key in value}
        if name not in keys:
            return False
        value = value[keys[name]]
    return True


def value_at(row, path):
    """Return the value under a lower-case path, None where anything is missing."""
    for name in path:
        if not isinstance(row, dict):
            return None
        row = next((row[key] for key in row if key.lower() == name), None)
    return row


# -- filter -------------------------------------------------------------------


def parse_filter(text, known):
    """Return a function of a row for the text of a `filter` parameter."""
    tokens = _tokens(text)
    either, both = [], []
    while True:
        both.append(_comparison(tokens, known))
        if not tokens:
            break
        joint = str(tokens.pop(0)[1]).lower()
        if joint == "or":
            either.append(both)
            both = []
        elif joint != "and":
            raise refuse(f"filter: 'and' or 'or' expected instead of {joint}")
    either.append(both)
    return lambda row: any(all(test(row) for test in tests) for tests in either)


def _tokens(text):
    tokens, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise refuse(f"filter: cannot read {text[at:].strip()!r}")
        tokens.append((match.lastgroup, match.group(match.lastgroup)))
        at = match.end()
    return tokens


def _comparison(tokens, known):
    if len(tokens) < 3:
        raise refuse("filter: a field, an operator and a value are needed")
    (kind, name), (_kind, operator), (value_kind, raw) = tokens[:3]
    del tokens[:3]
    operator = operator.lower()
    if kind != "word" or not known(name.lower()):
        raise refuse(f"filter: unknown field {name}")
    if operator not in OPERATORS:
        raise refuse(f"filter: unknown operator {operator}")
    value = _value(value_kind, raw)
    path = name.lower().split(".")
    return lambda row: compare(value_at(row, path), operator, value)


def _value(kind, raw):
    if kind == "text":
        return raw[1:-1].replace("''", "'").lower()
    if kind == "number":
        return float(raw) if "." in raw else int(raw)
    if raw.lower() in WORDS:
        return WORDS[raw.lower()]
    raise refuse(f"filter: {raw} must stand between quotes")


def compare(left, operator, right):
    """Compare a value of a row with a value of the filter.

    Nothing is greater or less than null; text that holds a number compares with
    numbers by value.
    """
    if isinstance(left, str):
        left = left.lower()
    if operator == "lk":
        return left is not None and str(right).lower() in str(left).lower()
    left, right = _alike(left, right)
    if operator in ("eq", "ne"):
        return (left == right) == (operator == "eq")
    if left is None or right is None or isinstance(left, str) != isinstance(right, str):
        return False
    return {
        "gt": left > right,
        "ge": left >= right,
        "lt": left < right,
        "le": left <= right,
    }[operator]


def _alike(left, right):
    if isinstance(left, bool) and isinstance(right, str):
        return str(left).lower(), right
    if isinstance(left, int | float) and isinstance(right, str):
        try:
            return left, float(right)
        except ValueError:
            raise refuse(f"filter: {right} is no number") from None
    if isinstance(left, str) and isinstance(right, int | float):
        return left, str(right)
    return left, right


# -- order --------------------------------------------------------------------


def _sorted(rows, order, known):
    fields = []
    for part in order.split(","):
        name = part.strip()
        descending = name.startswith("-")
        name = name.lstrip("-").lower()
        if not re.fullmatch(r"\w+(\.\w+)*", name) or not known(name):
            raise refuse(f"orderBy: unknown field {name}")
        fields.append((name.split("."), -1 if descending else 1))

    def order_of(first, second):
        for path, sign in fields:
            left, right = (_sortable(value_at(row, path)) for row in (first, second))
            if left != right:
                return sign if left > right else -sign
        return 0

    return sorted(rows, key=cmp_to_key(order_of))


def _sortable(value):
    """Return a key that puts null first and compares text without case."""
    if value is None:
        return (0, 0, "")
    if isinstance(value, bool | int | float):
        return (1, value, "")
    return (2, 0, str(value).lower())
