# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The way through timesheets and exports, which several tests go."""

from __future__ import annotations

import csv
from pathlib import Path

from pages import Screen
from playwright.sync_api import Locator, expect

TIMESHEETS = "action-hr_timesheet.timesheet_action_all?view_type=list"


def open_timesheets(screen: Screen, name: str) -> None:
    """Show the timesheet lines of one person, whatever their date."""
    screen.open(TIMESHEETS)
    screen.search(name)


def open_export(screen: Screen, name: str) -> None:
    """Select all lines of one person and press the button; the export opens."""
    open_timesheets(screen, name)
    screen.tick_all()
    screen.press("Export to Loket")
    expect(screen.page.locator(".o_form_view [name='line_ids']")).to_be_visible()
    screen.settle()


def values(screen: Screen, person, component: str) -> Locator:
    """The row of somebody's component in an open export."""
    row = screen.rows(person.name, component)
    expect(row).to_have_count(1)
    return row


def send(screen: Screen, kind: str = "success") -> None:
    """Send, and wait for the message that says how it went."""
    screen.run("Send to Loket")
    bar = {"success": "bg-success", "warning": "bg-warning"}[kind]
    expect(screen.page.locator(f".o_notification:has(.{bar})").first).to_be_visible()


def confirm(screen: Screen, text: str) -> None:
    """Answer the question of a button with yes."""
    question = screen.page.locator(".modal")
    expect(question).to_contain_text(text)
    screen.settle()
    question.get_by_role("button", name="Ok", exact=True).click()
    expect(question).to_have_count(0)
    screen.settle()


def alert(screen: Screen, text: str) -> Locator:
    """What a form warns of above its fields."""
    return screen.page.get_by_role("alert").filter(has_text=text).first


def prepare(screen: Screen) -> None:
    """Prepare an export that was prepared or sent before."""
    screen.call(screen.button("Prepare Again").or_(screen.button("Prepare")).first)


def download(screen: Screen) -> list[dict[str, str]]:
    """Download the file of an open export; return its rows by their columns."""
    with screen.page.expect_download() as loading:
        screen.button("Download File").click()
    path = Path(loading.value.path())
    content = path.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") > 1
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))
    assert rows[0][:3] == ["aanslnr", "persnr", "ploeg"]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
