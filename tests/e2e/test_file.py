# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A venue whose variable data cannot be reached through the API: by a file.

The second venue, so that nobody else's export changes.
"""

import re

import pytest
from playwright.sync_api import expect
from screens import confirm, download, open_export, open_timesheets, prepare, values
from work import APPROVED

#: Shared with other modules.
STAGE = "payroll"
SECOND = 1
HOURS, DAYS = "Gewerkte uren", "Gewerkte dagen"
#: What the API needs for variable data.
ACTIVITIES = [
    "GetPayrollPeriodDataByPayrollAdministrationIdAndPayrollPeriodId",
    "PatchPayrollPeriodDataByEmploymentId",
    "PatchCollectivePayrollPeriodDataByEmployerId",
]


@pytest.fixture(scope="module", autouse=True)
def venue(payroll, expected_warnings):
    """The second venue without its rights; all is as before at the end."""
    expected_warnings.append(r"odoo\.http: The Loket user of this connection misses")
    expected_warnings.append(r"odoo\.http: The payroll run of period")
    expected_warnings.append(r"odoo\.http: The totals changed after the file was")
    venue = payroll.venues()[SECOND]
    employer = payroll.loket.venues()[SECOND]["id"]
    for activity in ACTIVITIES:
        payroll.loket.tell("take_right", activity=activity, employer_id=employer)
    yield venue
    for activity in ACTIVITIES:
        payroll.loket.tell("give_right", activity=activity, employer_id=employer)
    payroll.set_run(None, venue=SECOND)
    payroll.admin.call("loket.employer", "write", [venue], {"export_method": "api"})
    payroll.admin.call("loket.employer", "action_check_rights", [venue])
    payroll.admin.call("loket.employer", "action_fetch_payroll_setup", [venue])


@pytest.fixture
def branch(payroll, screen_of):
    """Return a screen of the Loket user of the second venue."""
    return screen_of("branch")


@pytest.fixture
def person(payroll):
    return payroll.hire_and_sync(venue=SECOND)


@pytest.fixture
def group_admin(payroll, admin):
    """Return a screen of the administrator, who looks at all companies at once."""
    companies = "-".join(str(company) for company in payroll.companies())
    admin.page.context.add_cookies(
        [{"name": "cids", "value": companies, "url": payroll.odoo_url}]
    )
    return admin


@pytest.fixture
def by_file(payroll, venue):
    """Let the venue work with files."""
    payroll.admin.call("loket.employer", "write", [venue], {"export_method": "file"})


def calls(world):
    """How many calls for variable data Loket had."""
    counts = world.loket.admin("requests")["counts"]
    return sum(n for call, n in counts.items() if "payrollperioddata" in call.lower())


def test_missing_right_is_told_and_the_venue_goes_on_with_a_file(
    world, venue, group_admin, branch, person
):
    line = world.approved_line(person.name, 7.25)
    open_timesheets(branch, person.name)
    branch.tick_all()
    branch.press("Export to Loket")
    branch.expect_refusal("misses the right “Beheer variabele gegevens”")
    group_admin.open(f"loket-venues/{venue}")
    group_admin.press("Check Rights")
    group_admin.expect_message("Rights are missing")
    group_admin.tab("Export of Hours")
    group_admin.choose("export_method", "As a file")
    group_admin.save()
    before = calls(world)
    open_export(branch, person.name)
    expect(branch.button("Send to Loket")).to_have_count(0)
    (row,) = [row for row in download(branch) if row["persnr"] == person.number()]
    number = world.loket.venues()[SECOND]["administrations"][0]["clientNumber"]
    assert (row["aanslnr"], row["ploeg"]) == (str(number), "1")
    assert (row["1"], row["60"]) == ("7,25", "1")
    branch.press("Imported in Loket")
    assert world.line_state(line) == "to_export"
    confirm(branch, "Was this file imported in Loket")
    branch.expect_state("Done")
    expect(branch.cell(values(branch, person, HOURS), "state")).to_have_text("Imported")
    expect(branch.button("Imported in Loket")).to_have_count(0)
    assert world.line_state(line) == "exported"
    assert calls(world) == before
    assert person.held() is None


def imported(screen):
    """Download the file of the open export and say that it was imported."""
    rows = download(screen)
    screen.press("Imported in Loket")
    confirm(screen, "Was this file imported in Loket")
    screen.expect_state("Done")
    return {row["persnr"]: row for row in rows}


def test_change_after_the_import_needs_another_file(world, by_file, branch, person):
    line = world.approved_line(person.name, 4)
    open_export(branch, person.name)
    imported(branch)
    open_timesheets(branch, person.name)
    expect(branch.rows(person.name, "Exported")).to_have_count(1)
    world.admin.call("account.analytic.line", "write", [line], {"unit_amount": 5.5})
    open_timesheets(branch, person.name)
    expect(branch.rows(person.name, "Changed")).to_have_count(1)
    open_export(branch, person.name)
    hours = values(branch, person, HOURS)
    expect(branch.cell(hours, "state")).to_have_text("Changed")
    expect(branch.cell(hours, "loket_value")).to_have_text(re.compile(r"^4\.00*$"))
    # The file that was downloaded is another one.
    branch.press("Imported in Loket")
    question = branch.page.locator(".modal")
    question.get_by_role("button", name="Ok", exact=True).click()
    branch.expect_refusal("Download it and import it in Loket again")
    assert imported(branch)[person.number()]["1"] == "5,5"
    assert world.line_state(line) == "exported"
    # What dropped out is written as zero: an empty cell would leave it as it is.
    world.admin.call("account.analytic.line", "unlink", [line])
    prepare(branch)
    expect(branch.cell(values(branch, person, HOURS), "state")).to_have_text("Removed")
    row = imported(branch)[person.number()]
    assert (row["1"], row["60"]) == ("0", "0")


def test_approved_run_locks_what_was_imported(
    world, venue, by_file, group_admin, branch, person
):
    line = world.approved_line(person.name, 3)
    open_export(branch, person.name)
    imported(branch)
    world.set_run(APPROVED, venue=SECOND)
    group_admin.open(f"loket-venues/{venue}")
    group_admin.press("Fetch Payroll Set-up")
    group_admin.expect_message("up to date")
    assert world.line_state(line) == "locked"
    open_timesheets(branch, person.name)
    expect(branch.rows(person.name, "Locked")).to_have_count(1)
    branch.tick(person.name)
    branch.press("Reset Approval")
    branch.expect_refusal(re.compile("payroll run of period .* is approved"))
