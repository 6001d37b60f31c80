# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""Wage codes find their payroll component by the short Dutch names of Loket."""

import pytest
from loket_sandbox.seed.payroll import CATEGORIES, COMPONENTS, DEDUCTION

from loket_connector.mappers.component_names import (
    Code,
    Component,
    same_word,
    score_of,
    suggest,
    words,
)

SANDBOX = [
    Component(key, name, CATEGORIES[category], pays == DEDUCTION)
    for key, (name, category, pays, _supplement) in COMPONENTS.items()
]
HOURS = Code(1, "hours", ("Worked hours", "Gewerkte uren"))
DAYS = Code(2, "days", ("Worked days",))
MEALS = Code(3, "meal", ("Meals",))
ALLOWANCE = Code(4, "allowance", ("Allowance",))


def test_codes_of_a_new_database_find_their_components():
    assert suggest([HOURS, DAYS, MEALS, ALLOWANCE], SANDBOX) == {
        1: 1,  # Gewerkte uren
        2: 60,  # Gewerkte dagen
        3: 512,  # Aant. maaltijd
        4: 310,  # Reiskosten
    }


@pytest.mark.parametrize(
    ("code_type", "name", "key"),
    [
        ("hours", "Overtime 150%", 21),
        ("hours", "Overuren 200%", 22),
        ("hours", "Sick hours", 4),
        ("hours", "Verlofuren", 5),
        ("allowance", "Travel", 310),
        ("allowance", "Reiskostenvergoeding", 310),
        ("allowance", "Thuiswerkvergoeding", 315),
        ("allowance", "Home allowance", 315),
        ("allowance", "Parking", 318),
        ("allowance", "Bonus", 125),
        ("allowance", "Standby", 140),
    ],
)
def test_code_with_a_name_of_its_own_goes_by_that_name(code_type, name, key):
    assert suggest([Code(9, code_type, (name,))], SANDBOX) == {9: key}


@pytest.mark.parametrize(
    ("code", "name", "category"),
    [
        (HOURS, "Gew. uren", "Uren"),
        (HOURS, "Uren gewerkt", "Uren"),
        (HOURS, "Uren", "Uren"),
        (HOURS, "NORMALE UREN", "Uren"),
        (DAYS, "Gew. dagen", "Dagen"),
        (DAYS, "Gewrkte dagen", "Dagen"),
        (MEALS, "Aant. maaltijd", "Aantallen"),
        (MEALS, "Maaltijden", "Aantallen"),
        (MEALS, "Maaltijdverg.", "Netto betalingen"),
        (ALLOWANCE, "Reiskosten", "Netto betalingen"),
        (ALLOWANCE, "Reisk. onbel.", "Netto betalingen"),
    ],
)
def test_abbreviated_name_is_understood(code, name, category):
    assert suggest([code], [Component(7, name, category)]) == {code.id: 7}


@pytest.mark.parametrize(
    ("code", "name", "category"),
    [
        (HOURS, "Ziekte-uren", "Uren"),
        (HOURS, "Verlofuren", "Uren"),
        (HOURS, "Overuren 150%", "Extra uren"),
        (HOURS, "Toeslaguren", "Uren"),
        (DAYS, "Reisdagen", "Dagen"),
        (DAYS, "Vakantiedagen", "Dagen"),
        (MEALS, "Inh. maaltijd", "Netto inhoudingen"),
        (ALLOWANCE, "Reisdagen", "Dagen"),
        (ALLOWANCE, "Bonus", "Bruto betalingen"),
        (HOURS, "", "Uren"),
        (HOURS, "123", "Uren"),
        (Code(9, "hours", ("Overtime 150%",)), "Overuren 200%", "Extra uren"),
        (Code(9, "hours", ("Overtime 150%",)), "Gewerkte uren", "Uren"),
    ],
)
def test_other_meaning_is_not_suggested(code, name, category):
    assert suggest([code], [Component(7, name, category)]) == {}


def test_deduction_is_never_taken_for_meals():
    assert score_of(MEALS, Component(7, "Maaltijd", "Aantallen", True)) == 0


def test_one_component_is_suggested_for_one_code_only():
    twice = [HOURS, Code(5, "hours", ("Hours",))]
    assert suggest(twice, [Component(1, "Gewerkte uren", "Uren")]) == {1: 1}


def test_category_decides_between_equal_names():
    components = [
        Component(1, "Maaltijd", "Netto betalingen"),
        Component(2, "Maaltijd", "Aantallen"),
    ]
    assert suggest([MEALS], components) == {3: 2}


def test_equal_components_give_the_lowest_number():
    components = [Component(n, "Uren", "Uren") for n in (9, 3, 5)]
    assert suggest([HOURS], components) == {1: 3}


def test_words_are_plain_and_without_accents():
    assert words("Café-uren 150%") == ["cafe", "uren", "150"]


@pytest.mark.parametrize(
    ("short", "long", "same"),
    [
        ("gew", "gewerkte", True),
        ("thuiswrk", "thuiswerk", True),
        ("aant", "aantal", True),
        ("ge", "gewerkte", False),
        ("gewicht", "gewerkte", False),
        ("150", "1500", False),
    ],
)
def test_abbreviation_is_recognised(short, long, same):
    assert same_word(short, long) is same
