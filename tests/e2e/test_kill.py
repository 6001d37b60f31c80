# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo is killed while Loket carries out what it was sent."""

import contextlib
import time

import pytest
from arrange import World
from loket_setup import database, services
from pages import Screen
from playwright.sync_api import expect
from screens import open_export, prepare, values


@pytest.fixture
def own_database(env, opened_database):
    """Yield a database that may be left behind in the middle of something."""
    with database.temporary(env, opened_database, "killed") as name:
        yield name


def until(happened):
    """Wait for something that no screen shows."""
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline, "it did not happen within a minute"
        time.sleep(0.05)


def test_killed_while_sending_nothing_is_lost_or_doubled(
    env, own_database, browser, tmp_path
):
    with (
        services.start_sandbox(env, log=tmp_path / "sandbox.log") as sandbox,
        contextlib.ExitStack() as closing,
    ):
        first = services.launch_odoo(env, own_database, log=tmp_path / "first.log")
        try:
            world = World(first.url, sandbox.url)
            # Whatever happens, no request is left waiting.
            closing.callback(world.loket.tell, "clear_failures")
            world.ready_to_export()
            person = world.hire_and_sync()
            world.approved_line(person.name, 6)
            context = closing.enter_context(
                contextlib.closing(browser.new_context(base_url=first.url))
            )
            screen = Screen(context.new_page())
            screen.sign_in("loket")
            open_export(screen, person.name)
            address = screen.page.url
            # Loket thinks about it until it is told to go on.
            world.loket.tell("fail", kind="delay", seconds=600, method="PATCH")
            screen.button("Send to Loket").click()
            until(lambda: not world.loket.admin("failures")["waiting"])
        finally:
            first.process.kill()
            first.process.wait()
        assert person.held() is None
        world.loket.tell("clear_failures")
        until(lambda: person.held() == 6)
        port = int(first.url.rpartition(":")[2])
        closing.enter_context(
            services.start_odoo(
                env, own_database, port=port, log=tmp_path / "second.log"
            )
        )
        screen.page.goto(address)
        alert = screen.page.get_by_role("alert").filter(has_text="did not answer")
        expect(alert.first).to_be_visible()
        prepare(screen)
        hours = values(screen, person, "Gewerkte uren")
        expect(screen.cell(hours, "state")).to_have_text("Unchanged")
        expect(screen.field("to_send_count")).to_have_text("0")
        assert person.held() == 6
