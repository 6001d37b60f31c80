# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from .common import DAYS, HOURS
from .test_export_corrections import CorrectionCommon

FIRST, SECOND = date(2026, 3, 2), date(2026, 3, 3)


class TestDaysTakenBack(CorrectionCommon):
    """A paid day stays paid as long as somebody worked on it, and no longer."""

    def setUp(self):
        super().setUp()
        self._map(self.code_days, DAYS)
        self.may = self._period(202605)
        # Enough to take something back from, in each of the next months.
        for month in (4, 5):
            for day in (2, 3, 4):
                self._line(self.zero, 20, date(2026, month, day))

    def _pay(self, period):
        """Send a period, and have its payroll run approved and noticed."""
        self._export(period).action_send()
        self._approve_run(period)
        self._night()

    def _assert_paid(self, period, hours, days):
        export = self._export(period)
        export.action_send()
        self.assertEqual(export.state, "done")
        values = self._in_loket(self.zero, period.loket_id)
        self.assertEqual(values, {HOURS: hours, DAYS: days})
        self.assertEqual(
            set(self._prepared(period).line_ids.mapped("state")), {"unchanged"}
        )

    def test_day_whose_hours_a_late_line_takes_back(self):
        self._line(self.zero, 8, FIRST)
        self._line(self.zero, 8, SECOND)
        self._pay(self.period)
        less = self._line(self.zero, -8, FIRST)
        self._assert_paid(self.april, 60 - 8, 3 - 1)
        self.assertEqual(less.loket_export_state, "exported")
        self._pay(self.april)
        self.assertEqual(less.loket_export_state, "locked")
        self._assert_paid(self.may, 60, 3)

    def test_day_of_which_hours_are_left(self):
        self._line(self.zero, 8, FIRST)
        self._pay(self.period)
        self._line(self.zero, -3, FIRST)
        self._assert_paid(self.april, 60 - 3, 3)

    def test_day_that_comes_back(self):
        self._line(self.zero, 8, FIRST)
        self._pay(self.period)
        self._line(self.zero, -8, FIRST)
        self._assert_paid(self.april, 60 - 8, 3 - 1)
        self._pay(self.april)
        self._line(self.zero, 4, FIRST)
        self._assert_paid(self.may, 60 + 4, 3 + 1)

    def test_day_was_paid_for_a_line_without_hours_now(self):
        """Another line of that day is paid and stays."""
        line = self._line(self.zero, 8, FIRST)
        self._line(self.zero, 2, FIRST)
        self._export().action_send()
        line.unit_amount = 0
        self._approve_run(self.period)
        self._night()
        self._assert_paid(self.april, 60 - 8, 3)
        self._pay(self.april)
        self._assert_paid(self.may, 60, 3)

    def test_day_was_paid_for_a_line_that_is_gone(self):
        line = self._line(self.zero, 8, FIRST)
        self._line(self.zero, 2, FIRST)
        gone = self._line(self.zero, 8, SECOND)
        self._export().action_send()
        (line | gone).unlink()
        self._approve_run(self.period)
        self._night()
        self._assert_paid(self.april, 60 - 16, 3 - 1)
        self._pay(self.april)
        self._assert_paid(self.may, 60, 3)

    def test_no_day_is_paid_where_days_were_not_used(self):
        """Days have a component since: what was paid without is not corrected."""
        self.code_days.mapping_ids.filtered(
            lambda m: m.administration_id == self.administration
        ).unlink()
        self._line(self.zero, 8, FIRST)
        self._pay(self.period)
        self._map(self.code_days, DAYS)
        self._line(self.zero, -3, FIRST)
        self._assert_paid(self.april, 60 - 3, 3)


class TestDeletedOfEnded(CorrectionCommon):
    """What was paid for a line that is gone cannot be taken back of who left."""

    def _leave(self):
        employment = self._employment(self.zero)
        self.sandbox.admin.end_employment(employment.loket_id, date(2026, 3, 31))
        self.employer.action_sync()
        self._approve_run(self.period)
        return employment

    def _assert_told(self, employment, hours):
        export = self._prepared(self.april)
        self.assertFalse(export.line_ids)
        problem = self._problem(export, "ended")
        self.assertEqual(problem.severity, "warning")
        self.assertEqual(problem.advice, "ended_gone")
        self.assertEqual((problem.people_count, problem.hours), (1, hours))
        self.assertEqual(self._opened(problem), employment)

    def test_hours(self):
        line = self._line(self.zero, 8)
        self._export().action_send()
        line.unlink()
        self._assert_told(self._leave(), -8)

    def test_allowance(self):
        allowance = self.env["loket.allowance"].create(
            {
                "employee_id": self.zero.id,
                "date": FIRST,
                "wage_code_id": self.code_travel.id,
                "quantity": 7,
                "approved": True,
            }
        )
        self._export().action_send()
        allowance.unlink()
        self._assert_told(self._leave(), 0)
