# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from .common import HOURS, MEALS, LoketTimesheetCommon


class TestLineState(LoketTimesheetCommon):
    """The badge of a line and the reason beside it never contradict each other."""

    def _shown(self, line):
        return line.loket_export_state, line.loket_export_issue

    def _prepare(self, period=None):
        export = self._export(period)
        export.action_prepare()
        return export

    def _approve_run(self):
        self.sandbox.admin.set_payroll_run(
            self.administration.loket_id, self.period.loket_id, 9
        )

    def test_line_of_which_a_rule_leaves_out_a_part_has_no_reason(self):
        line = self._line(self.fixed, 8, loket_meal_count=1)
        self.assertEqual(self._shown(line), ("to_export", False))
        self._export().action_send()
        self.assertEqual(self._shown(line), ("exported", False))
        self._approve_run()
        self._prepare(self._period(202604))
        self.assertEqual(self._shown(line), ("locked", False))

    def test_line_that_a_rule_leaves_out_is_not_to_export(self):
        line = self._line(self.fixed, 8)
        self._prepare()
        self.assertEqual(self._shown(line), ("none", "by_rule"))

    def test_code_without_component_is_not_to_export(self):
        code = self.env["loket.wage.code"].create({"name": "Nieuw"})
        line = self._line(self.zero, 6, loket_wage_code_id=code.id)
        self.assertEqual(self._shown(line), ("none", "no_component"))

    def test_part_without_component_keeps_the_line_back(self):
        """The hours go, and the line says that not all of it does."""
        self.code_meal.mapping_ids.unlink()
        line = self._line(self.zero, 6, loket_meal_count=1)
        self.assertEqual(self._shown(line), ("none", "no_component"))
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 6.0})
        self.assertEqual(self._shown(line), ("changed", "no_component"))

    def test_part_without_component_is_not_forgotten_after_the_run(self):
        self.code_meal.mapping_ids.unlink()
        line = self._line(self.zero, 6, loket_meal_count=1)
        self._export().action_send()
        self._approve_run()
        april = self._period(202604)
        self.assertIn("no_component", self._prepare(april).problem_ids.mapped("kind"))
        self._map(self.code_meal, MEALS)
        self._export(april).action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {MEALS: 1.0})
        self.assertEqual(self._shown(line), ("exported", False))

    def test_mapping_that_went_shows_on_what_was_exported(self):
        line = self._line(self.zero, 6)
        self._export().action_send()
        self.code_hours.mapping_ids.unlink()
        self._prepare()
        self.assertEqual(self._shown(line), ("changed", "no_component"))

    def test_mapping_that_went_changes_nothing_that_was_paid(self):
        line = self._line(self.zero, 6)
        self._export().action_send()
        self._approve_run()
        self.code_hours.mapping_ids.unlink()
        export = self._prepare(self._period(202604))
        self.assertEqual(self._shown(line), ("locked", False))
        self.assertNotIn("no_component", export.problem_ids.mapped("kind"))

    def test_approval_that_was_reset_says_why_it_changed(self):
        line = self._line(self.zero, 6)
        self._export().action_send()
        line.action_loket_reset_approval()
        self.assertEqual(self._shown(line), ("changed", "not_approved"))

    def test_employment_outside_the_payroll_is_told_for_information(self):
        employment = self._employment(self.zero)
        employment.administration_id = False
        line = self._line(self.zero, 6)
        export = self._prepare()
        problem = export.problem_ids.filtered(lambda p: p.kind == "no_payroll")
        self.assertRecordValues(
            problem, [{"severity": "info", "people_count": 1, "hours": 6}]
        )
        self.assertEqual(self._shown(line), ("none", "no_payroll"))

    def test_states_of_many_lines_follow_what_each_of_them_is(self):
        sent = self._line(self.zero, 2)
        self._export().action_send()
        lines = {
            sent: ("exported", False),
            self._line(self.zero, 3, date(2026, 3, 3)): ("to_export", False),
            self._line(self.minimum, 4, approved=False): ("none", "not_approved"),
            self._line(self.fixed, 5): ("none", "by_rule"),
        }
        self._prepare()
        for line, shown in lines.items():
            self.assertEqual(self._shown(line), shown)
