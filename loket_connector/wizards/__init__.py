# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import (
    hr_departure_wizard,
    loket_setup_wizard,
    loket_setup_wizard_steps,
    loket_terminate_wizard,
    loket_wage_code_assistant,
    loket_wage_code_assistant_line,
)
