# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Everything of ours can be done without a mouse, and the focus can be seen."""

import pytest
from keyboard import Keyboard
from pages import Screen
from playwright.sync_api import expect

#: The screens that people work on, by their addresses.
SCREENS = [
    *("loket", "loket-venues", "loket-connections", "loket-runs", "loket-employments"),
    *("loket-administrations", "loket-wage-codes", "loket-exports", "loket-allowances"),
    *("loket-set-up", "all-timesheets?view_type=list", "employees?view_type=list"),
]


@pytest.fixture(scope="module")
def context(browser, odoo, world):
    """Return a browser in which nothing fades: a look is final at once."""
    context = browser.new_context(
        base_url=odoo.url,
        locale="en-US",
        timezone_id="Europe/Amsterdam",
        viewport={"width": 1366, "height": 900},
        reduced_motion="reduce",
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    Screen(page).sign_in("admin")
    page.close()
    yield context
    context.close()


@pytest.fixture
def keys(context):
    page = context.new_page()
    yield Keyboard(Screen(page))
    page.close()


@pytest.fixture(scope="module")
def person(world):
    """Return somebody with approved hours in a prepared export."""
    world.ready_to_export()
    person = world.hire_and_sync()
    world.approved_line(person.name, 6)
    world.export()
    return person


def test_set_up_from_the_empty_screen_to_the_end(world, keys):
    """The first test of the module: later on there is something to see."""
    assert not world.admin.find("loket.connection", [], ["id"])
    world.new_connection()
    screen = keys.screen
    screen.open("loket")
    expect(keys.page.locator(".o_view_nocontent")).to_be_visible()
    keys.hit("Alt+g")
    screen.expect_state("What you need")
    keys.press("action_next")
    screen.expect_state("Sign in")
    keys.press("action_sign_in")
    keys.page.wait_for_url(f"{world.loket.url}/**")
    keys.reach("button[value=allow]")
    keys.hit("Enter")
    screen.expect_state("Venues")
    keys.press("action_link_suggested", "Link All Suggestions")
    expect(screen.button("Link All Suggestions")).to_have_count(0)
    screen.settle()
    keys.press("action_next")
    screen.expect_state("Rights")
    keys.press("action_next")
    screen.expect_state("Wage codes")
    keys.press("action_accept_suggestions")
    expect(screen.button("Use All Suggestions")).to_have_count(0)
    keys.press("action_next")
    screen.expect_state("First sync")
    keys.press("action_sync")
    expect(screen.rows("By hand")).to_have_count(2)
    keys.press("action_finish")
    screen.expect_state("Done")


@pytest.mark.parametrize("address", SCREENS)
def test_every_button_is_reached_and_shows_it(keys, person, address):
    keys.screen.open(address)
    assert keys.unreachable() == []


@pytest.mark.parametrize(
    "model", ["loket.employer", "loket.connection", "loket.export"]
)
def test_every_button_of_a_form_is_reached_and_shows_it(world, keys, person, model):
    record = {
        "loket.employer": lambda: world.venues()[0],
        "loket.connection": world.connection,
        "loket.export": world.export,
    }[model]()
    keys.screen.open(f"m-{model}/{record}")
    assert keys.unreachable() == []


@pytest.fixture
def dialogs(world, person):
    """Return ``{dialog: (address, method of the button that opens it)}``."""
    administration = world.period()["administration_id"][0]
    export = world.export()
    world.admin.call("loket.export", "action_send", [export])
    return {
        "assistant": (
            f"loket-administrations/{administration}",
            "action_suggest_mappings",
        ),
        "period ready": (f"loket-exports/{export}", "action_period_ready"),
    }


@pytest.mark.parametrize("name", ["assistant", "period ready"])
def test_dialog_opens_holds_the_focus_and_closes(keys, dialogs, name):
    address, method = dialogs[name]
    keys.screen.open(address)
    keys.press(method)
    dialog = keys.page.locator(".modal:not(.o_inactive_modal)")
    expect(dialog).to_be_visible()
    assert keys.unreachable() == []
    assert keys.page.evaluate("!!document.activeElement.closest('.modal')")
    keys.hit("Escape")
    expect(dialog).to_have_count(0)


def test_button_in_a_row_is_reached_with_the_arrows(keys, person):
    """Odoo's lists are walked through with the arrows, cell by cell."""
    keys.screen.open("loket-employments")
    row = keys.page.locator(".o_data_row:has(button[name=action_choose_main])").first
    row.locator("input[type=checkbox]").first.focus()
    for _cell in range(15):
        keys.hit("ArrowRight")
        if keys.page.evaluate("document.activeElement.name") == "action_choose_main":
            return
    raise AssertionError("the arrows do not lead to the button")
