# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The people of the first employer: one function per situation."""

import datetime

from .workplace import DAY, FULL_TIME, long_ago, months_on


def fixed_full_time(place):
    person = place.add_person(
        gender=1, first_name="Daan", prefix="van de", last_name="Ven", photo=True
    )
    start = long_ago(place)
    raises = [months_on(place.today, -11), months_on(place.today, -2)]
    wages = [(start, 2890.5, False), *((day, 3050.75, False) for day in raises[:1])]
    place.add_employment(
        person, start, [*wages, (raises[1], 3127, False)], [(start, FULL_TIME)]
    )


def part_time_odd_even(place):
    person = place.add_person(
        gender=2,
        prefix="ter",
        last_name="Horst",
        partner=("van de", "Wiel"),
        name_format=2,
    )
    start = long_ago(place)
    pattern = {"odd": (8, 8, 8), "even": (8, 8, 4.5)}
    place.add_employment(person, start, [(start, 2400, False)], [(start, pattern)])


def zero_hours(place):
    person = place.add_person(gender=2, first_name="Sanne", last_name="Bakker")
    start = months_on(place.today, -8)
    place.add_employment(
        person,
        start,
        [(start, 15.35, True)],
        [(start, {"flexible": 1})],
        on_call=True,
    )


def minimum_hours(place):
    person = place.add_person(last_name="Yıldız", prefix=None, first_name="Ömer")
    start = months_on(place.today, -20)
    place.add_employment(
        person,
        start,
        [(start, 16.1, True)],
        [(start, {"flexible": 2, "hours": 12})],
    )


def twins(place):
    born = datetime.date(place.today.year - 24, 3, 14)
    for name in ("Lotte", "Lieke"):
        person = place.add_person(
            gender=2, first_name=name, prefix="de", last_name="Vries", birth=born
        )
        start = months_on(place.today, -5)
        place.add_employment(
            person, start, [(start, 2150, False)], [(start, {"hours": 24})]
        )


def one_mailbox(place):
    for name, gender in (("Willem", 1), ("Petra", 2)):
        person = place.add_person(
            gender=gender,
            first_name=name,
            last_name="Huisman",
            prefix=None,
            email="familie.huisman@example.com",
        )
        start = long_ago(place)
        place.add_employment(
            person, start, [(start, 2600, False)], [(start, {"hours": 32})]
        )


def two_at_once(place):
    person = place.add_person(first_name="Joost", gender=1)
    start = months_on(place.today, -30)
    place.add_employment(
        person, start, [(start, 2480, False)], [(start, {"hours": 20})]
    )
    second = months_on(place.today, -7)
    place.add_employment(
        person,
        second,
        [(second, 17.25, True)],
        [(second, {"flexible": 1})],
        income_number=2,
        on_call=True,
    )


def one_after_another(place):
    person = place.add_person(first_name="Femke", gender=2)
    first, second = months_on(place.today, -26), months_on(place.today, -9)
    place.add_employment(
        person,
        first,
        [(first, 14.2, True)],
        [(first, {"flexible": 1})],
        end=months_on(place.today, -12) - DAY,
        on_call=True,
    )
    place.add_employment(
        person,
        second,
        [(second, 2510, False)],
        [(second, {"hours": 36})],
        income_number=2,
        historical_start=first,
    )


def ended(place):
    person = place.add_person(first_name="Henk", gender=1)
    start = months_on(place.today, -50)
    place.add_employment(
        person,
        start,
        [(start, 3300, False)],
        [(start, FULL_TIME)],
        end=months_on(place.today, -1) - DAY,
    )


def future(place):
    person = place.add_person(first_name="Noor", gender=2)
    start = months_on(place.today, 1)
    place.add_employment(
        person, start, [(start, 2700, False)], [(start, {"hours": 28})]
    )


def no_employment(place):
    place.add_person(first_name="Kees", gender=1)
