# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From approved hours in a list to numbers at Loket, as often as needed.

Every test has an employee of its own and looks at that employee's values; the sandbox
is asked what Loket holds in the end.
"""

import re
from datetime import timedelta

import pytest
from loket_setup.job.sandbox import today
from playwright.sync_api import expect
from screens import open_export, open_timesheets, prepare, send, values

#: Shared with other modules.
STAGE = "payroll"


@pytest.fixture(scope="module", autouse=True)
def _expected(expected_warnings):
    """What people are refused, and what Loket does not answer, is logged."""
    expected_warnings += [
        r"odoo\.http: The payroll run of period",
        r"loket_export_sender: Export \d+ stopped: No answer from Loket",
    ]


def test_approver_approves_in_the_list(world, screen_of, person):
    line = world.line(person.name, 6)
    approver = screen_of("approver")
    open_timesheets(approver, person.name)
    approver.tick(person.name)
    approver.press("Approve")
    approver.expect_message("Timesheet lines approved: 1")
    assert world.line_state(line) == "to_export"


def test_selected_lines_are_exported_after_a_look(world, hr, person):
    """Nothing leaves before somebody saw what Loket has and what it will get."""
    line = world.approved_line(person.name, 7.5, loket_meal_count=1)
    open_export(hr, person.name)
    hours = values(hr, person, "Gewerkte uren")
    expect(hr.cell(hours, "value")).to_have_text(re.compile(r"^7\.50*$"))
    expect(hr.cell(hours, "state")).to_have_text("New")
    assert person.held() is None
    send(hr)
    assert person.held() == 7.5
    assert world.line_state(line) == "exported"


def test_exported_lines_say_so_in_the_list(world, hr, person):
    world.approved_line(person.name, 3)
    world.send()
    open_timesheets(hr, person.name)
    expect(hr.rows(person.name, "Exported")).to_have_count(1)


def test_second_preparation_has_nothing_to_send(world, hr, person):
    world.approved_line(person.name, 4)
    world.send()
    open_export(hr, person.name)
    expect(hr.field("to_send_count")).to_have_text("0")
    expect(hr.cell(values(hr, person, "Gewerkte uren"), "state")).to_have_text(
        "Unchanged"
    )
    expect(hr.button("Send to Loket")).to_have_count(0)


def test_changed_line_is_sent_again_as_a_whole_total(world, screen_of, hr, person):
    line = world.approved_line(person.name, 4)
    world.approved_line(person.name, 2)
    world.send()
    approver = screen_of("approver")
    approver.open(f"m-account.analytic.line/{line}")
    change_hours(approver, person, "05:30")
    expect(approver.rows(person.name, "Changed")).not_to_have_count(0)
    open_export(hr, person.name)
    hours = values(hr, person, "Gewerkte uren")
    expect(hr.cell(hours, "loket_value")).to_have_text(re.compile(r"^6\.00*$"))
    expect(hr.cell(hours, "value")).to_have_text(re.compile(r"^7\.50*$"))
    send(hr)
    assert person.held() == 7.5


def change_hours(screen, person, text):
    """Type other hours in the first line of somebody in the list."""
    open_timesheets(screen, person.name)
    row = screen.rows(person.name, "04:00")
    screen.cell(row, "unit_amount").click()
    box = screen.edited_row().locator("[name='unit_amount'] input")
    box.fill(text)
    screen.page.locator(".o_list_button_save:visible").click()
    expect(screen.rows(person.name, text)).to_have_count(1)


def test_late_hours_become_a_correction_in_the_open_period(world, hr, person, run):
    """They were worked last month, whose payroll run is approved since."""
    last_month = today().replace(day=1) - timedelta(days=3)
    run(None, last_month)
    world.approved_line(person.name, 8, last_month)
    world.send(last_month)
    run(day=last_month)
    world.export(last_month)
    world.approved_line(person.name, 5, last_month)
    open_export(hr, person.name)
    expect(hr.page.locator(".o_last_breadcrumb_item")).to_contain_text(
        world.period()["display_name"]
    )
    hr.cell(values(hr, person, "Gewerkte uren"), "employment_id").click()
    shares = hr.page.locator(".modal .o_data_row")
    expect(shares).to_have_count(1)
    expect(shares.locator("[name='is_correction'] input")).to_be_checked()
    hr.page.locator(".modal").get_by_role("button", name="Close").last.click()
    send(hr)
    assert person.held() == 8 + 5


def test_approved_run_locks_what_was_paid(world, hr, person, run):
    """Opening the export again is enough to notice it."""
    line = world.approved_line(person.name, 4)
    world.send()
    run()
    open_export(hr, person.name)
    expect(
        hr.page.get_by_role("alert").filter(has_text="is approved").first
    ).to_be_visible()
    expect(hr.button("Send to Loket")).to_have_count(0)
    assert world.line_state(line) == "locked"


def test_fetching_the_set_up_locks_what_was_paid_too(world, person, run):
    line = world.approved_line(person.name, 4)
    world.send()
    run()
    venue = world.venues()[0]
    world.admin.call("loket.employer", "action_fetch_payroll_setup", [venue])
    assert world.line_state(line) == "locked"


def test_locked_line_says_why_it_stays_as_it_is(world, screen_of, person, run):
    world.approved_line(person.name, 4)
    world.send()
    run()
    world.export()
    approver = screen_of("approver")
    open_timesheets(approver, person.name)
    expect(approver.rows(person.name, "Locked")).to_have_count(1)
    approver.tick(person.name)
    approver.press("Reset Approval")
    approver.expect_refusal(re.compile("payroll run of period .* is approved"))
    assert person.held() == 4


@pytest.fixture
def too_much(world, person):
    """More hours than Loket accepts, for one test."""
    lines = [world.approved_line(person.name, hours) for hours in (999, 2)]
    yield
    world.admin.call("account.analytic.line", "unlink", lines)


def test_hours_out_of_range_stay_behind_and_the_rest_goes(world, hr, person, too_much):
    other = world.hire_and_sync()
    world.approved_line(other.name, 8)
    open_export(hr, person.name)
    refused = values(hr, person, "Gewerkte uren")
    expect(hr.cell(refused, "state")).to_have_text("Refused")
    expect(hr.cell(refused, "message")).to_contain_text("1000")
    send(hr, "warning")
    hr.expect_message("Values that were not accepted: 1")
    assert other.held() == 8
    assert person.held() is None


@pytest.fixture
def vanishing_days(world):
    """Let Loket lose the component of worked days for one test, after we read it."""
    administration = world.loket.venues()[0]["administrations"][0]["id"]
    year = today().year
    components = world.admin.find(
        "loket.payroll.component",
        [("administration_id.loket_id", "=", administration), ("year", "=", year)],
        ["key"],
    )
    keys = {component["key"] for component in components}

    def hold(numbers):
        world.loket.tell(
            "set_components",
            administration_id=administration,
            year=year,
            numbers=sorted(numbers),
        )

    yield lambda gone: hold(keys - {gone})
    hold(keys)


def test_refused_record_is_told_and_the_rest_goes(world, hr, person, vanishing_days):
    other = world.hire_and_sync(hours=36, flexible=None)
    allowance = world.admin.create(
        "loket.allowance",
        {
            "employee_id": world.employee(other.name)["id"],
            "date": str(today()),
            "wage_code_id": world.admin.ref("loket_connector.wage_code_allowance"),
            "quantity": 12.5,
        },
    )
    world.admin.call("loket.allowance", "action_approve", [allowance])
    world.approved_line(person.name, 3)
    open_export(hr, person.name)
    vanishing_days(60)
    send(hr, "warning")
    expect(hr.cell(values(hr, person, "Gewerkte dagen"), "state")).to_have_text(
        "Refused"
    )
    assert other.held(310) == 12.5


def test_answer_that_never_came_is_settled_by_reading(world, hr, person):
    """Loket took the hours and the connection broke: nothing may count twice."""
    world.approved_line(person.name, 6)
    open_export(hr, person.name)
    world.loket.tell("fail", kind="close_after", method="PATCH")
    send(hr, "warning")
    prepare(hr)
    expect(hr.cell(values(hr, person, "Gewerkte uren"), "state")).to_have_text(
        re.compile("Unchanged|Verified|In Loket")
    )
    assert person.held() == 6


def test_answer_that_never_came_is_said_to_be_unknown(world, hr, person):
    """Nothing is called sent or refused before Loket was read."""
    world.approved_line(person.name, 6)
    open_export(hr, person.name)
    world.loket.tell("fail", kind="close_after", method="PATCH")
    # Nor can Loket be read back.
    world.loket.tell("fail", kind="status", status=400, times=9, method="GET")
    try:
        send(hr, "warning")
        expect(hr.cell(values(hr, person, "Gewerkte uren"), "state")).to_have_text(
            "Unknown"
        )
    finally:
        world.loket.tell("clear_failures")
    prepare(hr)
    assert person.held() == 6
