# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from .common import HOURS, MEALS, LoketTimesheetCommon


class TestExportSources(LoketTimesheetCommon):
    """An export line keeps what it was made of, whatever becomes of it."""

    def setUp(self):
        super().setUp()
        self.kept = self._line(self.zero, 8, loket_meal_count=1)
        self.deleted = self._line(self.zero, 3, date(2026, 3, 4))
        self._line(self.minimum, 5)
        self.export = self._export()
        self.export.action_prepare()

    def test_lines_and_their_timesheets_find_each_other(self):
        hours = self._line_of(self.export, self.zero)
        meals = self._line_of(self.export, self.zero, MEALS)
        both = self.kept + self.deleted
        self.assertEqual(hours.timesheet_ids, both)
        self.assertEqual(hours.timesheet_count, 2)
        self.assertEqual(meals.timesheet_ids, self.kept)
        self.assertEqual(self.kept.loket_export_line_ids, hours + meals)
        lines = self.env["loket.export.line"]
        self.assertEqual(
            lines.search([("timesheet_ids", "in", self.deleted.ids)]), hours
        )
        self.assertFalse(lines.search([("timesheet_ids", "in", [])]))

    def test_every_source_has_an_id_of_its_own(self):
        shares = self.export.line_ids.share_ids
        self.assertEqual(
            sorted(shares.mapped(lambda s: (s.line_id.component_id.key, s.quantity))),
            [(HOURS, 3), (HOURS, 5), (HOURS, 8), (MEALS, 1)],
        )
        for share in shares:
            self.assertIn(share, share.line_id.share_ids)

    def test_outsiders_do_not_see_sources(self):
        shares = self.export.line_ids.share_ids
        other = self._new_user("elsewhere", "loket_connector.group_loket_user")
        other.write(
            {
                "company_id": self.other_company.id,
                "company_ids": self.other_company.ids,
            }
        )
        mine = self.env["loket.export.share"].with_user(self.officer)
        theirs = self.env["loket.export.share"].with_user(other)
        asked = [("line_id", "in", self.export.line_ids.ids)]
        self.assertEqual(len(mine.search(asked)), len(shares))
        self.assertFalse(theirs.search(asked))

    def test_hours_deleted_before_they_were_sent_are_taken_back_when_paid(self):
        """Nothing was prepared anew: Loket pays what the person who sent it saw."""
        self.deleted.unlink()
        self.export.action_send()
        self.assertEqual(self._in_loket(self.zero)[HOURS], 11)
        shares = self._line_of(self.export, self.zero).share_ids
        self.assertEqual(shares.mapped("quantity"), [8, 3])
        self.assertEqual(shares.timesheet_id, self.kept)
        self.sandbox.admin.set_payroll_run(
            self.administration.loket_id, self.period.loket_id, 9
        )
        self.export.action_refresh_period()
        self._line(self.zero, 10, date(2026, 4, 2))
        april = self._export(self._period(202604))
        april.action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {HOURS: 7})

    def test_hours_deleted_before_they_were_sent_go_with_the_next_preparation(self):
        self.deleted.unlink()
        self.export.action_send()
        self.export.action_prepare()
        self.export.action_send()
        self.assertEqual(self._in_loket(self.zero)[HOURS], 8)
        bookings = self.env["loket.export.booking"].search(
            [("period_id", "=", self.period.id), ("employee_id", "=", self.zero.id)]
        )
        self.assertEqual(bookings.timesheet_id, self.kept)
        self.assertEqual(sum(bookings.mapped("quantity")), 9)
