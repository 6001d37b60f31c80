# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random

import pytest
from mapper_records import employee

from loket_connector.mappers.names import (
    first_names,
    full_name,
    initials,
    last_name,
    legal_name,
    may_be_namesakes,
    name_format,
    normalise,
)

ANNA = {
    "first_name": "Anna",
    "initials": "A.M.",
    "prefix": "de",
    "last_name": "Vries",
    "partner_prefix": "van den",
    "partner_last_name": "Berg",
}


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        (2, "last name + last name partner", "own_partner"),
        (3, "last name partner + last name", "partner_own"),
        (1, "last name", "own"),
        (4, "last name partner", "partner"),
        (None, "Achternaam", "own"),
        (None, "Achternaam + achternaam partner", "own_partner"),
        (None, "Achternaam partner + achternaam", "partner_own"),
        (None, "Achternaam partner", "partner"),
        (None, "Naam partner - eigen naam", "partner_own"),
        (None, "Eigen naam, naam partner", "own_partner"),
        (None, "Eigen naam gevolgd door naam van de partner", "own_partner"),
        (None, "Geboortenaam", "own"),
        (None, "Geboortenaam + partnernaam", "own_partner"),
        (None, "Partnernaam/geboortenaam", "partner_own"),
        (None, "Partner's last name + own last name", "partner_own"),
        (None, "Eigen achternaam zonder achternaam partner", "own"),
        (4, "last name", "own"),
        (3, "Keuze 3", "partner_own"),
        (3, None, "partner_own"),
        (4, "", "partner"),
        (9, None, "own"),
        (None, None, "own"),
    ],
)
def test_name_format_reads_text_then_key(key, text, expected):
    assert name_format(key, text) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (1, "de Vries"),
        (2, "de Vries-van den Berg"),
        (3, "van den Berg-de Vries"),
        (4, "van den Berg"),
    ],
)
def test_last_name_follows_the_format(key, expected):
    assert last_name(employee(**ANNA, name_format_key=key)) == expected


@pytest.mark.parametrize("partner", [None, "", "  "])
def test_last_name_without_partner_name_is_the_own_name(partner):
    anna = ANNA | {"partner_last_name": partner}
    assert last_name(employee(**anna, name_format_key=4)) == "de Vries"


@pytest.mark.parametrize(
    ("prefix", "name", "expected"),
    [
        ("VAN DE", "Wiel", "van de Wiel"),
        ("Van den", "Broeck", "Van den Broeck"),
        ("d'", "Ancona", "d'Ancona"),
        ("'t", "Hart", "'t Hart"),
        (" van  der ", " Meer ", "van der Meer"),
        ("", "Jong", "Jong"),
        (None, "Jong", "Jong"),
        ("de", None, ""),
        ("de", "  ", ""),
    ],
)
def test_prefix_is_set_before_the_name(prefix, name, expected):
    assert last_name(employee(prefix=prefix, last_name=name)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("J.P.", "J.P."),
        ("JP", "J.P."),
        ("J P", "J.P."),
        ("J.P", "J.P."),
        ("jp", "J.P."),
        ("j.p", "J.P."),
        ("Th.A.", "Th.A."),
        ("ThA", "Th.A."),
        ("É", "É."),
        ("I", "I."),
        (" ", None),
        (None, None),
        ("-", "-"),
    ],
)
def test_initials_have_dots(text, expected):
    assert initials(text) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (ANNA | {"name_format_key": 2}, "Anna de Vries-van den Berg"),
        ({"first_name": "Anna", "last_name": "Jong"}, "Anna Jong"),
        ({"first_name": " ", "initials": "JP", "last_name": "Jong"}, "J.P. Jong"),
        ({"last_name": "Jong"}, "Jong"),
        ({"first_name": "Anna"}, "Anna"),
        ({"formatted_name": "Jong, I"}, "Jong, I"),
        ({}, ""),
    ],
)
def test_full_name_reads_first_name_first(values, expected):
    assert full_name(employee(**values)) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (ANNA | {"name_format_key": 4}, "A.M. de Vries"),
        (ANNA | {"initials": None}, "Anna de Vries"),
        ({"last_name": "Jong"}, "Jong"),
        ({"partner_last_name": "Berg", "initials": "A"}, "A. Berg"),
        ({}, ""),
    ],
)
def test_legal_name_leaves_the_partner_out(values, expected):
    assert legal_name(employee(**values)) == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("De Vries", "de vries"),
        ("Vries-van den Berg", "vries van  den berg"),
        ("Zoë", "ZOE"),
        ("’t Hart", "'t hart"),
        ("Łukasz Şahin", "Lukasz Sahin"),
        ("Groß", "Gross"),
        ("J.P.", "jp"),
        ("İpek", "ipek"),
        (None, "  "),
    ],
)
def test_normalise_makes_spellings_equal(left, right):
    assert normalise(left) == normalise(right)


@pytest.mark.parametrize(("left", "right"), [("Meijer", "Meyer"), ("Bos", "Bosch")])
def test_normalise_keeps_different_names_apart(left, right):
    assert normalise(left) != normalise(right)


def test_normalise_twice_changes_nothing():
    rng = random.Random(4)
    letters = "aAzé-ÉİßØĳ'’.ŁłǅΐK _ ﬁ½"
    for _ in range(2000):
        text = "".join(rng.choices(letters, k=rng.randrange(12)))
        once = normalise(text)
        assert normalise(once) == once


@pytest.mark.parametrize(
    ("name", "last_names", "expected"),
    [
        ("Eva van Dijk", "dijk", ("eva",)),
        ("Eva Maria van den Dijk-Berg", "dijk|berg", ("eva", "maria")),
        ("Eva Berg-van Dijk", "dijk|berg", ("eva",)),
        ("J.P. van 't Hart", "hart", ("jp",)),
        ("Willem Willem", "willem", ("willem",)),
        ("van Dijk", "dijk", ()),
        ("Eva", "", ("eva",)),
        ("", "", ()),
    ],
)
def test_first_names_are_what_comes_before_the_last_name(name, last_names, expected):
    assert first_names(name, last_names) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("eva",), ("eva",), True),
        (("eva",), ("eva", "maria"), True),
        (("e",), ("eva",), True),
        (("eva",), (), True),
        (("lotte",), ("lieke",), False),
        (("l",), ("lieke",), True),
        (("jan", "willem"), ("jan", "peter"), False),
        (("jan",), ("janneke",), False),
    ],
)
def test_namesakes_may_lack_a_name_and_twins_have_another(one, other, expected):
    assert may_be_namesakes(one, other) is expected
    assert may_be_namesakes(other, one) is expected
