# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where tests play: Odoo, the sandbox Loket, and browsers that are signed in."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from arrange import World
from loket_setup import database, services
from loket_setup.environment import Environment
from pages import Screen
from playwright.sync_api import Browser, BrowserContext

#: What a browser of the tests is like.
LOOKS = {
    "locale": "en-US",
    "timezone_id": "Europe/Amsterdam",
    "viewport": {"width": 1366, "height": 900},
}


def unexpected(lines: list[str], expected: list[str]) -> list[str]:
    """Return the lines that none of these expressions is found in."""
    return [
        line for line in lines if not any(re.search(known, line) for known in expected)
    ]


class Stage:
    """Two running servers and the browsers of the people who use them."""

    def __init__(
        self, odoo: services.Service, sandbox: services.Service, browser: Browser
    ):
        self.odoo = odoo
        self.sandbox = sandbox
        self.world = World(odoo.url, sandbox.url)
        # A browser remembers in which companies somebody works: people come first.
        self.world.users()
        self.database = ""
        self._browser = browser
        self._contexts: dict[str, BrowserContext] = {}
        self._complaints_seen = 0

    def context(self, login: str) -> BrowserContext:
        """Return the browser of a person, signed in once."""
        if login not in self._contexts:
            context = self._browser.new_context(base_url=self.odoo.url, **LOOKS)
            context.set_default_timeout(20_000)
            page = context.new_page()
            Screen(page).sign_in(login)
            page.close()
            self._contexts[login] = context
        return self._contexts[login]

    def complaints(self, expected: list[str]) -> list[str]:
        """Return what Odoo's log holds that is new and that nobody expected."""
        found = self.odoo.complaints()
        new = found[self._complaints_seen :]
        self._complaints_seen = len(found)
        return unexpected(new, expected)

    def close(self) -> None:
        for context in self._contexts.values():
            context.close()


@contextlib.contextmanager
def stage(
    env: Environment, template: str, browser: Browser, folder: Path
) -> Iterator[Stage]:
    """Build a stage from a database, and take it down at the end."""
    with (
        database.temporary(env, template, "e2e") as name,
        services.start_sandbox(env, log=folder / "sandbox.log") as sandbox,
        services.start_odoo(env, name, log=folder / "odoo.log") as odoo,
    ):
        built = Stage(odoo, sandbox, browser)
        built.database = name
        with contextlib.closing(built):
            yield built
