# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A real Odoo server, the sandbox Loket and a browser for the end-to-end tests.

Nothing here skips: without one of the three the tests fail and say why.
"""

import os
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "setup"))

from loket_setup import console, database, environment, postgres, services  # noqa: E402


@pytest.fixture(scope="session")
def env():
    """Odoo, Python and the browser, with PostgreSQL running."""
    console.quiet = True
    found = environment.prepare(tests=True)
    os.environ.update(found.variables())
    with postgres.running(found.postgres):
        yield found


@pytest.fixture(scope="module")
def odoo_database(env):
    """Return the name of a database with both add-ons; gone after the module."""
    template = database.addons_template(env)
    with database.temporary(env, template, "e2e") as name:
        yield name


@pytest.fixture(scope="module")
def sandbox(env, tmp_path_factory):
    """A sandbox Loket of the module's own: ``sandbox.url``."""
    log = tmp_path_factory.mktemp("sandbox") / "sandbox.log"
    with services.start_sandbox(env, log=log) as service:
        yield service


@pytest.fixture(scope="module")
def odoo(env, odoo_database, tmp_path_factory):
    """A running Odoo: ``odoo.url``; its log may hold nothing unexpected."""
    log = tmp_path_factory.mktemp("odoo") / "odoo.log"
    with services.start_odoo(env, odoo_database, log=log) as service:
        yield service
    complaints = service.complaints()
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="session")
def browser(env):
    """Return Chromium without a screen."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=env.chromium, chromium_sandbox=False
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, odoo):
    """Return a page of a fresh browser session, with Odoo as its base address."""
    context = browser.new_context(
        base_url=odoo.url, locale="en-US", viewport={"width": 1366, "height": 900}
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


@pytest.fixture
def sign_in(page):
    """Return a function that signs a user in at Odoo: ``sign_in(login, password)``."""

    def run(login="admin", password="admin"):
        page.goto("/web/login")
        page.locator("input[name=login]").fill(login)
        page.locator("input[name=password]").fill(password)
        page.locator(".oe_login_form button[type=submit]").click()
        expect(page.locator(".o_main_navbar")).to_be_visible(timeout=60_000)

    return run
