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
        if message.type == "error":
            self.mistakes.append(f"{message.text} ({message.location.get('url')})")

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
