# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""A venue finds its company by number, else by name, and never by a guess."""

import pytest

from loket_connector.mappers.company_match import (
    best_company,
    company_key,
    registry_number,
)

COMPANIES = [
    (1, "Zorggroep Oost B.V.", "12345678"),
    (2, "Zorggroep West", None),
    (3, "Café de Brug", "08765432"),
    (4, "Dubbel", None),
    (5, "Dubbel BV", None),
]


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("Something else", "12345678", (1, "number")),
        ("Something else", "1234 5678", (1, "number")),
        ("Something else", "8765432", (3, "number")),
        ("zorggroep oost bv", None, (1, "name")),
        ("Zorggroep West B.V.", "99999999", (2, "name")),
        ("Cafe De Brug", None, (3, "name")),
        ("Dubbel", None, (None, "")),
        ("", None, (None, "")),
        ("Zorggroep", None, (None, "")),
    ],
)
def test_company_is_found_by_number_then_by_name(name, number, expected):
    assert best_company(name, number, COMPANIES) == expected


def test_legal_form_is_no_part_of_the_name():
    assert company_key("Stichting Bovenlicht B.V.") == "bovenlicht"


def test_number_without_digits_is_none():
    assert registry_number("onbekend") == ""
