# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Made-up employers, people and payroll set-up, the same for the same seed."""

from .build import build_state

__all__ = ["build_state"]
