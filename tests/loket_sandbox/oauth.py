# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The sign-in server: /authorize and /token with rotating refresh tokens."""

import hashlib
import html
import time
from urllib.parse import urlencode, urlsplit

from .replies import LoketError

CODE_SECONDS = 300
ACCESS_SECONDS = 3599
REFRESH_SECONDS = 90 * 24 * 3600

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Loket sandbox</title></head>
<body style="font-family:sans-serif;max-width:28rem;margin:4rem auto">
<h1>Loket sandbox</h1>{content}</body></html>"""

FORM = """<p>Sign in as <b>sandbox@example.com</b> and let <b>{client}</b>
use your payroll data?</p>
<form method="post" action="/authorize">{fields}
<button type="submit" name="decision" value="allow">Sign in</button>
<button type="submit" name="decision" value="deny">Cancel</button></form>"""


class OAuth:
    """Codes and tokens of one state; times are seconds since the epoch."""

    def __init__(self, state, client_id, client_secret, clock=time.time):
        self.state = state
        self.client_id = client_id
        self.client_secret = client_secret
        self.clock = clock

    # -- in the browser -----------------------------------------------------

    def page(self, query):
        """Return (status, html) of the page with the two buttons."""
        problem = self._problem(query)
        if problem:
            return 400, PAGE.format(content=f"<p>{html.escape(problem)}</p>")
        names = ("client_id", "redirect_uri", "response_type", "scope", "state")
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{html.escape(query[name])}">'
            for name in names
            if name in query
        )
        content = FORM.format(client=html.escape(self.client_id), fields=fields)
        return 200, PAGE.format(content=content)

    def decide(self, form):
        """Return (status, location or html) for a pressed button."""
        problem = self._problem(form)
        if problem:
            return 400, PAGE.format(content=f"<p>{html.escape(problem)}</p>")
        if form.get("decision") == "allow":
            answer = {"code": self.new_code(form["redirect_uri"])}
        else:
            answer = {"error": "access_denied"}
        if "state" in form:
            answer = {"state": form["state"], **answer}
        joint = "&" if urlsplit(form["redirect_uri"]).query else "?"
        return 302, form["redirect_uri"] + joint + urlencode(answer)

    def _problem(self, query):
        target = urlsplit(query.get("redirect_uri", ""))
        if query.get("client_id") != self.client_id:
            return "Unknown client."
        if target.scheme not in ("http", "https") or not target.netloc:
            return "The redirect address is missing or no web address."
        if query.get("response_type") != "code":
            return "Only response_type=code is supported."
        if query.get("scope") != "all":
            return "Only scope=all is supported."
        return None

    # -- codes and tokens ---------------------------------------------------

    def new_code(self, redirect_uri):
        code = self._secret("code")
        self.state.oauth["codes"][code] = {
            "redirect_uri": redirect_uri,
            "expires": self.clock() + CODE_SECONDS,
        }
        self.state.touch("oauth")
        return code

    def token(self, form):
        """Answer POST /token; raises LoketError with status 400."""
        if (
            form.get("client_id") != self.client_id
            or form.get("client_secret") != self.client_secret
        ):
            raise LoketError(400, {"error": "invalid_client"})
        grant = form.get("grant_type")
        if grant == "authorization_code":
            self._use_code(form)
        elif grant == "refresh_token":
            self._use_refresh(form)
        else:
            raise LoketError(400, {"error": "unsupported_grant_type"})
        return self.new_tokens()

    def _use_code(self, form):
        code = self.state.oauth["codes"].pop(form.get("code"), None)
        self.state.touch("oauth")
        if (
            code is None
            or code["expires"] < self.clock()
            or code["redirect_uri"] != form.get("redirect_uri")
        ):
            raise LoketError(400, {"error": "invalid_grant"})

    def _use_refresh(self, form):
        expires = self.state.oauth["refresh"].pop(form.get("refresh_token"), None)
        self.state.touch("oauth")
        if expires is None or expires < self.clock():
            raise LoketError(400, {"error": "invalid_grant"})

    def new_tokens(self):
        """Return a fresh token answer."""
        access, refresh = self._secret("access"), self._secret("refresh")
        self.state.oauth["access"][access] = self.clock() + ACCESS_SECONDS
        self.state.oauth["refresh"][refresh] = self.clock() + REFRESH_SECONDS
        self.state.touch("oauth")
        return {
            "access_token": access,
            "token_type": "bearer",
            "expires_in": ACCESS_SECONDS,
            "refresh_token": refresh,
            "two_factor_state": "None",
        }

    def is_valid(self, access_token):
        return self.state.oauth["access"].get(access_token, 0) > self.clock()

    def _secret(self, kind):
        # Not secret at all: the sandbox must give the same answers each time.
        self.state.oauth["count"] += 1
        text = f"{self.state.settings['seed']}/{kind}/{self.state.oauth['count']}"
        return kind[0].upper() + hashlib.sha256(text.encode()).hexdigest()[:46]
