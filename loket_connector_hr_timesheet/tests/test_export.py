# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from .common import DAYS, HOURS, MEALS, TRAVEL, LoketTimesheetCommon


class TestExport(LoketTimesheetCommon):
    """Approved hours of a month, into Loket and back."""

    def test_approved_hours_become_one_total(self):
        self._line(self.zero, 8)
        self._line(self.zero, 4.5, date(2026, 3, 3))
        export = self._export()
        export.action_prepare()
        self.assertRecordValues(
            export.line_ids,
            [
                {
                    "employee_id": self.zero.id,
                    "value": 12.5,
                    "loket_value": 0,
                    "difference": 12.5,
                    "state": "new",
                    "timesheet_count": 2,
                }
            ],
        )
        self.assertEqual(export.state, "ready")

    def test_sent_hours_are_in_loket(self):
        line = self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.0})
        self.assertRecordValues(
            export.line_ids, [{"state": "verified", "loket_value": 8.0}]
        )
        self.assertEqual(export.state, "done")
        self.assertRecordValues(
            line,
            [
                {
                    "loket_export_state": "exported",
                    "loket_exported_by_id": self.officer.id,
                    "loket_export_period_id": self.period.id,
                    "loket_export_issue": False,
                }
            ],
        )
        self.assertTrue(line.loket_exported_on)

    def test_prepare_again_sends_nothing(self):
        self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        self.sandbox.admin.clear_requests()
        export.action_prepare()
        self.assertEqual(export.line_ids.mapped("state"), ["unchanged"])
        export.action_send()
        self.assertEqual(self._requests("PATCH", "payrollperioddata"), [])
        self.assertEqual(export.state, "done")

    def test_changed_line_overwrites_the_total(self):
        line = self._line(self.zero, 8)
        other = self._line(self.zero, 2, date(2026, 3, 3))
        export = self._export()
        export.action_send()
        line.unit_amount = 6
        self.assertEqual(line.loket_export_state, "changed")
        self.assertEqual(other.loket_export_state, "exported")
        export.action_prepare()
        self.assertRecordValues(
            export.line_ids,
            [{"state": "changed", "loket_value": 10, "value": 8, "difference": -2}],
        )
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.0})
        self.assertEqual(line.loket_export_state, "exported")

    def test_broken_hours_are_overwritten_as_whole_ones_are(self):
        """12.35 has no exact binary float: it has to be known as ours all the same."""
        line = self._line(self.zero, 12.35)
        export = self._export()
        export.action_send()
        line.unit_amount = 9.1
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 9.1})
        self.assertFalse(export.line_ids.is_foreign)
        self.assertEqual(export.state, "done")

    def test_line_changed_back_is_exported_again(self):
        line = self._line(self.zero, 8)
        self._export().action_send()
        line.unit_amount = 6
        line.unit_amount = 8
        self.assertEqual(line.loket_export_state, "exported")

    def test_person_that_dropped_out_is_removed(self):
        line = self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        line.action_loket_reset_approval()
        self.assertEqual(line.loket_export_state, "changed")
        export.action_prepare()
        self.assertRecordValues(
            export.line_ids, [{"state": "removed", "loket_value": 8}]
        )
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {})
        self.assertEqual(export.line_ids.mapped("state"), ["verified"])
        self.assertEqual(line.loket_export_state, "none")

    def test_deleted_line_is_removed(self):
        line = self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        line.unlink()
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {})

    def test_unapproved_hours_stay_behind(self):
        line = self._line(self.zero, 8, approved=False)
        export = self._export()
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {})
        self.assertRecordValues(
            line,
            [{"loket_export_state": "none", "loket_export_issue": "not_approved"}],
        )

    def test_rules_choose_by_contract_kind(self):
        for employee in (self.zero, self.minimum, self.fixed):
            self._line(employee, 8, loket_meal_count=1)
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.0, MEALS: 1.0})
        self.assertEqual(self._in_loket(self.minimum), {HOURS: 8.0, MEALS: 1.0})
        self.assertEqual(self._in_loket(self.fixed), {MEALS: 1.0})

    def test_switched_rule_is_followed(self):
        self._line(self.fixed, 8)
        self.employer.export_rule_ids.filtered(
            lambda r: (r.contract_kind, r.code_type) == ("fixed", "hours")
        ).exported = True
        self._export().action_send()
        self.assertEqual(self._in_loket(self.fixed), {HOURS: 8.0})

    def test_days_are_distinct_days(self):
        self._map(self.code_days, DAYS)
        self._line(self.zero, 3)
        self._line(self.zero, 4)
        self._line(self.zero, 5, date(2026, 3, 4))
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 12.0, DAYS: 2.0})

    def test_allowances_with_and_without_a_line(self):
        line = self._line(self.zero, 8)
        allowances = self.env["loket.allowance"].create(
            [
                {
                    "timesheet_id": line.id,
                    "wage_code_id": self.code_travel.id,
                    "quantity": 12.35,
                    "approved": True,
                },
                {
                    "employee_id": self.fixed.id,
                    "date": date(2026, 3, 5),
                    "wage_code_id": self.code_travel.id,
                    "quantity": 7,
                    "approved": True,
                },
            ]
        )
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.0, TRAVEL: 12.35})
        self.assertEqual(self._in_loket(self.fixed), {TRAVEL: 7.0})
        self.assertEqual(allowances.mapped("export_state"), ["exported"] * 2)
