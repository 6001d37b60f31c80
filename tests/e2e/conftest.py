# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A real Odoo server, the sandbox Loket and a browser for the end-to-end tests.

Nothing here skips: without one of the three the tests fail and say why.
"""

import os
import re
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "setup"))

from arrange import World  # noqa: E402
from loket_setup import console, database, environment, postgres, services  # noqa: E402
from pages import Screen  # noqa: E402


def pytest_addoption(parser):
    """Let somebody look at the screens that tests go through."""
    parser.addoption(
        "--pictures", metavar="FOLDER", type=Path, help="keep pictures of screens here"
    )


@pytest.fixture(scope="session")
def env():
    """Odoo, Python and the browser, with PostgreSQL running."""
    console.quiet = True
    found = environment.prepare(tests=True)
    os.environ.update(found.variables())
    with postgres.running(found.postgres):
        yield found


@pytest.fixture(scope="session")
def opened_database(env, browser):
    """A database with both add-ons that a browser was in: its pages are built."""
    template = database.addons_template(env)
    with database.temporary(env, template, "opened") as name:
        with services.start_odoo(env, name) as service:
            context = browser.new_context(base_url=service.url)
            Screen(context.new_page()).sign_in("admin")
            context.close()
        yield name


@pytest.fixture(scope="module")
def odoo_database(env, opened_database):
    """Return the name of a database with both add-ons; gone after the module."""
    with database.temporary(env, opened_database, "e2e") as name:
        yield name


@pytest.fixture(scope="module")
def sandbox(env, tmp_path_factory):
    """A sandbox Loket of the module's own: ``sandbox.url``."""
    log = tmp_path_factory.mktemp("sandbox") / "sandbox.log"
    with services.start_sandbox(env, log=log) as service:
        yield service


@pytest.fixture(scope="module")
def expected_warnings():
    """Return a list of expressions for lines of Odoo's log that a test provokes."""
    return []


@pytest.fixture(scope="module")
def odoo(env, odoo_database, expected_warnings, tmp_path_factory):
    """A running Odoo: ``odoo.url``; its log may hold nothing unexpected."""
    log = tmp_path_factory.mktemp("odoo") / "odoo.log"
    with services.start_odoo(env, odoo_database, log=log) as service:
        yield service
    complaints = [
        line
        for line in service.complaints()
        if not any(re.search(known, line) for known in expected_warnings)
    ]
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="session")
def browser(env):
    """Return Chromium without a screen."""
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=env.chromium, chromium_sandbox=False
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def contexts(browser, odoo, world):
    """Return a function that gives the browser of a person, signed in once.

    The people and companies of the world are there then: a browser remembers in which
    companies somebody works.
    """
    known = {}

    def run(login):
        if login not in known:
            known[login] = context = browser.new_context(
                base_url=odoo.url,
                locale="en-US",
                timezone_id="Europe/Amsterdam",
                viewport={"width": 1366, "height": 900},
            )
            context.set_default_timeout(20_000)
            page = context.new_page()
            Screen(page).sign_in(login)
            page.close()
        return known[login]

    yield run
    for context in known.values():
        context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Let fixtures know at their end whether the test failed."""
    report = yield
    if report.when == "call":
        item.has_failed = report.failed
    return report


@pytest.fixture
def screen_of(contexts, request, tmp_path):
    """Return a function that opens a screen for a person: ``screen_of("admin")``.

    When the test fails, what the screens showed last is kept as pictures.
    """
    pages = []

    def run(login):
        pages.append(contexts(login).new_page())
        return Screen(pages[-1])

    yield run
    for number, page in enumerate(pages):
        if getattr(request.node, "has_failed", False):
            picture = tmp_path / f"screen{number}.png"
            page.screenshot(path=picture)
            console.show(f"\nThe screen: {picture}")
        page.close()


@pytest.fixture
def pictures(request, tmp_path):
    """Return a function that numbers the pictures of a page: ``pictures(page, "en")``.

    It returns a function that takes one. They are kept when the test fails, or in the
    folder that ``--pictures`` names.
    """
    folder = request.config.getoption("--pictures", default=None)
    taken = []

    def start(page, prefix):
        def take(name):
            target = (folder or tmp_path) / f"{prefix}_{len(taken) + 1:02}_{name}.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            Screen(page).settle()
            page.screenshot(path=target, animations="disabled")
            taken.append(target)

        return take

    yield start
    if getattr(request.node, "has_failed", False):
        console.show(f"\nThe screens: {taken[0].parent if taken else 'none'}")
    elif not folder:
        for picture in taken:
            picture.unlink()


@pytest.fixture
def admin(screen_of):
    """Return a screen of the administrator."""
    return screen_of("admin")


@pytest.fixture(scope="module")
def world(odoo, sandbox):
    """Odoo and Loket behind the browser, with the people that tests begin with."""
    arranged = World(odoo.url, sandbox.url)
    arranged.users()
    return arranged
