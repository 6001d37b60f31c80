# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Headers, statuses, retries and what becomes of a write without an answer."""

import json
from datetime import date
from decimal import Decimal

import pytest
import requests
from fake_loket import (
    ADMINISTRATION,
    API,
    EMPLOYER,
    EMPLOYMENT,
    Scene,
    message,
    page,
    patch,
    refusal,
    single,
    version,
    versions,
)

from loket_connector.client import (
    LoketAccessError,
    LoketAuthError,
    LoketContractError,
    LoketNotFoundError,
    LoketRejectedError,
    LoketTransientError,
    PeriodDataIdentity,
    PeriodDataWrite,
    Termination,
)

USER = single({})


# Headers, queries and bodies


def test_read_sends_token_version_and_no_body():
    scene = Scene(USER)
    scene.client.get_user()
    (request,) = scene.requests
    assert request.url == f"{API}/user"
    assert request.headers["Authorization"] == "Bearer token-1"
    assert request.headers["Accept"] == "application/json;version=2018-01-01"
    assert request.headers["User-Agent"] == "loket_connector"
    assert "Content-Type" not in request.headers
    assert request.body is None


def test_netrc_entry_does_not_replace_token(tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine api.loket.test login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    scene = Scene(USER)
    scene.client.get_user()
    assert scene.requests[0].headers["Authorization"] == "Bearer token-1"


def test_write_sends_versioned_content_type():
    scene = Scene((200,))
    scene.client.terminate(EMPLOYMENT, Termination(date(2026, 3, 31), 20))
    (request,) = scene.requests
    assert request.method == "PATCH"
    assert request.headers["Accept"] == "application/json;version=2019-12-16"
    assert request.headers["Content-Type"] == request.headers["Accept"]
    assert json.loads(request.body) == {
        "endDate": "2026-03-31",
        "endOfEmploymentReason": {"key": 8},
        "endOfEmploymentReasonTaxAuthorities": {"key": 20},
        "endOfEmploymentDueToIllness": False,
        "createMdvEntry": False,
    }


def test_reinstate_sends_no_body():
    scene = Scene((200,))
    assert scene.client.reinstate(EMPLOYMENT) == ()
    (request,) = scene.requests
    assert (request.method, request.body) == ("PATCH", None)
    assert request.url.endswith(f"/employments/{EMPLOYMENT}/reinstate")


def test_period_ready_leaves_out_an_empty_comment():
    scene = Scene((202, {"messages": []}))
    scene.client.post_period_ready(ADMINISTRATION, 202601, ("a@example.com",), "")
    assert json.loads(scene.requests[0].body) == {
        "payrollPeriodId": 202601,
        "emailAddressPeriodReadyForPayroll": ["a@example.com"],
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("8.10"), b"8.10"),
        (Decimal("1E+2"), b"100"),
        (Decimal(0), b"0"),
        (Decimal("-0.07"), b"-0.07"),
        (None, b"null"),
    ],
)
def test_amounts_are_sent_as_exact_numbers(value, text):
    scene = Scene((200,))
    patch(scene.client, value)
    assert b'"value":' + text + b"}" in scene.requests[0].body


@pytest.mark.parametrize("value", [0.1, float("nan"), Decimal("NaN"), b"8"])
def test_inexact_amounts_are_not_sent(value):
    scene = Scene((200,))
    with pytest.raises((TypeError, ValueError)):
        patch(scene.client, value)
    assert not scene.requests


def test_patch_sends_writable_documented_properties_only():
    scene = Scene((200,))
    identity = PeriodDataIdentity(1, 1, "unit", None, 7)
    record = PeriodDataWrite(
        EMPLOYMENT, 2026, 1, identity, {101: Decimal(8), 102: None}, {102: True}
    )
    scene.client.patch_period_data(EMPLOYER, [record])
    assert json.loads(scene.requests[0].body) == [
        {
            "employmentId": EMPLOYMENT,
            "payrollPeriod": {"year": 2026, "periodNumber": 1},
            "shift": {"shiftNumber": 1},
            "payslipType": {"key": 1},
            "distributionUnit": {"key": "unit"},
            "costCenter": None,
            "costUnit": {"key": 7},
            "payrollComponents": [
                {"payrollComponent": {"key": 101}, "value": 8},
                {
                    "payrollComponent": {"key": 102},
                    "value": None,
                    "isSupplement": True,
                },
            ],
        }
    ]


@pytest.mark.parametrize("identifier", [None, "", False])
def test_path_without_an_id_is_not_called(identifier):
    scene = Scene()
    with pytest.raises(ValueError, match="employment"):
        scene.client.get_wages(identifier)
    assert not scene.requests


def test_id_cannot_leave_its_place_in_the_path():
    scene = Scene(page([]))
    scene.client.get_wages("../../user?x=1#")
    assert "..%2F..%2Fuser%3Fx%3D1%23/wages" in scene.requests[0].url


# Statuses

WORDS = refusal(message("Last name is too long", code=83))[1]


