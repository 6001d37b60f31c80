# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The web client works at all with both add-ons installed."""

from playwright.sync_api import expect


def test_sign_in_shows_the_apps(page, sign_in):
    mistakes = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    page.on(
        "console",
        lambda message: message.type == "error" and mistakes.append(message.text),
    )
    sign_in()
    page.locator(".o_navbar_apps_menu button").click()
    expect(page.get_by_role("menuitem", name="Apps", exact=True)).to_be_visible()
    assert mistakes == []
