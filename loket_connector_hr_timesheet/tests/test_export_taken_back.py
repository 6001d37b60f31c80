# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import UserError

from .common import DAYS, HOURS, MEALS, TRAVEL
from .test_export_corrections import CorrectionCommon


class TestCorrectionToNothing(CorrectionCommon):
    """What was sent and is worth nothing when the run is approved is taken back."""

    def _allowance(self):
        return self.env["loket.allowance"].create(
            {
                "employee_id": self.zero.id,
                "date": date(2026, 3, 2),
                "wage_code_id": self.code_travel.id,
                "quantity": 7,
                "approved": True,
            }
        )

    def test_hours(self):
        line = self._line(self.zero, 8)
        self._export().action_send()
        line.unit_amount = 0
        self._line(self.zero, 20, date(2026, 4, 2))
        self._approve_run(self.period)
        export = self._prepared(self.april)
        self.assertEqual(export.line_ids.value, 12)
        self.assertEqual(self._opened(self._problem(export, "correction")), line)
        self.assertEqual(line.loket_export_state, "changed")
        export.action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 12})
        self.assertEqual(line.loket_export_state, "none")
        self.assertFalse(line.loket_export_issue)
        self.assertEqual(self._prepared(self.april).line_ids.state, "unchanged")
        # Once: the next period has nothing of it.
        may = self._period(202605)
        self._line(self.zero, 1, date(2026, 5, 4))
        self._run_and_send(self.april, may)
        self.assertEqual(self._in_loket(self.zero, 202605), {HOURS: 1})

    def test_meals_and_days_go_along(self):
        self._map(self.env.ref("loket_connector.wage_code_days"), DAYS)
        line = self._line(self.zero, 8, loket_meal_count=1)
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8, DAYS: 1, MEALS: 1})
        line.write({"unit_amount": 0, "loket_meal_count": 0})
        for day in (2, 3):
            self._line(self.zero, 9, date(2026, 4, day), loket_meal_count=2)
        self._run_and_send(self.period, self.april)
        self.assertEqual(
            self._in_loket(self.zero, 202604), {HOURS: 10, DAYS: 1, MEALS: 3}
        )

    def test_day_stays_where_another_line_has_hours(self):
        self._map(self.env.ref("loket_connector.wage_code_days"), DAYS)
        line = self._line(self.zero, 8)
        self._line(self.zero, 2)
        self._export().action_send()
        line.unit_amount = 0
        self._line(self.zero, 9, date(2026, 4, 2))
        self._run_and_send(self.period, self.april)
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 1, DAYS: 1})

    def test_allowance(self):
        allowance = self._allowance()
        self._export().action_send()
        allowance.quantity = 0
        self._run_and_send(self.period, self.april)
        self.assertEqual(self._in_loket(self.zero, 202604), {TRAVEL: -7})
        self.assertEqual(allowance.export_state, "none")

    def test_while_the_period_is_open_it_is_removed(self):
        line, allowance = self._line(self.zero, 8), self._allowance()
        self._export().action_send()
        line.unit_amount = allowance.quantity = 0
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {})
        self.assertEqual(line.loket_export_state, "none")
        self.assertEqual(allowance.export_state, "none")
        self.assertFalse(self._prepared().line_ids)
        self._line(self.zero, 9, date(2026, 4, 2))
        self._run_and_send(self.period, self.april)
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 9})

    def test_component_that_is_not_mapped_any_more_is_not_asked_for(self):
        line = self._line(self.zero, 0, loket_meal_count=2)
        self._export().action_send()
        line.loket_meal_count = 0
        self.code_hours.mapping_ids.unlink()
        self._approve_run(self.period)
        self._line(self.zero, 0, date(2026, 4, 2), loket_meal_count=5)
        export = self._prepared(self.april)
        self.assertEqual(export.line_ids.value, 3)
        self.assertFalse(self._problem(export, "no_component"))


class TestCorrectionOfEndedEmployment(CorrectionCommon):
    """What moves away from an employment that is over is not paid twice."""

    def _second(self, start):
        """Add an employment, as Loket corrected it; return both."""
        first = self._employment(self.zero)
        other = first.copy(
            {
                "loket_id": "other",
                "date_start": start,
                "payroll_number": 999,
                "is_main": False,
            }
        )
        self.env["loket.employment.term"].create(
            {
                "employment_id": other.id,
                "date_start": start,
                "contract_kind": "zero_hours",
            }
        )
        store = self.env["loket.period.identity"]
        identity = store._get_identities(first)[first.id]
        store._store(other, {other.id: identity})
        return first, other

    def _assert_waits(self):
        self._approve_run(self.period)
        export = self._prepared(self.april)
        self.assertFalse(export.line_ids)
        self.assertEqual(self._problem(export, "below_zero")[:1].severity, "error")

    def test_meals_and_allowances(self):
        line = self._line(self.zero, day=date(2026, 3, 20), loket_meal_count=2)
        self.env["loket.allowance"].create(
            {
                "timesheet_id": line.id,
                "wage_code_id": self.code_travel.id,
                "quantity": 7,
                "approved": True,
            }
        )
        self._export().action_send()
        first, _other = self._second(date(2026, 3, 16))
        first.date_end = date(2026, 3, 15)
        self._assert_waits()

    def test_hours_that_are_sent_as_an_amount(self):
        self.code_hours.mapping_ids.write({"send_as": "amount", "rate": 10})
        self._line(self.zero, 8, day=date(2026, 3, 20))
        self._export().action_send()
        first, _other = self._second(date(2026, 3, 16))
        first.date_end = date(2026, 3, 15)
        self._assert_waits()

    def test_other_employment_chosen_on_the_line(self):
        line = self._line(self.zero, day=date(2026, 3, 20), loket_meal_count=2)
        self._export().action_send()
        first, other = self._second(date(2026, 3, 1))
        first.date_end = date(2026, 3, 31)
        line.loket_employment_id = other
        self._assert_waits()


class TestPaidInPart(CorrectionCommon):
    def test_line_stays_locked_when_a_part_was_corrected_in_an_open_period(self):
        line = self._line(self.zero, 8, loket_meal_count=1)
        self._export().action_send()
        line.loket_meal_count = 3
        self._run_and_send(self.period, self.april)
        self.assertEqual(self._in_loket(self.zero, 202604), {MEALS: 2})
        for change in (line.unlink, lambda: line.write({"unit_amount": 2})):
            with self.assertRaisesRegex(UserError, "2026-03"):
                change()

    def test_allowance_stays_locked_as_well(self):
        allowance = self.env["loket.allowance"].create(
            {
                "employee_id": self.zero.id,
                "date": date(2026, 3, 2),
                "wage_code_id": self.code_travel.id,
                "quantity": 7,
                "approved": True,
            }
        )
        self._export().action_send()
        allowance.quantity = 9
        self._run_and_send(self.period, self.april)
        for change in (allowance.unlink, lambda: allowance.write({"quantity": 2})):
            with self.assertRaisesRegex(UserError, "locked"):
                change()

    def test_allowance_of_a_line_that_moves_is_changed(self):
        line = self._line(self.zero, 1, approved=False)
        allowance = self.env["loket.allowance"].create(
            {
                "timesheet_id": line.id,
                "wage_code_id": self.code_travel.id,
                "quantity": 5,
                "approved": True,
            }
        )
        self._export().action_send()
        line.date = date(2026, 4, 2)
        self.env.flush_all()
        self.assertEqual(allowance.export_state, "changed")
