# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""After signing in: venues, their companies, rights and payroll set-up.

The steps build on each other as they do for an administrator; each arranges what comes
before it.
"""

import pytest
from playwright.sync_api import expect

#: Shared with other modules.
STAGE = "administrator"


@pytest.fixture
def venues(world):
    """Return the names of the venues; companies of the same names are in Odoo."""
    return [venue["name"] for venue in world.loket.venues()]


def test_fetching_lists_the_venues(world, admin, venues):
    connection = world.connection()
    admin.open(f"loket-connections/{connection}")
    admin.press("Fetch Venues")
    for name in venues:
        expect(admin.rows(name)).to_have_count(1)


def test_linking_a_company_in_the_list(world, admin, venues):
    connection = world.connection()
    world.admin.call("loket.connection", "action_fetch_employers", [connection])
    admin.open(f"loket-connections/{connection}")
    admin.follow("Venues")
    admin.tick(venues[0])
    row = admin.rows(venues[0])
    admin.cell(row, "company_id").click()
    admin.choose("company_id", venues[0])
    expect(admin.cell(row, "company_id")).to_have_text(venues[0])
    admin.page.reload()
    expect(admin.cell(row, "company_id")).to_have_text(venues[0])
    found = world.admin.find(
        "loket.employer", [("name", "=", venues[0])], ["company_id"]
    )
    assert found[0]["company_id"][1] == venues[0]


def test_checking_rights_in_the_list(world, admin, venues):
    world.venues()
    admin.open("loket-venues")
    admin.tick(venues[0])
    admin.press("Check Rights")
    admin.expect_message("No right is missing")
    expect(admin.rows(venues[0], "Complete")).to_have_count(1)


@pytest.fixture
def missing_right(world):
    """Take a right away for one test; return its name in Loket and the activity."""
    activity = "GetEmploymentsComprehensiveByEmployerId"
    right = world.admin.find("loket.right", [("activity", "=", activity)], ["name"])[0]
    world.loket.tell("take_right", activity=activity)
    yield right["name"], activity
    world.loket.tell("give_right", activity=activity)
    world.admin.call("loket.employer", "action_check_rights", world.venues())


def test_missing_right_is_named_on_the_venue(world, admin, venues, missing_right):
    name, activity = missing_right
    admin.open(f"loket-venues/{world.venues()[0]}")
    admin.press("Check Rights")
    admin.expect_message("Rights are missing")
    admin.tab("Rights")
    row = admin.field("rights_html").locator("tr").filter(has_text=activity)
    expect(row).to_contain_text(name)
    expect(row).to_contain_text("Off")
    # Its first field is the button that copies it.
    message = admin.page.locator(".o_field_text[name='rights_message_nl']")
    expect(message).to_contain_text(name)


def test_fetching_the_payroll_set_up(world, admin, venues):
    venue = world.venues()[0]
    admin.open(f"loket-venues/{venue}")
    admin.press("Fetch Payroll Set-up")
    admin.expect_message("up to date")
    admin.tab("Payroll Administrations")
    number = world.loket.venues()[0]["administrations"][0]["clientNumber"]
    expect(admin.rows(str(number))).to_have_count(1)
