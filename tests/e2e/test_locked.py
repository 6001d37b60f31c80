# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What was paid stays as it is, whoever tries; an undone run opens it again."""

import re

import pytest
from loket_setup.job.odoo_session import Refused
from loket_setup.job.sandbox import today
from playwright.sync_api import expect
from screens import open_timesheets

#: Shared with other modules.
STAGE = "payroll"
PAID = re.compile(
    r"The payroll run of period \S+ is approved, so the hours of .* are locked\."
    r" Correct them with a new line: it goes into the next open period\."
)


@pytest.fixture(scope="module", autouse=True)
def _expected(expected_warnings):
    expected_warnings.append(r"odoo\.http: The payroll run of period")


@pytest.fixture
def paid(payroll, worker, run):
    """A line of the employee that Loket paid; its id."""
    user = payroll.admin.find("res.users", [("login", "=", "employee")], ["id"])
    line = payroll.approved_line(worker.name, 4, user_id=user[0]["id"])
    payroll.send()
    run()
    payroll.export()
    assert payroll.line_state(line) == "locked"
    return line


def delete(screen):
    """Press Delete in the menu of actions, and confirm."""
    screen.page.locator(".o_cp_action_menus button", has_text="Actions").click()
    screen.page.locator(".o-dropdown--menu .dropdown-item").get_by_text(
        "Delete", exact=True
    ).click()
    question = screen.page.locator(".modal")
    question.get_by_role("button", name="Delete", exact=True).click()


def test_locked_line_cannot_be_edited_or_moved(world, screen_of, worker, paid):
    approver = screen_of("approver")
    open_timesheets(approver, worker.name)
    row = approver.rows(worker.name, "Locked")
    approver.cell(row, "unit_amount").click()
    for name in ("date", "employee_id", "project_id", "unit_amount", "name"):
        expect(approver.cell(row, name).locator("input")).to_have_count(0)
    approver.open(f"all-timesheets/{paid}")
    expect(approver.field("unit_amount")).to_have_text("04:00")
    for name in ("date", "employee_id", "project_id", "unit_amount", "name"):
        expect(approver.field(name).locator("input, textarea")).to_have_count(0)
    expect(approver.button("Reset Approval")).to_have_count(0)


def test_locked_line_cannot_be_deleted(world, screen_of, worker, paid):
    approver = screen_of("approver")
    open_timesheets(approver, worker.name)
    approver.tick(worker.name)
    delete(approver)
    approver.expect_refusal(PAID)
    assert world.line_state(paid) == "locked"
    assert worker.held() == 4


@pytest.mark.parametrize("login", ["approver", "employee"])
def test_server_refuses_as_well(world, paid, login):
    session = world.as_user(login)
    for values in (
        {"unit_amount": 5},
        {"date": str(today().replace(day=1))},
        {"project_id": False},
        {"loket_meal_count": 3},
    ):
        with pytest.raises(Refused, match=PAID):
            session.call("account.analytic.line", "write", [paid], values)
    with pytest.raises(Refused, match=PAID):
        session.call("account.analytic.line", "unlink", [paid])
    assert world.line_state(paid) == "locked"


def test_undone_run_opens_the_line_again(world, screen_of, worker, paid):
    hr = screen_of("loket")
    hr.open(f"m-loket.export/{world.export()}")
    world.set_run(None)
    hr.run("Check Payroll Run")
    approver = screen_of("approver")
    open_timesheets(approver, worker.name)
    row = approver.rows(worker.name, "Exported")
    approver.cell(row, "unit_amount").click()
    approver.edited_row().locator("[name='unit_amount'] input").fill("4:30")
    approver.page.locator(".o_list_button_save:visible").click()
    expect(approver.rows(worker.name, "04:30", "Changed")).to_have_count(1)
    world.send()
    assert worker.held() == 4.5
