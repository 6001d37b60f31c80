# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pages, the thread that fetches one ahead, and lists that make no sense."""

import threading
import time

import pytest
import requests
from fake_loket import EMPLOYER, EMPLOYMENT, Scene, page, versions

from loket_connector.client import (
    LoketAuthError,
    LoketContractError,
    LoketTransientError,
)


@pytest.fixture(autouse=True)
def no_thread_is_left():
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


def numbers(scene):
    return [row.number for row in scene.client.iter_employer_versions()]


def employment(number):
    return {
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "startDate": "2026-01-01",
        "employee": {
            "id": f"00000000-0000-4000-9000-{number:012d}",
            "employeeNumber": number,
            "personalDetails": {"lastName": "Jansen"},
        },
    }


def employments(*found, **paging):
    return page([employment(number) for number in found], **paging)


def pages_of(scene):
    return scene.client.iter_employment_pages(EMPLOYER)


def ids(rows):
    return [row.record().employee.number for row in rows]


# Walking through


def test_every_page_is_asked_for_with_number_and_size():
    scene = Scene(
        versions(1, 2, pages=3),
        versions(3, 4, number=2, pages=3),
        versions(5, number=3, pages=3),
    )
    assert numbers(scene) == [1, 2, 3, 4, 5]
    for index in range(3):
        query = scene.script.query(index)
        assert query["pageNumber"] == str(index + 1)
        assert query["pageSize"] == "2"
        assert query["filter"] == "lastModifiedVersionNumber gt 0"
        assert query["orderBy"] == "lastModifiedVersionNumber"


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("pages", [0, 1])
def test_empty_list_is_one_request(number, pages):
    scene = Scene(versions(number=number, pages=pages))
    assert numbers(scene) == []
    assert len(scene.requests) == 1


def test_list_without_declared_parameters_gets_none():
    activities = [{"id": "x", "description": "GetUserByToken"}]
    scene = Scene(page(activities))
    assert scene.client.get_authorizations(EMPLOYER) == {"GetUserByToken"}
    assert scene.script.query(0) == {}


def test_list_without_declared_parameters_is_read_to_the_end():
    scene = Scene(
        page([{"description": "A"}], pages=2),
        page([{"description": "B"}], number=2, pages=2),
    )
    assert scene.client.get_authorizations(EMPLOYER) == {"A", "B"}
    assert scene.script.query(1) == {"pageNumber": "2"}


def test_list_may_grow_under_way():
    scene = Scene(
        versions(1, pages=2),
        versions(2, number=2, pages=3),
        versions(3, number=3, pages=3),
    )
    assert numbers(scene) == [1, 2, 3]


def test_list_may_shrink_under_way():
    scene = Scene(versions(1, 2, pages=2), versions(number=2, pages=1))
    assert numbers(scene) == [1, 2]


def test_row_that_moves_to_the_next_page_comes_twice():
    scene = Scene(versions(1, 2, pages=2), versions(2, 3, number=2, pages=2))
    assert numbers(scene) == [1, 2, 2, 3]


def test_chains_are_sorted_by_start_date():
    rows = [
        {"id": "b", "startDate": "2026-02-01"},
        {"id": "a", "startDate": "2025-01-01", "endDate": "2026-01-31"},
    ]
    scene = Scene(page(rows))
    assert [wage.id for wage in scene.client.get_wages(EMPLOYMENT)] == ["a", "b"]


# Lists that make no sense


@pytest.mark.parametrize(
    "answers",
    [
        [versions(1, number=0)],
        [versions(1, number=2, pages=2)],
        [versions(1, pages=0)],
        [versions(1, pages=-1)],
        [versions(pages=-1)],
        [versions(1, pages=3), versions(2, pages=3)],
        [versions(1, pages=3), versions(1, number=2, pages=3)],
        [versions(1, pages=3), versions(2, number=2, pages=1)],
        [versions(1, pages=3), versions(number=1, pages=3)],
        [(200, {"_embedded": [], "totalPages": 1})],
        [(200, {"_embedded": [], "currentPage": 1, "totalPages": "1"})],
        [(200, {"_embedded": None, "currentPage": 1, "totalPages": 1})],
        [(200, {"_embedded": [7], "currentPage": 1, "totalPages": 1})],
        [(200, {"currentPage": 1, "totalPages": 1})],
    ],
)
def test_impossible_list_is_a_contract_error(answers):
    scene = Scene(*answers)
    with pytest.raises(LoketContractError) as caught:
        numbers(scene)
    assert "lastmodifiedversionnumbers" in str(caught.value)
    assert "?" not in str(caught.value)


