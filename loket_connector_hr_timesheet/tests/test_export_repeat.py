# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from ..mappers.period_plan import Identity
from .common import TRAVEL, LoketTimesheetCommon

#: The tables that an export writes.
TABLES = (
    "loket_export_line",
    "loket_export_booking",
    "loket_export_problem",
    "account_analytic_line",
    "loket_allowance",
)


class TestExportRepeat(LoketTimesheetCommon):
    """Nothing is written that does not change."""

    def setUp(self):
        super().setUp()
        self.line = self._line(self.zero, 8, loket_meal_count=1)
        self._line(self.minimum, 4)
        self._line(self.fixed, 6)
        self.env["loket.allowance"].create(
            {
                "timesheet_id": self.line.id,
                "wage_code_id": self.code_travel.id,
                "quantity": 12.35,
                "approved": True,
            }
        )
        self.export = self._export()
        self.export.action_prepare()

    def _places(self):
        """Return where every row is stored: PostgreSQL moves what is written."""
        self.env.flush_all()
        places = {}
        for table in TABLES:
            self.env.cr.execute(f"SELECT id, ctid FROM {table} ORDER BY id")
            places[table] = self.env.cr.fetchall()
        return places

    def test_second_preparation_writes_no_line(self):
        before = self._places()
        self.assertTrue(before["loket_export_line"])
        self.export.action_prepare()
        self.assertEqual(self._places(), before)

    def test_second_preparation_writes_no_record_that_cannot_be_placed(self):
        employment = self._employment(self.zero)
        self.env["loket.period.identity"].sudo()._store(
            employment, {employment.id: Identity(None, 1, None, None, None)}
        )
        self.export.action_prepare()
        self.assertIn("identity", self.export.problem_ids.mapped("kind"))
        before = self._places()
        self.export.action_prepare()
        self.assertEqual(self._places(), before)

    def test_verification_without_news_writes_no_line(self):
        self.export.action_send()
        before = self._places()
        self.export.action_verify()
        self.assertEqual(self._places(), before)

    def test_preparation_after_a_send_only_changes_the_state(self):
        self.export.action_send()
        self.export.action_prepare()
        before = self._places()
        self.export.action_prepare()
        self.assertEqual(self._places(), before)

    def test_problem_that_counts_more_is_told_anew_and_the_others_stay(self):
        before = self.export.problem_ids
        self._line(self.fixed, 1, date(2026, 3, 5))
        self.export.action_prepare()
        after = self.export.problem_ids
        (problem,) = after.filtered(lambda problem: problem.kind == "by_rule")
        self.assertEqual(problem.hours, 7)
        self.assertNotIn(problem, before)
        self.assertTrue(after - problem)
        self.assertLessEqual(after - problem, before)

    def test_what_stays_keeps_its_id_and_the_rest_comes_and_goes(self):
        lines = self.export.line_ids
        kept = lines.filtered(lambda line: line.employee_id == self.minimum)
        before = dict(self._places()["loket_export_line"])
        travel = lines.filtered(lambda line: line.component_id.key == TRAVEL)
        self.line.write({"loket_meal_count": 0, "unit_amount": 9})
        self._line(self.minimum, 1, date(2026, 3, 5), loket_meal_count=1)
        self.export.action_prepare()
        after = dict(self._places()["loket_export_line"])
        now = self.export.line_ids
        self.assertEqual(len(lines - now), 1)  # the meal
        self.assertEqual(len(now - lines), 1)  # the other meal
        self.assertIn(kept, now)
        self.assertEqual(kept.value, 5)
        self.assertEqual(kept.share_ids.mapped("quantity"), [4, 1])
        unchanged = [i for i, place in before.items() if after.get(i) == place]
        self.assertEqual(unchanged, travel.ids)

    def test_shares_follow_the_hours(self):
        self.line.unit_amount = 9
        self.export.action_prepare()
        shares = self.export.line_ids.share_ids.filtered(
            lambda s: s.timesheet_id == self.line and s.code_type == "hours"
        )
        self.assertEqual(shares.mapped("quantity"), [9])

    def test_exports_of_a_selection_do_not_read_the_lines_of_each_other(self):
        """Otherwise the cost of each grows with the number of all."""
        self.export.action_send()
        other = self._export(self._period(202604))
        self._line(self.zero, 8, date(2026, 4, 2))
        other.action_send()
        ours = self.export.line_ids
        self.assertTrue(ours)
        self.env.invalidate_all()
        both = self.env["loket.export"].browse([other.id, self.export.id])
        first = next(both._one_by_one())
        first.line_ids.mapped("value")
        field = self.env["loket.export.line"]._fields["value"]
        self.assertFalse(set(field._get_cache(self.env)) & set(ours.ids))
