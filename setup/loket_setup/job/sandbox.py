# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The sandbox Loket, seen by somebody with a browser and by its administrator."""

from __future__ import annotations

import re
from datetime import date, datetime
from html import unescape
from urllib.parse import urljoin

import requests

_FIELD = re.compile(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
_FORM = re.compile(r'<form[^>]*action="([^"]*)"')


class Sandbox:
    """Default client of the sandbox; see tests/loket_sandbox."""

    client_id = "loket-sandbox"
    client_secret = "sandbox-secret"

    def __init__(self, url: str):
        self.url = url.rstrip("/")

    @property
    def api_url(self) -> str:
        return f"{self.url}/v2"

    def admin(self, method: str, **arguments):
        """Ask or tell the sandbox's administration."""
        answer = requests.get(
            f"{self.url}/_admin/{method}", params=arguments, timeout=60
        )
        answer.raise_for_status()
        return answer.json()

    def tell(self, method: str, /, **arguments):
        """Tell the administration something that is not plain text."""
        answer = requests.post(
            f"{self.url}/_admin/{method}", json=arguments, timeout=60
        )
        if not answer.ok:
            raise ValueError(f"{method}: {answer.text}")
        return answer.json()

    def press_sign_in(self, page: requests.Response) -> dict:
        """Return what the button of the sign-in page posts, and where to."""
        action = _FORM.search(page.text)
        values = {name: unescape(value) for name, value in _FIELD.findall(page.text)}
        return {
            "url": urljoin(page.url, action.group(1) if action else ""),
            "data": {**values, "decision": "allow"},
        }


def today() -> date:
    """Return the date where this runs, which is the sandbox's too."""
    return datetime.now().astimezone().date()
