# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Somebody leaves: the departure in Odoo that also ends the employment at Loket.

Odoo lets only HR managers open its departure wizard.
"""

from datetime import timedelta

import pytest
from loket_setup.job.sandbox import today
from playwright.sync_api import expect

#: Shared with other modules.
STAGE = "payroll"
LAST_DAY = today() + timedelta(days=14)
TERMINATE = "PatchTerminateByEmploymentId"


@pytest.fixture(scope="module", autouse=True)
def _expected(expected_warnings):
    expected_warnings += [
        r"odoo\.http: Employment .* was not ended at Loket",
        r"odoo\.http: You do not have enough rights to access the field",
    ]


def end(person):
    """The last day at Loket."""
    (row,) = [
        one["row"]
        for one in person.loket.admin("employments")
        if one["id"] == person.employment
    ]
    return row["endDate"]


def menu(screen, entry):
    """Press an entry of the menu behind the gear."""
    screen.page.locator(".o_cp_action_menus button").first.click()
    screen.page.locator(".o-dropdown--menu .dropdown-item").get_by_text(
        entry, exact=True
    ).click()


def dialog(screen):
    return screen.page.locator(".modal:not(.o_inactive_modal)")


def open_departure(world, screen, person):
    screen.open(f"employees/{world.employee(person.name)['id']}")
    menu(screen, "Archive")
    expect(dialog(screen).locator("[name='departure_date']")).to_be_visible()


def choose_last_day(screen):
    box = dialog(screen).locator("[name='departure_date'] input")
    if not box.count():
        dialog(screen).locator("[name='departure_date'] button").click()
    box.fill(LAST_DAY.strftime("%m/%d/%Y"))
    box.press("Tab")


def tick_loket(screen):
    dialog(screen).get_by_label("Also end the employment at Loket").check()
    reason = dialog(screen).locator("[name='loket_reason_id'] input")
    expect(reason).to_be_visible()
    screen.choose_first(reason)


def apply(screen):
    dialog(screen).get_by_role("button", name="Apply", exact=True).click()


def test_departure_also_ends_the_employment_at_loket(world, hr, person):
    open_departure(world, hr, person)
    choose_last_day(hr)
    tick_loket(hr)
    apply(hr)
    expect(dialog(hr)).to_have_count(0)
    assert end(person) == str(LAST_DAY)
    assert not world.employee(person.name)["active"]
    hr.tab("Loket")
    expect(hr.rows("Zonnebloem").first).to_contain_text(str(LAST_DAY.day))


def test_departure_without_the_option_is_ended_at_loket_later(world, hr, person):
    open_departure(world, hr, person)
    choose_last_day(hr)
    apply(hr)
    expect(dialog(hr)).to_have_count(0)
    assert not world.employee(person.name)["active"]
    assert end(person) is None
    hr.tab("Loket")
    hr.press("End at Loket")
    expect(dialog(hr)).to_contain_text("The employment ends at Loket")
    hr.choose_first(dialog(hr).locator("[name='reason_id'] input"))
    dialog(hr).get_by_role("button", name="End at Loket", exact=True).click()
    expect(dialog(hr)).to_have_count(0)
    assert end(person) == str(LAST_DAY)


def test_departure_is_undone_by_reinstating_at_loket(world, hr, person):
    """The end is taken back at Loket; the next sync takes it back in Odoo."""
    open_departure(world, hr, person)
    choose_last_day(hr)
    tick_loket(hr)
    apply(hr)
    expect(dialog(hr)).to_have_count(0)
    world.loket.tell("reinstate_employment", employment_id=person.employment)
    assert end(person) is None
    menu(hr, "Unarchive")
    hr.settle()
    assert world.employee(person.name)["active"]
    hr.press("Sync Loket")
    expect(hr.page.locator(".o_last_breadcrumb_item")).to_contain_text("By hand")
    employee = world.employee(person.name, "loket_employment_ids", "departure_date")
    assert employee["active"]
    (employment,) = employee["loket_employment_ids"]
    assert world.read("loket.employment", employment, "date_end") is False
    assert world.read("hr.employee", employee["id"], "contract_date_end") is False


@pytest.fixture
def take_right(payroll):
    """Return a function that takes away the right to end employments, for one test."""
    yield lambda: payroll.loket.tell("take_right", activity=TERMINATE)
    payroll.loket.tell("give_right", activity=TERMINATE)
    payroll.admin.call("loket.employer", "action_check_rights", payroll.venues())


def test_missing_right_says_why_loket_stays_as_it_is(world, hr, person, take_right):
    take_right()
    world.admin.call("loket.employer", "action_check_rights", world.venues())
    open_departure(world, hr, person)
    expect(dialog(hr)).to_contain_text("Beheer dienstverbanden")
    expect(dialog(hr).get_by_label("Also end the employment")).to_have_count(0)
    apply(hr)
    expect(dialog(hr)).to_have_count(0)
    assert not world.employee(person.name)["active"]
    assert end(person) is None


def test_refusal_by_loket_leaves_odoo_as_it_was(world, hr, person, take_right):
    """The right was taken away after it was looked at last."""
    open_departure(world, hr, person)
    choose_last_day(hr)
    tick_loket(hr)
    take_right()
    apply(hr)
    refusal = hr.page.locator(".modal").filter(has_text="was not ended at Loket")
    expect(refusal).to_contain_text("nothing was changed in Odoo")
    refusal.get_by_role("button", name="Close", exact=True).last.click()
    assert world.employee(person.name)["active"]
    assert end(person) is None


def test_officer_is_refused_by_odoo_and_nothing_changes(world, screen_of, person):
    officer = screen_of("officer")
    officer.open(f"employees/{world.employee(person.name)['id']}")
    menu(officer, "Archive")
    officer.expect_refusal("do not have enough rights")
    assert world.employee(person.name)["active"]
    assert end(person) is None
