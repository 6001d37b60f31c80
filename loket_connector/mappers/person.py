# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An employee's personal data and contact details, as values for Odoo."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .names import full_name, legal_name, normalise
from .nationality import nationality_country
from .values import clean, decimal

if TYPE_CHECKING:
    from ..client.records_employee import Address, Employee

__all__ = ["PERSONAL", "PRIVATE", "WORK", "nationality_country", "person_values"]

PERSONAL = "personal"
PRIVATE = "private_contact"
WORK = "work_contact"

Value = str | float | int | None

_SEX_BY_KEY = {1: "male", 2: "female"}
_SEX_BY_TEXT = {
    "male": ("man", "male", "m", "mannelijk", "de heer"),
    "female": ("vrouw", "female", "v", "f", "vrouwelijk", "woman", "mevrouw"),
    "other": ("anders", "overig", "other", "x", "non binair", "non binary", "neutraal"),
}
_SEX_WORDS = {word: sex for sex, words in _SEX_BY_TEXT.items() for word in words}

# The first pattern found decides, so words that contain another one come first:
# "ongehuwd samenwonend", "ongehuwd", "gehuwd". "Maried" is how Loket spells it in an
# example. A registered partnership is what Odoo calls a legal cohabitant.
_MARITAL = (
    ("married", r"^(gehuwd|married|maried)( of | or |.*(gescheiden levend|separated))"),
    ("widower", r"weduw|widow|overleden|deceased|achtergebleven"),
    ("divorced", r"gescheiden|divorced|ontbonden|dissolved"),
    ("cohabitant", r"(geregistreerd|registered).*partner|partnerschap|partnership"),
    ("cohabitant", r"(?<!niet )samenwon|(?<!not )cohabit|living together"),
    ("single", r"ongehuwd|ongetrouwd|(niet|nooit) (gehuwd|getrouwd)|alleenstaand"),
    ("single", r"unmarried|(not|never) married|single"),
    ("married", r"\b(gehuwd|getrouwd|married|maried)\b(?! geweest)"),
)


def sex(key: int | None, text: str | None) -> str | None:
    """Return male, female or other.

    The text wins over the key (1 male, 2 female). "other" only when Loket says so in
    words; an unknown gender is None, as Odoo should not state what nobody registered.
    """
    return _SEX_WORDS.get(normalise(text)) or _SEX_BY_KEY.get(key or 0)


def marital(text: str | None) -> str | None:
    """Return Odoo's marital status for Loket's text, None for an unknown one."""
    words = normalise(text)
    for status, pattern in _MARITAL:
        if re.search(pattern, words):
            return status
    return None


def kilometres(metres: object) -> int | None:
    """Return whole kilometres, rounded half up."""
    number = decimal(metres)
    if number is None or number < 0:
        return None
    return int((number + 500) // 1000)


def street_line(address: Address) -> str | None:
    """Return street, house number and addition: "Dorpsstraat 12-a".

    House number 0 stands for none, as on foreign addresses and post boxes.
    """
    addition = (clean(address.addition) or "").lstrip("-/ ")
    number = str(address.house_number or "").strip()
    number = "" if number == "0" else number
    house = "-".join(part for part in (number, addition) if part)
    return " ".join(part for part in (clean(address.street), house) if part) or None


def postal_code(address: Address) -> str | None:
    """Return the postal code; a Dutch one as "1234 AB", the way the post writes it."""
    code = clean(address.postal_code)
    match = re.fullmatch(r"(\d{4}) ?([A-Za-z]{2})", code or "")
    if match and country_code(address) in ("NL", None):
        return f"{match[1]} {match[2].upper()}"
    return code


def country_code(address: Address) -> str | None:
    """Return the ISO 3166-1 alpha-2 code, None when it is not two letters."""
    code = (clean(address.country_code) or "").upper()
    return code if re.fullmatch(r"[A-Z]{2}", code) else None


def _address_values(address: Address | None) -> dict[str, Value]:
    if address is None:
        keys = ("street", "street2", "zip", "city", "country_code")
        return {f"private_{key}": None for key in keys}
    return {
        "private_street": street_line(address),
        "private_street2": clean(address.location),
        "private_zip": postal_code(address),
        "private_city": clean(address.city),
        "private_country_code": country_code(address),
    }


def person_values(employee: Employee) -> dict[str, dict[str, Value]]:
    """Return the values per field group; every group and key is always there.

    Keys are Odoo's field names, except `nationality` (Loket's text),
    `nationality_key` and `private_country_code` (ISO code), which stand for records.
    None is empty in Loket, or not known in Odoo's terms. Dates are ISO texts, the
    distance is in kilometres. Odoo has one private phone number: the fixed one, else
    the mobile one.
    """
    birth_date = employee.birth_date
    return {
        PERSONAL: {
            "name": full_name(employee) or None,
            "legal_name": legal_name(employee) or None,
            "birthday": birth_date.isoformat() if birth_date else None,
            "place_of_birth": clean(employee.birth_place),
            "sex": sex(employee.gender_key, employee.gender),
            "marital": marital(employee.civil_status),
            "nationality": clean(employee.nationality),
            "nationality_key": employee.nationality_key,
        },
        PRIVATE: {
            **_address_values(employee.address),
            "private_phone": clean(employee.phone) or clean(employee.mobile),
            "private_email": clean(employee.email),
            "distance_home_work": kilometres(employee.commute_metres),
        },
        WORK: {
            "work_email": clean(employee.work_email),
            "work_phone": clean(employee.work_phone),
            "mobile_phone": clean(employee.work_mobile),
        },
    }
