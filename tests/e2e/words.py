# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The words on the screen in the language of who looks at it."""

from __future__ import annotations

from pathlib import Path

import polib
from loket_setup.environment import ADDONS, ROOT, Environment

#: Add-ons of Odoo whose buttons and menus the tests press.
_THEIRS = ("web", "base", "base_setup", "hr", "hr_timesheet")


class Words:
    """Turns an English text into the one that stands on the screen."""

    def __init__(self, env: Environment, language: str):
        self.language = language
        self._known: dict[str, str] = {}
        if language.startswith("en"):
            return
        code = language.partition("_")[0]
        # Ours last: they win.
        for folder in [*(self._folder(env, name) for name in _THEIRS), *_own()]:
            for entry in polib.pofile(str(folder / "i18n" / f"{code}.po")):
                if entry.msgstr:
                    self._known[entry.msgid] = entry.msgstr

    def __call__(self, text: str) -> str:
        return self._known.get(text, text)

    @staticmethod
    def _folder(env: Environment, name: str) -> Path:
        places = [env.odoo.path / "odoo" / "addons", *env.odoo.addons]
        return next(path / name for path in places if (path / name).is_dir())


def _own() -> list[Path]:
    return [ROOT / name for name in ADDONS]
