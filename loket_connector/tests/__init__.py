# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import (
    test_connection,
    test_departure,
    test_logging,
    test_oauth_controller,
    test_rights_doctor,
    test_security,
    test_setup,
    test_sync,
    test_token,
    test_wage_code_suggestions,
)
