# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is sent again, after how long, and what becomes of a write without an answer."""

import ssl
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
import requests
from fake_loket import Scene, patch, post_ready, single

from loket_connector.client import (
    LoketError,
    LoketTransientError,
    LoketUnknownOutcomeError,
    retry,
)

USER = single({})


class NewConnectionError(Exception):
    """Has the name urllib3 gives to a connection that was never made."""


class MaxRetryError(Exception):
    def __init__(self, reason):
        super().__init__("Max retries exceeded with url: /v2/secret?bsn=123456782")
        self.reason = reason


def not_connected():
    return requests.ConnectionError(MaxRetryError(NewConnectionError("refused")))


def wrong_certificate():
    inner = ssl.SSLCertVerificationError("certificate has expired")
    return requests.exceptions.SSLError(MaxRetryError(ssl.SSLError(inner)))


# Repeating


@pytest.mark.parametrize(
    "failure", [(429,), (502,), (503,), (504,), requests.ReadTimeout(), not_connected()]
)
def test_read_is_repeated_with_growing_waits(failure):
    scene = Scene(failure, failure, failure, USER)
    scene.client.get_user()
    assert scene.client.calls == 4
    for number, wait in enumerate(scene.waits):
        assert 0.5 * 2**number <= wait <= 2**number


@pytest.mark.parametrize("failure", [(429,), (503,), requests.ReadTimeout()])
def test_read_gives_up_after_four_attempts(failure):
    scene = Scene(*[failure] * 4)
    with pytest.raises(LoketTransientError) as caught:
        scene.client.get_user()
    assert type(caught.value) is LoketTransientError
    assert len(scene.requests) == 4


def test_server_error_is_repeated_once():
    scene = Scene((500,), (500,))
    with pytest.raises(LoketTransientError):
        scene.client.get_user()
    assert len(scene.requests) == 2


@pytest.mark.parametrize(
    "failure", [wrong_certificate(), requests.exceptions.InvalidURL("x")]
)
@pytest.mark.parametrize("call", [lambda client: client.get_user(), post_ready])
def test_lasting_problem_is_not_repeated(failure, call):
    scene = Scene(failure)
    with pytest.raises(LoketTransientError) as caught:
        call(scene.client)
    assert type(caught.value) is LoketTransientError
    assert scene.waits == []


def test_retry_after_seconds_are_obeyed():
    scene = Scene((429, b"", {"Retry-After": "7"}), USER)
    scene.client.get_user()
    assert scene.waits == [7]


def test_retry_after_date_is_obeyed():
    moment = datetime.now(timezone.utc) + timedelta(seconds=30)
    header = format_datetime(moment, usegmt=True)
    scene = Scene((503, b"", {"Retry-After": header}), USER)
    scene.client.get_user()
    assert 25 < scene.waits[0] <= 30


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("0", 0),
        ("-5", 0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Wed, 21 Oct 2015 07:28:00", 0),
    ],
)
def test_retry_after_is_read(header, seconds):
    assert retry.parse_retry_after(header) == seconds


def test_longer_wait_than_allowed_is_left_to_the_caller():
    scene = Scene((429, b"", {"Retry-After": "3600"}))
    with pytest.raises(LoketTransientError) as caught:
        scene.client.get_user()
    assert caught.value.retry_after == 3600
    assert (scene.waits, len(scene.requests)) == ([], 1)


def test_waits_stay_within_the_budget():
    scene = Scene(*[(503, b"", {"Retry-After": "50"})] * 3)
    with pytest.raises(LoketTransientError):
        scene.client.get_user()
    assert scene.waits == [50, 50]


@pytest.mark.parametrize(
    ("method", "tried", "status", "arrived", "repeated"),
    [
        ("GET", 1, None, True, True),
        ("GET", 1, 500, True, True),
        ("GET", 2, 500, True, False),
        ("GET", 3, 502, True, True),
        ("GET", 4, 502, True, False),
        ("GET", 1, 400, True, False),
        ("GET", 1, 403, True, False),
        ("GET", 1, 501, True, False),
        ("PATCH", 1, None, True, False),
        ("PATCH", 1, None, False, True),
        ("PATCH", 1, 429, True, True),
        ("PATCH", 4, 429, True, False),
        ("PATCH", 1, 503, True, False),
        ("POST", 1, 500, True, False),
    ],
)
def test_retry_decision(method, tried, status, arrived, repeated):
    delay = retry.retry_delay(method, tried, status, arrived=arrived)
    assert (delay is not None) is repeated


def test_own_waits_have_a_ceiling(monkeypatch):
    monkeypatch.setattr(retry, "ATTEMPTS", 50)
    delays = [retry.retry_delay("GET", tried, 503) for tried in range(1, 40)]
    assert max(delays) <= retry.CEILING


# Writes without an answer


@pytest.mark.parametrize("write", [patch, post_ready])
@pytest.mark.parametrize(
    "failure",
    [
        requests.ReadTimeout(),
        requests.ConnectionError("Connection aborted."),
        requests.ConnectionError(),
        requests.exceptions.ChunkedEncodingError(),
        (500,),
        (502,),
        (503, b"", {"Retry-After": "1"}),
        (504,),
        (200, b"<html>"),
    ],
)
def test_write_without_usable_answer_is_unknown_and_not_repeated(write, failure):
    scene = Scene(failure)
    with pytest.raises(LoketUnknownOutcomeError):
        write(scene.client)
    assert (scene.waits, len(scene.requests)) == ([], 1)


@pytest.mark.parametrize(
    "failure",
    [
        not_connected(),
        requests.ConnectTimeout(),
        requests.exceptions.ProxyError(),
        (429,),
    ],
)
def test_write_that_never_arrived_is_repeated(failure):
    scene = Scene(failure, (200,))
    patch(scene.client)
    assert len(scene.requests) == 2
    scene = Scene(*[failure] * 4)
    with pytest.raises(LoketTransientError) as caught:
        patch(scene.client)
    assert not isinstance(caught.value, LoketUnknownOutcomeError)


def test_error_text_of_requests_stays_out():
    scene = Scene(*[not_connected()] * 4)
    with pytest.raises(LoketError) as caught:
        scene.client.get_user()
    assert "123456782" not in str(caught.value)
    assert "ConnectionError" in str(caught.value)
