# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Let pytest import the plain Python layers without Odoo.

The add-on's own `__init__` imports its models, and with them Odoo. An empty package
with the same search path stands in for it.
"""

import sys
import types
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

for _addon in ("loket_connector", "loket_connector_hr_timesheet"):
    if _addon not in sys.modules:
        _package = types.ModuleType(_addon)
        _package.__path__ = [str(ROOT / _addon)]
        sys.modules[_addon] = _package
