# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The people of the second employer, and those made at random."""

from .workplace import DAY, FULL_TIME, long_ago, months_on


def other_administration(place):
    """In the second administration where there is one (four-weekly or weekly)."""
    person = place.add_person(
        gender=2,
        prefix=None,
        last_name="Jansen",
        partner=("de", "Graaf"),
        name_format=3,
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
        gender=2,
        prefix="van 't",
        last_name="Hof",
        partner=(None, "Prins"),
        name_format=4,
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
    place.add_employment(person, start, [], [(start, {"hours": 16})], position=None)


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
