# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""Which payroll component a wage code probably means, judged by its name.

Loket gives a component a name of at most fourteen characters, so people abbreviate:
"Gew. uren", "Aant. maaltijd", "Thuiswrk verg". A suggestion is never more than that:
somebody looks at it before it is used.
"""

import re
import unicodedata
from dataclasses import dataclass

#: The least score that is worth showing.
THRESHOLD = 50

#: What people call things in English, in the words of Dutch payroll.
_DUTCH = {
    "allowance": "vergoeding",
    "bonus": "bonus",
    "clothing": "kleding",
    "day": "dagen",
    "days": "dagen",
    "expenses": "kosten",
    "holiday": "vakantie",
    "home": "thuiswerk",
    "hour": "uren",
    "hours": "uren",
    "leave": "verlof",
    "meal": "maaltijd",
    "meals": "maaltijd",
    "overtime": "overuren",
    "parking": "parkeerkosten",
    "phone": "telefoon",
    "sick": "ziekte",
    "sickness": "ziekte",
    "standby": "consignatie",
    "travel": "reiskosten",
    "worked": "gewerkte",
    "maaltijden": "maaltijd",
}
#: Words that say no more than the type of the code does.
_GENERIC = {
    "hours": {"gewerkte", "uren", "normale"},
    "days": {"gewerkte", "dagen"},
    "meal": {"maaltijd", "aantal", "vergoeding"},
    "allowance": {"vergoeding", "toelage"},
}
#: What a code without a word of its own is called, best first.
_USUAL = {
    "hours": (("gewerkte", "uren"), ("normale", "uren"), ("uren",)),
    "days": (("gewerkte", "dagen"), ("dagen",)),
    "meal": (("aantal", "maaltijd"), ("maaltijd",), ("maaltijd", "vergoeding")),
    "allowance": (("reiskosten",), ("onkosten",), ("vergoeding",)),
}
#: Words in the category of the components that such codes go to.
_CATEGORIES = {
    "hours": ("uren",),
    "days": ("dagen",),
    "meal": ("aantal", "aantallen"),
    "allowance": ("netto", "bruto", "vergoeding", "betalingen"),
}
#: Such a component is only meant by a code that says so.
_SPECIAL = (
    *("ziekte", "verlof", "vakantie", "overuren", "toeslag", "meeruren", "reis"),
    *("feestdag", "wacht", "consignatie", "inhouding", "thuiswerk", "atv", "adv"),
)
_COMPOUND = ("kosten", "vergoeding", "uren", "dagen")


@dataclass(frozen=True, slots=True)
class Code:
    """A wage code: hours, days, meal or allowance, and what people call it."""

    id: int
    code_type: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Component:
    key: int
    name: str
    category: str = ""
    is_deduction: bool = False


def suggest(codes, components):
    """Return ``{code id: component key}`` for the codes that have a good match.

    The best match wins; a component is suggested for one code only.
    """
    scored = [
        (-score, position, component.key, code.id)
        for position, code in enumerate(codes)
        for component in components
        if (score := score_of(code, component)) >= THRESHOLD
    ]
    found, used = {}, set()
    for _score, _position, key, code_id in sorted(scored):
        if code_id not in found and key not in used:
            found[code_id] = key
            used.add(key)
    return found


def score_of(code, component):
    """Return 0 to 100: how well the name and category of a component fit a code."""
    have = words(component.name)
    if not have or (component.is_deduction and code.code_type != "allowance"):
        return 0
    best = max(
        (_score_phrase(phrase, have) for phrase in _phrases(code)),
        default=0,
    )
    if not best:
        return 0
    wanted = _CATEGORIES.get(code.code_type, ())
    fits = any(word.startswith(wanted) for word in words(component.category))
    return round(best * (100 if fits else 80))


def words(text):
    """Split a name into plain lower-case words and numbers."""
    plain = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode()
    return re.findall(r"[a-z]+|\d+", plain.lower())


def same_word(short, long):
    """Whether one word is (an abbreviation of) the other: "gew", "thuiswrk"."""
    if short == long:
        return True
    if short.isdigit() or long.isdigit():
        return False
    if len(short) > len(long):
        short, long = long, short
    if len(short) < 3 or short[:3] != long[:3]:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


def _phrases(code):
    """Return ``(weight, words)``: what a component for this code may be called."""
    generic = _GENERIC.get(code.code_type, set())
    own = []
    for name in code.names:
        translated = [_DUTCH.get(word, word) for word in words(name)]
        if set(translated) - generic:
            own.append((1.0, tuple(translated)))
    if own:
        return own
    usual = _USUAL.get(code.code_type, ())
    return [(1 - 0.1 * rank, phrase) for rank, phrase in enumerate(usual)]


def _score_phrase(weighted, have):
    """Return the part of phrase and name that agrees, 0 without the main words."""
    weight, phrase = weighted
    said = [word for word in have if any(_alike(word, w) for w in phrase)]
    met = [w for w in phrase if any(_alike(word, w) for word in have)]
    if any(
        _alike(word, special) and not any(_alike(special, w) for w in phrase)
        for word in have
        if word not in said
        for special in _SPECIAL
    ):
        return 0
    if any(w.isdigit() and w not in have for w in phrase):
        return 0
    return weight * (len(met) + len(said)) / (len(phrase) + len(have))


def _alike(word, wanted):
    """Like :func:`same_word`; also the first part of a compound, "maaltijdverg"."""
    if same_word(word, wanted):
        return True
    if len(wanted) > 3 and word.startswith(wanted):
        return True
    for ending in _COMPOUND:
        stem = wanted.removesuffix(ending)
        if stem != wanted and len(stem) > 3 and word.startswith(stem):
            # "reisk" is "reiskosten", "reisdagen" is not.
            letters = iter(ending)
            return all(letter in letters for letter in word.removeprefix(stem))
    return False
