# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import UserError

from .common import DAYS, HOURS, MEALS, TRAVEL, LateCommon


class TestExportMoves(LateCommon):
    """Lines that change after they were sent, while the period is open."""

    def _sent(self, *args, **vals):
        line = self._line(*args, **vals)
        self._export().action_send()
        return line

    def test_moved_to_somebody_else(self):
        line = self._sent(self.zero, 8)
        line.employee_id = self.minimum
        self.assertEqual(line.loket_export_state, "changed")
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {})
        self.assertEqual(self._in_loket(self.minimum), {HOURS: 8.0})
        self.assertEqual(line.loket_export_state, "exported")

    def test_moved_to_another_code(self):
        code = self.env["loket.wage.code"].create({"name": "Overuren"})
        self._map(code, 20)
        line = self._sent(self.zero, 8)
        line.loket_wage_code_id = code
        self.assertEqual(line.loket_export_state, "changed")
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {20: 8.0})
        self.assertEqual(line.loket_export_state, "exported")

    def test_mapping_that_changed_moves_the_hours(self):
        self._sent(self.zero, 8)
        mapping = self.code_hours.mapping_ids
        mapping.component_id = self.administration.component_ids.filtered(
            lambda c: (c.key, c.year) == (20, 2026)
        )
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {20: 8.0})

    def test_moved_to_the_next_period_is_told_until_it_left_the_old_one(self):
        line = self._sent(self.zero, 8)
        line.date = date(2026, 4, 2)
        self.assertEqual(line.loket_export_state, "changed")
        export = self._prepared(self.april)
        problem = self._problem(export, "elsewhere")
        self.assertRecordValues(
            problem, [{"severity": "warning", "people_count": 1, "hours": 8}]
        )
        self.assertEqual(self._opened(problem), line)
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {})
        export.action_prepare()
        self.assertFalse(self._problem(export, "elsewhere"))
        export.action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 8.0})
        self.assertEqual(line.loket_export_state, "exported")

    def test_period_that_a_line_left_is_due(self):
        line = self._sent(self.zero, 8)
        line.date = date(2026, 4, 2)
        self.assertEqual(self._due(), self.period + self.april)

    def test_period_of_a_deleted_line_is_due(self):
        line = self._sent(self.zero, 8)
        self._line(self.zero, 4, date(2026, 4, 2))
        self.assertEqual(self._due(), self.april)
        line.unlink()
        self.assertEqual(self._due(), self.period + self.april)

    def _due(self):
        return self.env["loket.export"]._due_periods(self.employer).sorted("loket_id")

    def test_older_preview_does_not_undo_a_newer_send(self):
        line = self._line(self.zero, 8)
        old = self._prepared()
        line.unit_amount = 10
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 10.0})
        old.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 10.0})
        self.assertEqual(line.loket_export_state, "exported")

    def test_correction_whose_own_period_is_opened_again_is_told(self):
        """Else the hours are in both: in their own period and in the correction."""
        self._sent(self.zero, 8)
        self._approve_run(self.period)
        self._night()
        late = self._line(self.zero, 3, date(2026, 3, 9))
        self._export(self.april).action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 3.0})
        self._approve_run(self.period, 5)
        march = self._prepared()
        self.assertEqual(march.line_ids.value, 11)
        self.assertEqual(self._opened(self._problem(march, "elsewhere")), late)
        self._export(self.april).action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {})
        march.action_prepare()
        self.assertFalse(self._problem(march, "elsewhere"))
        march.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 11.0})

    def test_archived_employee_is_paid_and_corrected(self):
        line = self._sent(self.zero, 8)
        self.zero.action_archive()
        line.unit_amount = 9
        export = self._export()
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 9.0})
        self.assertEqual(export.state, "done")


