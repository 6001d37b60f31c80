# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From venues at Loket to employees in Odoo, by the buttons that people press.

Every test hires somebody of its own at the sandbox, so that none needs another.
"""

import re
from datetime import timedelta

import pytest
from loket_setup.job.sandbox import today
from playwright.sync_api import expect

#: Shared with other modules.
STAGE = "payroll"


@pytest.fixture
def venue(payroll):
    """Return the first venue, linked to its company."""
    return payroll.venues()[0]


def sync(screen, venue):
    """Press the button of the venue; the report opens."""
    screen.open(f"loket-venues/{venue}")
    screen.press("Sync Now")
    expect_report(screen, "By hand")


def expect_report(screen, mode):
    expect(screen.page.locator(".o_last_breadcrumb_item")).to_contain_text(mode)
    screen.expect_form()


def expect_count(screen, name, count):
    expect(screen.field(name)).to_have_text(str(count))


def employees(world):
    return world.admin.call(
        "hr.employee", "search_count", [], context=world.everywhere()
    )


def test_preview_shows_people_and_creates_nobody(world, hr, venue):
    person = world.hire()
    before = employees(world)
    hr.open(f"loket-venues/{venue}")
    hr.press("Preview")
    expect_report(hr, "Preview")
    expect(hr.rows(person.name, "Create")).to_have_count(1)
    assert employees(world) == before


def test_sync_creates_people_with_their_contract(world, hr, venue):
    person = world.hire()
    sync(hr, venue)
    expect(hr.rows(person.name, "Create")).to_have_count(1)
    found = world.employee(person.name, "loket_contract_kind", "birthday")
    assert found["loket_employee_id"] == person.id
    assert found["loket_contract_kind"] == "zero_hours"
    assert found["birthday"] == person.birthday


def test_second_sync_says_that_nothing_changed(world, hr, venue):
    world.hire_and_sync()
    sync(hr, venue)
    expect_count(hr, "created_count", 0)
    expect_count(hr, "updated_count", 0)
    expect(hr.field("unchanged_count")).to_have_text(re.compile("[1-9]"))


def test_employee_list_syncs_whom_is_selected(world, hr, venue):
    person = world.hire_and_sync()
    move(world, person, "Deventer")
    hr.open("employees?view_type=list")
    hr.search(person.name)
    hr.tick(person.name)
    hr.press("Sync Loket")
    expect_report(hr, "By hand")
    assert city(world, person) == "Deventer"


def test_employee_form_syncs_the_employee(world, hr, venue):
    person = world.hire_and_sync()
    move(world, person, "Zutphen")
    hr.open(f"employees/{world.employee(person.name)['id']}")
    hr.press("Sync Loket")
    expect_report(hr, "By hand")
    assert city(world, person) == "Zutphen"


def move(world, person, where):
    """Let somebody move, at Loket."""
    world.loket.tell(
        "set_employee", employee_id=person.id, path="address.city", value=where
    )


def city(world, person):
    return world.employee(person.name, "private_city")["private_city"]


def known_in_odoo(world, person_name, birthday="1990-05-17"):
    """Somebody whom HR typed in Odoo before there was a connection."""
    return world.admin.create(
        "hr.employee",
        {
            "name": person_name,
            "birthday": birthday,
            "company_id": world.companies()[0],
        },
    )


def test_first_sync_links_who_is_there_already(world, hr, venue):
    last_name = next(world.names)
    employee = known_in_odoo(world, f"Pip {last_name}")
    person = world.hire(last_name)
    sync(hr, venue)
    expect(hr.rows(person.name, "Link")).to_have_count(1)
    found = world.employee(person.name)
    assert found["id"] == employee
    assert found["loket_employee_id"] == person.id


@pytest.fixture
def twins(world, venue):
    """Two in Odoo of whom each could be the one at Loket; returns all three."""
    last_name = next(world.names)
    names = [f"Lot {last_name}", f"Lies {last_name}"]
    ids = [known_in_odoo(world, name) for name in names]
    return world.hire(last_name), names, ids


def open_problem(screen, venue, person):
    """Open the line of the report that asks who somebody is."""
    sync(screen, venue)
    row = screen.rows(person.name, "Problem")
    expect(row).to_have_count(1)
    screen.cell(row, "name").click()
    expect(screen.page.locator(".modal")).to_be_visible()


def test_ambiguous_person_is_linked_by_a_click(world, hr, venue, twins):
    person, names, ids = twins
    open_problem(hr, venue, person)
    hr.rows(names[1]).get_by_role("button", name="Link This One").click()
    expect(hr.page.locator(".modal")).to_have_count(0)
    expect(hr.page.get_by_text(f"{names[1]} is linked.")).to_be_visible()
    sync(hr, venue)
    expect(hr.rows(person.name, "Problem")).to_have_count(0)
    linked = world.admin.find(
        "hr.employee", [("loket_employee_id", "=", person.id)], ["id"]
    )
    assert [record["id"] for record in linked] == [ids[1]]


def test_ambiguous_person_is_created_by_a_click(world, hr, venue, twins):
    person, _names, ids = twins
    open_problem(hr, venue, person)
    hr.run("Create New Employee")
    expect(hr.page.locator(".modal")).to_have_count(0)
    sync(hr, venue)
    expect(hr.rows(person.name, "Create")).to_have_count(1)
    assert world.employee(person.name)["id"] not in ids


def test_night_brings_only_what_changed(world, admin, venue):
    person = world.hire_and_sync()
    move(world, person, "Nijmegen")
    world.admin.call(
        "loket.connection", "write", [world.connection()], {"last_night": False}
    )
    cron = world.admin.ref("loket_connector.ir_cron_loket_sync_employees")
    admin.open(f"m-ir.cron/{cron}")
    admin.run("Run Manually")
    runs = world.admin.find(
        "loket.sync.run",
        [("mode", "=", "scheduled")],
        ["updated_count", "created_count", "unchanged_count", "state"],
        limit=1,
    )
    assert runs and runs[0]["state"] == "done"
    assert runs[0]["updated_count"] == 1
    assert runs[0]["created_count"] == runs[0]["unchanged_count"] == 0
    assert city(world, person) == "Nijmegen"


def test_ending_at_loket_proposes_the_departure(world, hr, venue):
    person = world.hire_and_sync()
    end(world, person)
    sync(hr, venue)
    expect(hr.rows(person.name, "Ended")).to_have_count(1)
    employee = world.employee(person.name)
    assert employee["active"]
    hr.open(f"employees/{employee['id']}")
    expect(
        hr.page.locator(".o-mail-Activity").filter(has_text="Left at Loket")
    ).to_be_visible()


def end(world, person):
    """The last day at Loket was a week ago."""
    last_day = str(today() - timedelta(days=7))
    world.loket.tell(
        "end_employment", employment_id=person.employment, end_date=last_day
    )


@pytest.fixture
def archiving(world, venue):
    """Let the connection archive who left, for one test."""
    connection = world.connection()
    world.admin.call(
        "loket.connection", "write", [connection], {"ended_policy": "archive"}
    )
    yield
    world.admin.call(
        "loket.connection", "write", [connection], {"ended_policy": "propose"}
    )


def test_ending_can_archive_the_employee(world, hr, venue, archiving):
    person = world.hire_and_sync()
    end(world, person)
    sync(hr, venue)
    assert not world.employee(person.name)["active"]


def test_rehired_person_comes_back_as_the_same_employee(world, hr, venue, archiving):
    person = world.hire_and_sync()
    before = world.employee(person.name)["id"]
    end(world, person)
    world.sync()
    assert not world.employee(person.name)["active"]
    world.loket.tell(
        "add_employment",
        employee_id=person.id,
        start=str(today() - timedelta(days=2)),
        hours=24,
    )
    sync(hr, venue)
    expect(hr.rows(person.name, "Hired again")).to_have_count(1)
    after = world.employee(person.name, "loket_contract_kind")
    assert after["id"] == before
    assert after["active"]
    assert after["loket_contract_kind"] == "fixed"