def test_endless_list_ends(monkeypatch):
    monkeypatch.setattr("loket_connector.client.paging.MAX_PAGES", 5)
    answers = [versions(n, number=n, pages=10**9) for n in range(1, 8)]
    with pytest.raises(LoketContractError):
        numbers(Scene(*answers))


# One page ahead


def test_next_page_is_fetched_while_this_one_is_used():
    asked = threading.Event()

    def second(request):
        asked.set()
        return employments(2, number=2, pages=2)

    scene = Scene(employments(1, pages=2), second)
    pages = pages_of(scene)
    assert ids(next(pages)) == [1]
    assert asked.wait(5)
    assert scene.client.calls == 1  # counted when it is used
    assert ids(next(pages)) == [2]
    assert scene.client.calls == 2
    with pytest.raises(StopIteration):
        next(pages)
    main = threading.current_thread()
    assert scene.script.threads[0] is main
    assert scene.script.threads[1] is not main
    assert scene.tokens.threads == {main}


def test_single_page_starts_no_thread():
    scene = Scene(employments(1))
    assert len(list(pages_of(scene))) == 1
    assert set(scene.script.threads) == {threading.current_thread()}


def test_closing_in_the_middle_waits_for_the_request_under_way():
    finished = []

    def slow(request):
        time.sleep(0.1)
        finished.append(True)
        return employments(2, number=2, pages=3)

    scene = Scene(employments(1, pages=3), slow)
    pages = pages_of(scene)
    next(pages)
    pages.close()
    assert finished
    assert scene.client.calls == 2
    assert len(scene.requests) == 2


def test_leaving_a_loop_over_employments_leaves_no_thread():
    scene = Scene(employments(1, 2, pages=2), employments(3, number=2, pages=2))
    for row in scene.client.iter_employments(EMPLOYER):
        assert row.employee.number == 1
        break


def test_error_of_the_caller_leaves_no_thread():
    scene = Scene(employments(1, pages=2), employments(2, number=2, pages=2))
    with pytest.raises(KeyError):
        for _rows in pages_of(scene):
            raise KeyError


def test_iterator_that_was_never_started_asks_nothing():
    scene = Scene()
    pages_of(scene).close()
    assert scene.requests == []


def test_failure_ahead_is_raised_where_the_page_is_asked_for():
    scene = Scene(employments(1, pages=2), (404,))
    pages = pages_of(scene)
    assert ids(next(pages)) == [1]
    with pytest.raises(Exception, match="does not know"):
        next(pages)


def test_failure_ahead_counts_as_the_first_attempt():
    scene = Scene(
        employments(1, pages=2),
        (429, b"", {"Retry-After": "3"}),
        employments(2, number=2, pages=2),
    )
    pages = pages_of(scene)
    next(pages)
    assert scene.waits == []
    assert ids(next(pages)) == [2]
    assert scene.waits == [3]
    assert len(scene.requests) == 3


def test_network_failure_ahead_is_given_up_after_four_attempts():
    scene = Scene(employments(1, pages=2), *[requests.ReadTimeout()] * 4)
    pages = pages_of(scene)
    next(pages)
    with pytest.raises(LoketTransientError):
        next(pages)
    assert scene.client.calls == 5


def test_token_refused_ahead_is_replaced_by_the_caller():
    scene = Scene(employments(1, pages=2), (401,), employments(2, number=2, pages=2))
    assert [ids(rows) for rows in pages_of(scene)] == [[1], [2]]
    assert scene.tokens.rejected == ["token-1"]
    assert scene.tokens.threads == {threading.current_thread()}


def test_missing_token_ahead_does_not_lose_the_page_at_hand():
    answers = iter(["token"])

    def source(rejected=None):
        token = next(answers, None)
        if token is None:
            raise LoketAuthError("Sign in again")
        return token

    scene = Scene(employments(1, pages=2), token_source=source)
    pages = pages_of(scene)
    assert ids(next(pages)) == [1]
    with pytest.raises(LoketAuthError, match="Sign in again"):
        next(pages)


def test_row_without_id_is_raised_on_its_page():
    broken = employment(2)
    del broken["employee"]["id"]
    scene = Scene(employments(1, pages=2), page([broken], number=2, pages=2))
    pages = pages_of(scene)
    next(pages)
    with pytest.raises(LoketContractError, match="employment.employee.id"):
        next(pages)


def test_row_without_required_value_is_raised_when_it_is_read():
    broken = employment(2)
    del broken["employee"]["personalDetails"]["lastName"]
    scene = Scene(page([broken, employment(3)]))
    rows = next(pages_of(scene))
    assert ids(rows[1:]) == [3]
    with pytest.raises(LoketContractError, match="personalDetails.lastName"):
        rows[0].record()
