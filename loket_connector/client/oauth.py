# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sign in at Loket with OAuth 2.0, authorization code flow.

Nothing is repeated here: codes are for single use, and every answer carries a new
refresh token, so a second try after a lost answer would use one that is worn out.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

import requests

from . import wire
from .errors import (
    LoketAuthError,
    LoketContractError,
    LoketInvalidClientError,
    LoketRejectedError,
    LoketTransientError,
    LoketUnknownOutcomeError,
    Message,
)
from .redaction import get_logger
from .retry import parse_retry_after
from .transport import may_have_arrived

_logger = get_logger(__name__)
_REQUEST = "POST /token"


@dataclass(frozen=True, slots=True, repr=False)
class Tokens:
    """``expires_in`` in seconds; ``refresh_token`` None: go on with the one in use."""

    access_token: str
    refresh_token: str | None
    expires_in: int
    token_type: str | None
    two_factor_state: str | None

    def __repr__(self):
        new = "a new" if self.refresh_token else "no"
        return f"Tokens(expires_in={self.expires_in}, {new} refresh token)"


class OAuthClient:
    """The calls to the sign-in server; it keeps no tokens."""

    def __init__(
        self, oauth_url, client_id, client_secret, *, session=None, timeout=(10, 30)
    ):
        self._url = oauth_url.rstrip("/")
        self._client_id = client_id
        self._client_secret = client_secret
        self._session = session if session is not None else requests.Session()
        self._timeout = timeout

    def authorize_url(self, redirect_uri, state):
        """Return the address to send the browser to."""
        query = {
            "client_id": self._client_id,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "scope": "all",
            "state": state,
        }
        return f"{self._url}/authorize?{urlencode(query)}"

    def exchange(self, code, redirect_uri):
        """Return the first tokens, for the code Loket sent to the redirect address."""
        return self._token(
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": redirect_uri,
            }
        )

    def refresh(self, refresh_token):
        """Return new tokens; store them before anything else."""
        return self._token(
            {"grant_type": "refresh_token", "refresh_token": refresh_token}
        )

    def _token(self, form):
        form = {
            **form,
            "client_id": self._client_id,
            "client_secret": self._client_secret,
        }
        try:
            response = self._session.post(
                f"{self._url}/token",
                data=form,
                headers={"Accept": "application/json"},
                auth=_no_auth,
                timeout=self._timeout,
                allow_redirects=False,
            )
        except (requests.RequestException, OSError) as error:
            raise _network_error(error) from error
        _logger.debug("%s: %s", _REQUEST, response.status_code)
        if response.status_code != 200:
            raise _error(response)
        return _tokens(response)


def _no_auth(request):
    """Leave the request alone: requests would add what a .netrc file holds."""
    return request


def _network_error(error):
    cause = type(error).__name__
    if may_have_arrived(error):
        return LoketUnknownOutcomeError(
            f"No answer from Loket to the sign-in ({cause}, {_REQUEST})",
            request=_REQUEST,
        )
    return LoketTransientError(
        f"Loket's sign-in could not be reached ({cause}, {_REQUEST})", request=_REQUEST
    )


def _error(response):
    status = response.status_code
    details = {"status": status, "request": _REQUEST}
    where = f"({status}, {_REQUEST})"
    if status == 429:
        wait = parse_retry_after(response.headers.get("Retry-After"))
        return LoketTransientError(
            f"Loket asks for fewer sign-ins {where}", retry_after=wait, **details
        )
    if status >= 500:
        return LoketUnknownOutcomeError(
            f"Loket could not handle the sign-in {where}", **details
        )
    code = _error_code(response)
    # RFC 6749, 5.2. The description next to the code may quote what was sent.
    if code in ("invalid_client", "unauthorized_client"):
        return LoketInvalidClientError(
            f"Loket does not accept the client id or secret: {code} {where}", **details
        )
    if code == "invalid_grant":
        return LoketAuthError(
            f"Loket does not accept the sign-in any more: {code} {where}", **details
        )
    if code:
        return LoketRejectedError(
            f"Loket refused the sign-in: {code} {where}",
            messages=(Message(description=code),),
            **details,
        )
    return LoketContractError(f"Loket's sign-in gave no reason {where}", **details)


def _error_code(response):
    try:
        body = wire.loads(response.content)
    except ValueError:
        return None
    code = body.get("error") if isinstance(body, dict) else None
    return code if isinstance(code, str) and re.fullmatch(r"\w{1,50}", code) else None


def _tokens(response):
    try:
        body = wire.loads(response.content)
        access_token, expires_in = body["access_token"], int(body["expires_in"])
    except (ValueError, TypeError, KeyError) as error:
        raise LoketContractError(
            f"Loket's sign-in answer has no usable token ({_REQUEST})",
            status=response.status_code,
            request=_REQUEST,
        ) from error
    if not isinstance(access_token, str) or not access_token:
        raise LoketContractError(
            f"Loket's sign-in answer has no usable token ({_REQUEST})", request=_REQUEST
        )
    return Tokens(
        access_token=access_token,
        refresh_token=body.get("refresh_token") or None,
        expires_in=expires_in,
        token_type=body.get("token_type"),
        two_factor_state=body.get("two_factor_state"),
    )
