# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command setup/readme: README.rst of each add-on, from its fragments."""

from __future__ import annotations

import argparse
import ast
from pathlib import Path

from .console import show
from .environment import ADDONS, ROOT

# Fragment and heading; the description stands below the title.
_SECTIONS = {
    "DESCRIPTION": None,
    "CONTEXT": "Use Cases / Context",
    "INSTALL": "Installation",
    "CONFIGURE": "Configuration",
    "USAGE": "Usage",
    "ROADMAP": "Known issues / Roadmap",
    "HISTORY": "Changelog",
    "CONTRIBUTORS": "Contributors",
}
_HEAD = """\
.. Made by setup/readme from the fragments in readme/: change those.

{line}
{title}
{line}

.. contents::
   :local:
"""
_TAIL = """\
Authors and licence
===================

{author}. Licence: {license}, see the LICENSE file of the repository.
"""


def main() -> int:
    """Write the files, or check them; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="setup/readme",
        description="Put README.rst of each add-on together from readme/*.rst.",
    )
    parser.add_argument(
        "--check", action="store_true", help="change nothing, fail when one is old"
    )
    check = parser.parse_args().check
    old = [name for name in ADDONS if _refresh(ROOT / name, check)]
    if check and old:
        show(f"setup/readme has to be run for: {', '.join(old)}.")
    return int(check and bool(old))


def text(addon: Path) -> str:
    """Return what README.rst of an add-on has to be."""
    manifest = ast.literal_eval((addon / "__manifest__.py").read_text("utf-8"))
    title = manifest["name"]
    parts = [_HEAD.format(line="=" * len(title), title=title)]
    for fragment, heading in _SECTIONS.items():
        path = addon / "readme" / f"{fragment}.rst"
        if path.exists():
            body = path.read_text("utf-8").strip()
            parts.append(f"{_heading(heading)}{body}\n")
    parts.append(_TAIL.format(**manifest))
    return "\n".join(parts)


def _heading(heading: str | None) -> str:
    return f"{heading}\n{'=' * len(heading)}\n\n" if heading else ""


def _refresh(addon: Path, check: bool) -> bool:
    """Bring a file up to date unless only checking; return whether it was old."""
    path, wanted = addon / "README.rst", text(addon)
    if path.exists() and path.read_text("utf-8") == wanted:
        return False
    if not check:
        path.write_text(wanted, "utf-8")
    return True
