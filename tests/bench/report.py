# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Results as tables in reStructuredText, for the README."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

COLUMNS = (
    ("", "name"),
    ("Time (s)", "seconds"),
    ("waiting", "waiting"),
    ("Processor (s)", "work"),
    ("PostgreSQL", "server"),
    ("SQL queries", "queries"),
    ("API calls", "calls"),
    ("Peak memory (MB)", "peak"),
)
FORMATS = {
    "name": "{}",
    "seconds": "{:,.2f}",
    "waiting": "{:,.2f}",
    "work": "{:,.2f}",
    "server": "{:,.2f}",
    "queries": "{:,}",
    "calls": "{:,}",
    "peak": "{:,.0f}",
}


def render(results):
    """Return the text of all results: a table and the targets of each."""
    parts = [_machine()]
    for result in results:
        parts.append(_title(result))
        parts.append(
            _table(
                [title for title, _key in COLUMNS],
                [
                    [FORMATS[key].format(row[key]) for _title, key in COLUMNS]
                    for row in result["rows"]
                ],
            )
        )
        parts.append("\n".join(f"* {line}" for line in result["remarks"]))
    return "\n\n".join(parts) + "\n"


def _title(result):
    title = f"{result['benchmark'].capitalize()}: {result['scale']}"
    return f"{title}\n{'~' * len(title)}"


def _machine():
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    load = os.getloadavg()[2]
    return (
        f"Measured on {datetime.now(UTC):%d %B %Y}: {os.cpu_count()} × {model}, Python"
        f" {platform.python_version()}, load {load:.1f} at the end."
    )


def _table(head, rows):
    """Return a simple table; the first column is text, the others are numbers."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    # A simple table takes an empty first cell for the rest of the row above.
    head = ["\\" if not title else title for title in head]
    rule = "  ".join("=" * width for width in widths)

    def line(cells):
        first, *others = zip(cells, widths, strict=True)
        numbers = [cell.rjust(width) for cell, width in others]
        return "  ".join([first[0].ljust(first[1]), *numbers]).rstrip()

    return "\n".join([rule, line(head), rule, *map(line, rows), rule])
