# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What else a payroll clerk meets: changes at Loket, runs, files, messages."""

import csv
import re
from pathlib import Path

import pytest
from arrange import APPROVED, PENDING
from playwright.sync_api import expect
from screens import open_export, prepare, send, values

HOURS = "Gewerkte uren"


@pytest.fixture(scope="module", autouse=True)
def _ready(world):
    """Link, map and sync once for the module."""
    world.ready_to_export()
    world.sync()


@pytest.fixture
def hr(screen_of):
    """Return a screen of the Loket user."""
    return screen_of("loket")


@pytest.fixture
def person(world):
    """Return somebody with zero hours whom Odoo knows."""
    return world.hire_and_sync()


@pytest.fixture
def run(world):
    """Return a function that gives the period a payroll run; gone at the end."""
    yield world.set_run
    world.set_run(None)
    world.export()


def alert(screen, text):
    return screen.page.get_by_role("alert").filter(has_text=text).first


def confirm(screen, text):
    """Answer the question of a button with yes."""
    question = screen.page.locator(".modal")
    expect(question).to_contain_text(text)
    question.get_by_role("button", name="Ok", exact=True).click()
    expect(question).to_have_count(0)
    screen.settle()


def test_change_at_loket_is_asked_about_before_it_is_overwritten(world, hr, person):
    world.approved_line(person.name, 4)
    world.send()
    (record,) = world.loket.admin("period_data")[person.employment]
    changed = {"payrollComponent": {"key": 1}, "value": 9}
    world.loket.tell(
        "write_period_data",
        employment_id=person.employment,
        record={**record, "payrollComponents": [changed]},
    )
    assert person.held() == 9
    open_export(hr, person.name)
    row = values(hr, person, HOURS)
    expect(hr.cell(row, "loket_value")).to_have_text(re.compile(r"^9\.00*$"))
    expect(alert(hr, "Somebody changed")).to_be_visible()
    expect(hr.field("to_send_count")).to_have_text("0")
    hr.press("Overwrite Changes in Loket")
    confirm(hr, "Replace the values")
    expect(hr.field("to_send_count")).to_have_text("1")
    send(hr)
    assert person.held() == 4


def test_run_that_waits_for_approval_warns_and_asks(world, hr, person, run):
    world.approved_line(person.name, 4)
    run(PENDING)
    open_export(hr, person.name)
    expect(alert(hr, "waiting for approval")).to_be_visible()
    hr.press("Send to Loket")
    assert person.held() is None
    confirm(hr, "Send anyway?")
    expect(hr.page.locator(".o_notification .bg-success").first).to_be_visible()
    assert person.held() == 4


def test_approval_that_is_undone_unlocks(world, hr, person, run):
    line = world.approved_line(person.name, 4)
    world.send()
    run(APPROVED)
    open_export(hr, person.name)
    expect(alert(hr, "is approved")).to_be_visible()
    assert world.line_state(line) == "locked"
    run(None)
    hr.run("Check Payroll Run")
    expect(alert(hr, "is approved")).to_have_count(0)
    assert world.line_state(line) == "exported"


def test_file_holds_the_totals_in_lokets_layout(world, hr, person, tmp_path):
    world.approved_line(person.name, 7.25)
    open_export(hr, person.name)
    with hr.page.expect_download() as download:
        hr.button("Download File").click()
    path = Path(download.value.path())
    content = path.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    assert list(rows[0])[:3] == ["aanslnr", "persnr", "ploeg"]
    employments = world.loket.admin("employments")
    (number,) = [
        str(one["row"]["payrollId"])
        for one in employments
        if one["id"] == person.employment
    ]
    (row,) = [row for row in rows if row["persnr"] == number]
    assert row["1"] == "7,25"
    assert person.held() is None


def test_salary_administrator_is_told_with_our_totals(world, hr, person):
    world.approved_line(person.name, 6)
    open_export(hr, person.name)
    send(hr)
    prepare(hr)
    hr.press("Period Ready")
    dialog = hr.page.locator(".modal")
    dialog.locator("[name='emails'] input").fill("loon@example.com")
    comment = dialog.locator("[name='comment'] textarea").input_value()
    assert re.search(r"\d", comment)
    dialog.get_by_role("button", name="Tell Them").click()
    expect(dialog).to_have_count(0)
    message = world.loket.admin("ready_messages")[-1]
    assert message["payrollPeriodId"] == int(world.period()["loket_id"])
    assert "loon@example.com" in message["emailAddressPeriodReadyForPayroll"]
    assert comment in message.values()
