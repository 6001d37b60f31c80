# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Requests to the API: headers, timeouts, retries, and answers turned into errors."""

import ssl
import time
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import requests

from . import wire
from .errors import (
    LoketAuthError,
    LoketTransientError,
    LoketUnknownOutcomeError,
    Message,
    error_for_status,
    parse_messages,
)
from .redaction import get_logger
from .retry import parse_retry_after, retry_delay

_logger = get_logger(__name__)

# Reasons inside an error of requests that tell the request never left. By name, as
# urllib3 is not a dependency of ours.
_NOT_CONNECTED = frozenset(
    {"NewConnectionError", "ConnectTimeoutError", "NameResolutionError"}
)


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """One request; ``template`` is ``path`` before the ids were filled in."""

    method: str
    path: str
    template: str
    accept: str
    activity: str | None = None
    params: dict = field(default_factory=dict)
    body: object = None

    def __repr__(self):
        return f"Request({self.line})"

    @property
    def line(self):
        return f"{self.method} {self.path}"

    @property
    def is_write(self):
        return self.method != "GET"


@dataclass(frozen=True, slots=True, repr=False)
class Attempt:
    """What became of one try: an answer or the error of requests, and its duration."""

    token: str
    seconds: float
    response: requests.Response | None = None
    error: Exception | None = None

    @property
    def status(self):
        return None if self.response is None else self.response.status_code


class Transport:
    """Send requests with a token and hand back answers with a 2xx status.

    :param token_source: ``callable(rejected=None)`` that returns an access token; it
        is called with a token Loket refused once, to get a fresh one
    :param on_call: ``callable(method, template, status, milliseconds)`` for every
        attempt; status is None without an answer

    Both are only called in the thread that uses the transport, never in the one that
    fetches a page ahead (see ``paging``).
    """

    def __init__(
        self,
        api_url,
        token_source,
        *,
        session=None,
        timeout=(10, 60),
        sleep=time.sleep,
        on_call=None,
        user_agent="loket_connector",
    ):
        self.api_url = api_url.rstrip("/")
        self.calls = 0
        #: Activities that Loket refused with a 403, whoever caught the error.
        self.refused = set()
        self._token_source = token_source
        self._session = session if session is not None else requests.Session()
        self._timeout = timeout
        self._sleep = sleep
        self._on_call = on_call
        self._user_agent = user_agent

    def close(self):
        self._session.close()

    def token(self):
        """Return the token to use now; may raise what the token source raises."""
        return _checked(self._token_source())

    def path_of(self, url):
        """Return the path below the API of an address Loket gave, else None.

        The token goes to the API only, whatever address an answer holds.
        """
        try:
            ours, theirs = urlsplit(self.api_url), urlsplit(url)
        except ValueError:
            return None
        if (theirs.scheme, theirs.netloc) != (ours.scheme, ours.netloc):
            return None
        inside = theirs.path.startswith(f"{ours.path}/")
        if not inside or ".." in unquote(theirs.path).split("/"):
            return None
        return theirs.path[len(ours.path) :]

    def send(self, request, first=None):
        """Return the successful answer, after as many attempts as make sense.

        :param first: the first attempt, when it was made ahead of time
        """
        attempt = first or self.attempt(request, self.token())
        tried, spent, refreshed = 1, 0.0, False
        while True:
            self.report(request, attempt)
            spent += attempt.seconds
            if attempt.status is not None and attempt.status < 300:
                return attempt.response
            if attempt.status == 401 and not refreshed:
                refreshed = True
                token = _checked(self._token_source(attempt.token))
            else:
                error = _to_error(request, attempt)
                delay = _delay(request, attempt, error, tried, spent)
                if delay is None:
                    raise error from attempt.error
                self._sleep(delay)
                spent += delay
                tried += 1
                token = self.token()
            attempt = self.attempt(request, token)

    def attempt(self, request, token):
        """Send once and tell what happened; the only method a thread may call."""
        content = None if request.body is None else wire.dumps(request.body)
        headers = {"Accept": request.accept, "User-Agent": self._user_agent}
        if content is not None:
            headers["Content-Type"] = request.accept
        response = error = None
        start = time.monotonic()
        try:
            response = self._session.request(
                request.method,
                self.api_url + request.path,
                params=request.params or None,
                data=content,
                headers=headers,
                auth=_BearerAuth(token),
                timeout=self._timeout,
                allow_redirects=False,
            )
        except (requests.RequestException, OSError) as caught:
            error = caught
        return Attempt(token, time.monotonic() - start, response, error)

    def report(self, request, attempt):
        """Count and log an attempt."""
        self.calls += 1
        milliseconds = int(attempt.seconds * 1000)
        status = attempt.status
        if status == 403 and request.activity:
            self.refused.add(request.activity)
        _logger.debug(
            "%s: %s in %s ms",
            request.line,
            type(attempt.error).__name__ if status is None else status,
            milliseconds,
        )
        if self._on_call is not None:
            self._on_call(request.method, request.template, status, milliseconds)


class _BearerAuth(requests.auth.AuthBase):
    """Set the header as ``auth``: requests puts a .netrc entry over a plain header."""

    def __init__(self, token):
        self._token = token

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _checked(token):
    # An unusable header value would be quoted in the exception of http.client.
    usable = isinstance(token, str) and token.isascii() and token.isprintable()
    if not usable or not token or " " in token:
        raise LoketAuthError("There is no usable access token for Loket")
    return token


def _delay(request, attempt, error, tried, spent):
    if attempt.error is not None and _is_lasting(attempt.error):
        return None
    return retry_delay(
        request.method,
        tried,
        attempt.status,
        arrived=attempt.error is None or may_have_arrived(attempt.error),
        retry_after=error.retry_after,
        spent=spent,
    )


def _to_error(request, attempt):
    if attempt.error is not None:
        return _network_error(request, attempt.error)
    response = attempt.response
    return error_for_status(
        response.status_code,
        request=request.line,
        is_write=request.is_write,
        activity=request.activity,
        messages=_messages(response),
        retry_after=parse_retry_after(response.headers.get("Retry-After")),
    )


def _messages(response):
    """Read Loket's words; API-level errors come as text/plain (see its manual)."""
    kind = response.headers.get("Content-Type", "").lower()
    if kind.startswith("text/plain"):
        text = response.content[:1000].decode(errors="replace").strip()
        line = text.partition("\n")[0].strip()[:200]
        return (Message(description=line),) if line else ()
    try:
        return parse_messages(wire.loads(response.content))
    except ValueError:
        return ()


def _network_error(request, error):
    cause = type(error).__name__
    if request.is_write and may_have_arrived(error):
        return LoketUnknownOutcomeError(
            f"No answer from Loket after sending ({cause}, {request.line})",
            request=request.line,
        )
    return LoketTransientError(
        f"Loket could not be reached ({cause}, {request.line})", request=request.line
    )


def may_have_arrived(error):
    """Tell whether Loket may have received the request; yes when in doubt."""
    if _is_lasting(error):
        return False
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return False
    names = {kind.__name__ for kind in type(_reason(error)).__mro__}
    return not names & _NOT_CONNECTED


def _is_lasting(error):
    """Tell of a certificate or an address that will not be right next time either."""
    reason = _reason(error)
    inner = reason.args[0] if getattr(reason, "args", ()) else None
    refused = (reason, inner)
    return isinstance(error, ValueError) or any(
        isinstance(item, ssl.SSLCertVerificationError) for item in refused
    )


def _reason(error):
    """Return what urllib3 says: it is the reason of the first argument."""
    return getattr(error.args[0], "reason", None) if error.args else None
