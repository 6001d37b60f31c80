# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Read single members of decoded JSON, cheaply and strictly.

A member that is null or absent gives None, unless it is asked for with ``required``.
A member of another type than documented raises ``LoketContractError`` with its path
and never with its value.
"""

import re
from contextlib import suppress
from datetime import date, datetime, timezone
from decimal import Decimal

from .errors import LoketContractError

_NOTHING = {}
_INT32 = 2**31
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,6})?\d*(Z|[+-]\d\d:\d\d)?"
)


def fail(path, problem):
    raise LoketContractError(f"Loket's answer {problem}: {path}")


def required(read, data, key, path):
    """Return ``read(data, key, path)``, which must not be None."""
    value = read(data, key, path)
    if value is None:
        fail(f"{path}.{key}", "lacks a value")
    return value


def text(data, key, path):
    """Return a string without surrounding blanks; an empty one counts as none.

    What no database stores, a null character or half a character, is left out.
    """
    value = data.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        fail(f"{path}.{key}", "has no text")
    if not value.isprintable():
        value = _UNSTORABLE.sub("", value)
    return value.strip() or None


def integer(data, key, path):
    """Return a whole number of 32 bits, as all are that Loket has to count people."""
    value = long_integer(data, key, path)
    if value is None or -_INT32 <= value < _INT32:
        return value
    return fail(f"{path}.{key}", "has a number out of range")


def long_integer(data, key, path):
    value = data.get(key)
    if value is None or type(value) is int:
        return value
    return fail(f"{path}.{key}", "has no whole number")


def boolean(data, key, path):
    value = data.get(key)
    if value is None or value is True or value is False:
        return value
    return fail(f"{path}.{key}", "has no yes or no")


def decimal(data, key, path):
    value = data.get(key)
    if value is None:
        return None
    if type(value) is int or isinstance(value, Decimal):
        return Decimal(value)
    return fail(f"{path}.{key}", "has no number")


def day(data, key, path):
    """Return a date; a midnight behind it (``2026-01-01T00:00:00``) is ignored."""
    value = data.get(key)
    if value is None:
        return None
    if isinstance(value, str) and (len(value) == 10 or value[10:11] == "T"):
        with suppress(ValueError):
            return date.fromisoformat(value[:10])
    return fail(f"{path}.{key}", "has no date")


def moment(data, key, path):
    """Return a date and time; without an offset it is naive, as Loket sent it."""
    value = data.get(key)
    if value is None:
        return None
    match = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    try:
        # Python 3.10 knows neither the Z nor fractions of other than 3 or 6 digits.
        base, fraction, offset = match.groups()
        stamp = f"{base}{(fraction or '.').ljust(7, '0')}"
        if offset == "Z":
            return datetime.fromisoformat(stamp).replace(tzinfo=timezone.utc)
        return datetime.fromisoformat(stamp + (offset or ""))
    except (AttributeError, ValueError):
        return fail(f"{path}.{key}", "has no date and time")


def mapping(data, key, path):
    """Return a nested object, empty when it is null or absent."""
    value = data.get(key)
    if value is None:
        return _NOTHING
    if not isinstance(value, dict):
        fail(f"{path}.{key}", "has no object")
    return value


def items(data, key, path):
    """Return a list of objects."""
    value = data.get(key)
    if not isinstance(value, list):
        fail(f"{path}.{key}", "has no list")
    for index, item in enumerate(value):
        if not isinstance(item, dict):
            fail(f"{path}.{key}[{index}]", "has no object")
    return value


def pair(data, key, path):
    """Return key and value of a choice (Loket's metadata type), or (None, None)."""
    value = data.get(key)
    if value is None:
        return None, None
    if not isinstance(value, dict):
        fail(f"{path}.{key}", "has no object")
    where = f"{path}.{key}"
    return integer(value, "key", where), text(value, "value", where)
