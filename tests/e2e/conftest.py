# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A real Odoo server, the sandbox Loket and a browser for the end-to-end tests.

Nothing here skips: without one of the three the tests fail and say why.
"""

import contextlib
import os
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "setup"))

import stage as stages  # noqa: E402
from loket_setup import console, database, environment, postgres, services  # noqa: E402
from loket_setup.job.sandbox import today  # noqa: E402
from pages import Screen  # noqa: E402
from watch import Watch  # noqa: E402
from work import APPROVED  # noqa: E402


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


@pytest.fixture(scope="session")
def shared_stages():
    """Return a list of what is closed at the end, and the stages by their names."""
    with contextlib.ExitStack() as closing:
        yield closing, {}


@pytest.fixture(scope="module")
def stage(
    env,
    opened_database,
    browser,
    shared_stages,
    expected_warnings,
    request,
    tmp_path_factory,
):
    """Odoo, a sandbox Loket and browsers: of the module's own, or shared.

    Modules with the same ``STAGE`` share one: their tests add people of their own and
    leave everything else as it was. Odoo's log may hold nothing unexpected.
    """
    closing, known = shared_stages
    name = getattr(request.module, "STAGE", None)
    with contextlib.ExitStack() as own:
        found = known.get(name)
        if not found:
            folder = tmp_path_factory.mktemp(name or "stage")
            found = (closing if name else own).enter_context(
                stages.stage(env, opened_database, browser, folder)
            )
            if name:
                known[name] = found
        yield found
        complaints = found.complaints(expected_warnings)
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="module")
def expected_warnings():
    """Return a list of expressions for lines of Odoo's log that a test provokes."""
    return []


@pytest.fixture(scope="module")
def expected_mistakes():
    """Return the same for what a browser reports, or shows when a test is over."""
    return []


@pytest.fixture(scope="module")
def sandbox(stage):
    """Return the running sandbox Loket: ``sandbox.url``."""
    return stage.sandbox


@pytest.fixture(scope="module")
def odoo(stage):
    """Return the running Odoo: ``odoo.url``."""
    return stage.odoo


@pytest.fixture(scope="module")
def world(stage):
    """Odoo and Loket behind the browser, with the people that tests begin with."""
    return stage.world


@pytest.fixture(scope="module")
def payroll(world):
    """The same, with everything done that comes before the first hours."""
    world.ready_to_export()
    world.sync()
    return world


@pytest.fixture(scope="session")
def browser(env):
    """Return Chromium without a screen."""
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=env.chromium,
            chromium_sandbox=False,
            # Each test opens pages of its own. In one process for all of somebody's
            # pages, Odoo's scripts are not compiled again for each of them.
            args=["--renderer-process-limit=1"],
        )
        yield chromium
        chromium.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Let fixtures know at their end whether the test failed."""
    report = yield
    if report.when == "call":
        item.has_failed = report.failed
    return report


@pytest.fixture
def screen_of(stage, expected_mistakes, request, tmp_path):
    """Return a function that opens a screen for a person: ``screen_of("admin")``.

    When the test fails, what the screens showed last is kept as pictures. It fails as
    well when a browser reports a mistake.
    """
    watches = []

    def run(login):
        page = stage.context(login).new_page()
        watches.append(Watch(page))
        return Screen(page)

    yield run
    mistakes = []
    for number, watch in enumerate(watches):
        if getattr(request.node, "has_failed", False):
            picture = tmp_path / f"screen{number}.png"
            watch.page.screenshot(path=picture)
            console.show(f"\nThe screen: {picture}")
        mistakes += watch.take()
        watch.page.close()
    mistakes = stages.unexpected(mistakes, expected_mistakes)
    assert not mistakes, "\n".join(mistakes)


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


@pytest.fixture
def hr(payroll, screen_of):
    """Return a screen of the Loket user."""
    return screen_of("loket")


@pytest.fixture
def person(payroll):
    """Return somebody with zero hours whom Odoo knows."""
    return payroll.hire_and_sync()


@pytest.fixture
def worker(payroll):
    """Return the same, who signs in as ``employee``."""
    return payroll.worker()


@pytest.fixture
def run(payroll):
    """Return a function that approves a period's payroll run, for one test.

    ``run(status, day)``: another status, of the period of another day. At the end the
    runs of past periods are approved, as they are at first, and the others are gone.
    """
    days = []

    def give(status=APPROVED, day=None):
        days.append(day)
        payroll.set_run(status, day)

    yield give
    for day in days:
        is_past = day and day < today().replace(day=1)
        payroll.set_run(APPROVED if is_past else None, day)
        payroll.export(day)
