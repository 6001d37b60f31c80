# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from .sync_common import SyncCommon


class TestSyncEnteredAgain(SyncCommon):
    """An employment that was wrong is removed at Loket, and entered once more."""

    def setUp(self):
        super().setUp()
        self.connection.ended_policy = "archive"
        self.person = self.hire()
        self.sync()
        self.employee = self.in_odoo(self.person)

    def _remove(self):
        del self.sandbox.state.employments[self.person["employments"][0]]
        self.sandbox.state.touch("employments", "employers")

    def _enter(self, start):
        self.again = self.admin.add_employment(
            self.person["id"], start, hours=32, gross_wage=2000
        )

    def test_end_of_the_one_that_is_there_is_the_end(self):
        self._enter("2026-01-01")
        self._remove()
        self.sync()
        self.assertTrue(self.employee.active)
        self.admin.end_employment(self.again["id"], "2026-02-28")
        run = self.sync()
        self.assertEqual((run.ended_count, self.employee.active), (1, False))
        self.assertEqual(self.employee.departure_date, date(2026, 2, 28))

    def test_what_is_removed_after_an_end_is_no_reason_to_let_go(self):
        """The ended employment was over before the one that is out of sight."""
        self.admin.end_employment(self.person["employments"][0], "2026-01-31")
        self._enter("2026-02-10")
        self.sync()
        del self.sandbox.state.employments[self.again["id"]]
        self.sandbox.state.touch("employments", "employers")
        run = self.sync()
        self.assertEqual((run.ended_count, self.employee.active), (0, True))


class TestSyncAnotherLeads(SyncCommon):
    """One employee at two venues: who has the main employment now is read, too."""

    def test_person_who_leads_from_now_on_is_compared(self):
        self.other_employer.company_id = self.company
        who = {"first_name": "Mo", "last_name": "Ver", "birth": date(1990, 1, 1)}
        there = self.hire(self.other_employer, job={"hours": 12}, **who)
        here = self.hire(job={"hours": 24}, **who)
        self.sync(employer=self.other_employer)
        self.sync()
        employee = self.in_odoo(here)
        self.assertEqual(self.mirror(there).employee_id, employee)
        # The venue of the other one is read before it is clear that this one left.
        self.sync(employer=self.other_employer)
        self.assertFalse(self.mirror(there).is_due)
        self.admin.end_employment(here["employments"][0], "2026-02-28")
        self.sync()
        self.assertTrue(self.mirror(there).is_due)
        self.night()
        self.assertEqual(employee.loket_employee_id, there["id"])
        self.assertEqual(employee.loket_employer_id, self.other_employer)
        self.assertFalse(self.mirror(there).is_due)
