# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The surroundings of a benchmark: a sandbox Loket and a database of Odoo.

The sandbox is a process of its own, as Loket is: its memory and its work are not
those of the process that is measured. It does not check the contract meanwhile.
"""

import re
import subprocess
import sys
from contextlib import contextmanager
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import requests

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

SEED = 1
_FIELD = re.compile(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
_REDIRECT = "http://localhost/loket/oauth/callback"


class Sandbox:
    """A sandbox in a process of its own, seen from outside."""

    client_id = "loket-sandbox"
    client_secret = "sandbox-secret"

    def __init__(self, employers, employees):
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "loket_sandbox", "--port=0"),
                *(f"--employers={employers}", f"--employees={employees}"),
                f"--seed={SEED}",
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        words = self._process.stdout.readline().split()
        self.api_url, self.oauth_url = words[1], words[3]
        self._session = requests.Session()

    def close(self):
        self._process.terminate()
        self._process.wait()

    def admin(self, method, **arguments):
        """Ask or tell the sandbox's administration."""
        url = f"{self.oauth_url}/_admin/{method}"
        answer = self._session.post(url, json=arguments, timeout=600)
        answer.raise_for_status()
        return answer.json()

    def count_calls(self):
        """Return the number of API calls since the log was cleared."""
        log = self.admin("requests")["requests"]
        return sum(entry["path"].startswith("/v2/") for entry in log)

    def sign_in(self):
        """Press the button of the sign-in page; return the code."""
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": _REDIRECT,
            "state": "bench",
            "scope": "all",
        }
        page = self._session.get(
            f"{self.oauth_url}/authorize?{urlencode(query)}", timeout=60
        )
        form = {name: unescape(value) for name, value in _FIELD.findall(page.text)}
        answer = self._session.post(
            f"{self.oauth_url}/authorize",
            data={**form, "decision": "allow"},
            allow_redirects=False,
            timeout=60,
        )
        location = urlsplit(answer.headers["Location"])
        return parse_qs(location.query)["code"][0]


class World:
    """A database with a signed-in connection whose venues have their companies."""

    def __init__(self, database, options, sandbox):
        config.parse_config(options, setup_logging=True)
        self.registry = Registry(database)
        self.sandbox = sandbox

    @contextmanager
    def env(self):
        """Yield an environment like the one of a scheduled action: the superuser, an
        empty context, a transaction that really commits."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def connect(self, env, **vals):
        """Sign in and link every venue to a new company of its own."""
        connection = env["loket.connection"].create(
            {
                "name": "Benchmark",
                "environment": "custom",
                "api_url": self.sandbox.api_url,
                "oauth_url": self.sandbox.oauth_url,
                "client_id": self.sandbox.client_id,
                "client_secret": self.sandbox.client_secret,
                "responsible_id": env.ref("base.user_admin").id,
                **vals,
            }
        )
        env.cr.commit()
        connection._sign_in(self.sandbox.sign_in(), _REDIRECT)
        connection.action_fetch_employers()
        employers = connection.employer_ids.sorted("employer_number")
        companies = self.companies(
            env, [f"Venue {number + 1}" for number in range(len(employers))]
        )
        for employer, company in zip(employers, companies, strict=True):
            employer.company_id = company
        env.cr.commit()
        return connection, employers

    def companies(self, env, names):
        netherlands = env.ref("base.nl")
        companies = env["res.company"].create(
            [{"name": name, "country_id": netherlands.id} for name in names]
        )
        env.ref("base.user_admin").company_ids |= companies
        return companies
