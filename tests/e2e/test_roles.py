# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A day of each part that people play, and what the server refuses to the others."""

import re

import pytest
from loket_setup.job.odoo_session import Refused
from playwright.sync_api import expect
from screens import open_timesheets, send, values

#: Shared with other modules.
STAGE = "payroll"
OWN_TIMESHEETS = "action-hr_timesheet.act_hr_timesheet_line?view_type=list"
REFUSAL = re.compile(
    "not allowed to|don't have enough rights|do not have enough rights|Ask a Loket user"
    "|Only people who approve|You cannot approve|top-secret|approve allowances"
    "|[Aa]dministrator|Only a Loket user"
)


@pytest.fixture(scope="module", autouse=True)
def _expected(expected_warnings):
    """Every refusal is logged."""
    expected_warnings.append(f"odoo\\.http: .*({REFUSAL.pattern})")
    expected_warnings.append(r"odoo\.http: Only the export to Loket can change its own")
    expected_warnings.append(r"odoo\.http: Approval and export write these fields")
    expected_warnings.append(r"odoo\.http: Preparing and sending write these fields")


def menu(screen, *names):
    """Press entries of the menu, one below the other."""
    for name in names:
        screen.settle()
        entry = screen.page.locator(
            ".o_menu_sections button, .o_menu_sections a, .o-dropdown--menu a"
        ).filter(visible=True)
        entry.filter(has_text=re.compile(f"^{name}$")).first.click()
    screen.settle()


def test_employee_enters_hours_and_follows_them(world, screen_of, worker):
    employee = screen_of("employee")
    employee.open(OWN_TIMESHEETS)
    row = employee.new_row()
    employee.choose_in(row, "project_id", "Work")
    for name, text in (
        ("name", "Night shift"),
        ("unit_amount", "7:45"),
        ("loket_meal_count", "1"),
    ):
        row.locator(f"[name='{name}'] input").fill(text)
    employee.save_row()
    expect(employee.rows("Night shift", "07:45")).to_have_count(1)
    (line,) = world.admin.find(
        "account.analytic.line",
        [("name", "=", "Night shift"), ("employee_id.name", "=", worker.name)],
        ["id"],
    )
    # Nobody approved it: it does not leave.
    world.send()
    assert worker.held() is None
    world.admin.call("account.analytic.line", "action_loket_approve", [line["id"]])
    world.send()
    assert worker.held() == 7.75
    employee.open(OWN_TIMESHEETS)
    expect(employee.rows("Night shift", "Exported")).to_have_count(1)


def test_employee_sees_nobody_else(world, screen_of, worker):
    other = world.hire_and_sync()
    world.approved_line(other.name, 6)
    world.approved_allowance(other.name, 5)
    world.approved_allowance(worker.name, 7)
    employee = screen_of("employee")
    employee.open("loket-allowances")
    expect(employee.rows(worker.name)).not_to_have_count(0)
    expect(employee.rows(other.name)).to_have_count(0)
    employee.open(OWN_TIMESHEETS)
    expect(employee.rows(other.name)).to_have_count(0)


def test_approver_approves_and_takes_it_back(world, screen_of, person):
    line = world.line(person.name, 5)
    approver = screen_of("approver")
    open_timesheets(approver, person.name)
    approver.tick(person.name)
    approver.press("Approve")
    approver.expect_message("Timesheet lines approved: 1")
    expect(approver.rows(person.name, "To export")).to_have_count(1)
    world.send()
    assert person.held() == 5
    open_timesheets(approver, person.name)
    approver.tick(person.name)
    approver.press("Reset Approval")
    approver.expect_message("Approval of 1 timesheet lines reset")
    expect(approver.rows(person.name, "Changed")).to_have_count(1)
    world.send()
    assert person.held() is None
    assert world.line_state(line) == "none"


def test_clerk_goes_from_the_sync_to_the_exported_hours(world, screen_of):
    """A Loket user who approves nothing and is no HR manager."""
    person = world.hire()
    clerk = screen_of("clerk")
    clerk.open("loket")
    card = clerk.page.locator(".o_kanban_record:not(.o_kanban_ghost)").first
    expect(card).to_contain_text(world.loket.venues()[0]["name"])
    clerk.open(f"loket-venues/{world.venues()[0]}")
    clerk.press("Sync Now")
    expect(clerk.rows(person.name, "Create")).to_have_count(1)
    world.approved_line(person.name, 6.25)
    menu(clerk, "Export", "Exports")
    clerk.press("Prepare Open Periods")
    clerk.expect_form()
    row = values(clerk, person, "Gewerkte uren")
    expect(clerk.cell(row, "state")).to_have_text("New")
    send(clerk)
    assert person.held() == 6.25
    menu(clerk, "Export", "Exported Hours")
    clerk.page.locator(".o_switch_view.o_list").click()
    clerk.search(person.name)
    expect(clerk.rows(person.name, "6.25")).to_have_count(1)


