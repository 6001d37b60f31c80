# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One person signed in at Odoo over HTTP, as a browser would be."""

from __future__ import annotations

import re

import requests

_CSRF = re.compile(r'name="csrf_token"\s+value="([^"]+)"')


class Refused(Exception):
    """Odoo said no; the text is what the person would read."""


class OdooSession:
    """Calls model methods with the rights of the person who signed in."""

    def __init__(self, url: str, login: str, password: str):
        self.url = url
        self.http = requests.Session()
        page = self.http.get(f"{url}/web/login", timeout=120)
        token = _CSRF.search(page.text)
        answer = self.http.post(
            f"{url}/web/login",
            data={
                "csrf_token": token.group(1) if token else "",
                "login": login,
                "password": password,
            },
            timeout=120,
        )
        if "/web/login" in answer.url:
            raise Refused(f"{login} cannot sign in at {url}.")

    def call(self, model: str, method: str, *args, **kwargs):
        """Call a public method; ids, if any, are the first argument."""
        answer = self.http.post(
            f"{self.url}/web/dataset/call_kw/{model}/{method}",
            json={
                "jsonrpc": "2.0",
                "method": "call",
                "params": {
                    "model": model,
                    "method": method,
                    "args": list(args),
                    "kwargs": kwargs,
                },
            },
            timeout=600,
        ).json()
        if "error" in answer:
            data = answer["error"].get("data") or {}
            raise Refused(data.get("message") or answer["error"]["message"])
        return answer.get("result")

    def find(self, model: str, domain: list, fields: list[str], **kwargs) -> list[dict]:
        """Return records as dictionaries, archived ones only when asked for."""
        return self.call(model, "search_read", domain, fields, **kwargs)

    def find_or_create(self, model: str, domain: list, values: dict) -> int:
        """Return the id of the one record that fits, made when there is none."""
        found = self.find(model, domain, ["id"], limit=1)
        return found[0]["id"] if found else self.create(model, values)

    def create(self, model: str, values: dict) -> int:
        """Create one record."""
        created = self.call(model, "create", [values])
        return created[0] if isinstance(created, list) else created

    def create_all(self, model: str, vals_list: list[dict]) -> list[int]:
        """Create records in one go; return their ids in the same order."""
        return self.call(model, "create", vals_list) if vals_list else []

    def ref(self, xml_id: str) -> int:
        """Return the id behind an external identifier."""
        module, name = xml_id.split(".")
        found = self.find(
            "ir.model.data", [("module", "=", module), ("name", "=", name)], ["res_id"]
        )
        if not found:
            raise Refused(f"{xml_id} is not installed.")
        return found[0]["res_id"]
