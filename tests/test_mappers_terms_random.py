# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Random chains against the plainest way to answer what holds on a day."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from mapper_records import employment, hours, pay, unit

from loket_connector.mappers.terms import merge_chains, present_term

ONE_DAY = timedelta(days=1)


def random_chain(rng, make):
    """Return a chain as real data has them: linked, with gaps, or overlapping."""
    chain = []
    moment = date(2024, 1, 1) + timedelta(days=rng.randrange(-40, 40))
    for number in range(rng.randrange(0, 5)):
        length = rng.randrange(1, 40)
        end = moment + timedelta(days=length - 1)
        chain.append(make(str(number), moment, None if rng.random() < 0.1 else end))
        moment = end + timedelta(days=rng.choice([1, 1, 1, rng.randrange(-10, 15)]))
    rng.shuffle(chain)
    return chain


def answer(chain, moment):
    """Say, in the plainest way, which record of a chain holds on a day."""
    holding = [
        record
        for record in chain
        if record.start_date <= moment
        and (record.end_date is None or moment <= record.end_date)
    ]
    best = None
    for record in holding:
        if best is None or record.start_date >= best.start_date:
            best = record
    return best


def random_case(seed):
    rng = random.Random(seed)
    start = date(2024, 1, 1) + timedelta(days=rng.randrange(0, 20))
    end = None if rng.random() < 0.4 else start + timedelta(days=rng.randrange(0, 150))
    chains = [random_chain(rng, make) for make in (hours, pay, unit)]
    return start, end, chains


@pytest.mark.parametrize("seed", range(150))
def test_terms_cover_the_employment_without_gaps_or_overlaps(seed):
    start, end, chains = random_case(seed)
    terms = merge_chains(start, end, *chains)
    assert terms[0].date_start == start
    assert terms[-1].date_end == end
    for term, successor in zip(terms, terms[1:], strict=False):
        assert term.date_start <= term.date_end
        assert successor.date_start == term.date_end + ONE_DAY
        assert replace(term, date_start=start, date_end=None) != replace(
            successor, date_start=start, date_end=None
        )


@pytest.mark.parametrize("seed", range(150))
def test_every_day_answers_the_same_as_the_chains(seed):
    start, end, chains = random_case(seed)
    terms = merge_chains(start, end, *chains)
    for offset in range(((end or start + timedelta(days=220)) - start).days + 1):
        moment = start + timedelta(days=offset)
        holding = [
            term
            for term in terms
            if term.date_start <= moment
            and (term.date_end is None or moment <= term.date_end)
        ]
        assert len(holding) == 1
        assert (
            holding[0].working_hours,
            holding[0].wage,
            holding[0].organization,
        ) == tuple(answer(chain, moment) for chain in chains)


def linked_chain(rng, make, start, end):
    chain, moment = [], start
    while end is None or moment <= end:
        close = moment + timedelta(days=rng.randrange(1, 60))
        last = len(chain) == 4 or (end is not None and close >= end)
        chain.append(make(str(len(chain)), moment, end if last else close))
        if last:
            break
        moment = close + ONE_DAY
    return chain


@pytest.mark.parametrize("seed", range(60))
def test_one_row_tells_the_same_term_as_the_chains(seed):
    rng = random.Random(seed)
    start = date(2024, 1, 1)
    end = None if rng.random() < 0.5 else start + timedelta(days=rng.randrange(0, 200))
    chains = [linked_chain(rng, make, start, end) for make in (hours, pay, unit)]
    for term in merge_chains(start, end, *chains):
        row = employment(
            start_date=start,
            end_date=end,
            working_hours=term.working_hours,
            wage=term.wage,
            organization=term.organization,
        )
        assert present_term(row, term.date_start) == term
        if term.date_end:
            assert present_term(row, term.date_end) == term
