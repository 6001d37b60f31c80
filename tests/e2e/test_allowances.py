# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Allowances, meals, days and cost centers: from who enters them to Loket."""

import pytest
from arrange import CODES
from loket_setup.job.odoo_session import Refused
from loket_setup.job.sandbox import today
from playwright.sync_api import expect
from screens import open_timesheets, send, values

#: Shared with other modules.
STAGE = "payroll"
HOURS, DAYS, TRAVEL, AT_HOME, MEALS, HOME_DAYS = 1, 60, 310, 315, 512, 515
TRAVEL_CODE = "loket_connector.wage_code_allowance"
OWN_TIMESHEETS = "action-hr_timesheet.act_hr_timesheet_line?view_type=list"


@pytest.fixture(scope="module", autouse=True)
def _expected(expected_warnings):
    expected_warnings.append(r"odoo\.http: This allowance is approved\.")


def code_name(world, xml_id):
    return world.read("loket.wage.code", world.admin.ref(xml_id), "name")


def export(world, hr, person, component, value):
    """Look at a value in the open export, and send."""
    hr.open(f"m-loket.export/{world.export()}")
    row = values(hr, person, component)
    expect(hr.cell(row, "value")).to_have_text(value)
    send(hr)


def test_employee_enters_an_allowance_that_is_approved_and_paid(
    world, screen_of, hr, worker
):
    employee = screen_of("employee")
    employee.open("loket-allowances")
    row = employee.new_row()
    expect(row.locator("[name='employee_id'] input")).to_have_value(worker.name)
    expect(row.locator("[name='wage_code_id'] input")).to_have_value(
        code_name(world, TRAVEL_CODE)
    )
    row.locator("[name='quantity'] input").fill("12.35")
    row.locator("[name='note'] input").fill("Home visit")
    employee.save_row()
    mine = employee.rows(worker.name, "12.35")
    expect(mine).to_have_count(1)
    employee.tick("12.35")
    for name in ("Approve", "Reset Approval", "Pay as a Correction"):
        expect(employee.button(name)).to_have_count(0)
    approver = screen_of("approver")
    approver.open("loket-allowances")
    approver.search(worker.name)
    approver.tick("12.35")
    approver.press("Approve")
    expect(approver.rows("12.35", "To export")).to_have_count(1)
    export(world, hr, worker, "Reiskosten", "12.35")
    assert worker.held(TRAVEL) == 12.35
    employee.open("loket-allowances")
    expect(employee.rows(worker.name, "12.35", "Exported")).to_have_count(1)


def test_approved_allowance_is_closed_to_the_employee(world, screen_of, worker):
    allowance = world.approved_allowance(worker.name, 8.5)
    employee = screen_of("employee")
    employee.open("loket-allowances")
    employee.cell(employee.rows("8.50"), "quantity").click()
    expect(employee.edited_row().locator("[name='note'] input")).to_be_visible()
    for name in ("date", "employee_id", "wage_code_id", "quantity"):
        expect(employee.edited_row().locator(f"[name='{name}'] input")).to_have_count(0)
    with pytest.raises(Refused, match="Ask somebody who approves timesheets"):
        world.as_user("employee").call(
            "loket.allowance", "write", [allowance], {"quantity": 85}
        )
    world.send()
    assert worker.held(TRAVEL) == 8.5


def test_allowance_on_a_timesheet_line_goes_with_its_approval(
    world, screen_of, hr, person
):
    line = world.line(person.name, 3)
    approver = screen_of("approver")
    approver.open(f"all-timesheets/{line}")
    approver.tab("Loket")
    field = approver.page.locator("[name='loket_allowance_ids']")
    field.get_by_role("button", name="Add a line").click()
    row = approver.edited_row()
    row.locator("[name='quantity'] input").fill("4.5")
    approver.save()
    approver.run("Approve")
    expect(approver.rows("4.50", "To export")).to_have_count(1)
    export(world, hr, person, "Reiskosten", "4.50")
    assert (person.held(HOURS), person.held(TRAVEL)) == (3, 4.5)


