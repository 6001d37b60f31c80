# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo's screens as the tests speak of them: forms, lists, buttons, messages."""

from __future__ import annotations

import re

import calm
from playwright.sync_api import Locator, Page, expect

_VIEW = ".o_action_manager .o_view_controller, .o_action_manager .o_action"
_BUSY = ".o_blockUI, .o_loading_indicator"
#: Milliseconds that Odoo may need for one step.
_PATIENCE = 60_000


class Screen:
    """A browser that somebody signed in with at Odoo."""

    def __init__(self, page: Page):
        self.page = page
        calm.watch(page)

    def sign_in(self, login: str, password: str | None = None) -> None:
        self.page.goto("/web/login")
        self.page.locator("input[name=login]").fill(login)
        self.page.locator("input[name=password]").fill(password or login)
        self.page.locator(".oe_login_form button[type=submit]").click()
        expect(self.page.locator(".o_main_navbar")).to_be_visible(timeout=_PATIENCE)

    def open(self, path: str) -> Screen:
        """Go to a screen by its address below /odoo/."""
        self.page.goto(f"/odoo/{path}")
        expect(self.page.locator(_VIEW).first).to_be_visible()
        self.settle()
        return self

    def settle(self) -> None:
        """Wait until Odoo has nothing under way, and has drawn what it was told."""
        calm.wait(self.page, timeout=_PATIENCE)
        expect(self.page.locator(_BUSY)).to_have_count(0, timeout=_PATIENCE)

    # -- buttons and messages ---------------------------------------------------

    def button(self, name: str) -> Locator:
        """A button that can be seen, by the words on it."""
        return self.page.get_by_role("button", name=name, exact=True).filter(
            visible=True
        )

    def press(self, name: str) -> None:
        """Press a button once; what it opens must be waited for."""
        self.settle()
        self.button(name).first.click()
        self.settle()

    def run(self, name: str) -> None:
        """Press a button that has the server do something; wait until it did."""
        self.call(self.button(name).first)

    def call(self, button: Locator, method: str = "") -> None:
        """Do the same with a button that is found in another way."""
        self.settle()
        with self.page.expect_response(
            lambda answer: "call_button" in answer.url and method in answer.url,
            timeout=_PATIENCE,
        ):
            button.click()
        self.settle()

    def follow(self, text: str) -> None:
        """Press one of the buttons with a number in it, above a form."""
        self.settle()
        self.page.locator(".oe_stat_button").filter(has_text=text).click()
        self.settle()

    def expect_message(
        self, text: str | re.Pattern, timeout: float | None = None
    ) -> None:
        """A message in a corner of the screen, and what Odoo does along with it.

        :param timeout: milliseconds, when it takes long.
        """
        message = self.page.locator(".o_notification").filter(has_text=text)
        expect(message.first).to_be_visible(timeout=timeout)
        self.settle()

    def expect_refusal(self, text: str | re.Pattern) -> None:
        """A dialog that says why something cannot be done; it is put away."""
        dialog = self.page.locator(".modal.o_technical_modal, .modal:visible")
        expect(dialog.first).to_contain_text(text)
        dialog.first.get_by_role("button", name="Close", exact=True).last.click()
        expect(dialog).to_have_count(0)

    # -- forms ------------------------------------------------------------------

    def expect_form(self) -> None:
        expect(self.page.locator(".o_form_view").first).to_be_visible()
        self.settle()

    def field(self, name: str) -> Locator:
        return (
            self.page.locator(f".o_field_widget[name='{name}']")
            .filter(visible=True)
            .first
        )

    def fill(self, name: str, text: str) -> None:
        self.field(name).locator("input, textarea").first.fill(text)

    def choose(self, name: str, option: str) -> None:
        """Choose from a list of options or of records."""
        self.field(name).locator("input").first.fill(option)
        self._options().filter(has_text=option).first.click()

    def choose_first(self, box: Locator) -> None:
        """Choose what a field proposes first."""
        box.click()
        self._options().first.click()
        expect(box).not_to_have_value("")

    def _options(self) -> Locator:
        """What can be chosen; not the line that says it is still being looked for."""
        return self.page.locator(
            ".o-autocomplete--dropdown-item:not(:has(.o_loading)), .o_select_menu_item"
        )

    def save(self) -> None:
        self.settle()
        self.page.locator(".o_form_button_save:visible").click()
        saved = self.page.locator(".o_form_status_indicator_buttons.invisible")
        expect(saved.first).to_be_attached()
        self.settle()

    def expect_state(self, label: str) -> None:
        """The step that the bar above a form stands on."""
        current = self.page.locator(".o_statusbar_status .o_arrow_button_current")
        expect(current.filter(visible=True).first).to_have_text(label)

    def tab(self, label: str) -> None:
        self.settle()
        self.page.get_by_role("tab", name=label, exact=True).click()
        self.settle()

    # -- lists ------------------------------------------------------------------

    def rows(self, *texts: str | re.Pattern) -> Locator:
        """The rows of a list that hold all these texts."""
        rows = self.page.locator(".o_data_row")
        for text in texts:
            rows = rows.filter(has_text=text)
        return rows

    def cell(self, row: Locator, name: str) -> Locator:
        return row.locator(f".o_data_cell[name='{name}']")

    def tick(self, *texts: str) -> None:
        """Select the one row that holds all these texts."""
        self.settle()
        row = self.rows(*texts)
        expect(row).to_have_count(1)
        row.locator(".o_list_record_selector").click()
        expect(self.page.locator(".o_selection_box")).to_be_visible()

    def tick_all(self) -> None:
        """Select every row of the list."""
        self.settle()
        self.page.locator("thead .o_list_record_selector").click()
        expect(self.page.locator(".o_selection_box")).to_be_visible()

    def new_row(self) -> Locator:
        """Add a row to a list in which rows are typed; it is the one being edited."""
        self.press("New")
        row = self.edited_row()
        # Odoo goes to the first cell by itself, with whatever was being typed.
        expect(row.locator("input:focus")).to_have_count(1)
        return row

    def edited_row(self) -> Locator:
        return self.page.locator(".o_selected_row")

    def choose_in(self, row: Locator, name: str, option: str) -> None:
        """Choose a record in a row that is being edited."""
        box = row.locator(f"[name='{name}'] input")
        box.fill(option)
        begins = re.compile(rf"^\s*{re.escape(option)}")
        self._options().filter(has_text=begins).first.click()
        expect(box).to_have_value(begins)

    def save_row(self) -> None:
        self.settle()
        self.page.locator(".o_list_button_save").filter(visible=True).click()
        expect(self.edited_row()).to_have_count(0)
        self.settle()

    def search(self, text: str) -> None:
        """Show only what the search box finds, and nothing that was filtered before."""
        for remove in reversed(self.page.locator(".o_facet_remove").all()):
            self.searching(remove.click)
        self.look_for(text)
        facet = self.page.locator(".o_searchview_facet").filter(has_text=text)
        expect(facet).to_be_visible()
        others = self.page.locator(".o_data_row").filter(has_not_text=text)
        expect(others).to_have_count(0)
        expect(self.rows(text).first).to_be_visible()

    def look_for(self, text: str) -> None:
        """Type in the search box of a list or of cards, and have it look."""
        box = self.page.locator(".o_searchview_input")
        box.fill(text)
        # Before it proposes something, Enter is lost.
        proposals = self.page.locator(".o_searchview_autocomplete")
        expect(proposals.get_by_text(text).first).to_be_visible()
        self.searching(lambda: box.press("Enter"))

    def searching(self, act) -> None:
        """Do something that makes Odoo read a list or cards, and wait for them."""
        self.settle()
        with self.page.expect_response(lambda answer: "search_read" in answer.url):
            act()
        self.settle()
