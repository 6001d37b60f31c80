# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whatever Loket answers: a record or a LoketError, and never another exception."""

import copy
import json
import random
from datetime import date

import pytest
from fake_loket import EMPLOYER, EMPLOYMENT, Scene, page, patch, single
from test_client_payroll import OPTIONS, PERIOD_DATA_ROW, PERIOD_ROW
from test_records import EMPLOYEE_ROW, ROW

from loket_connector.client import LoketError, Termination

ODD = (
    *(None, True, 0, -1, 10**30, 1.5, "", "x", "2026-02-30", "é" * 50),
    *([], {}, [None], [[]], {"key": "x"}, dict.fromkeys(range(12)), [{}]),
)
TERMINATION = Termination(date(2026, 1, 31), 20)
WARNING = {"id": "m1", "type": "Warning", "code": 1}
CALLS = [
    (lambda client: list(client.iter_employments(EMPLOYER)), page([ROW])),
    (lambda client: list(client.iter_employees(EMPLOYER)), page([EMPLOYEE_ROW])),
    (lambda client: client.get_wages(EMPLOYMENT), page([ROW["wage"]])),
    (lambda client: client.get_payroll_periods("a1"), page([PERIOD_ROW])),
    (lambda client: client.get_period_data(EMPLOYMENT), page([PERIOD_DATA_ROW])),
    (lambda client: client.get_period_data_defaults("m1"), single(PERIOD_DATA_ROW)),
    (lambda client: client.get_flexible_contract_options("m1"), page(OPTIONS)),
    (lambda client: client.get_authorizations("e1"), page([{"description": "A"}])),
    (lambda client: client.terminate("m1", TERMINATION), single({}, [WARNING])),
    (patch, single({}, [{"id": EMPLOYMENT, "description": "x", "code": 1}])),
]


def places(value):
    """Yield container and key of everything inside decoded JSON."""
    if isinstance(value, dict | list):
        keys = value if isinstance(value, dict) else range(len(value))
        for key in list(keys):
            yield value, key
            yield from places(value[key])


@pytest.mark.parametrize(("call", "answer"), CALLS)
def test_odd_answers_give_records_or_our_errors(call, answer):
    source = random.Random(3)
    call(Scene(answer).client)
    for _index in range(300):
        status, body = copy.deepcopy(answer)
        for _change in range(source.randint(1, 2)):
            container, key = source.choice(list(places(body)))
            container[key] = copy.deepcopy(source.choice(ODD))
        _call_and_expect_our_errors(call, (status, body))


@pytest.mark.parametrize(("call", "answer"), CALLS)
def test_cut_answers_give_our_errors(call, answer):
    content = json.dumps(answer[1]).encode()
    for length in range(0, len(content), max(1, len(content) // 40)):
        _call_and_expect_our_errors(call, (200, content[:length]))


def _call_and_expect_our_errors(call, answer):
    # A second page may be asked for, when the number of pages is what was changed.
    scene = Scene(answer, *[(404,)] * 2)
    try:
        call(scene.client)
    except LoketError as error:
        assert str(error)
