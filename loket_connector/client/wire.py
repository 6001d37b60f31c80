# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""JSON as Loket speaks it: numbers are ``Decimal`` on both sides, never ``float``."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal


def loads(content):
    """Decode UTF-8 bytes; raises ``ValueError`` for everything that is not JSON."""
    try:
        return json.loads(content, parse_float=Decimal, parse_constant=_refuse)
    except (RecursionError, ArithmeticError) as error:
        raise ValueError("nested too deeply, or a number out of range") from error


def _refuse(name):
    raise ValueError(f"{name} is not JSON")


def dumps(value):
    """Encode to UTF-8 bytes; a ``Decimal`` keeps exactly the digits it has.

    A ``float`` is refused: 0.1 + 0.2 would reach the payroll as 0.30000000000000004.
    """
    return "".join(_encode(value)).encode()


def _encode(value):
    if value is None or isinstance(value, bool | int | str):
        yield json.dumps(value)
    elif isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError("a JSON number has to be finite")
        yield format(value, "f")
    elif isinstance(value, date):
        yield f'"{value.isoformat()}"'
    elif isinstance(value, Mapping):
        opening = "{"
        for key, item in value.items():
            yield f"{opening}{json.dumps(str(key))}:"
            yield from _encode(item)
            opening = ","
        yield "{}" if opening == "{" else "}"
    elif isinstance(value, list | tuple):
        opening = "["
        for item in value:
            yield opening
            yield from _encode(item)
            opening = ","
        yield "[]" if opening == "[" else "]"
    else:
        raise TypeError(f"{type(value).__name__} does not belong in a request")


def fingerprint(value):
    """Return a SHA-256 hex digest of decoded JSON.

    Stable over the order of members and over the spelling of numbers (36 and 36.00).
    """
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), default=_canonical_number
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical_number(value):
    # Whole numbers look like the integers they equal; not those of a million digits.
    if value == value.to_integral_value() and value.adjusted() < 18:
        return int(value)
    return str(value.normalize())
