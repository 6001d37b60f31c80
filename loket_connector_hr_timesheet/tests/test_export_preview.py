# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, timedelta

from odoo.tools import mute_logger

from .common import HOURS
from .test_export_by_hand import SENDER, ByHandCommon


class PreviewCommon(ByHandCommon):
    def _wait(self, *exports):
        """Let these previews become an hour old."""
        for export in exports:
            export.sudo().prepared_on -= timedelta(hours=1)

    def _patches(self):
        return self._requests("PATCH", "payrollperioddata")

    def _assert_held(self, action, *texts):
        """Nothing was sent, and who pressed is told so."""
        self.assertEqual(self._patches(), [])
        self.assertEqual(action["params"]["type"], "warning")
        for text in ("Nothing was sent", *texts):
            self.assertIn(text, action["params"]["message"])


class TestOldPreview(PreviewCommon):
    """What somebody looked at an hour ago is not sent unseen."""

    def setUp(self):
        super().setUp()
        self.line = self._line(self.zero, 8)
        self.other = self._line(self.minimum, 4)
        self.export = self._prepared()
        self.sandbox.admin.clear_requests()

    def test_fresh_one_is_sent_without_reading_before(self):
        self.export.action_send()
        first = next(r for r in self.sandbox.requests if "periods" not in r["path"])
        self.assertEqual(first["method"], "PATCH", self.sandbox.requests)
        self.assertEqual(self.export.state, "done")

    def test_old_one_is_sent_when_nothing_changed(self):
        self._wait(self.export)
        action = self.export.action_send()
        self.assertEqual(action["params"]["type"], "success")
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.0})
        self.assertEqual(self.export.state, "done")

    def test_hours_that_changed_are_shown_first(self):
        self.line.unit_amount = 9
        self._wait(self.export)
        self._assert_held(self.export.action_send(), "1", "Send to Loket")
        self.assertEqual(self.export.state, "ready")
        self.assertIn("Nothing was sent", self.export.message)
        changed = self._line_of(self.export, self.zero)
        self.assertEqual(changed.value, 9)
        self.assertIn("8", changed.message)
        self.assertFalse(self._line_of(self.export, self.minimum).message)
        self.export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 9.0})
        self.assertEqual(self._in_loket(self.minimum), {HOURS: 4.0})
        self.assertFalse(self.export.message)

    def test_value_typed_at_loket_is_shown_first(self):
        self._type_in_loket(self.zero, 3)
        self._wait(self.export)
        self._assert_held(self.export.action_send())
        self.assertEqual(self._in_loket(self.zero), {HOURS: 3.0})
        self.assertEqual(self._line_of(self.export, self.zero).loket_value, 3)
        self.export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.0})

    def test_value_beside_it_is_shown_first(self):
        self.export.action_send()
        self.line.unit_amount = 9
        self.export.action_prepare()
        self.sandbox.admin.clear_requests()
        self._type_in_loket(self.zero, 3, shift={"shiftNumber": 2})
        self._wait(self.export)
        self._assert_held(self.export.action_send())
        self.assertEqual(self._line_of(self.export, self.zero).other_value, 3)

    def test_what_loket_holds_by_now_is_no_difference(self):
        """Somebody typed there just what is in the preview."""
        self._type_in_loket(self.zero, 8)
        self._wait(self.export)
        self.export.action_send()
        self.assertEqual(self.export.state, "done")
        self.assertEqual(self._in_loket(self.minimum), {HOURS: 4.0})

    def test_line_that_came_or_went_is_shown_first(self):
        self._line(self.fixed, 0, loket_meal_count=1)
        self.other.unlink()
        self._wait(self.export)
        self._assert_held(self.export.action_send(), "2")
        self.export.action_send()
        self.assertEqual(self._in_loket(self.minimum), {})

    def test_hours_of_other_days_with_the_same_total_are_the_same(self):
        self.line.write({"date": date(2026, 3, 5)})
        self._wait(self.export)
        self.export.action_send()
        self.assertEqual(self.line.loket_export_state, "exported")

    def test_new_problem_is_shown_first(self):
        code = self.env["loket.wage.code"].create({"name": "Nieuw"})
        self._line(self.minimum, 1, loket_wage_code_id=code.id)
        self._wait(self.export)
        self._assert_held(self.export.action_send())
        self.assertTrue(self._problem(self.export, "no_component"))
        self.export.action_send()
        self.assertEqual(self._in_loket(self.minimum), {HOURS: 4.0})

    def test_run_that_waits_for_approval_since_is_shown_first(self):
        self._approve_run(self.period, 1)
        self._wait(self.export)
        self._assert_held(self.export.action_send())
        self.assertEqual(self.export.period_state, "run_pending")
        self.export.action_send()
        self.assertEqual(self.export.state, "done")

    def test_run_that_was_approved_since_is_told(self):
        self._approve_run(self.period)
        self._wait(self.export)
        action = self.export.action_send()
        self.assertEqual(self._patches(), [])
        self.assertEqual(action["params"]["type"], "warning")
        self.assertIn("is approved", action["params"]["message"])
        self.assertEqual(self.export.period_state, "approved")

    def test_change_at_loket_after_a_send_asks_as_ever(self):
        self.export.action_send()
        self.line.unit_amount = 9
        self.export.action_prepare()
        self._type_in_loket(self.zero, 5)
        self._wait(self.export)
        self.sandbox.admin.clear_requests()
        self._assert_held(self.export.action_send())
        self.assertEqual(self.export.foreign_count, 1)
        self.export.action_overwrite()
        self.export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 9.0})

    def test_old_permission_to_overwrite_is_about_the_value_that_was_seen(self):
        self.export.action_send()
        self._type_in_loket(self.zero, 5)
        self.export.action_prepare()
        self.export.action_overwrite()
        self._type_in_loket(self.zero, 6)
        self._wait(self.export)
        self.sandbox.admin.clear_requests()
        self._assert_held(self.export.action_send())
        self.assertEqual(self._in_loket(self.zero), {HOURS: 6.0})

    def test_each_of_a_selection_is_treated_by_itself(self):
        self._line(self.zero, 5, date(2026, 4, 2))
        april = self._prepared(self.april)
        self.line.unit_amount = 9
        self._wait(self.export, april)
        action = (self.export + april).action_send()
        self.assertEqual(self._in_loket(self.zero), {})
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 5.0})
        self.assertEqual((self.export + april).mapped("state"), ["ready", "done"])
        self.assertEqual(action["params"]["type"], "warning")
        self.assertIn(self.period.display_name, action["params"]["message"])

    def test_what_one_of_a_selection_refuses_does_not_undo_the_others(self):
        self._line(self.zero, 5, date(2026, 4, 2))
        april = self._prepared(self.april)
        self._approve_run(self.period)
        self.export.action_refresh_period()
        action = (april + self.export).action_send()
        self.assertEqual(april.state, "done")
        self.assertEqual(action["params"]["type"], "warning")
        self.assertIn("is approved", action["params"]["message"])


