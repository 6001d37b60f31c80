# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Connecting to Loket: an administrator, a form, and a page of Loket's own."""

import re

import pytest
import watch
from pages import Screen
from playwright.sync_api import expect

#: Shared with other modules.
STAGE = "administrator"

#: What Loket refuses comes back as an answer that a browser calls bad.
REFUSED = "/loket/oauth/callback"
SECRET = "a-secret-nobody-may-see-again"


@pytest.fixture(scope="module", autouse=True)
def _expected(expected_mistakes):
    expected_mistakes.append(REFUSED)


def fill_connection(screen, loket, secret):
    """Fill a new connection the way an administrator does, and save it."""
    screen.open("loket-connections/new")
    screen.fill("name", "Made by hand")
    screen.choose("environment", "Custom")
    screen.fill("api_url", loket.api_url)
    screen.fill("oauth_url", loket.url)
    screen.fill("client_id", loket.client_id)
    screen.fill("client_secret", secret)
    screen.save()


def at_loket(screen, world):
    """Wait for the page of Loket."""
    screen.page.wait_for_url(f"{world.loket.url}/**")


def test_sign_in_connects(admin, world):
    fill_connection(admin, world.loket, world.loket.client_secret)
    admin.press("Sign in with Loket")
    at_loket(admin, world)
    admin.press("Sign in")
    admin.expect_state("Connected")
    expect(admin.field("name").locator("input, textarea").first).to_have_value(
        "Made by hand"
    )


def test_cancelled_sign_in_says_so_and_leaves_the_connection(admin, world):
    connection = world.new_connection(name="Cancelled")
    admin.open(f"loket-connections/{connection}")
    admin.press("Sign in with Loket")
    at_loket(admin, world)
    admin.press("Cancel")
    expect(admin.page.get_by_role("alert")).to_contain_text("cancel")
    admin.page.get_by_role("link", name="Back to Odoo").click()
    admin.expect_state("Not signed in")


def test_wrong_secret_is_told_in_words(admin, world):
    connection = world.new_connection(name="Wrong", client_secret="wrong")
    admin.open(f"loket-connections/{connection}")
    admin.press("Sign in with Loket")
    at_loket(admin, world)
    admin.press("Sign in")
    expect(admin.page.get_by_role("alert")).to_contain_text("client")
    admin.page.get_by_role("link", name="Back to Odoo").click()
    admin.expect_state("Not signed in")


def test_secret_never_comes_back(browser, odoo, world, tmp_path):
    """No answer to the browser has it: no page, no record, no error."""
    har = tmp_path / "all.har"
    context = browser.new_context(
        base_url=odoo.url,
        record_har_path=har,
        record_har_content="embed",
        record_har_url_filter=re.compile(r"^(?!.*/web/assets/)"),
    )
    screen = Screen(context.new_page())
    screen.sign_in("admin")
    fill_connection(screen, world.loket, SECRET)
    screen.press("Sign in with Loket")
    at_loket(screen, world)
    screen.press("Sign in")
    screen.page.get_by_role("link", name="Back to Odoo").click()
    screen.expect_form()
    screen.open("loket-connections")
    context.close()
    seen = watch.answers(har)
    assert any("web_save" in url for url, _body in seen)
    assert [url for url, body in seen if SECRET in body] == []
