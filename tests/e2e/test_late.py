# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Hours of a period that was paid without an export from Odoo: somebody decides.

Who decides is a Loket user who approves nothing and is no HR manager.
"""

from datetime import timedelta

import pytest
from loket_setup.job.sandbox import today
from playwright.sync_api import expect
from screens import confirm, open_timesheets, prepare, send, values

#: Shared with other modules.
STAGE = "payroll"
HOURS, TRAVEL = "Gewerkte uren", 310
#: A day of two months ago: paid before Odoo was there.
LATE = (today().replace(day=1) - timedelta(days=1)).replace(day=1) - timedelta(days=3)
MONTH = (today().year, today().month)


@pytest.fixture
def clerk(payroll, screen_of):
    return screen_of("clerk")


def open_problem(world, screen):
    """Open the export of this month at what came too late; return its row."""
    screen.open(f"m-loket.export/{world.export()}")
    screen.tab("Problems and Information")
    row = screen.rows("Period approved, never exported")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("correction, or paid without Odoo")
    return row


def open_late_lines(world, screen, person):
    """Go from the export to the late lines of one person."""
    open_problem(world, screen).get_by_role("button", name="Open").click()
    row = screen.rows(person.name)
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Period approved, decide")
    return row


def back_to_the_export(screen):
    screen.page.locator(".o_back_button a, .breadcrumb a").last.click()
    screen.expect_form()


def issue(world, line):
    return world.read("account.analytic.line", line, "loket_export_issue")


def test_late_hours_are_paid_as_a_correction(world, clerk, person):
    line = world.approved_line(person.name, 7.5, LATE)
    open_late_lines(world, clerk, person)
    # Here is decided, not approved or exported.
    for name in ("Approve", "Reset Approval", "Export to Loket"):
        expect(clerk.button(name)).to_have_count(0)
    clerk.tick(person.name)
    clerk.press("Pay as a Correction")
    confirm(clerk, "Pay them in the next open period?")
    clerk.expect_message("To be paid as a correction: 1. Prepare the export again")
    expect(clerk.rows(person.name)).to_have_count(0)
    assert world.line_state(line) == "to_export"
    back_to_the_export(clerk)
    prepare(clerk)
    clerk.tab("Problems and Information")
    expect(clerk.rows("Correction of an approved period")).to_have_count(1)
    clerk.tab("Values")
    expect(clerk.cell(values(clerk, person, HOURS), "state")).to_have_text("New")
    send(clerk)
    assert person.held_by_month() == {MONTH: 7.5}
    assert world.line_state(line) == "exported"
    open_timesheets(clerk, person.name)
    expect(clerk.rows(person.name, "Exported")).to_have_count(1)


def test_late_hours_that_were_paid_elsewhere_stay_out(world, clerk, person):
    line = world.approved_line(person.name, 5, LATE)
    open_late_lines(world, clerk, person)
    clerk.tick(person.name)
    clerk.press("Paid Without Odoo")
    clerk.expect_message("Left out for good: 1")
    expect(clerk.rows(person.name)).to_have_count(0)
    assert issue(world, line) == "paid"
    world.send()
    assert person.held() is None
    open_timesheets(clerk, person.name)
    expect(clerk.rows(person.name, "Paid without Odoo")).to_have_count(1)


def test_decision_can_be_taken_back_on_the_line(world, clerk, person):
    line = world.approved_line(person.name, 5, LATE)
    clerk.open(f"all-timesheets/{line}")
    clerk.run("Paid Without Odoo")
    clerk.tab("Loket")
    expect(clerk.field("loket_late_choice")).to_have_text("Paid without Odoo")
    clerk.run("Decide Again")
    expect(clerk.button("Paid Without Odoo")).to_be_visible()
    assert issue(world, line) == "period_approved"
    clerk.press("Pay as a Correction")
    confirm(clerk, "Pay them in the next open period?")
    expect(clerk.field("loket_export_state")).to_have_text("To export")
    world.send()
    assert person.held_by_month() == {MONTH: 5}


def test_all_late_hours_of_an_export_are_left_out_at_once(world, clerk, person):
    other = world.hire_and_sync()
    lines = [world.approved_line(one.name, 3, LATE) for one in (person, other)]
    row = open_problem(world, clerk)
    row.get_by_role("button", name="Paid Without Odoo").click()
    confirm(clerk, "paid in another way")
    clerk.tab("Problems and Information")
    expect(clerk.rows("Period approved, never exported")).to_have_count(0)
    assert {issue(world, line) for line in lines} == {"paid"}
    world.send()
    assert person.held() is None
    assert other.held() is None


def test_late_allowance_is_decided_about_in_its_own_list(world, clerk, person):
    allowance = world.approved_allowance(person.name, 12.5, LATE)
    open_problem(world, clerk).get_by_role("button", name="Open").click()
    expect(clerk.rows(person.name, "Period approved, decide")).to_have_count(1)
    clerk.tick(person.name)
    clerk.press("Paid Without Odoo")
    clerk.expect_message("Left out for good: 1")
    world.send()
    assert person.held(TRAVEL) is None
    clerk.open("loket-allowances")
    clerk.search(person.name)
    row = clerk.rows(person.name, "Paid without Odoo")
    row.get_by_role("button", name="Decide Again").click()
    clerk.expect_message("To be decided again: 1")
    expect(clerk.rows(person.name, "Period approved, decide")).to_have_count(1)
    open_problem(world, clerk).get_by_role("button", name="Open").click()
    clerk.tick(person.name)
    clerk.press("Pay as a Correction")
    confirm(clerk, "Pay them in the next open period?")
    clerk.expect_message("To be paid as a correction: 1. Prepare the export again")
    world.send()
    assert person.held_by_month(TRAVEL) == {MONTH: 12.5}
    assert world.allowance_state(allowance) == "exported"
