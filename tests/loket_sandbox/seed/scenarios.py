# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The people every seed has: one function per situation that must be handled.

FIRST fills the first, third, … employer from the top, SECOND the second, fourth, …;
an employer with more people than its list goes on with the other list, and after
that with people made at random.
"""

from . import first_people, second_people

PAIRS = (first_people.twins, first_people.one_mailbox)
FIRST = (
    first_people.fixed_full_time,
    first_people.part_time_odd_even,
    first_people.zero_hours,
    first_people.minimum_hours,
    first_people.twins,
    first_people.one_mailbox,
    first_people.two_at_once,
    first_people.one_after_another,
    first_people.ended,
    first_people.future,
    first_people.no_employment,
)
SECOND = (
    second_people.other_administration,
    second_people.other_zero_hours,
    second_people.ending_soon,
    second_people.fixed_term,
    second_people.abroad,
    second_people.not_on_payroll,
    second_people.no_first_name,
    second_people.changed_this_month,
    second_people.changes_next_month,
    second_people.changed_before,
    first_people.zero_hours,
    first_people.fixed_full_time,
)


def fill(place, share, first):
    """Give an employer its share of the people.

    A situation of two people is left out when only one place is left.
    """
    for situation in FIRST + SECOND if first else SECOND + FIRST:
        room = share - place.count
        if room <= 0:
            return
        if room > 1 or situation not in PAIRS:
            situation(place)
    while place.count < share:
        second_people.at_random(place)
