# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, LockError, UserError
from odoo.tools.safe_eval import safe_eval

from .common import HOURS, MEALS, TRAVEL, LateCommon


class TestExportPromises(LateCommon):
    """What is said of the export in a sentence, one by one."""

    def test_rounding_is_frozen_once_it_was_paid(self):
        self.code_hours.mapping_ids.decimals = 1
        line = self._line(self.zero, 2.25)
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 2.3})
        self._approve_run(self.period)
        self.code_hours.mapping_ids.decimals = 2
        self.assertFalse(self._prepared(self.april).line_ids)
        self.assertEqual(line.loket_export_state, "locked")

    def test_last_day_of_an_employment_counts_and_the_next_does_not(self):
        self._employment(self.zero).date_end = date(2026, 3, 10)
        last = self._line(self.zero, 3, date(2026, 3, 10))
        after = self._line(self.zero, 5, date(2026, 3, 11))
        export = self._prepared()
        self.assertEqual(export.line_ids.value, 3)
        self.assertFalse(last.loket_export_issue)
        self.assertEqual(self._opened(self._problem(export, "ended")), after)

    def test_component_that_dropped_out_is_removed_and_the_others_stay(self):
        line = self._line(self.zero, 8, loket_meal_count=2)
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.0, MEALS: 2.0})
        line.loket_meal_count = 0
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.0})

    def test_total_that_became_zero_is_removed(self):
        self._line(self.zero, 8)
        self._export().action_send()
        self._line(self.zero, -8, date(2026, 3, 3))
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {})

    def test_paid_allowance_is_locked(self):
        allowance = self.env["loket.allowance"].create(
            {
                "employee_id": self.zero.id,
                "date": date(2026, 3, 2),
                "wage_code_id": self.code_travel.id,
                "quantity": 12.35,
                "approved": True,
            }
        )
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {TRAVEL: 12.35})
        self._approve_run(self.period)
        self._night()
        self.assertEqual(allowance.export_state, "locked")
        for vals in (
            {"quantity": 1},
            {"date": date(2026, 3, 3)},
            {"employee_id": self.fixed.id},
            {"approved": False},
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "locked"):
                allowance.write(vals)
        with self.assertRaisesRegex(UserError, "locked"):
            allowance.unlink()

    def test_own_hours_and_allowances_cannot_be_reset_or_approved(self):
        self.zero.user_id = self.approver
        line = self._line(self.zero, 8)
        allowance = self.env["loket.allowance"].create(
            {
                "employee_id": self.zero.id,
                "date": date(2026, 3, 2),
                "wage_code_id": self.code_travel.id,
            }
        )
        with self.assertRaisesRegex(AccessError, "own hours"):
            line.with_user(self.approver).action_loket_reset_approval()
        with self.assertRaises(AccessError):
            allowance.with_user(self.approver).action_approve()
        self.assertTrue(line.loket_approved)
        self.assertFalse(allowance.approved)

    def test_approved_hours_of_somebody_else_do_not_become_own_ones(self):
        self.zero.user_id = self.approver
        line = self._line(self.minimum, 8)
        waiting = self._line(self.minimum, 8, approved=False)
        own = {"employee_id": self.zero.id}
        with self.assertRaisesRegex(AccessError, "own hours"):
            line.with_user(self.approver).write(own)
        with self.assertRaisesRegex(AccessError, "own hours"):
            waiting.with_user(self.approver).write({**own, "loket_approved": True})
        allowance = self.env["loket.allowance"].create(
            {
                "employee_id": self.minimum.id,
                "date": date(2026, 3, 2),
                "wage_code_id": self.code_travel.id,
                "approved": True,
            }
        )
        with self.assertRaises(AccessError):
            allowance.with_user(self.approver).write(own)

    def test_filters_find_every_state(self):
        exported = self._line(self.zero, 8)
        self._export().action_send()
        changed = self._line(self.minimum, 4)
        self._export().action_send()
        changed.unit_amount = 5
        paid = self._line(self.zero, 1, date(2026, 4, 1))
        self._export(self.april).action_send()
        self._approve_run(self.april)
        self.employer.action_fetch_payroll_setup()
        found = {
            "loket_locked": paid,
            "loket_to_approve": self._line(self.zero, 1, approved=False),
            "loket_to_export": self._line(self.zero, 2, date(2026, 3, 3)),
            "loket_exported": exported,
            "loket_changed": changed,
            "loket_issue": self._line(self.fixed, 6),
            "loket_late": self._line(self.zero, 7, date(2026, 2, 10)),
        }
        model = self.env["account.analytic.line"]
        view = self.env.ref("hr_timesheet.hr_timesheet_line_search")
        arch = self.env["ir.ui.view"].browse(view.id)._get_combined_arch()
        ours = [("employee_id", "in", (self.zero + self.minimum + self.fixed).ids)]
        for name, line in found.items():
            with self.subTest(filter=name):
                (node,) = arch.xpath(f"//filter[@name='{name}']")
                domain = safe_eval(node.get("domain"))
                self.assertIn(line, model.search([*ours, *domain]))
        (node,) = arch.xpath("//filter[@name='loket_exported']")
        self.assertEqual(
            model.search([*ours, *safe_eval(node.get("domain"))]), exported
        )

    def test_nightly_export_is_off_until_a_venue_wants_it(self):
        self.assertFalse(self.employer.export_nightly)
        self._line(self.zero, 8)
        self.sandbox.admin.clear_requests()
        self.env.ref(
            "loket_connector_hr_timesheet.ir_cron_loket_export"
        ).method_direct_trigger()
        self.assertEqual(list(self.sandbox.requests), [])
        self.assertEqual(self._in_loket(self.zero), {})

    def test_second_send_is_refused_while_the_first_is_going_on(self):
        self._line(self.zero, 8)
        export = self._prepared()
        self.sandbox.admin.clear_requests()
        periods = type(self.period)
        with patch.object(periods, "lock_for_update", side_effect=LockError("busy")):
            for method in ("action_send", "action_prepare"):
                with self.subTest(method=method):
                    with self.assertRaisesRegex(UserError, "somebody else right now"):
                        getattr(export, method)()
        self.assertEqual(self._requests("PATCH", ""), [])
        self.assertEqual(self._in_loket(self.zero), {})
