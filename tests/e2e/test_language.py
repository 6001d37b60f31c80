# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an English colleague had made is read in Dutch by whoever reads Dutch."""

from datetime import timedelta

import pytest
from loket_setup.job.sandbox import today
from playwright.sync_api import expect

DUTCH = "loonadministratie"


@pytest.fixture(scope="module", autouse=True)
def _people(world):
    """Somebody who works in Dutch; the administrator works in English."""
    world.ready_to_export()
    world.sync()
    world.admin.create(
        "res.users",
        {
            "name": "Lotte Loonadministratie",
            "login": DUTCH,
            "password": DUTCH,
            "lang": "nl_NL",
            "company_id": world.companies()[0],
            "company_ids": [(6, 0, world.companies())],
            "group_ids": [
                (4, world.admin.ref(group))
                for group in ("loket_connector.group_loket_user", "hr.group_hr_manager")
            ],
        },
    )


def last_run(world):
    """The last sync of the first venue."""
    domain = [("employer_id", "=", world.venues()[0])]
    return world.admin.find("loket.sync.run", domain, ["id"], order="id desc", limit=1)[
        0
    ]["id"]


def test_sync_run_is_read_in_the_own_language(world, screen_of, pictures):
    person = world.hire_and_sync()
    last_day = str(today() - timedelta(days=3))
    world.loket.tell(
        "end_employment", employment_id=person.employment, end_date=last_day
    )
    world.sync()
    run = last_run(world)
    for login, ended in (
        (DUTCH, "Het dienstverband is in Loket beëindigd op"),
        ("admin", "The employment ended at Loket on"),
    ):
        screen = screen_of(login)
        screen.open(f"loket-runs/{run}")
        line = screen.rows(person.name)
        expect(screen.cell(line, "message")).to_contain_text(ended)
        pictures(screen.page, login)("run")


def test_export_is_read_in_the_own_language(world, screen_of, pictures):
    person = world.hire_and_sync()
    world.approved_line(person.name, 1000)
    world.send()
    export = world.export()
    for login, wrong in (
        (DUTCH, "Loket accepteert uren van 0 tot 1000"),
        ("admin", "Loket takes hours from 0 up to 1000"),
    ):
        screen = screen_of(login)
        screen.open(f"loket-exports/{export}")
        line = screen.rows(person.name)
        expect(screen.cell(line.first, "message")).to_contain_text(wrong)
        pictures(screen.page, login)("export")
