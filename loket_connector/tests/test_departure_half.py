# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import UserError

from .sync_common import SyncCommon

LAST_DAY = date(2026, 3, 27)
WHO = {"first_name": "Guus", "last_name": "Dubbel", "birth": date(1985, 5, 5)}


class TestDepartureHalf(SyncCommon):
    """All employments of somebody end at Loket, or none; else people are told."""

    def _end(self, jobs):
        self.env["loket.end.reason"]._fetch(jobs[0])
        reason = self.env["loket.end.reason"].search([], limit=1)
        with self.assertRaises(UserError) as refusal, self.cr.savepoint():
            jobs.with_user(self.officer)._end_at_loket(LAST_DAY, reason)
        self.assertFalse(any(jobs.mapped("date_end")))
        return str(refusal.exception)

    def _refuse(self, path, **fault):
        fault = {"kind": "status", "status": 400, **fault}
        self.admin.fail(method="PATCH", path=path, **fault)

    def _ends(self):
        return {
            job["id"]: job["row"]["endDate"]
            for job in self.admin.employments()
            if job["row"]["endDate"] == str(LAST_DAY)
        }

    def test_refusal_takes_back_what_another_connection_ended(self):
        second = self._new_connection(name="Second")
        self.other_employer.company_id = False
        second.action_fetch_employers()
        venue = second.employer_ids.filtered(
            lambda employer: employer.loket_id == self.other_employer.loket_id
        )
        venue.company_id = self.company
        here, there = self.hire(**WHO), self.hire(venue, **WHO)
        self.sync()
        self.sync(employer=venue)
        jobs = self.mirror(here).employment_ids | self.mirror(there).employment_ids
        self.assertEqual(len(jobs.employee_id), 1)
        self._refuse(f"{jobs[1].loket_id}/terminate")
        self._end(jobs)
        self.assertEqual(len(self.calls("/terminate")), 2)
        self.assertFalse(self._ends())

    def _two_jobs(self):
        person = self.hire(**WHO)
        self.admin.add_employment(person["id"], "2026-02-01", hours=5, gross_wage=500)
        self.sync()
        return self.mirror(person).employment_ids

    def test_end_that_loket_keeps_is_told(self):
        jobs = self._two_jobs()
        self._refuse(f"{jobs[1].loket_id}/terminate")
        self._refuse("/reinstate")
        message = self._end(jobs)
        self.assertIn(f"But {jobs[0].display_name} was ended", message)
        self.assertEqual(list(self._ends()), [jobs[0].loket_id])

    def test_answer_that_is_lost_is_no_refusal(self):
        jobs = self._two_jobs()[:1]
        self._refuse("/terminate", kind="close_after")
        message = self._end(jobs)
        self.assertIn("not known whether employment", message)
        self.assertNotIn("was not ended", message)
        self.assertEqual(list(self._ends()), [jobs.loket_id])
