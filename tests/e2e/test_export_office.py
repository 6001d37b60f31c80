# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What else a payroll clerk meets: changes at Loket, runs, files, messages."""

import re

from loket_setup import database
from playwright.sync_api import expect
from screens import alert, confirm, download, open_export, prepare, send, values
from work import PENDING

HOURS = "Gewerkte uren"


#: Shared with other modules.
STAGE = "payroll"


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


def test_preview_of_this_morning_is_shown_anew_before_it_is_sent(
    env, stage, world, hr, person
):
    line = world.approved_line(person.name, 4)
    open_export(hr, person.name)
    export = int(hr.page.url.rstrip("/").rsplit("/", 1)[-1].split("?")[0])
    world.admin.call("account.analytic.line", "write", [line], {"unit_amount": 6})
    world.admin.call("account.analytic.line", "action_loket_approve", [line])
    # Nobody may write this, the administrator neither.
    earlier = "UPDATE loket_export SET prepared_on = '2026-01-05 08:00' WHERE id = %s"
    database.execute(env, (earlier, [export]), database=stage.database)
    # What this screen shows is not the preview that is stored.
    send(hr, "warning")
    hr.expect_message("after you opened it")
    send(hr, "warning")
    said = hr.page.locator(".o_form_sheet .alert").filter(has_text="became different")
    expect(said).to_be_visible()
    row = values(hr, person, HOURS)
    expect(hr.cell(row, "value")).to_have_text(re.compile(r"^6\.00*$"))
    expect(hr.cell(row, "message")).to_contain_text("Shown before: 4")
    assert person.held() is None
    send(hr)
    expect(said).not_to_be_visible()
    assert person.held() == 6


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
    run()
    open_export(hr, person.name)
    expect(alert(hr, "is approved")).to_be_visible()
    assert world.line_state(line) == "locked"
    world.set_run(None)
    hr.run("Check Payroll Run")
    expect(alert(hr, "is approved")).to_have_count(0)
    assert world.line_state(line) == "exported"


def test_file_holds_the_totals_in_lokets_layout(world, hr, person):
    world.approved_line(person.name, 7.25)
    open_export(hr, person.name)
    rows = download(hr)
    (row,) = [row for row in rows if row["persnr"] == person.number()]
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