@pytest.mark.parametrize(
    ("status", "body", "error", "words"),
    [
        (400, WORDS, LoketRejectedError, ["Last name is too long"]),
        (409, WORDS, LoketRejectedError, ["Last name is too long"]),
        (403, {"message": "No rights"}, LoketAccessError, ["No rights"]),
        (404, b"", LoketNotFoundError, []),
        (418, b"", LoketContractError, []),
        (302, b"", LoketContractError, []),
        (501, b"", LoketTransientError, []),
        (408, b"", LoketTransientError, []),
    ],
)
def test_status_becomes_error(status, body, error, words):
    scene = Scene((status, body))
    with pytest.raises(error) as caught:
        scene.client.get_user()
    assert type(caught.value) is error
    assert caught.value.status == status
    assert caught.value.request == "GET /user"
    assert [entry.description for entry in caught.value.messages] == words
    assert not any(word in str(caught.value) for word in words)
    assert len(scene.requests) == 1


def test_missing_right_names_activity():
    scene = Scene((403, {"message": "Insufficient rights"}))
    with pytest.raises(LoketAccessError) as caught:
        list(scene.client.iter_employers())
    assert caught.value.activity == "GetEmployersByUserId"
    assert "GetEmployersByUserId" in str(caught.value)


def test_request_of_error_has_no_query():
    scene = Scene((404,))
    with pytest.raises(LoketNotFoundError) as caught:
        list(scene.client.iter_employments(EMPLOYER, filter="lastName eq 'X'"))
    path = f"/providers/employers/{EMPLOYER}/employees/employments/comprehensive"
    assert caught.value.request == f"GET {path}"
    assert "lastName" not in str(caught.value)


def test_messages_keep_loket_words():
    identifier = EMPLOYMENT.upper()
    scene = Scene(refusal(message("One", code=83, identifier=identifier), "noise"))
    with pytest.raises(LoketRejectedError) as caught:
        scene.client.get_user()
    (entry,) = caught.value.messages
    assert (entry.code, entry.type) == (83, "BrokenBusinessRule")
    assert (entry.description, entry.id) == ("One", EMPLOYMENT)
    assert "message codes 83" in str(caught.value)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"SSL is required\r\nat Loket.Api.Handler", ["SSL is required"]),
        (b"x" * 500, ["x" * 200]),
        (b"", []),
    ],
)
def test_plain_text_refusal_keeps_first_line(body, words):
    scene = Scene((400, body, {"Content-Type": "text/plain; charset=utf-8"}))
    with pytest.raises(LoketRejectedError) as caught:
        scene.client.get_user()
    assert [entry.description for entry in caught.value.messages] == words


def test_html_refusal_has_no_messages():
    scene = Scene((400, b"<html>proxy</html>", {"Content-Type": "text/html"}))
    with pytest.raises(LoketRejectedError) as caught:
        scene.client.get_user()
    assert caught.value.messages == ()


@pytest.mark.parametrize(
    "answer",
    [
        (200, b"<html>maintenance</html>"),
        (200, b""),
        (200, b"[]"),
        (200, b'{"content": 1}'),
        (200, {"version": {}, "messages": []}),
        (200, b'{"content": {"x": NaN}}'),
        (200, b"[" * 100_000),
    ],
)
def test_success_without_documented_shape_is_a_contract_error(answer):
    with pytest.raises(LoketContractError):
        Scene(answer).client.get_user()


# Tokens


def test_refused_token_is_replaced_once():
    scene = Scene((401, {"message": "denied"}), USER)
    scene.client.get_user()
    assert scene.tokens.rejected == ["token-1"]
    sent = [request.headers["Authorization"] for request in scene.requests]
    assert sent == ["Bearer token-1", "Bearer token-2"]
    assert scene.waits == []


def test_second_refusal_asks_to_sign_in():
    scene = Scene((401, {"message": "denied"}), (401, {"message": "denied"}))
    with pytest.raises(LoketAuthError) as caught:
        scene.client.get_user()
    assert caught.value.status == 401
    assert len(scene.requests) == 2


def test_refused_token_repeats_a_write():
    scene = Scene((401,), (200,))
    patch(scene.client)
    assert len(scene.requests) == 2
    assert scene.requests[0].body == scene.requests[1].body


@pytest.mark.parametrize("token", [None, "", "a b", "a\nb", "é", 5])
def test_unusable_token_is_not_sent(token):
    scene = Scene(token_source=lambda rejected=None: token)
    with pytest.raises(LoketAuthError) as caught:
        scene.client.get_user()
    assert not scene.requests
    assert not token or str(token) not in str(caught.value)


def test_error_of_token_source_passes():
    def source(rejected=None):
        raise LoketAuthError("Nobody is signed in")

    with pytest.raises(LoketAuthError, match="Nobody is signed in"):
        Scene(token_source=source).client.get_user()


# Counting


def test_every_attempt_is_counted_and_reported():
    scene = Scene((503,), requests.ReadTimeout(), versions(1))
    list(scene.client.iter_employment_versions(EMPLOYER))
    assert scene.client.calls == 3
    template = "/providers/employers/{employer}/employees/employments/"
    assert [report[:3] for report in scene.reports] == [
        ("GET", f"{template}lastmodifiedversionnumbers", status)
        for status in (503, None, 200)
    ]
    assert all(isinstance(report[3], int) for report in scene.reports)


def test_announced_end_of_a_version_is_remembered():
    scene = Scene(page([], obsolete="2027-01-31"), page([version(1)]))
    list(scene.client.iter_functions(EMPLOYER))
    list(scene.client.iter_employer_versions())
    assert scene.client.obsolete == {
        "/providers/employers/{employer}/functions": date(2027, 1, 31)
    }
