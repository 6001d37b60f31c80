# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What goes wrong in a browser without anybody pressing anything wrong."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page


class Watch:
    """Collects errors of a page: in its console, in its scripts, on its screen."""

    def __init__(self, page: Page):
        self.page = page
        self.mistakes: list[str] = []
        page.on("pageerror", lambda error: self.mistakes.append(str(error)))
        page.on("console", self._console)

    def _console(self, message) -> None:
        url = message.location.get("url") or ""
        # Odoo shows the icons of apps that only its Enterprise edition has.
        if message.type == "error" and not url.endswith("/static/description/icon.png"):
            self.mistakes.append(f"{message.text} ({url})")

    def take(self) -> list[str]:
        """Return what was collected so far, and begin anew."""
        found, self.mistakes = self.mistakes, []
        dialogs = self.page.locator(".o_error_dialog").all_inner_texts()
        return [*found, *(f"dialog: {text}" for text in dialogs)]


def answers(har: Path) -> list[tuple[str, str]]:
    """Return address and body of every answer in a recording of a browser."""
    entries = json.loads(har.read_text(encoding="utf-8"))["log"]["entries"]
    return [
        (entry["request"]["url"], entry["response"]["content"].get("text") or "")
        for entry in entries
    ]


#: What may be wider than the screen: people push it sideways, or it is Odoo's own.
_SCROLLERS = (
    ".o_list_renderer, .table-responsive, .o_pivot, .o_graph_renderer, .o_field_widget"
    " .o_list_view, .o_kanban_renderer.o_kanban_grouped, .o_notebook_headers,"
    " .o_field_statusbar, .o_form_statusbar, .o_cp_switch_buttons, .o_menu_sections,"
    " .o_calendar_view, .settings_tab, .o-mail-Chatter, .o-mail-ChatterContainer, pre,"
    " .o_search_panel, .o_search_panel_summary"
)


def overflow(page: Page) -> list[str]:
    """Return what sticks out at the right without being made for it."""
    return page.evaluate(
        """scrollers => {
            const out = [];
            const width = window.innerWidth + 1;
            for (const one of document.querySelectorAll(".o_action_manager *")) {
                const box = one.getBoundingClientRect();
                if (box.width && box.height && box.right > width
                        && !one.closest(scrollers)
                        && getComputedStyle(one).visibility !== "hidden") {
                    out.push(`${one.tagName}.${one.className} sticks out`
                        + ` to ${Math.round(box.right)}`);
                }
            }
            return out.slice(0, 3);
        }""",
        _SCROLLERS,
    )


def sideways(page: Page) -> list[str]:
    """Return tables that a telephone shows in part, and cards that say nothing.

    Odoo shows cards instead of a list where a view of cards is given; where it has to
    make one up, that holds the name of the record only, or its number.
    """
    return page.evaluate(
        """() => {
            const tables = [...document.querySelectorAll(
                ".o_content .o_list_renderer, .modal .o_list_renderer")]
                .filter(one => one.checkVisibility()
                    && one.scrollWidth > one.clientWidth + 1)
                .map(one => "a table that is wider than the telephone: "
                    + [...one.querySelectorAll("th[data-name]")]
                        .map(th => th.dataset.name));
            const cards = [...document.querySelectorAll(
                ".o_kanban_record:not(.o_kanban_ghost)")]
                .filter(one => one.checkVisibility()
                    && /^[\\d\\s]*$/.test(one.innerText))
                .map(one => `a card without a word: ${one.innerText}`);
            return [...tables, ...cards].slice(0, 3);
        }"""
    )


def unnamed(page: Page) -> list[str]:
    """Return buttons of views that say nothing to who cannot see their icon."""
    return page.evaluate(
        """() => [...document.querySelectorAll(
                ".o_content button[name], .o_content a.btn[name]")]
            .filter(one => one.checkVisibility() && !(
                one.innerText.trim() || one.title || one.ariaLabel
                || one.dataset.tooltip || one.querySelector("[title], [aria-label]")))
            .map(one => `a button without name: ${one.outerHTML.slice(0, 200)}`)"""
    )


def cut_off(page: Page) -> list[str]:
    """Return headers, badges and buttons of ours whose text does not fit.

    Of the employees only our columns count; in the timesheets all do, since it is our
    columns that make it a wide list.
    """
    return page.evaluate(
        """() => {
            const places = ".o_content th[data-name] .text-truncate, .o_content th"
                + "[data-name] > div > span, .o_content .badge, .o_content .btn,"
                + " .o_control_panel .btn";
            const theirs = !!document.querySelector("th[data-name='work_phone']");
            const out = [];
            for (const one of document.querySelectorAll(places)) {
                const column = one.closest("th, td");
                const name = column?.dataset.name || column?.getAttribute("name") || "";
                if (one.checkVisibility() && one.innerText.trim()
                        && one.scrollWidth > one.clientWidth + 1
                        && getComputedStyle(one).overflow !== "visible"
                        && (!theirs || !column || name.startsWith("loket_"))) {
                    out.push(`cut off: ${one.innerText.trim()} (${name})`);
                }
            }
            return [...new Set(out)];
        }"""
    )
