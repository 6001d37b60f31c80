# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import (
    test_approval_source,
    test_export,
    test_export_cost_centers,
    test_export_document,
    test_export_due,
    test_export_durability,
    test_export_failures,
    test_export_file,
    test_export_language,
    test_export_late,
    test_export_moves,
    test_export_payroll_run,
    test_export_periods,
    test_export_promises,
    test_export_refusals,
    test_export_repeat,
    test_export_state,
    test_export_totals,
    test_export_uncertain,
    test_line_state,
    test_overview_hours,
    test_time_off,
    test_timesheet,
    test_translations,
)
