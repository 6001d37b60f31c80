# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The contract: its kind and its type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from .values import positive

if TYPE_CHECKING:
    from ..client.records import WorkingHours
    from ..client.records_employee import Employment

ZERO_HOURS, MIN_HOURS, FIXED = "zero_hours", "min_hours", "fixed"
DEFINITE, INDEFINITE, ON_CALL = "definite", "indefinite", "on_call"
_KINDS = (ZERO_HOURS, MIN_HOURS, FIXED)

_ZERO_TEXT = re.compile(
    r"(?<![\d.,])0\s*-?\s*(?:uren|uur|urencontract|hours?)\b|\bnul|\bzero"
)
_MIN_TEXT = re.compile(r"\bmin(?:imum|imaal|imal)?\b|\bmin-?max")
_NOT_APPLICABLE = re.compile(r"^(?:n\.?\s?v\.?\s?t\.?|n/?a|none|geen|not applicable)$")

_INDEFINITE_KEY = 1


def default_kind(key: int | None, text: str | None) -> str | None:
    """Propose the contract kind of a flexible contract key that is new.

    Key 0 and "n.v.t." stand for not flexible. None when the words say neither zero
    nor minimum hours: then a person has to choose.
    """
    words = " ".join((text or "").casefold().split())
    if key == 0 or _NOT_APPLICABLE.match(words):
        return FIXED
    if _ZERO_TEXT.search(words):
        return ZERO_HOURS
    if _MIN_TEXT.search(words):
        return MIN_HOURS
    return None


def contract_kind(
    working_hours: WorkingHours | None,
    is_on_call: bool | None,
    kinds: Mapping[int, str],
) -> str:
    """Return zero_hours, min_hours or fixed.

    `kinds` is the table kept in Odoo: flexible contract key to kind. A key that is
    not in it (yet) is judged by its text. What is still unknown, and every employment
    on call, is judged by its hours: Loket gives the minimum, or nothing.
    """
    key = working_hours.flexible_key if working_hours is not None else None
    flexible = bool(key)
    if working_hours is not None and key:
        kind = kinds.get(key) or default_kind(key, working_hours.flexible)
        if kind == FIXED and key not in kinds:
            # "n.v.t." under another key than 0: no flexible contract after all.
            flexible = False
        elif kind in _KINDS:
            return kind
    if not flexible and not is_on_call:
        return FIXED
    hours = working_hours.hours_per_week if working_hours is not None else None
    return MIN_HOURS if positive(hours) else ZERO_HOURS


def contract_type(employment: Employment) -> str:
    """Return on_call, indefinite or definite.

    On call goes first. Then the words of the duration, then its key (1 is the only
    documented one: indefinite). An employment without any of these is definite when
    it has an end of appointment.
    """
    if employment.is_on_call:
        return ON_CALL
    words = (employment.duration_type or "").casefold()
    if re.search(r"onbepaald|indefinite|permanent|\bvast\b", words):
        return INDEFINITE
    if re.search(r"bepaald|definite|fixed|temporary|tijdelijk", words):
        return DEFINITE
    if employment.duration_type_key is not None:
        known = employment.duration_type_key == _INDEFINITE_KEY
        return INDEFINITE if known else DEFINITE
    return DEFINITE if employment.commission_until else INDEFINITE