class TestOvertakenPreview(PreviewCommon):
    """Another export, another press or a lost answer came in between."""

    def setUp(self):
        super().setUp()
        self.line = self._line(self.zero, 8)
        self.export = self._prepared()

    def test_another_export_that_sent_the_same_leaves_nothing(self):
        self._prepared().action_send()
        self.sandbox.admin.clear_requests()
        action = self.export.action_send()
        self.assertEqual(self._patches(), [])
        self.assertIn("Nothing to send", action["params"]["message"])
        self.assertEqual(self.export.state, "done")

    def test_another_export_that_sent_other_hours_is_shown_first(self):
        self._prepared().action_send()
        self.line.unit_amount = 9
        self.sandbox.admin.clear_requests()
        self._assert_held(self.export.action_send())
        self.assertEqual(self.export.line_ids.loket_value, 8)

    def _lose(self, kind):
        self.sandbox.admin.fail(method="PATCH", path="payrollperioddata", kind=kind)
        with mute_logger(SENDER):
            self.export.action_send()
        self.sandbox.admin.clear_failures()
        self.sandbox.admin.clear_requests()

    def test_lost_answer_is_sent_again_as_it_was_seen(self):
        self._lose("close_before")
        self.export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.0})

    def test_hours_that_changed_after_a_lost_answer_are_shown_first(self):
        self._lose("close_after")
        self.line.unit_amount = 9
        self._assert_held(self.export.action_send())
        self.export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 9.0})

    def test_value_typed_at_loket_because_the_export_failed_is_shown_first(self):
        self._lose("close_before")
        self._type_in_loket(self.zero, 8.5)
        self._assert_held(self.export.action_send())
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.5})

    def test_what_was_never_shown_replaces_nothing_that_was_typed(self):
        self._type_in_loket(self.minimum, 3)
        self._line(self.minimum, 4)
        self.export.sudo().unlink()
        export = self._export()
        self.sandbox.admin.clear_requests()
        self._assert_held(export.action_send())
        export.action_send()
        self.assertEqual(self._in_loket(self.minimum), {HOURS: 4.0})

    def test_preview_that_another_one_replaced_on_the_screen_is_not_sent(self):
        """Two tabs: what the older of them shows is not what would go."""
        shown = self.export.prepared_on - timedelta(seconds=30)
        self.sandbox.admin.clear_requests()
        old = self.export.with_context(loket_shown=str(shown))
        self._assert_held(old.action_send())
        now = self.export.with_context(loket_shown=str(self.export.prepared_on))
        now.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.0})

    def test_second_press_on_the_same_screen_sends_no_news(self):
        shown = str(self.export.prepared_on)
        self.export.with_context(loket_shown=shown).action_send()
        self.line.unit_amount = 9
        self.sandbox.admin.clear_requests()
        self._assert_held(self.export.with_context(loket_shown=shown).action_send())
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.0})

    def test_the_night_sends_what_it_prepared(self):
        self._wait(self.export)
        self.line.unit_amount = 9
        self.employer.export_nightly = True
        self.env.ref(
            "loket_connector_hr_timesheet.ir_cron_loket_export"
        ).method_direct_trigger()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 9.0})
