# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A venue too big to wait for is synced in the background, and people see it move."""

import re

import pytest
from arrange import World
from loket_setup import database, services
from pages import Screen
from playwright.sync_api import expect

#: More people than somebody waits for.
CROWD = 320
#: Milliseconds for what a scheduled action does. Odoo looks for them once a minute when
#: it is busy with others.
PATIENCE = 300_000


@pytest.fixture
def working_odoo(env, opened_database, tmp_path):
    """An Odoo whose scheduled actions run, which they do in no other test."""
    with (
        database.temporary(env, opened_database, "cron") as name,
        services.start_odoo(env, name, cron=True, log=tmp_path / "odoo.log") as service,
    ):
        yield service
    # Odoo's own scheduled actions, which run as well, are not ours to judge.
    ours = [line for line in service.complaints() if "addons.loket_" in line]
    assert not ours, "\n".join(ours)


@pytest.fixture
def sandbox(env, tmp_path):
    with services.start_sandbox(env, log=tmp_path / "sandbox.log") as service:
        yield service


@pytest.fixture
def screen(working_odoo, browser):
    """A browser that closes before the server does."""
    context = browser.new_context(base_url=working_odoo.url)
    context.set_default_timeout(20_000)
    yield Screen(context.new_page())
    context.close()


def test_big_venue_is_synced_in_the_background(working_odoo, sandbox, screen):
    world = World(working_odoo.url, sandbox.url)
    world.users()
    venue = world.venues()[0]
    for number in range(CROWD):
        world.hire(f"Velen{number:03}")
    screen.sign_in("loket")
    screen.open(f"loket-venues/{venue}")
    screen.press("Sync Now")
    screen.expect_message("Started in the background")
    screen.expect_form()
    # Nobody reloads anything: the run moves by itself, and a message tells the end.
    alert = screen.page.get_by_role("alert")
    expect(
        alert.filter(has_text=re.compile(r"(Reading|Comparing) .*\d+ of \d+")).first
    ).to_be_visible(timeout=PATIENCE)
    # The message goes by itself, so it comes first.
    screen.expect_message(re.compile(r"Ready: \d+ created"), timeout=PATIENCE)
    screen.expect_state("Done")
    created = int(screen.field("created_count").inner_text())
    assert created >= CROWD
    found = world.admin.call(
        "hr.employee",
        "search_count",
        [("name", "like", "Velen")],
        context=world.everywhere(),
    )
    assert found == CROWD
