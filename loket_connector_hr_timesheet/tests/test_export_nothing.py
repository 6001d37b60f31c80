# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from .common import HOURS, MEALS
from .test_export_corrections import CorrectionCommon


class TestTotalOfNothing(CorrectionCommon):
    """Hours that come to zero: no value goes, and they do not wait for ever."""

    def setUp(self):
        super().setUp()
        self.may = self._period(202605)

    def _cancelled(self, hours=4, **vals):
        return self._line(self.zero, hours, **vals) + self._line(
            self.zero, -hours, date(2026, 3, 3)
        )

    def _assert_zero(self, lines):
        self.assertRecordValues(
            lines,
            [{"loket_export_state": "none", "loket_export_issue": "zero"}] * len(lines),
        )

    def _booked(self):
        self.env.flush_all()
        bookings = self.env["loket.export.booking"].search([])
        return sum(bookings.mapped("quantity"))

    def test_hours_that_cancel_each_other_out_wait_no_longer(self):
        lines = self._cancelled()
        self.assertEqual({*lines.mapped("loket_export_state")}, {"to_export"})
        self._line(self.minimum, 1)
        export = self._prepared()
        self._assert_zero(lines)
        self.assertEqual(export.line_ids.employee_id, self.minimum)
        export.action_send()
        self._assert_zero(lines)
        self.assertEqual(self._booked(), 1)
        self._approve_run(self.period)
        for period in (self.april, self.may):
            export = self._prepared(period)
            self._assert_zero(lines)
            self.assertFalse(export.line_ids)
            self.assertFalse(self._problem(export, "correction"))
            self.assertFalse(self._problem(export, "zero"))

    def test_they_count_again_when_one_of_them_changes(self):
        lines = self._cancelled()
        self._export().action_send()
        lines[1].unit_amount = -3
        self.assertEqual(lines[1].loket_export_state, "to_export")
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 1})
        self.assertEqual({*lines.mapped("loket_export_state")}, {"exported"})
        self.assertEqual(self._booked(), 1)

    def test_they_count_again_when_one_is_deleted_after_the_run(self):
        lines = self._cancelled()
        self._line(self.minimum, 1)
        self._export().action_send()
        lines[1].unlink()
        self._run_and_send(self.period, self.april)
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 4})
        self._run_and_send(self.april, self.may)
        self.assertEqual(lines[0].loket_export_state, "locked")
        self.assertEqual(self._in_loket(self.zero, 202605), {})

    def test_what_was_exported_is_taken_back_first(self):
        line = self._line(self.zero, 8)
        self._export().action_send()
        back = self._line(self.zero, -8, date(2026, 3, 3))
        export = self._prepared()
        self.assertEqual(export.line_ids.state, "removed")
        self.assertEqual(line.loket_export_state, "exported")
        self.assertEqual(back.loket_export_state, "to_export")
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {})
        self._assert_zero(line + back)
        self.assertEqual(self._booked(), 0)
        back.unlink()
        self._run_and_send(self.period, self.april)
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 8})

    def test_what_rounds_to_zero_is_paid_when_more_comes(self):
        line = self._line(self.zero, 0.004)
        self._line(self.minimum, 1)
        self._export().action_send()
        self._assert_zero(line)
        self._approve_run(self.period)
        self._prepared(self.april)
        self._assert_zero(line)
        more = self._line(self.zero, 0.003)
        self._export(self.april).action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 0.01})
        self.assertEqual({*(line + more).mapped("loket_export_state")}, {"exported"})

    def test_meal_of_such_a_line_goes_and_its_hours_are_not_lost(self):
        lines = self._cancelled(loket_meal_count=1)
        export = self._prepared()
        self.assertRecordValues(
            lines[0], [{"loket_export_state": "to_export", "loket_export_issue": False}]
        )
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {MEALS: 1})
        self.assertEqual(lines[0].loket_export_state, "changed")
        self._assert_zero(lines[1])
        lines[1].unlink()
        self._run_and_send(self.period, self.april)
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 4})

    def test_two_exports_of_one_period_in_a_selection_send_once(self):
        self._line(self.zero, 8)
        both = self._export() + self._export()
        both.action_prepare()
        both.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8})
        self.assertEqual(both.line_ids.mapped("state"), ["verified", "unchanged"])
        self.assertEqual(len(self._requests("PATCH", "payrollperioddata")), 1)
        self.assertEqual(self._booked(), 8)
