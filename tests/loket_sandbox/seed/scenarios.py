# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The people every seed has: one function per situation that must be handled.

FIRST fill the first, third, … employer from the top, SECOND the second, fourth, …;
an employer with more people than its list goes on with the other list, and after
that with people made at random.
"""

import datetime

from .workplace import DAY, months_on

FULL_TIME = {}


def long_ago(place):
    return months_on(place.today, -place.random.randint(14, 90))


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


def other_administration(place):
    """In the second administration where there is one (four-weekly or weekly)."""
    person = place.add_person(
        gender=2, prefix=None, last_name="Jansen", partner=("de", "Graaf"), name_format=3
    )
    start = long_ago(place)
    place.add_employment(
        person, start, [(start, 2310, False)], [(start, {"hours": 38})], position=1
    )


def other_zero_hours(place):
    person = place.add_person(bsn=False)
    start = months_on(place.today, -3)
    place.add_employment(
        person,
        start,
        [(start, 14.9, True)],
        [(start, {"flexible": 1})],
        position=1,
        on_call=True,
    )


def ending_soon(place):
    person = place.add_person(first_name="Dirk", gender=1)
    start = months_on(place.today, -15)
    place.add_employment(
        person,
        start,
        [(start, 2390, False)],
        [(start, {"hours": 30})],
        end=months_on(place.today, 1) - DAY,
    )


def fixed_term(place):
    person = place.add_person(
        gender=2, prefix="van 't", last_name="Hof", partner=(None, "Prins"), name_format=4
    )
    start = months_on(place.today, -6)
    place.add_employment(
        person,
        start,
        [(start, 2250, False)],
        [(start, {"hours": 32})],
        commission_until=months_on(place.today, 2) - DAY,
    )


def abroad(place):
    person = place.add_person(
        prefix=None, last_name="Müller", first_name="Jürgen", gender=1, country="DE"
    )
    start = long_ago(place)
    place.add_employment(person, start, [(start, 2950, False)], [(start, FULL_TIME)])


def not_on_payroll(place):
    person = place.add_person(first_name="Wilma", gender=2, postal=True)
    start = long_ago(place)
    place.add_employment(
        person, start, [], [(start, {"hours": 16})], position=None
    )


def no_first_name(place):
    person = place.add_person(first_name=None, prefix="op den", last_name="Kamp")
    start = months_on(place.today, -10)
    place.add_employment(
        person, start, [(start, 1405.5, False, False)], [(start, {"hours": 20})]
    )


def changed_this_month(place):
    person = place.add_person(first_name="Marleen", gender=2)
    start = long_ago(place)
    change = months_on(place.today, 0) + 9 * DAY
    place.add_employment(
        person,
        start,
        [(start, 2420, False), (change, 2555, False)],
        [(start, {"hours": 24}), (change, {"hours": 32})],
        [(start, 1, 1), (change, 2, 2)],
    )


def changes_next_month(place):
    person = place.add_person(first_name="Ruud", gender=1)
    start = long_ago(place)
    change = months_on(place.today, 1)
    place.add_employment(
        person,
        start,
        [(start, 15.8, True), (change, 2480, False)],
        [(start, {"flexible": 1}), (change, {"hours": 24})],
        [(start, 4, 4), (change, 4, 6)],
        on_call=True,
    )


def changed_before(place):
    person = place.add_person(first_name="Esther", gender=2)
    start = months_on(place.today, -40)
    change = months_on(place.today, -16)
    place.add_employment(
        person,
        start,
        [(start, 2100, False), (change, 2290, False)],
        [(start, {"hours": 16}), (change, {"odd": (6, 6, 0, 6, 6)})],
        [(start, 3, 3), (change, 5, 5)],
    )


def at_random(place):
    """Anyone; the share of each kind of contract is that of a care company."""
    random = place.random
    person = place.add_person(photo=random.random() < 0.1)
    start = months_on(place.today, -random.randint(4, 120))
    kind = random.choices(("fixed", "zero", "minimum"), (60, 30, 10))[0]
    hours = {
        "fixed": {"hours": random.choice((16, 20, 24, 28, 32, 36, 40))},
        "zero": {"flexible": 1},
        "minimum": {"flexible": 2, "hours": random.choice((8, 12, 16))},
    }[kind]
    if kind == "fixed":
        wages = [(start, random.randint(2200, 4800), False)]
    else:
        wages = [(start, round(random.uniform(14.5, 22), 2), True)]
    gone = random.random() < 0.1
    place.add_employment(
        person,
        start,
        wages,
        [(start, hours)],
        end=months_on(place.today, -random.randint(0, 2)) - DAY if gone else None,
        on_call=kind == "zero",
        position=random.randrange(len(place.admins)),
    )


FIRST = (
    fixed_full_time,
    part_time_odd_even,
    zero_hours,
    minimum_hours,
    twins,
    one_mailbox,
    two_at_once,
    one_after_another,
    ended,
    future,
    no_employment,
)
SECOND = (
    other_administration,
    other_zero_hours,
    ending_soon,
    fixed_term,
    abroad,
    not_on_payroll,
    no_first_name,
    changed_this_month,
    changes_next_month,
    changed_before,
    zero_hours,
    fixed_full_time,
)