def test_administrator_changes_what_is_sent(world, admin, person):
    """The rules of a venue: hours of zero-hours workers stay out, for one test."""
    venue = world.venues()[0]
    world.approved_line(person.name, 4)
    admin.open(f"loket-venues/{venue}")
    admin.tab("Export of Hours")
    (rule,) = world.admin.find(
        "loket.export.rule",
        [
            ("employer_id", "=", venue),
            ("contract_kind", "=", "zero_hours"),
            ("code_type", "=", "meal"),
        ],
        ["id"],
    )
    row = admin.rows("Zero hours", "Meals")
    admin.cell(row, "exported").locator("input").click()
    admin.save()
    try:
        assert world.read("loket.export.rule", rule["id"], "exported") is False
    finally:
        world.admin.call("loket.export.rule", "write", [rule["id"]], {"exported": True})


@pytest.fixture
def records(payroll, worker):
    """Return the ids of what people try to call methods of."""
    user = payroll.admin.find("res.users", [("login", "=", "employee")], ["id"])
    return {
        "account.analytic.line": payroll.line(worker.name, 3, user_id=user[0]["id"]),
        "loket.allowance": payroll.admin.create(
            "loket.allowance", {"employee_id": payroll.employee(worker.name)["id"]}
        ),
        "loket.export": payroll.export(),
        "loket.employer": payroll.venues()[0],
        "loket.connection": payroll.connection(),
        "loket.payroll.administration": payroll.period()["administration_id"][0],
        "hr.employee": payroll.employee(worker.name)["id"],
        "loket.wage.code.mapping": payroll.admin.find(
            "loket.wage.code.mapping", [], ["id"], limit=1
        )[0]["id"],
        "loket.export.rule": payroll.admin.find(
            "loket.export.rule", [], ["id"], limit=1
        )[0]["id"],
    }


EXPORT = [
    ("account.analytic.line", "action_loket_export"),
    ("account.analytic.line", "action_loket_take_along"),
    ("account.analytic.line", "action_loket_leave_out"),
    ("account.analytic.line", "action_loket_undecide"),
    ("loket.allowance", "action_take_along"),
    ("loket.allowance", "action_leave_out"),
    ("loket.export", "action_prepare"),
    ("loket.export", "action_send"),
    ("loket.export", "action_verify"),
    ("loket.export", "action_csv"),
    ("loket.export", "action_overwrite"),
    ("loket.export", "action_file_imported"),
    ("loket.export", "action_period_ready"),
    ("loket.export", "action_refresh_period"),
]
SYNC = [
    ("loket.employer", "action_sync"),
    ("loket.employer", "action_preview"),
    ("hr.employee", "action_loket_sync"),
    ("hr.employee", "action_loket_terminate"),
]
SET_UP = [
    ("loket.connection", "action_sign_in"),
    ("loket.connection", "action_disconnect"),
    ("loket.connection", "action_fetch_employers"),
    ("loket.payroll.administration", "action_suggest_mappings"),
]
APPROVE = [
    ("account.analytic.line", "action_loket_approve"),
    ("loket.allowance", "action_approve"),
]
#: Login → methods that are not for who has that part.
FORBIDDEN = {
    "employee": [*EXPORT, *SYNC, *SET_UP, *APPROVE],
    "approver": [*EXPORT, *SYNC, *SET_UP],
    "officer": [*EXPORT, *SYNC, *SET_UP, *APPROVE],
    "clerk": [*SET_UP, *APPROVE],
}


@pytest.mark.parametrize("login", FORBIDDEN)
def test_methods_of_others_are_refused(world, records, login):
    session = world.as_user(login)
    sent = len(world.loket.admin("requests")["requests"])
    allowed = []
    for model, method in FORBIDDEN[login]:
        try:
            session.call(model, method, [records[model]])
        except Refused as refusal:
            assert REFUSAL.search(str(refusal)), f"{model}.{method}: {refusal}"
        else:
            allowed.append(f"{model}.{method}")
    assert allowed == []
    # Nobody got as far as Loket.
    assert len(world.loket.admin("requests")["requests"]) == sent


#: What each may write of whom: nothing of this.
VALUES = {
    "loket.export": {"state": "done"},
    "loket.employer": {"company_id": False},
    "loket.connection": {"client_secret": "x"},
    "loket.wage.code.mapping": {"decimals": 0},
    "loket.export.rule": {"exported": False},
    "account.analytic.line": {"loket_export_state": "exported"},
    "loket.allowance": {"export_state": "exported"},
}


@pytest.mark.parametrize("login", [*FORBIDDEN, "loket"])
def test_records_of_others_cannot_be_written(world, records, login):
    session = world.as_user(login)
    written = []
    for model, values_ in VALUES.items():
        try:
            session.call(model, "write", [records[model]], values_)
        except Refused as refusal:
            words = str(refusal)
            assert (
                "themselves" in words or "own fields" in words or REFUSAL.search(words)
            ), f"{model}: {refusal}"
        else:
            written.append(model)
    assert written == []


@pytest.mark.parametrize("login", ["employee", "approver", "officer", "clerk", "loket"])
def test_secrets_are_shown_to_nobody(world, records, login):
    session = world.as_user(login)
    for model, fields in (
        ("loket.connection", ["client_secret"]),
        ("loket.token", ["connection_id"]),
        ("loket.export.ledger", ["value"]),
    ):
        with pytest.raises(Refused, match=REFUSAL):
            session.call(model, "search_read", [], fields)
