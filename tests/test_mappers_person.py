# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from datetime import date

import pytest
from mapper_records import address, employee

from loket_connector.mappers.person import (
    PERSONAL,
    PRIVATE,
    WORK,
    kilometres,
    marital,
    person_values,
    sex,
)


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        (1, "Man", "male"),
        (2, "Vrouw", "female"),
        (2, "female", "female"),
        (1, None, "male"),
        (2, "", "female"),
        (1, "vrouw", "female"),
        (2, " MAN ", "male"),
        (3, "Anders", "other"),
        (None, "non-binair", "other"),
        (0, "Onbekend", None),
        (9, "?", None),
        (None, None, None),
    ],
)
def test_sex_takes_the_text_then_the_key(key, text, expected):
    assert sex(key, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ongehuwd", "single"),
        ("Alleenstaand", "single"),
        ("Nooit gehuwd", "single"),
        ("Unmarried", "single"),
        ("Not married", "single"),
        ("Single", "single"),
        ("Gehuwd", "married"),
        ("Married", "married"),
        ("Maried", "married"),
        ("Gehuwd of geregistreerd partnerschap", "married"),
        ("Gehuwd, duurzaam gescheiden levend", "married"),
        ("Geregistreerd partnerschap", "cohabitant"),
        ("Geregistreerd partner", "cohabitant"),
        ("Registered partnership", "cohabitant"),
        ("Samenwonend", "cohabitant"),
        ("Ongehuwd samenwonend", "cohabitant"),
        ("Cohabiting", "cohabitant"),
        ("Gescheiden", "divorced"),
        ("Gescheiden (na partnerschap)", "divorced"),
        ("Divorced", "divorced"),
        ("Ontbonden partnerschap", "divorced"),
        ("Weduwe", "widower"),
        ("Weduwnaar", "widower"),
        ("Weduwe/weduwnaar", "widower"),
        ("Widow(er)", "widower"),
        ("Partner overleden", "widower"),
        ("Onbekend", None),
        ("Gehuwd geweest", None),
        ("", None),
        (None, None),
    ],
)
def test_marital_reads_dutch_and_english(text, expected):
    assert marital(text) == expected


@pytest.mark.parametrize(
    ("metres", "expected"),
    [
        (32000, 32),
        (499, 0),
        (500, 1),
        (2499, 2),
        (2500, 3),
        (32, 0),
        (0, 0),
        (-5, None),
        (None, None),
        ("far", None),
    ],
)
def test_kilometres_are_rounded_half_up(metres, expected):
    assert kilometres(metres) == expected


@pytest.mark.parametrize(
    ("values", "street"),
    [
        (("Dorpsstraat", 12, "a"), "Dorpsstraat 12-a"),
        (("Dorpsstraat", 12, None), "Dorpsstraat 12"),
        (("Dorpsstraat", 12, " -a "), "Dorpsstraat 12-a"),
        (("Dorpsstraat", 12, "2"), "Dorpsstraat 12-2"),
        (("Dorpsstraat", 0, None), "Dorpsstraat"),
        (("Rue Haute", None, "bte 4"), "Rue Haute bte 4"),
        ((" Lange  Straat ", "7", ""), "Lange Straat 7"),
        ((None, 12, None), "12"),
        ((None, None, None), None),
        (("  ", 0, " "), None),
    ],
)
def test_street_number_and_addition_are_one_line(values, street):
    keys = ("street", "house_number", "addition")
    person = employee(address=address(**dict(zip(keys, values, strict=True))))
    assert person_values(person)[PRIVATE]["private_street"] == street


@pytest.mark.parametrize(
    ("code", "country", "expected"),
    [
        ("1234aa", "NL", "1234 AA"),
        ("1234 AA", "NL", "1234 AA"),
        ("1234AA", None, "1234 AA"),
        ("1234ab", "XX", "1234ab"),
        (" SW1A  1AA ", "GB", "SW1A 1AA"),
        ("", "NL", None),
        (None, None, None),
    ],
)
def test_postal_code_is_written_the_dutch_way_in_the_netherlands(
    code, country, expected
):
    person = employee(address=address(postal_code=code, country_code=country))
    assert person_values(person)[PRIVATE]["private_zip"] == expected


def test_foreign_address_keeps_its_parts():
    person = employee(
        address=address(
            street="Hauptstrasse",
            house_number=5,
            postal_code="47533",
            city="Kleve",
            location="Hinterhaus",
            country_code="de",
            country="Duitsland",
        )
    )
    private = person_values(person)[PRIVATE]
    assert private == {
        "private_street": "Hauptstrasse 5",
        "private_street2": "Hinterhaus",
        "private_zip": "47533",
        "private_city": "Kleve",
        "private_country_code": "DE",
        "private_phone": None,
        "private_email": None,
        "distance_home_work": None,
    }


def test_all_groups_of_a_full_employee():
    person = employee(
        number=17,
        first_name="Anna",
        initials="A.M.",
        prefix="de",
        last_name="Vries",
        birth_date="1990-02-28",
        birth_place=" Urk ",
        gender_key=2,
        gender="Vrouw",
        civil_status="Gehuwd",
        nationality_key=1,
        nationality="Nederlandse",
        email=" anna@example.com ",
        phone="0527 123456",
        mobile="06 12345678",
        work_email="a.devries@example.org",
        work_phone="020 1234567",
        work_mobile="06 87654321",
        commute_metres=14500,
    )
    values = person_values(person)
    assert values[PERSONAL] == {
        "name": "Anna de Vries",
        "legal_name": "A.M. de Vries",
        "birthday": "1990-02-28",
        "place_of_birth": "Urk",
        "sex": "female",
        "marital": "married",
        "nationality": "Nederlandse",
        "nationality_key": 1,
    }
    assert values[PRIVATE]["private_phone"] == "0527 123456"
    assert values[PRIVATE]["private_email"] == "anna@example.com"
    assert values[PRIVATE]["distance_home_work"] == 15
    assert values[WORK] == {
        "work_email": "a.devries@example.org",
        "work_phone": "020 1234567",
        "mobile_phone": "06 87654321",
    }


def test_private_phone_falls_back_to_the_mobile_one():
    person = employee(phone=" ", mobile="06 12345678")
    assert person_values(person)[PRIVATE]["private_phone"] == "06 12345678"


def test_empty_employee_has_every_key_and_no_value():
    values = person_values(employee())
    full = person_values(employee(last_name="Jong", address=address()))
    assert set(values) == {PERSONAL, PRIVATE, WORK}
    for group, fields in values.items():
        assert set(fields) == set(full[group])
        assert set(fields.values()) == {None}


def test_values_can_be_stored_as_json():
    values = person_values(employee(last_name="Jong", birth_date=date(2000, 1, 1)))
    assert json.loads(json.dumps(values)) == values
