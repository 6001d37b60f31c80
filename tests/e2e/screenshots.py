# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Take the pictures of the README and the store pages: see setup/screenshots.

They come from the product itself with the data of the demo, so that they stay true.
"""

from __future__ import annotations

import argparse
import io
from datetime import date, timedelta
from pathlib import Path

from arrange import World
from pages import Screen
from PIL import Image
from playwright.sync_api import expect, sync_playwright
from screens import TIMESHEETS

ROOT = Path(__file__).resolve().parents[2]
SIZE = {"width": 1280, "height": 720}
COLOURS = 128
CORE, HOURS = "loket_connector", "loket_connector_hr_timesheet"
PROJECT = "Work week (demo)"


def main() -> None:
    """Take all pictures against running servers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--odoo", required=True)
    parser.add_argument("--sandbox", required=True)
    parser.add_argument("--chromium", required=True)
    given = parser.parse_args()
    world = World(given.odoo, given.sandbox)
    run = something_happened(world)
    export = something_to_send(world)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=given.chromium, chromium_sandbox=False
        )
        context = browser.new_context(
            base_url=given.odoo,
            viewport=SIZE,
            locale="en-GB",
            timezone_id="Europe/Amsterdam",
            reduced_motion="reduce",
        )
        screen = Screen(context.new_page())
        screen.page.set_default_timeout(30_000)
        screen.sign_in("hr")
        # All companies at once, as somebody who works for the whole group does.
        companies = "-".join(str(company) for company in world.companies())
        context.add_cookies([{"name": "cids", "value": companies, "url": given.odoo}])
        take_core(screen, world, run)
        take_hours(screen, world, export)
        browser.close()


def something_happened(world: World) -> int:
    """Let a few things change at Loket and sync them; return the run."""
    venue = world.venues()[0]
    world.hire("Vermeulen", first_name="Iris", hours=32)
    people = world.admin.find(
        "hr.employee",
        [("loket_employer_id", "=", venue)],
        ["name", "loket_employee_id", "loket_employment_ids"],
        order="id",
        context=world.everywhere(),
    )
    for person, city in zip(people[:2], ("Deventer", "Zutphen"), strict=True):
        world.loket.tell(
            "set_employee",
            employee_id=person["loket_employee_id"],
            path="address.city",
            value=city,
        )
    # Somebody of whom Odoo cannot be sure.
    for name in ("Lot Smit", "Lies Smit"):
        world.admin.find_or_create(
            "hr.employee",
            [("name", "=", name)],
            {
                "name": name,
                "birthday": "1990-05-17",
                "company_id": world.companies()[0],
            },
        )
    world.hire("Smit", first_name="L.")
    world.admin.call("loket.employer", "action_sync", [venue])
    runs = world.admin.find(
        "loket.sync.run", [("employer_id", "=", venue)], ["id"], limit=1
    )
    return runs[0]["id"]


def something_to_send(world: World) -> int:
    """Let people without fixed hours work more; return the prepared export."""
    venue = world.venues()[0]
    lines = world.admin.find(
        "account.analytic.line",
        [
            ("project_id.name", "=", PROJECT),
            ("employee_id.loket_employer_id", "=", venue),
            ("employee_id.loket_contract_kind", "!=", "fixed"),
        ],
        ["employee_id", "date", "project_id"],
        order="employee_id, date",
        context=world.everywhere(),
    )
    assert lines, "nobody without fixed hours works at the first venue"
    last = max(date.fromisoformat(line["date"]) for line in lines)
    more = [
        {
            "name": "Worked",
            "date": str(last + timedelta(days=3 + number % 2)),
            "employee_id": line["employee_id"][0],
            "project_id": line["project_id"][0],
            "unit_amount": 6 + number % 3,
            "loket_meal_count": number % 2,
        }
        for number, line in enumerate(lines[::2])
    ]
    ids = [world.admin.create("account.analytic.line", values) for values in more]
    world.admin.call("account.analytic.line", "action_loket_approve", ids[:-1])
    return world.export(last)


def take_core(screen: Screen, world: World, run: int) -> None:
    screen.open("loket")
    # The library that draws the chart is fetched when the first card wants it.
    screen.page.locator(".o_kanban_record canvas").first.wait_for(timeout=60_000)
    take(screen, CORE, "overview")
    screen.open(f"loket-runs/{run}")
    take(screen, CORE, "run")
    screen.open("employees?view_type=list")
    take(screen, CORE, "employees")
    person = world.admin.find(
        "hr.employee",
        [("loket_contract_kind", "=", "zero_hours")],
        ["id"],
        order="id",
        limit=1,
    )
    screen.open(f"employees/{person[0]['id']}")
    screen.tab("Loket")
    take(screen, CORE, "employee")


def take_hours(screen: Screen, world: World, export: int) -> None:
    screen.open(TIMESHEETS)
    screen.page.locator(".o_data_row").first.wait_for(timeout=60_000)
    take(screen, HOURS, "timesheets")
    screen.open(f"loket-exports/{export}")
    # What changes comes first.
    screen.page.locator("th[data-name='state']").click()
    expect(screen.rows().first).to_contain_text("Changed")
    screen.page.mouse.move(0, 0)
    take(screen, HOURS, "export")
    screen.tab("Problems and Information")
    take(screen, HOURS, "problems")
    screen.open("loket-exported-hours")
    take(screen, HOURS, "exported_hours")


def take(screen: Screen, addon: str, name: str) -> None:
    """Keep what the screen shows, with few colours: a store page has to be light."""
    screen.settle()
    screen.page.wait_for_function(
        "[...document.images].every(one => one.complete) && document.fonts.ready"
    )
    picture = Image.open(io.BytesIO(screen.page.screenshot(animations="disabled")))
    path = ROOT / addon / "static" / "description" / f"screenshot_{name}.png"
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        path, optimize=True
    )
    kilobytes = path.stat().st_size // 1024
    assert kilobytes <= 150, f"{path.name} takes {kilobytes} kB"
    print(f"{path.relative_to(ROOT)}  {kilobytes} kB")  # noqa: T201


if __name__ == "__main__":
    main()
