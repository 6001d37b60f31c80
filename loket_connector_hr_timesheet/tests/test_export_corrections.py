# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from .common import DAYS, HOURS, MEALS, TRAVEL, LateCommon

OVERTIME = 20


class CorrectionCommon(LateCommon):
    def _run_and_send(self, period, following):
        """The run of a period is approved; its late hours go into the next one."""
        self._approve_run(period)
        export = self._export(following)
        export.action_send()
        return export


class TestCorrectionRounding(CorrectionCommon):
    """However often a period is corrected: in sum its rounded total is paid."""

    def _paid(self, employee, key=HOURS):
        return round(
            sum(
                self._in_loket(employee, number).get(key, 0)
                for number in range(202603, 202613)
            ),
            6,
        )

    def test_many_corrections_do_not_drift(self):
        """Six times an eighth of an hour is 0.75; each rounded up would be 0.78."""
        periods = [self._period(202603 + month) for month in range(7)]
        self._line(self.zero, 0.125)
        self._export().action_send()
        for count, (period, following) in enumerate(
            zip(periods[:5], periods[1:6], strict=True), 2
        ):
            self._line(self.zero, 0.125, date(2026, 3, 1 + count))
            self._run_and_send(period, following)
            self.assertAlmostEqual(self._paid(self.zero), count / 8, delta=0.005001)
        self.assertEqual(self._paid(self.zero), 0.75)

    def test_hours_of_the_period_itself_are_rounded_by_themselves(self):
        """March 0.125 + 0.125 is 0.25, of which 0.13 was paid; April 1.125 is 1.13."""
        self._line(self.zero, 0.125)
        self._export().action_send()
        self._line(self.zero, 0.125, date(2026, 3, 3))
        self._line(self.zero, 1.125, date(2026, 4, 2))
        self._run_and_send(self.period, self.april)
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 1.25})

    def test_what_is_taken_back_leaves_the_rounded_rest(self):
        """March 2.125 - 1.375 is 0.75: of the 2.13 that was paid 1.38 goes back."""
        self._line(self.zero, 0.75)
        gone = self._line(self.zero, 1.375, date(2026, 3, 3))
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 2.13})
        gone.unlink()
        self._line(self.zero, 10, date(2026, 4, 2))
        self._run_and_send(self.period, self.april)
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 8.62})

    def test_amounts_are_rounded_at_their_rate(self):
        """At 0.25 for a piece: 0.5 pieces is 0.13, one piece 0.25."""
        mapping = self.code_travel.mapping_ids
        mapping.write({"send_as": "amount", "rate": 0.25})
        for day in (date(2026, 3, 3), date(2026, 3, 4)):
            self.env["loket.allowance"].create(
                {
                    "employee_id": self.zero.id,
                    "date": day,
                    "wage_code_id": self.code_travel.id,
                    "quantity": 0.5,
                    "approved": True,
                }
            )
            self._export(self.period if day.day == 3 else self.april).action_send()
            self._approve_run(self.period)
        self.assertEqual(self._in_loket(self.zero), {TRAVEL: 0.13})
        self.assertEqual(self._in_loket(self.zero, 202604), {TRAVEL: 0.12})


