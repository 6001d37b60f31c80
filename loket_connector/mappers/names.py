# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Dutch name rules: initials, prefixes, partner names.

Loket holds a name in parts and a choice (`howToFormatLastName`) of how the last name
is composed. Loket's own composed name sorts on the last name ("Jong, I") and suits
lists; a person's name in Odoo reads from first name to last name, so it is composed
here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from .values import clean

if TYPE_CHECKING:
    from ..client.records_employee import Employee

OWN = "own"
OWN_PARTNER = "own_partner"
PARTNER_OWN = "partner_own"
PARTNER = "partner"

# The API's own example says key 2; the others follow the order of the choices.
_FORMAT_BY_KEY = {1: OWN, 2: OWN_PARTNER, 3: PARTNER_OWN, 4: PARTNER}
_FORMAT_BY_ORDER = {
    ("own",): OWN,
    ("own", "partner"): OWN_PARTNER,
    ("partner", "own"): PARTNER_OWN,
    ("partner",): PARTNER,
}
_NAME = r"(?:achternaam|geslachtsnaam|last ?name|surname|family name|naam|name)"
_SPOUSE = r"(?:partner|echtgeno(?:ot|te)|spouse)s?"
# The partner's alternatives come first: in "last name partner" the words "last name"
# belong to the partner.
_FORMAT_PARTS = re.compile(
    rf"(?P<partner>{_NAME} (?:van (?:de )?|of (?:the )?)?{_SPOUSE}|{_SPOUSE} ?{_NAME}?)"
    rf"|(?P<own>(?:eigen|geboorte|meisjes|own|birth|maiden) ?{_NAME}?|{_NAME})"
)
_WITHOUT = re.compile(r"\b(?:zonder|without|geen|no)\b.*")
_INITIAL = re.compile(r"[^\W\d_][^\W\d_A-ZÀ-ÖØ-Þ]*")
# Words of a prefix, as `normalise` leaves them.
_PREFIXES = frozenset(
    (
        "a al d da das de del della den der des di do dos du el het in l la las le les"
        " lo los op s t te ten ter thor toe tot uit van vande vanden vander vom von"
        " voor zu zum zur"
    ).split()
)
# Letters that Unicode does not take apart into a base letter and an accent.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)


def normalise(text: str | None) -> str:
    """Return a text in the form used to compare names.

    Accents, case, hyphens, apostrophes, dots and extra blanks do not count. "ij" and
    "y" stay different: they are different names. Applying it twice changes nothing.
    """
    plain = str(text or "")
    if plain.isascii():
        plain = plain.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", plain).casefold()
        # Case folding may compose new accents ("İ"), hence a second time.
        decomposed = unicodedata.normalize("NFKD", decomposed)
        plain = "".join(c for c in decomposed if not unicodedata.combining(c))
        plain = plain.translate(_PLAIN)
    plain = re.sub(r"['’‘ʼ`´.]", "", plain)
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


def first_names(name: str, last_names: str) -> tuple[str, ...]:
    """Return the words of a full name before the last name and its prefix.

    `last_names` are the possible last names, normalised, with a bar between them.
    """
    words = normalise(name).split()
    begins = {part.split()[0] for part in last_names.split("|") if part.strip()}
    # The first word last: it is a first name, unless there is none.
    places = [*range(1, len(words)), 0][: len(words)]
    place = next((i for i in places if words[i] in begins), len(words))
    while place and words[place - 1] in _PREFIXES:
        place -= 1
    return tuple(words[:place])


def may_be_namesakes(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two lists of first names may be of one person.

    Not everybody is entered with all of them, and an initial stands for any name that
    begins with it. Twins have others.
    """
    return all(
        a == b or (1 in (len(a), len(b)) and a[0] == b[0])
        for a, b in zip(one, other, strict=False)
    )


def name_format(key: int | None, text: str | None) -> str:
    """Return how the last name is composed: own, own_partner, partner_own, partner.

    The text decides, because the keys are only known through Loket's metadata; then
    the key; then the own name.
    """
    words = re.sub(r"[^\w+]+", " ", clean(text) or "").casefold()
    order: list[str] = []
    for match in _FORMAT_PARTS.finditer(_WITHOUT.sub("", words)):
        if match.lastgroup and match.lastgroup not in order:
            order.append(match.lastgroup)
    by_key = _FORMAT_BY_KEY.get(key, OWN) if key is not None else OWN
    return _FORMAT_BY_ORDER.get(tuple(order), by_key)


def initials(text: str | None) -> str | None:
    """Return initials with dots: "JP", "j.p" and "J P" all become "J.P."."""
    cleaned = clean(text)
    if cleaned is None:
        return None
    parts = [part for part in re.split(r"[.\s,]+", cleaned) if part]
    letters: list[str] = []
    for part in parts:
        # "JP" is two initials; "Th" between dots is one, written by somebody who
        # knew; a lower-case run without any dot is one initial per letter.
        if part.islower() and len(parts) == 1:
            letters += list(part)
        else:
            letters += _INITIAL.findall(part)
    return "".join(f"{x[0].upper()}{x[1:]}." for x in letters) or cleaned


def _with_prefix(prefix: str | None, name: str | None) -> str | None:
    """Return prefix and name, None without a name.

    A prefix keeps the case Loket holds ("Van den" is right for Belgian names); only
    one typed entirely in capitals is brought to lower case.
    """
    name = clean(name)
    prefix = clean(prefix)
    if name is None or prefix is None:
        return name
    if prefix.isupper():
        prefix = prefix.lower()
    # d'Ancona, but 't Hart
    glue = "" if prefix[-1] in "'’" else " "
    return f"{prefix}{glue}{name}"


def _own_name(employee: Employee) -> str | None:
    return _with_prefix(employee.prefix, employee.last_name)


def last_name(employee: Employee) -> str:
    """Return the last name composed as Loket is told to: "de Vries-van den Berg".

    Without a partner name (a partner prefix alone does not count) it is the own name.
    Empty only if Loket holds neither.
    """
    own = _own_name(employee)
    partner = _with_prefix(employee.partner_prefix, employee.partner_last_name)
    if own is None or partner is None:
        return own or partner or ""
    composed = {
        OWN: own,
        OWN_PARTNER: f"{own}-{partner}",
        PARTNER_OWN: f"{partner}-{own}",
        PARTNER: partner,
    }
    return composed[name_format(employee.name_format_key, employee.name_format)]


def full_name(employee: Employee) -> str:
    """Return the name as people read it: "Anna de Vries-van den Berg".

    The first name, else the initials, and the composed last name. Without any of
    these: Loket's composed name, else an empty text.
    """
    first = clean(employee.first_name) or initials(employee.initials)
    parts = [first, last_name(employee)]
    name = " ".join(part for part in parts if part)
    return name or clean(employee.formatted_name) or ""


def legal_name(employee: Employee) -> str:
    """Return initials and own last name, never the partner's: "A.M. de Vries".

    Loket's first name is the name a person goes by; the initials are those of the
    official names, so they come first and the first name replaces missing ones.
    """
    first = initials(employee.initials) or clean(employee.first_name)
    own = _own_name(employee) or last_name(employee)
    name = " ".join(part for part in (first, own) if part)
    return name or clean(employee.formatted_name) or ""
