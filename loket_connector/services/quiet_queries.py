# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""Odoo logs a query that fails with all its values: wages, addresses, a BSN."""

import logging
import re
import threading
from contextlib import contextmanager

_logger = logging.getLogger("odoo.sql_db")
#: What may be told of a query: its kind and its table.
_BEGINNING = re.compile(
    r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|SELECT)\b(?:\s+\"\w+\")?"
)


class _WithoutValues(logging.Filter):
    """Tell of failing queries of this thread what they were about, without values."""

    def __init__(self):
        super().__init__()
        self._thread = threading.get_ident()

    def filter(self, record):
        if record.levelno >= logging.ERROR and record.thread == self._thread:
            record.args = tuple(map(self._plain, record.args or ()))
        return True

    @staticmethod
    def _plain(value):
        if isinstance(value, Exception):
            # Its text names the values, too.
            return f"{type(value).__name__} ({getattr(value, 'pgcode', None)})"
        if isinstance(value, bytes):
            value = value.decode(errors="replace")
        found = _BEGINNING.match(str(value))
        return f"{found[0].strip() if found else ''} … (values are not logged)"


@contextmanager
def quiet_queries():
    """While people are read, compared and stored, no value of theirs is logged."""
    quiet = _WithoutValues()
    _logger.addFilter(quiet)
    try:
        yield
    finally:
        _logger.removeFilter(quiet)
