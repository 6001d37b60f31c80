# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw

from .common import LoketTimesheetCommon

FEBRUARY, MARCH = 202602, 202603


class TestExportDue(LoketTimesheetCommon):
    def _due(self, user=None):
        """Press the button that has no lines selected; return the exports it opens."""
        lines = self.env["account.analytic.line"].with_user(user or self.officer)
        action = lines.action_loket_export()
        exports = self.env["loket.export"]
        if "res_id" in action:
            return exports.browse(action["res_id"])
        return exports.search(action["domain"])

    def _of_venue(self):
        exports = self._due()
        return exports.filtered(lambda e: e.administration_id == self.administration)

    def test_without_work_it_is_the_period_that_is_paid_next(self):
        self.assertEqual(self._of_venue().period_id, self.period)

    def test_it_is_prepared_already(self):
        self._line(self.zero, 4)
        export = self._due()
        self.assertEqual(export.state, "ready")
        self.assertEqual(export.to_send_count, 1)

    def test_button_of_the_list_of_exports_opens_it_too(self):
        self._line(self.zero, 4)
        exports = self.env["loket.export"].with_user(self.officer)
        # As a browser calls it: the first argument is the ids of the selection.
        action = call_kw(exports, "action_export_due", [[]], {})
        self.assertEqual(exports.browse(action["res_id"]).state, "ready")

    def test_work_of_an_earlier_open_period_is_due_too(self):
        """Last month's run waits for approval, and its late hours came in."""
        self.sandbox.admin.set_payroll_run(self.administration.loket_id, FEBRUARY, None)
        self.employer.action_fetch_payroll_setup()
        self._line(self.zero, 4, day=date(2026, 2, 3))
        self._line(self.zero, 4)
        self.assertEqual(
            set(self._due().period_id.mapped("loket_id")), {FEBRUARY, MARCH}
        )

    def test_late_work_of_a_paid_period_is_due_in_the_next_one(self):
        self._line(self.zero, 4, day=date(2026, 2, 3))
        self.assertEqual(self._due().period_id, self.period)

    def test_work_that_is_not_approved_is_not_due(self):
        self._line(self.zero, 4, day=date(2026, 4, 3), approved=False)
        self.assertEqual(self._of_venue().period_id, self.period)

    def test_allowance_alone_is_due(self):
        allowance = self.env["loket.allowance"].create(
            {
                "employee_id": self.fixed.id,
                "date": date(2026, 3, 2),
                "wage_code_id": self.code_travel.id,
                "quantity": 12.5,
            }
        )
        allowance.with_user(self.approver).action_approve()
        export = self._due()
        self.assertEqual(export.line_ids.component_id.key, 310)

    def test_card_opens_the_exports_of_its_own_venue(self):
        self._line(self.zero, 4)
        action = self.employer.with_user(self.officer).action_export_hours()
        export = self.env["loket.export"].browse(action["res_id"])
        self.assertEqual(export.employer_id, self.employer)

    def test_opening_it_twice_leaves_one_export(self):
        self._line(self.zero, 4)
        self.assertEqual(self._due(), self._due())

    def test_all_periods_paid_is_said(self):
        self.employer.administration_ids.period_ids.state = "approved"
        with self.assertRaisesRegex(UserError, "No payroll period is open"):
            self.employer.with_user(self.officer).action_export_hours()

    def test_worker_cannot_open_it(self):
        with self.assertRaises(AccessError):
            self._due(self.worker)
