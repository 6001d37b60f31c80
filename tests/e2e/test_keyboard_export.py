# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From entered hours to a sent correction without a mouse."""

from datetime import timedelta

import pytest
from keyboard import Keyboard
from loket_setup.job.sandbox import today
from playwright.sync_api import expect
from screens import TIMESHEETS, values

#: Shared with other modules.
STAGE = "payroll"
HOURS = "Gewerkte uren"
#: A day of two months ago: paid before Odoo was there.
LATE = (today().replace(day=1) - timedelta(days=1)).replace(day=1) - timedelta(days=3)
MONTH = (today().year, today().month)


@pytest.fixture
def keys(hr):
    """Return the keyboard of the Loket user."""
    return Keyboard(hr)


def search(keys, name):
    """Show the timesheets of one person; the search box has the focus at first."""
    keys.screen.open(TIMESHEETS)
    keys.page.keyboard.type(name)
    proposals = keys.page.locator(".o_searchview_autocomplete")
    expect(proposals.get_by_text(name).first).to_be_visible()
    keys.screen.searching(lambda: keys.hit("Enter"))
    expect(
        keys.page.locator(".o_searchview_facet").filter(has_text=name)
    ).to_be_visible()
    others = keys.page.locator(".o_data_row").filter(has_not_text=name)
    expect(others).to_have_count(0)


def select_all(keys):
    """Go from the search box into the list, and select every line."""
    keys.reach("thead input[type=checkbox]")
    keys.hit("Space")
    expect(keys.page.locator(".o_selection_box")).to_be_visible()


def choose_action(keys, name):
    """Open the menu of actions and choose an entry."""
    keys.reach(".o_cp_action_menus button", "Actions")
    keys.hit("Enter")
    menu = keys.page.locator(".o-dropdown--menu")
    expect(menu).to_be_visible()
    for _entry in range(20):
        keys.hit("ArrowDown")
        if keys.page.evaluate("document.activeElement.innerText").strip() == name:
            keys.hit("Enter")
            keys.screen.settle()
            return
    raise AssertionError(f"the arrows do not lead to {name}")


def send(keys):
    keys.run("action_send", "Send to Loket")
    expect(keys.page.locator(".o_notification:has(.bg-success)").first).to_be_visible()


def test_approval_and_export_without_a_mouse(world, keys, person):
    lines = [world.line(person.name, hours) for hours in (3, 4.5)]
    search(keys, person.name)
    select_all(keys)
    choose_action(keys, "Approve for Loket")
    keys.screen.expect_message("Timesheet lines approved: 2")
    assert {world.line_state(line) for line in lines} == {"to_export"}
    keys.run("action_loket_export")
    keys.screen.expect_form()
    keys.run("action_prepare")
    row = values(keys.screen, person, HOURS)
    expect(keys.screen.cell(row, "state")).to_have_text("New")
    send(keys)
    assert person.held() == 7.5
    assert {world.line_state(line) for line in lines} == {"exported"}


def test_late_hours_become_a_correction_without_a_mouse(world, keys, person):
    world.approved_line(person.name, 6, LATE)
    keys.screen.open(f"m-loket.export/{world.export()}")
    keys.reach(".nav-link", "Problems and Information")
    keys.hit("Enter")
    keys.reach("button[name='action_open']", "Period approved, never exported")
    # Enter shows what stands in the row.
    keys.hit("Space")
    expect(keys.screen.rows(person.name)).to_have_count(1)
    select_all(keys)
    keys.press("action_loket_take_along")
    question = keys.page.locator(".modal")
    expect(question).to_contain_text("Pay them in the next open period?")
    keys.hit("Enter")
    expect(question).to_have_count(0)
    keys.screen.expect_message("To be paid as a correction: 1")
    keys.hit("Alt+b")
    keys.screen.expect_form()
    keys.run("action_prepare")
    send(keys)
    assert person.held_by_month() == {MONTH: 6}