class TestCorrectionOfTheCode(CorrectionCommon):
    """A paid line moved to another code: never the one half without the other."""

    def setUp(self):
        super().setUp()
        self.overtime = self.env["loket.wage.code"].create({"name": "Overuren"})
        self._map(self.overtime, OVERTIME)
        self.line = self._line(self.zero, 8)
        self._export().action_send()
        self.line.loket_wage_code_id = self.overtime
        self._approve_run(self.period)

    def _assert_held_back(self, export):
        problem = self._problem(export, "below_zero")
        self.assertRecordValues(
            problem, [{"severity": "error", "people_count": 1, "hours": 8}]
        )
        self.assertTrue(problem.advice)
        self.assertEqual(self._opened(problem), self.line)
        self.assertRecordValues(
            self.line,
            [{"loket_export_state": "changed", "loket_export_issue": "below_zero"}],
        )

    def test_it_moves_where_there_are_hours_enough(self):
        self._line(self.zero, 10, date(2026, 4, 2))
        export = self._export(self.april)
        export.action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 2.0, OVERTIME: 8.0})
        self.assertFalse(self._problem(export, "below_zero"))

    def test_without_hours_nothing_is_paid_twice(self):
        export = self._export(self.april)
        export.action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {})
        self._assert_held_back(export)

    def test_hours_of_the_period_itself_are_paid_all_the_same(self):
        self._line(self.zero, 3, date(2026, 4, 2))
        self._line(self.zero, 1, date(2026, 4, 3), loket_wage_code_id=self.overtime.id)
        export = self._export(self.april)
        export.action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 3.0, OVERTIME: 1.0})
        self._assert_held_back(export)

    def test_it_goes_once_there_are_hours_enough(self):
        self._export(self.april).action_send()
        self._line(self.zero, 10, date(2026, 5, 4))
        self._run_and_send(self.april, self._period(202605))
        self.assertEqual(self._in_loket(self.zero, 202605), {HOURS: 2.0, OVERTIME: 8.0})
        self.assertRecordValues(
            self.line,
            [{"loket_export_state": "exported", "loket_export_issue": False}],
        )

    def test_somebody_can_decide_that_loket_was_corrected_by_hand(self):
        problem = self._problem(self._prepared(self.april), "below_zero")
        action = problem.with_user(self.officer).action_open()
        self.assertTrue(action["context"]["loket_late"])
        self.line.with_user(self.officer).action_loket_leave_out()
        export = self._prepared(self.april)
        self.assertFalse(self._problem(export, "below_zero"))
        self.assertFalse(export.line_ids)

    def test_other_parts_of_the_line_go(self):
        self._approve_run(self.period, 5)
        self._export().action_refresh_period()
        self.line.loket_meal_count = 1
        self.line.action_loket_approve()
        self._approve_run(self.period)
        export = self._export(self.april)
        export.action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {MEALS: 1.0})
        self._assert_held_back(export)

    def test_a_chain_of_moves_is_held_back_as_a_whole(self):
        """What is held back here is what another one was to be taken from."""
        third = self.env["loket.wage.code"].create({"name": "Nacht"})
        self._map(third, 5)
        self._approve_run(self.period, 5)
        self._export().action_refresh_period()
        self.line.loket_wage_code_id = False
        other = self._line(self.zero, 8, loket_wage_code_id=self.overtime.id)
        self._export().action_send()
        self.line.loket_wage_code_id = self.overtime
        other.loket_wage_code_id = third
        self._approve_run(self.period)
        self._export(self.april).action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {})

    def test_the_night_asks_instead_of_sending(self):
        self._line(self.zero, 3, date(2026, 4, 2))
        self.employer.export_nightly = True
        self.patch(type(self.env["loket.export"]), "_ask_somebody", self._note)
        self.asked = []
        self._export(self.april)._export_unattended()
        self.assertEqual(len(self.asked), 1)
        self.assertEqual(self._in_loket(self.zero, 202604), {})

    def _note(self, *args):
        self.asked.append(args)


class TestCorrectionOfTheEmployment(CorrectionCommon):
    """A day that was counted follows its line, and is no second one."""

    def test_days_stay_as_they_are(self):
        self._map(self.code_days, DAYS)
        overtime = self.env["loket.wage.code"].create({"name": "Overuren"})
        self._map(overtime, OVERTIME)
        line = self._line(self.zero, 8)
        self._export().action_send()
        line.loket_wage_code_id = overtime
        self._run_and_send(self.period, self.april)
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.0, DAYS: 1.0})
        self.assertEqual(self._in_loket(self.zero, 202604), {})


class TestRuleSwitchedOn(CorrectionCommon):
    """What a rule left out on purpose is not paid because the rule changed later."""

    def setUp(self):
        super().setUp()
        self.line = self._line(self.fixed, 8, loket_meal_count=1)
        self._line(self.fixed, 8, date(2026, 3, 3))
        self._export().action_send()
        self.assertEqual(self._in_loket(self.fixed), {MEALS: 1.0})

    def _switch_on(self):
        self.env.cr.execute(
            "UPDATE loket_export_booking SET booked_on = booked_on - interval '1 day'"
        )
        self.employer.export_rule_ids.exported = True

    def test_after_the_export_and_before_the_run(self):
        self._switch_on()
        export = self._run_and_send(self.period, self.april)
        self.assertEqual(self._in_loket(self.fixed, 202604), {})
        self.assertFalse(export.line_ids)
        self.assertEqual(self.line.loket_export_state, "locked")

    def test_while_the_period_is_open_they_go(self):
        self._switch_on()
        self._export().action_send()
        self.assertEqual(self._in_loket(self.fixed), {HOURS: 16.0, MEALS: 1.0})

    def test_run_that_was_undone_and_approved_again(self):
        self._approve_run(self.period)
        self._night()
        self._switch_on()
        self._approve_run(self.period, 5)
        self._export().action_refresh_period()
        self._run_and_send(self.period, self.april)
        self.assertEqual(self.line.loket_export_state, "locked")

    def test_somebody_can_decide_to_pay_them(self):
        self._switch_on()
        self._approve_run(self.period)
        self._night()
        other = self.env["account.analytic.line"].search(
            [("employee_id", "=", self.fixed.id), ("date", "=", "2026-03-03")]
        )
        other.with_user(self.officer).action_loket_take_along()
        self._export(self.april).action_send()
        self.assertEqual(self._in_loket(self.fixed, 202604), {HOURS: 8.0})

    def test_meals_that_were_added_late_are_paid(self):
        """They were no matter of a rule: nobody had entered them yet."""
        late = self._line(self.zero, 8)
        self._export().action_send()
        late.loket_meal_count = 1
        self._run_and_send(self.period, self.april)
        self.assertEqual(self._in_loket(self.zero, 202604), {MEALS: 1.0})

    def test_rule_that_stays_on_is_not_switched_on(self):
        rules = self.employer.export_rule_ids.filtered("exported")
        rules.exported = True
        self.assertFalse(any(rules.mapped("switched_on")))
