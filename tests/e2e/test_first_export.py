# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From an empty Odoo to a first verified export, by only following the screen.

An administrator who has never seen the add-ons opens Odoo once; from there on only
what stands on the screen is pressed and filled in, and no address is typed. What Loket
gives its customers, client ID and secret, is typed; where the sandbox is, Odoo was told
when it was started.
"""

import re
from collections import Counter

import pytest
from loket_setup import database, services
from loket_setup.environment import ADDONS
from loket_setup.job.sandbox import Sandbox
from pages import Screen
from playwright.sync_api import expect
from watch import Watch
from words import Words

WORKER = "Sanne Bakker"
#: Keys of payroll components → what is going to be typed.
EXPECTED = {1: 6.5, 60: 1, 512: 1}


class Walk(Screen):
    """Somebody who reads the screen, in a language, and takes a picture of each."""

    def __init__(self, page, words, picture):
        super().__init__(page)
        self.words = words
        self.picture = picture

    def button(self, name):
        return super().button(self.words(name))

    def app(self, name):
        """Choose an app from the menu of apps."""
        self.page.locator(".o_navbar_apps_menu button").click()
        self.menu(name)

    def menu(self, *names):
        """Press menu entries, one below the other."""
        for name in names:
            self.settle()
            entry = self.page.locator(
                "[role=menuitem], .o_menu_sections button, .o_menu_sections a"
            ).filter(visible=True)
            entry.get_by_text(self.words(name), exact=True).or_(
                entry.filter(has_text=re.compile(f"^{re.escape(self.words(name))}$"))
            ).first.click()
        self.settle()

    def expect_step(self, name):
        self.expect_state(self.words(name))


@pytest.fixture(params=["en_US", "nl_NL"])
def language(request):
    return request.param


@pytest.fixture
def loket(env, tmp_path):
    with services.start_sandbox(env, log=tmp_path / "sandbox.log") as service:
        yield Sandbox(service.url)


@pytest.fixture
def empty_odoo(env, loket, language, tmp_path):
    """An Odoo with its own apps, into whose folder the add-ons were just put."""
    template = database.template(env, "hr_timesheet")
    with database.temporary(env, template, "empty") as name:
        modules = [f"module_{addon}" for addon in ADDONS]
        database.execute(
            env,
            ("DELETE FROM ir_module_module WHERE name = ANY(%s)", (list(ADDONS),)),
            (
                "DELETE FROM ir_model_data WHERE module = 'base' AND name = ANY(%s)",
                (modules,),
            ),
            (
                "UPDATE res_partner SET lang = %s FROM res_users"
                " WHERE res_users.partner_id = res_partner.id AND login = 'admin'",
                (language,),
            ),
            database=name,
        )
        log = tmp_path / "odoo.log"
        with services.start_odoo(env, name, log=log, sandbox=loket.url) as service:
            yield service
        assert not service.complaints(), "\n".join(service.complaints())


@pytest.fixture
def walk(env, browser, empty_odoo, language, pictures):
    """The administrator's browser, after Odoo's root was opened in it once."""
    context = browser.new_context(
        base_url=empty_odoo.url,
        locale=language.replace("_", "-"),
        timezone_id="Europe/Amsterdam",
        viewport={"width": 1366, "height": 900},
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto("/")
    page.goto = None  # from here on there is only the screen
    yield Walk(page, Words(env, language), pictures(page, language))
    context.close()


def test_first_export_by_only_following_the_screen(walk, loket):
    watch = Watch(walk.page)
    sign_in(walk)
    install(walk)
    start_the_set_up(walk)
    sign_in_at_loket(walk, loket)
    link_the_venues(walk)
    check_rights(walk)
    map_wage_codes(walk)
    preview_and_sync(walk)
    enter_hours(walk)
    approve(walk)
    export(walk)
    see_that_it_was_exported(walk)
    assert held(loket, WORKER) == EXPECTED
    assert watch.take() == []


def sign_in(walk):
    walk.page.locator("input[name=login]").fill("admin")
    walk.page.locator("input[name=password]").fill("admin")
    walk.page.locator(".oe_login_form button[type=submit]").click()
    expect(walk.page.locator(".o_main_navbar")).to_be_visible(timeout=60_000)


def install(walk):
    """Let Odoo look into its folders again, which it only does in developer mode."""
    walk.app("Settings")
    walk.page.get_by_text(walk.words("Activate the developer mode"), exact=True).click()
    expect(walk.page.locator(".o_debug_manager")).to_be_visible()
    walk.app("Apps")
    expect(
        walk.page.locator(".o_kanban_record").filter(visible=True)
    ).not_to_have_count(0)
    walk.menu("Update Apps List")
    walk.page.locator(".modal button[name=update_module]").click()
    expect(walk.page.locator(".modal")).to_have_count(0)
    walk.look_for("Loket")
    walk.picture("apps")
    card = walk.page.locator(".o_kanban_record").filter(has_text="loket_connector")
    card.locator("button[name=button_immediate_install]").click()
    # Odoo starts anew with the app in its menu.
    expect(walk.page.locator(".o_menu_brand")).not_to_have_text("Apps", timeout=60_000)


def start_the_set_up(walk):
    walk.app("Loket")
    walk.picture("empty")
    start = walk.words("Start the guided set-up")
    walk.page.get_by_role("link", name=start, exact=True).click()
    walk.expect_step("What you need")
    walk.picture("what_you_need")


def sign_in_at_loket(walk, loket):
    walk.fill("client_id", loket.client_id)
    walk.fill("client_secret", loket.client_secret)
    walk.press("Continue")
    walk.expect_step("Sign in")
    walk.picture("sign_in")
    walk.press("Sign in with Loket")
    walk.page.wait_for_url(f"{loket.url}/**")
    walk.picture("at_loket")
    walk.page.get_by_role("button", name="Sign in", exact=True).click()
    walk.expect_step("Venues")
    walk.picture("venues")


def link_the_venues(walk):
    """One belongs to the company that is there, the other gets one of its own."""
    first, second = walk.rows().filter(has_text="B.V.").all()
    first.get_by_role("button", name=walk.words("Choose"), exact=True).click()
    walk.choose("company_id", "My Company")
    walk.picture("company")
    walk.press("Link")
    expect(walk.cell(first, "company_id")).to_have_text("My Company")
    name = walk.cell(second, "name").inner_text()
    second.get_by_role("button", name=walk.words("Create Company"), exact=True).click()
    expect(walk.cell(second, "company_id")).to_have_text(name)
    walk.picture("linked")
    walk.press("Continue")


def check_rights(walk):
    walk.expect_step("Rights")
    expect(walk.rows(walk.words("Complete"))).to_have_count(2)
    walk.picture("rights")
    walk.press("Continue")


def map_wage_codes(walk):
    walk.expect_step("Wage codes")
    walk.picture("wage_codes")
    walk.press("Use All Suggestions")
    expect(walk.button("Use All Suggestions")).to_have_count(0)
    walk.picture("mapped")
    walk.press("Continue")


def preview_and_sync(walk):
    walk.expect_step("First sync")
    walk.picture("first_sync")
    walk.run("Preview")
    expect(walk.rows(walk.words("Preview"))).to_have_count(2)
    walk.rows().first.get_by_role("button").last.click()
    expect(walk.page.locator("[name=line_ids] .o_data_row").first).to_be_visible()
    walk.picture("preview")
    walk.page.locator(".o_breadcrumb a, .breadcrumb a").last.click()
    walk.expect_step("First sync")
    walk.run("Sync Now")
    expect(walk.rows(walk.words("By hand"))).to_have_count(2)
    walk.picture("synced")
    walk.press("Finish")
    expect(walk.button("Hours to Approve")).to_be_visible()
    walk.picture("done")


def enter_hours(walk):
    walk.press("Timesheets")
    row = walk.new_row()
    walk.choose_in(row, "employee_id", WORKER)
    for field, text in (
        ("name", "Evening shift"),
        ("unit_amount", "6:30"),
        ("loket_meal_count", "1"),
    ):
        row.locator(f"[name={field}] input").fill(text)
    walk.picture("hours")
    walk.save_row()


def approve(walk):
    walk.tick("Evening shift")
    walk.picture("approve")
    walk.press("Approve")
    expect(walk.rows("Evening shift", walk.words("To export"))).to_have_count(1)
    walk.picture("approved")


def export(walk):
    walk.press("Export to Loket")
    walk.expect_form()
    walk.expect_step("Ready")
    expect(walk.rows(WORKER)).to_have_count(len(EXPECTED))
    walk.picture("prepared")
    walk.run("Send to Loket")
    walk.expect_step("Done")
    expect(walk.rows(WORKER, walk.words("Verified"))).to_have_count(len(EXPECTED))
    walk.picture("exported")


def see_that_it_was_exported(walk):
    walk.page.locator(".o_breadcrumb a, .breadcrumb a").last.click()
    expect(walk.rows("Evening shift", walk.words("Exported"))).to_have_count(1)
    walk.picture("timesheets")
    walk.app("Loket")
    expect(walk.page.locator(".o_kanban_record canvas").first).to_be_visible()
    walk.picture("overview")


def held(loket, name):
    """Return what Loket holds of people of that name, ``{component: value}``."""
    ids = set()
    for person in loket.admin("employees"):
        details = person["row"]["personalDetails"]
        if f"{details['firstName']} {details['lastName']}" == name:
            ids |= set(person["employments"])
    totals = Counter()
    for employment, records in loket.admin("period_data").items():
        assert employment in ids, "hours of somebody else went to Loket"
        for part in (part for one in records for part in one["payrollComponents"]):
            totals[part["payrollComponent"]["key"]] += part["value"]
    return dict(totals)
