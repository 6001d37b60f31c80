# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Loket's import layout of variable data, for venues without access to the API.

One row per employment and shift, one column per component; semicolons, decimal
commas, CRLF. An empty cell leaves the component alone, so a value that dropped out is
written as 0.
"""

import csv
import io
from decimal import Decimal

FIRST_COLUMNS = ("aanslnr", "persnr", "ploeg")


def import_file(client_number, values):
    """Return the text of the file.

    :param values: ``{(payroll number, shift): {component number: value}}``
    """
    components = sorted({key for row in values.values() for key in row})
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([*FIRST_COLUMNS, *components])
    for (number, shift), row in sorted(values.items()):
        cells = [_cell(row[key]) if key in row else "" for key in components]
        writer.writerow([client_number, number, shift, *cells])
    return stream.getvalue()


def _cell(value):
    """Spell a number with a decimal comma and no trailing zeros."""
    text = format(Decimal(0) if value is None else value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")