def test_meals_are_typed_in_the_list_and_days_count_once(world, screen_of, hr, worker):
    user = world.admin.find("res.users", [("login", "=", "employee")], ["id"])[0]["id"]
    lines = [world.line(worker.name, hours, user_id=user) for hours in (2.25, 3.5)]
    employee = screen_of("employee")
    employee.open(OWN_TIMESHEETS)
    employee.cell(employee.rows("03:30"), "loket_meal_count").click()
    employee.edited_row().locator("[name='loket_meal_count'] input").fill("2")
    employee.save_row()
    approver = screen_of("approver")
    open_timesheets(approver, worker.name)
    approver.tick_all()
    approver.press("Approve")
    approver.expect_message("Timesheet lines approved: 2")
    export(world, hr, worker, "Aant. maaltijd", "2.00")
    assert (worker.held(HOURS), worker.held(DAYS), worker.held(MEALS)) == (5.75, 1, 2)
    assert {world.line_state(line) for line in lines} == {"exported"}


@pytest.fixture
def codes(payroll):
    """Return allowances for working at home: an amount of money, and a number."""
    names = {
        "At home, money": ("Thuiswerkverg.", 2.35),
        "At home": ("Aant. thuiswrk", 0),
    }
    for name, (component, rate) in names.items():
        code = payroll.admin.find_or_create(
            "loket.wage.code",
            [("name", "=", name)],
            {"name": name, "code_type": "allowance", "sequence": 90},
        )
        (found,) = payroll.admin.find(
            "loket.payroll.component",
            [
                ("name", "=", component),
                ("year", "=", today().year),
                ("administration_id", "=", payroll.period()["administration_id"][0]),
            ],
            ["administration_id"],
        )
        values = {
            "wage_code_id": code,
            "administration_id": found["administration_id"][0],
        }
        domain = [(key, "=", value) for key, value in values.items()]
        values["component_id"] = found["id"]
        if rate:
            values |= {"send_as": "amount", "rate": rate}
        payroll.admin.find_or_create("loket.wage.code.mapping", domain, values)
    return list(names)


def test_component_gets_money_or_a_number_as_it_wants(
    world, screen_of, hr, person, codes
):
    assert set(codes).isdisjoint(CODES)
    approver = screen_of("approver")
    for code in codes:
        approver.open("loket-allowances")
        row = approver.new_row()
        for name, text in (("employee_id", person.name), ("wage_code_id", code)):
            approver.choose_in(row, name, text)
        row.locator("[name='quantity'] input").fill("3")
        approver.save_row()
    approver.search(person.name)
    approver.tick_all()
    approver.press("Approve")
    expect(approver.rows(person.name, "To export")).to_have_count(2)
    export(world, hr, person, "Thuiswerkverg.", "7.05")
    assert (person.held(AT_HOME), person.held(HOME_DAYS)) == (7.05, 3)


@pytest.fixture
def account(payroll):
    """A project with an analytic account; without a cost center afterwards."""
    name = f"Location {next(payroll.names)}"
    project = payroll.admin.create(
        "project.project",
        {
            "name": name,
            "company_id": payroll.companies()[0],
            "allow_timesheets": True,
        },
    )
    account = payroll.read("project.project", project, "account_id")[0]
    yield name, project
    found = payroll.admin.find(
        "loket.cost.center", [("account_id", "=", account)], ["id"]
    )
    payroll.admin.call("loket.cost.center", "unlink", [one["id"] for one in found])


def test_hours_of_an_analytic_account_go_to_its_cost_center(
    world, admin, hr, person, account
):
    name, project = account
    admin.open("loket-cost-centers")
    row = admin.new_row()
    venue = world.loket.venues()[0]["name"]
    for field, text in (("employer_id", venue), ("account_id", name)):
        admin.choose_in(row, field, text)
    row.locator("[name='key'] input").fill("2")
    admin.save_row()
    world.approved_line(person.name, 3, project_id=project)
    world.approved_line(person.name, 4)
    hr.open(f"m-loket.export/{world.export()}")
    expect(hr.rows(person.name, "Gewerkte uren")).to_have_count(2)
    send(hr)
    split = {
        (record["costCenter"] or {}).get("key"): row["value"]
        for record in person.records()
        for row in record["payrollComponents"]
        if row["payrollComponent"]["key"] == HOURS
    }
    assert split.pop(2) == 3
    assert list(split.values()) == [4]
