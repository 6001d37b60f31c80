# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import (
    test_connection,
    test_departure,
    test_logging,
    test_oauth_controller,
    test_overview,
    test_rights_doctor,
    test_security,
    test_security_records,
    test_setup,
    test_sync,
    test_sync_contract,
    test_sync_employments,
    test_sync_endings,
    test_sync_history,
    test_sync_matching,
    test_sync_night,
    test_sync_person,
    test_sync_plan,
    test_token,
    test_translations,
    test_venues,
    test_wage_code_suggestions,
    test_wizard_setup,
    test_wrong_input,
)
