# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from .common import TRAVEL
from .test_export_kind import KindCommon


class TestUndecided(KindCommon):
    """A decision to pay what a rule left out, taken back or void."""

    def _pay_and_correct(self):
        self.lines = self._line(self.fixed, 8) + self._line(
            self.fixed, 2.5, date(2026, 3, 10)
        )
        self._pay()
        self._correct(self.fixed)

    def test_decision_to_pay_that_is_taken_back_leaves_them_out(self):
        self._pay_and_correct()
        officer = self.lines.with_user(self.officer)
        officer.action_loket_take_along()
        self.assertEqual(self.lines.mapped("loket_export_state"), ["to_export"] * 2)
        officer.action_loket_undecide()
        self.assertEqual(self.lines.mapped("loket_export_issue"), ["by_rule"] * 2)
        export = self._prepared(self.april)
        self.assertFalse(export.line_ids)
        self.assertEqual(self._problem(export, "left_out").hours, 10.5)

    def test_decision_to_pay_is_of_the_hours_as_they_were(self):
        self._pay_and_correct()
        self.lines.with_user(self.officer).action_loket_take_along()
        self.lines[0].unit_amount = 9
        export = self._prepared(self.april)
        self.assertEqual(self._line_of(export, self.fixed).value, 2.5)
        self.assertEqual(self._opened(self._problem(export, "left_out")), self.lines[0])

    def test_decision_about_an_allowance(self):
        rule = self.employer.export_rule_ids.filtered(
            lambda r: (r.contract_kind, r.code_type) == ("fixed", "allowance")
        )
        rule.exported = False
        allowance = self._allowance(self.fixed, date(2026, 3, 12))
        self._pay_and_correct()
        self.assertEqual(allowance.export_issue, "by_rule")
        allowance.with_user(self.officer).action_take_along()
        line = self._prepared(self.april).line_ids
        self.assertEqual(line.component_id.key, TRAVEL)
        allowance.with_user(self.officer).action_undecide()
        self.assertEqual(allowance.export_issue, "by_rule")
        self.assertFalse(self._prepared(self.april).line_ids)
