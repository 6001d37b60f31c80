# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Let pytest import the plain Python layers without Odoo.

The add-on's own `__init__` imports its models, and with them Odoo. An empty package
with the same search path stands in for it.
"""

import datetime
import signal
import sys
import types
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

for _addon in ("loket_connector", "loket_connector_hr_timesheet"):
    if _addon not in sys.modules:
        _package = types.ModuleType(_addon)
        _package.__path__ = [str(ROOT / _addon)]
        sys.modules[_addon] = _package

TODAY = datetime.date(2026, 3, 12)


def pytest_configure():
    """Stop as from the keyboard when told to: with the servers of the tests."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.fixture
def sandbox():
    """A fresh sandbox Loket of two employers and 25 people, on 12 March 2026.

    Whatever a test sends, the answers must satisfy the contract.
    """
    from loket_sandbox import serve

    options = {"employers": 2, "employees": 25, "seed": 1, "today": TODAY}
    with serve(contract=True, **options) as running:
        yield running
        assert [line for line in running.violations if ": answer" in line] == []


@pytest.fixture
def loket(sandbox):
    """A signed-in client of the sandbox."""
    from sandbox_client import Loket

    return Loket(sandbox)
