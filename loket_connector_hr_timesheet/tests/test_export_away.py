# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from .common import HOURS, LateCommon


class TestExportAway(LateCommon):
    """Loket lists no values of who is not there in a period, and keeps them."""

    def setUp(self):
        super().setUp()
        self.line = self._line(self.zero, 8, date(2026, 4, 2))
        self._export(self.april).action_send()
        self.employment = self._employment(self.zero)
        self.sandbox.admin.end_employment(self.employment.loket_id, date(2026, 3, 31))
        self.employer.action_sync()
        # As at night, when everybody still thinks that it is over.
        self._prepared(self.april)

    def _withdraw(self):
        self.sandbox.admin.reinstate_employment(self.employment.loket_id)
        self.employer.action_sync()

    def test_value_of_deleted_hours_is_removed_once_it_is_back(self):
        self.line.unlink()
        self._withdraw()
        self._export(self.april).action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {})

    def test_value_that_changed_meanwhile_was_not_typed_by_anybody(self):
        self.line.unit_amount = 5
        self._withdraw()
        export = self._prepared(self.april)
        self.assertFalse(self._problem(export, "typed"))
        export.action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 5})

    def test_hours_are_asked_about_when_the_run_was_approved_meanwhile(self):
        """Nobody knows whether that run paid what Loket did not list."""
        may = self._period(202605)
        self._approve_run(self.april)
        self._prepared(may)
        self._withdraw()
        self._line(self.zero, 3, date(2026, 5, 4))
        export = self._prepared(may)
        self.assertEqual(self.line.loket_export_issue, "period_approved")
        self.assertEqual(
            self._opened(self._problem(export, "period_approved")), self.line
        )
        self.assertEqual(export.line_ids.value, 3)
        self.line.action_loket_take_along()
        self.assertEqual(self._prepared(may).line_ids.value, 8 + 3)
