# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Signing in: the address for the browser, the code, the new refresh tokens."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from fake_loket import OAUTH, Script

from loket_connector.client import (
    LoketAuthError,
    LoketContractError,
    LoketInvalidClientError,
    LoketRejectedError,
    LoketTransientError,
    LoketUnknownOutcomeError,
    OAuthClient,
)

REDIRECT = "https://odoo.example.com/loket/callback"
SECRETS = ("S3cret", "the-code", "old-refresh", "new-access", "new-refresh")
ANSWER = {
    "access_token": "new-access",
    "token_type": "bearer",
    "expires_in": 3599,
    "refresh_token": "new-refresh",
    "two_factor_state": "None",
}


def scene(*entries):
    script = Script(*entries)
    session = requests.Session()
    session.mount("https://", script)
    return OAuthClient(OAUTH + "/", "client", "S3cret", session=session), script


def exchange(client):
    return client.exchange("the-code", REDIRECT)


def refresh(client):
    return client.refresh("old-refresh")


def form(script):
    (request,) = script.requests
    assert request.url == f"{OAUTH}/token"
    assert request.method == "POST"
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert "Authorization" not in request.headers
    return {key: value for key, (value,) in parse_qs(request.body).items()}


def test_authorize_url_asks_for_a_code():
    client, _script = scene()
    parts = urlsplit(client.authorize_url(REDIRECT + "?db=a b", "st&te"))
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{OAUTH}/authorize"
    assert parse_qs(parts.query) == {
        "client_id": ["client"],
        "redirect_uri": [REDIRECT + "?db=a b"],
        "response_type": ["code"],
        "scope": ["all"],
        "state": ["st&te"],
    }


def test_exchange_sends_code_as_form():
    client, script = scene((200, ANSWER))
    tokens = exchange(client)
    assert form(script) == {
        "grant_type": "authorization_code",
        "code": "the-code",
        "redirect_uri": REDIRECT,
        "client_id": "client",
        "client_secret": "S3cret",
    }
    assert tokens.access_token == "new-access"
    assert tokens.refresh_token == "new-refresh"
    assert (tokens.expires_in, tokens.token_type) == (3599, "bearer")
    assert tokens.two_factor_state == "None"


def test_refresh_sends_refresh_token_as_form():
    client, script = scene((200, ANSWER))
    assert refresh(client).refresh_token == "new-refresh"
    assert form(script) == {
        "grant_type": "refresh_token",
        "refresh_token": "old-refresh",
        "client_id": "client",
        "client_secret": "S3cret",
    }


@pytest.mark.parametrize("answer", [None, ""])
def test_missing_refresh_token_is_none(answer):
    client, _script = scene((200, {**ANSWER, "refresh_token": answer}))
    assert refresh(client).refresh_token is None
    del_answer = {k: v for k, v in ANSWER.items() if k != "refresh_token"}
    client, _script = scene((200, del_answer))
    assert refresh(client).refresh_token is None


def test_seconds_may_be_text():
    client, _script = scene((200, {**ANSWER, "expires_in": "3599"}))
    assert refresh(client).expires_in == 3599


def test_tokens_do_not_show_in_repr():
    client, _script = scene((200, ANSWER))
    text = repr(refresh(client)) + repr(client)
    assert not any(secret in text for secret in SECRETS)


@pytest.mark.parametrize("call", [exchange, refresh])
@pytest.mark.parametrize(
    ("entry", "error"),
    [
        ((400, {"error": "invalid_grant"}), LoketAuthError),
        ((400, {"error": "invalid_client"}), LoketInvalidClientError),
        ((401, {"error": "invalid_client"}), LoketInvalidClientError),
        ((400, {"error": "unauthorized_client"}), LoketInvalidClientError),
        ((400, {"error": "invalid_request"}), LoketRejectedError),
        ((400, {"error": "new-access! S3cret"}), LoketContractError),
        ((400, b"<html>"), LoketContractError),
        ((400, b"[1]"), LoketContractError),
        ((302, b""), LoketContractError),
        ((404, b""), LoketContractError),
        ((429, b"", {"Retry-After": "9"}), LoketTransientError),
        ((500, b""), LoketUnknownOutcomeError),
        ((503, b""), LoketUnknownOutcomeError),
        (requests.ReadTimeout("old-refresh"), LoketUnknownOutcomeError),
        (requests.ConnectionError("Connection aborted."), LoketUnknownOutcomeError),
        (requests.ConnectTimeout(), LoketTransientError),
        ((200, b"<html>"), LoketContractError),
        ((200, b"[]"), LoketContractError),
        ((200, {**ANSWER, "access_token": None}), LoketContractError),
        ((200, {**ANSWER, "access_token": 5}), LoketContractError),
        ((200, {**ANSWER, "expires_in": None}), LoketContractError),
        ((200, {**ANSWER, "expires_in": "soon"}), LoketContractError),
        ((200, {"access_token": "new-access"}), LoketContractError),
    ],
)
def test_failure_is_not_repeated_and_tells_who_has_to_act(call, entry, error):
    client, script = scene(entry)
    with pytest.raises(error) as caught:
        call(client)
    assert type(caught.value) is error
    assert len(script.requests) == 1
    assert caught.value.request == "POST /token"
    assert not any(secret in str(caught.value) for secret in SECRETS)


def test_rate_limit_tells_how_long_to_wait():
    client, _script = scene((429, b"", {"Retry-After": "9"}))
    with pytest.raises(LoketTransientError) as caught:
        refresh(client)
    assert caught.value.retry_after == 9
    assert caught.value.status == 429
