# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sign-in at the sandbox: page, codes, tokens that rotate."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from loket_sandbox import serve
from sandbox_client import REDIRECT, Loket

ASK = {
    "client_id": "loket-sandbox",
    "redirect_uri": REDIRECT,
    "response_type": "code",
    "scope": "all",
    "state": "s1",
}


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self):
        self.now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def timed(clock):
    with serve(clock=clock) as running:
        yield running


def authorize(sandbox, **changed):
    given = {**ASK, **changed}
    return requests.get(sandbox.oauth_url + "/authorize", params=given, timeout=5)


def press(sandbox, decision):
    return requests.post(
        sandbox.oauth_url + "/authorize",
        data={**ASK, "decision": decision},
        allow_redirects=False,
        timeout=5,
    )


def token(sandbox, **given):
    form = {
        "client_id": sandbox.client_id,
        "client_secret": sandbox.client_secret,
        "redirect_uri": REDIRECT,
        **given,
    }
    if form.get("grant_type") == "refresh_token":
        del form["redirect_uri"]
    return requests.post(sandbox.oauth_url + "/token", data=form, timeout=5)


def by_code(sandbox, **changed):
    code = sandbox.sign_in(REDIRECT)
    return token(
        sandbox, **{"grant_type": "authorization_code", "code": code, **changed}
    )


def refresh(sandbox, refresh_token, **changed):
    given = {"grant_type": "refresh_token", "refresh_token": refresh_token, **changed}
    return token(sandbox, **given)


def test_page_has_the_two_buttons(sandbox):
    page = authorize(sandbox)
    assert page.status_code == 200
    assert re.findall(r"<button[^>]*>([^<]+)</button>", page.text) == [
        "Sign in",
        "Cancel",
    ]


def test_page_escapes_what_it_repeats(sandbox):
    page = authorize(sandbox, state='"><script>')
    assert "<script>" not in page.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("client_id", "somebody"),
        ("response_type", "token"),
        ("scope", "some"),
        ("redirect_uri", "javascript:alert(1)"),
    ],
)
def test_wrong_request_gives_an_error_page_without_buttons(sandbox, name, value):
    page = authorize(sandbox, **{name: value})
    assert page.status_code == 400
    assert "<button" not in page.text


def test_sign_in_button_goes_back_with_code_and_state(sandbox):
    target = urlsplit(press(sandbox, "allow").headers["Location"])
    answer = parse_qs(target.query)
    assert target._replace(query="").geturl() == REDIRECT
    assert answer["state"] == ["s1"]
    used = token(sandbox, grant_type="authorization_code", code=answer["code"][0])
    assert used.status_code == 200


def test_cancel_button_goes_back_with_access_denied(sandbox):
    target = urlsplit(press(sandbox, "deny").headers["Location"])
    assert parse_qs(target.query) == {"state": ["s1"], "error": ["access_denied"]}


def test_token_answer_has_the_documented_members(sandbox):
    answer = by_code(sandbox).json()
    assert set(answer) == {
        "access_token",
        "token_type",
        "expires_in",
        "refresh_token",
        "two_factor_state",
    }
    assert answer["expires_in"] == 3599
    assert re.fullmatch(r"[\w-]+", answer["access_token"])


def test_access_token_opens_the_api(sandbox):
    loket = Loket(sandbox)
    loket.use(by_code(sandbox).json()["access_token"])
    assert loket.get("/user").status_code == 200


def test_code_works_once(sandbox):
    code = sandbox.sign_in(REDIRECT)
    first, second = (
        token(sandbox, grant_type="authorization_code", code=code) for _ in range(2)
    )
    assert first.status_code == 200
    assert (second.status_code, second.json()) == (400, {"error": "invalid_grant"})


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"redirect_uri": REDIRECT + "/other"}, "invalid_grant"),
        ({"code": "made-up"}, "invalid_grant"),
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "wrong"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_wrong_code_request_is_refused(sandbox, changed, error):
    answer = by_code(sandbox, **changed)
    assert (answer.status_code, answer.json()) == (400, {"error": error})


def test_code_expires(timed, clock):
    code = timed.sign_in(REDIRECT)
    clock.now += 301
    answer = token(timed, grant_type="authorization_code", code=code)
    assert answer.json() == {"error": "invalid_grant"}


def test_refresh_gives_new_tokens(sandbox):
    first = sandbox.tokens()
    second = refresh(sandbox, first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert second["access_token"] != first["access_token"]


def test_used_refresh_token_is_void(sandbox):
    old = sandbox.tokens()["refresh_token"]
    refresh(sandbox, old)
    answer = refresh(sandbox, old)
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_grant"})


def test_wrong_secret_does_not_use_up_the_refresh_token(sandbox):
    kept = sandbox.tokens()["refresh_token"]
    assert refresh(sandbox, kept, client_secret="wrong").json() == {
        "error": "invalid_client"
    }
    assert refresh(sandbox, kept).status_code == 200


def test_access_token_expires(timed, clock):
    loket = Loket(timed)
    clock.now += 3600
    assert loket.get("/user").status_code == 401


def test_admin_expires_access_tokens_but_not_refresh_tokens(sandbox, loket):
    answer = sandbox.tokens()
    sandbox.admin.expire_access_tokens()
    assert loket.get("/user").status_code == 401
    assert refresh(sandbox, answer["refresh_token"]).status_code == 200


def test_admin_revokes_refresh_tokens(sandbox):
    answer = sandbox.tokens()
    sandbox.admin.revoke_refresh_tokens()
    assert refresh(sandbox, answer["refresh_token"]).json() == {
        "error": "invalid_grant"
    }


def test_other_client_can_be_chosen():
    with serve(client_id="mine", client_secret="secret") as running:
        assert by_code(running).status_code == 200
        assert by_code(running, client_id="loket-sandbox").status_code == 400


@pytest.mark.parametrize(
    "header", [None, "Bearer", "Basic abc", "Bearer unknown", "Bearer a b"]
)
def test_api_refuses_a_wrong_token(loket, header):
    loket.session.headers["Authorization"] = header
    answer = loket.get("/user")
    assert answer.status_code == 401
    assert list(answer.json()) == ["message"]


def test_log_holds_no_secret_of_the_sign_in(sandbox):
    press(sandbox, "allow")
    authorize(sandbox, state="very-secret")
    by_code(sandbox)
    assert "very-secret" not in str(sandbox.requests)
    assert [entry["query"] for entry in sandbox.requests] == ["", "", ""]
