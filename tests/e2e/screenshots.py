# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Take the pictures of the README and the store pages: see setup/screenshots.

They come from the product itself with the data of the demo, so that they stay true.
"""

from __future__ import annotations

import argparse
import io
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


def main() -> None:
    """Take all pictures against running servers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--odoo", required=True)
    parser.add_argument("--sandbox", required=True)
    parser.add_argument("--chromium", required=True)
    given = parser.parse_args()
    world = World(given.odoo, given.sandbox)
    run, export = last_run(world), prepared_export(world)
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


def last_run(world: World) -> int:
    """The run that created, changed and ended somebody, and has a problem."""
    runs = world.admin.find(
        "loket.sync.run",
        [("created_count", ">", 0), ("problem_count", ">", 0)],
        ["id"],
        limit=1,
    )
    return runs[0]["id"]


def prepared_export(world: World) -> int:
    """The export that was prepared and not sent yet."""
    exports = world.admin.find("loket.export", [("state", "=", "ready")], ["id"])
    assert len(exports) == 1, "the demo leaves one prepared export"
    return exports[0]["id"]


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
    # The bars of a chart grow for a while.
    screen.page.wait_for_function(
        """() => {
            const charts = [...document.querySelectorAll("canvas")];
            const drawn = charts.map(one => one.toDataURL()).join();
            const same = drawn === window.loketDrawn;
            window.loketDrawn = drawn;
            return same;
        }""",
        polling=300,
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
