# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from .sync_common import SyncCommon

LAST = date(2026, 2, 28)


class TestSyncEndMoved(SyncCommon):
    """Somebody left and is archived; then Loket corrects what was before."""

    def setUp(self):
        super().setUp()
        self.connection.ended_policy = "archive"
        self.person = self.hire(job={"hours": 40})
        self.sync()
        self.employee = self.in_odoo(self.person)
        self.job = self.person["employments"][0]
        self.admin.end_employment(self.job, LAST)
        self.sync()
        self._assert_left(LAST)

    def _assert_left(self, day):
        self.assertFalse(self.employee.active)
        self.assertEqual(self.employee.departure_date, day)
        self.assertTrue(self.employee.departure_reason_id)

    def _move(self, day):
        """Move the end at Loket, with what holds until then."""
        for chain in ("wages", "workinghours", "organizationalentities"):
            self.sandbox.state.employments[self.job][chain][-1]["endDate"] = (
                day and str(day)
            )
        self.admin.set_employment(self.job, "endDate", day and str(day))
        return self.sync()

    def test_departure_moves_along(self):
        day = date(2026, 3, 5)
        run = self._move(day)
        self.assertEqual(
            self.texts(self.line_of(run, self.person))["departure_date"],
            (str(LAST), str(day)),
        )
        self._assert_left(day)
        self.assertEqual(self.sync().updated_count, 0)

    def test_end_that_moves_twice_brings_the_person_back(self):
        for day in (date(2026, 6, 30), None):
            with self.subTest(day=day):
                self._move(date(2026, 3, 5))
                run = self._move(day)
                self.assertEqual(run.problem_count, 0)
                self.assertTrue(self.employee.active)
                self.assertFalse(self.employee.departure_date)

    def test_departure_of_somebody_in_odoo_stays(self):
        day = date(2026, 2, 20)
        self.employee.departure_date = day
        self._move(date(2026, 3, 5))
        self._assert_left(day)

    def test_wage_corrected_afterwards_keeps_the_departure(self):
        self.admin.set_wage(self.job, date(2026, 2, 1), 2600)
        chain = self.sandbox.state.employments[self.job]["wages"]
        chain[-1]["endDate"] = str(LAST)
        self.admin.set_employment(self.job, "commissionUntilDate", None)
        self.sync()
        self.assertEqual(len(self.employee.version_ids), 2)
        self._assert_left(LAST)