class TestMovedBeforeTheRun(LateCommon):
    """Changed after the export, and the run was approved before the next one."""

    def setUp(self):
        super().setUp()
        self._map(self.code_days, DAYS)
        self.line = self._line(self.zero, 8)
        self._line(self.zero, 2)
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 10.0, DAYS: 1.0})
        self._line(self.zero, 20, date(2026, 4, 7))
        self._line(self.minimum, 1, date(2026, 4, 7))

    def _april(self):
        self._approve_run(self.period)
        export = self._export(self.april)
        export.action_send()
        return export

    def test_deleted_hours_are_taken_back_once(self):
        self.line.unlink()
        self._april()
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 12.0, DAYS: 1.0})
        self._approve_run(self.april)
        may = self._period(202605)
        self._line(self.zero, 5, date(2026, 5, 4))
        self._export(may).action_send()
        self.assertEqual(self._in_loket(self.zero, 202605), {HOURS: 5.0, DAYS: 1.0})

    def test_deleted_hours_are_taken_back_in_the_first_open_period_only(self):
        self.line.unlink()
        self._approve_run(self.period)
        may = self._period(202605)
        self._line(self.zero, 5, date(2026, 5, 4))
        self._export(may).action_send()
        self.assertEqual(self._in_loket(self.zero, 202605), {HOURS: 5.0, DAYS: 1.0})

    def test_deleted_hours_are_told_as_a_correction(self):
        self.line.unlink()
        export = self._april()
        problem = self._problem(export, "correction").filtered(
            lambda p: p.res_model == "loket.export.line"
        )
        self.assertRecordValues(problem, [{"people_count": 1, "hours": -8}])
        self.assertIn(self._line_of(export, self.zero), self._opened(problem))

    def test_moved_to_the_next_period_is_paid_once(self):
        self.line.date = date(2026, 4, 8)
        self._april()
        # Paid in March with the hours of the 2nd, which stay a day of their own.
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 20.0, DAYS: 2.0})

    def test_moved_to_somebody_else_is_taken_back_and_paid(self):
        self.line.employee_id = self.minimum
        self._april()
        self.assertEqual(self._in_loket(self.zero, 202604)[HOURS], 12)
        self.assertEqual(self._in_loket(self.minimum, 202604)[HOURS], 9)

    def test_reset_approval_can_be_given_again(self):
        self.line.action_loket_reset_approval()
        export = self._april()
        self.assertEqual(self._in_loket(self.zero, 202604)[HOURS], 20)
        self.assertEqual(self._opened(self._problem(export, "not_approved")), self.line)
        with self.assertRaisesRegex(UserError, "locked"):
            self.line.unit_amount = 7
        self.line.with_user(self.approver).action_loket_approve()
        self.assertEqual(self.line.loket_export_state, "locked")
        self.assertFalse(self._problem(self._prepared(self.april), "not_approved"))


class TestPaidStaysPaid(LateCommon):
    """What was paid does not become a difference because something else changed."""

    def setUp(self):
        super().setUp()
        self.line = self._line(self.fixed, 8, loket_meal_count=1)
        self.plain = self._line(self.zero, 8)
        self._export().action_send()
        self.assertEqual(self._in_loket(self.fixed), {MEALS: 1.0})
        self._approve_run(self.period)
        self._night()

    def _approve_another(self, employee):
        late = self._line(employee, 0, loket_meal_count=2)
        late.loket_meal_count = 1

    def test_rule_switched_on_later(self):
        self.employer.export_rule_ids.exported = True
        self._approve_another(self.fixed)
        self.assertEqual(self.line.loket_export_state, "locked")
        self._export(self.april).action_send()
        self.assertEqual(self._in_loket(self.fixed, 202604), {MEALS: 1.0})

    def test_code_of_the_employee_changed_later(self):
        code = self.env["loket.wage.code"].create({"name": "Overuren"})
        self._map(code, 20)
        self.zero.loket_wage_code_id = code
        self._approve_another(self.zero)
        self.assertEqual(self.plain.loket_export_state, "locked")
        self._export(self.april).action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {MEALS: 1.0})


class TestPaidAllowanceOfALine(LateCommon):
    """The hours stay out by rule, their allowance was paid: it stays as it is."""

    def setUp(self):
        super().setUp()
        self.line = self._line(self.fixed, 8)
        self.allowance = self.env["loket.allowance"].create(
            {
                "timesheet_id": self.line.id,
                "wage_code_id": self.code_travel.id,
                "quantity": 12.35,
                "approved": True,
            }
        )
        self._export().action_send()
        self.assertEqual(self._in_loket(self.fixed), {TRAVEL: 12.35})

    def _approved(self):
        self._approve_run(self.period)
        self._night()
        self.assertEqual(self.allowance.export_state, "locked")

    def test_its_line_cannot_be_moved_or_deleted(self):
        self._approved()
        for vals in ({"date": date(2026, 4, 3)}, {"employee_id": self.zero.id}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "locked"):
                self.line.write(vals)
        with self.assertRaisesRegex(UserError, "locked"):
            self.line.unlink()
        self.assertTrue(self.allowance.exists())

    def test_it_cannot_be_hung_on_another_line(self):
        other = self._line(self.zero, 8, date(2026, 3, 9))
        self._approved()
        with self.assertRaisesRegex(UserError, "locked"):
            self.allowance.timesheet_id = other

    def test_it_follows_its_line_while_the_period_is_open(self):
        self.line.date = date(2026, 3, 9)
        self.assertEqual(self.allowance.date, date(2026, 3, 9))
        self.line.employee_id = self.zero
        self.assertEqual(self.allowance.export_state, "changed")
        self._export().action_send()
        self.assertEqual(self._in_loket(self.fixed), {})
        self.assertEqual(self._in_loket(self.zero)[TRAVEL], 12.35)

    def test_it_goes_with_its_line_while_the_period_is_open(self):
        self.line.unlink()
        self.assertFalse(self.allowance.exists())
        self._export().action_send()
        self.assertEqual(self._in_loket(self.fixed), {})

    def test_worker_cannot_delete_a_line_with_an_approved_allowance(self):
        self.line.action_loket_reset_approval()
        self.allowance.action_approve()
        self.zero.user_id = False
        self.env.flush_all()
        self.fixed.user_id = self.worker
        with self.assertRaisesRegex(UserError, "approved"):
            self.line.with_user(self.worker).unlink()
