# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The web client works at all with both add-ons installed."""

from playwright.sync_api import expect

#: Shared with other modules.
STAGE = "administrator"


def test_sign_in_shows_the_apps(admin):
    admin.page.goto("/odoo")
    admin.page.locator(".o_navbar_apps_menu button").click()
    expect(admin.page.get_by_role("menuitem", name="Apps", exact=True)).to_be_visible()
