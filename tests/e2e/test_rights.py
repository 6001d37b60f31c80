# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What people see and do not see, by the part they play."""

import re

import pytest
from playwright.sync_api import expect
from screens import TIMESHEETS

OWN_TIMESHEETS = "action-hr_timesheet.act_hr_timesheet_line?view_type=list"
LOKET_BUTTONS = ("Sync Loket", "Export to Loket", "Sync Now", "Preview")


#: Shared with other modules.
STAGE = "payroll"


@pytest.fixture(scope="module", autouse=True)
def _expected(expected_warnings, expected_mistakes):
    expected_mistakes.append("^dialog: Access Error")
    expected_warnings += [
        r"odoo\.http: You are not allowed to access",
        r"odoo\.http: You don't have enough access rights to run this action",
    ]


@pytest.fixture(scope="module")
def worker(payroll):
    """Return who signs in as ``employee``, with hours that were exported."""
    person = payroll.worker()
    user = payroll.admin.find("res.users", [("login", "=", "employee")], ["id"])
    payroll.approved_line(person.name, 6, user_id=user[0]["id"])
    payroll.send()
    return person


def menus(screen):
    """Return the names of all apps."""
    screen.page.goto("/odoo")
    screen.page.locator(".o_navbar_apps_menu button").click()
    apps = screen.page.locator(".o_app")
    expect(apps.first).to_be_visible()
    return apps.all_inner_texts()


def expect_no_loket_buttons(screen):
    for name in LOKET_BUTTONS:
        expect(screen.button(name)).to_have_count(0)


def test_employee_sees_what_became_of_own_hours(screen_of, worker):
    employee = screen_of("employee")
    employee.open(OWN_TIMESHEETS)
    expect(employee.rows("06:00", "Exported")).to_have_count(1)
    expect_no_loket_buttons(employee)


def test_employee_cannot_change_locked_hours(world, screen_of, worker, run):
    run()
    world.export()
    employee = screen_of("employee")
    employee.open(OWN_TIMESHEETS)
    row = employee.rows("06:00", "Locked")
    expect(row).to_have_count(1)
    employee.cell(row, "unit_amount").click()
    expect(row).to_have_class(re.compile("o_selected_row"))
    for name in ("unit_amount", "loket_meal_count"):
        expect(employee.cell(row, name).locator("input")).to_have_count(0)


def test_employee_has_no_loket_app(screen_of):
    assert "Loket" not in menus(screen_of("employee"))


def test_officer_has_no_loket_app(screen_of):
    assert "Loket" not in menus(screen_of("officer"))


def test_officer_has_no_loket_button_on_the_employees(screen_of, worker):
    officer = screen_of("officer")
    officer.open("employees?view_type=list")
    officer.search(worker.name)
    officer.tick(worker.name)
    expect_no_loket_buttons(officer)


def test_officer_has_no_loket_tab_on_an_employee(world, screen_of, worker):
    officer = screen_of("officer")
    officer.open(f"employees/{world.employee(worker.name)['id']}")
    expect(officer.page.get_by_role("tab", name="Work", exact=True)).to_be_visible()
    expect(officer.page.get_by_role("tab", name="Loket", exact=True)).to_have_count(0)
    expect_no_loket_buttons(officer)


def test_loket_user_has_them(world, screen_of, worker):
    """The other way round: the tests above look for what is there for others."""
    hr = screen_of("loket")
    assert "Loket" in menus(hr)
    hr.open(f"employees/{world.employee(worker.name)['id']}")
    expect(hr.page.get_by_role("tab", name="Loket", exact=True)).to_be_visible()
    expect(hr.button("Sync Loket")).to_be_visible()


def test_approver_can_approve_but_not_export(screen_of, worker):
    approver = screen_of("approver")
    approver.open(TIMESHEETS)
    approver.search(worker.name)
    approver.tick(worker.name)
    expect(approver.button("Approve")).to_be_visible()
    expect_no_loket_buttons(approver)


@pytest.mark.parametrize("login", ["approver", "employee", "officer"])
def test_exports_are_closed_to_others(screen_of, login):
    screen = screen_of(login)
    screen.page.goto("/odoo/loket-exports")
    dialog = screen.page.locator(".modal")
    expect(dialog).to_contain_text("allowed to access")
    expect(screen.rows()).to_have_count(0)


@pytest.mark.parametrize("login", ["loket", "approver"])
def test_connections_are_for_administrators(screen_of, login):
    """A Loket user may look, and has no button to sign in or to fetch."""
    screen = screen_of(login)
    screen.page.goto("/odoo/loket-connections")
    expect(screen.page.locator(".modal, .o_list_view").first).to_be_visible()
    expect(screen.button("New")).to_have_count(0)
    expect(screen.button("Sign in with Loket")).to_have_count(0)


@pytest.mark.parametrize("login", ["loket", "approver", "employee", "officer"])
def test_set_up_is_for_administrators(screen_of, login):
    screen = screen_of(login)
    screen.page.goto("/odoo/loket-set-up")
    expect(screen.page.locator(".modal, .o_main_navbar").first).to_be_visible()
    expect(screen.button("Continue")).to_have_count(0)
    expect(screen.button("Sync Now")).to_have_count(0)


def test_loket_user_opens_what_is_due_from_the_card(world, screen_of, worker):
    """From the overview to the prepared export in one press."""
    hr = screen_of("loket")
    hr.open("loket")
    card = hr.page.locator(".o_kanban_record:not(.o_kanban_ghost)").first
    card.get_by_role("button", name="Export", exact=True).click()
    expect(hr.page.locator(".o_form_view, .o_list_view").first).to_be_visible()


def test_loket_user_is_not_offered_the_configuration(screen_of, worker):
    hr = screen_of("loket")
    hr.open("loket")
    hr.page.get_by_role("button", name="Configuration", exact=True).click()
    entries = hr.page.locator(".o-dropdown--menu .dropdown-item")
    expect(entries.first).to_be_visible()
    assert not {"Guided Set-up", "Connections"} & set(entries.all_inner_texts())
