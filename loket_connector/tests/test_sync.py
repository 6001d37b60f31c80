# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from .common import LoketCommon


class TestSync(LoketCommon):
    def setUp(self):
        super().setUp()
        self._link()
        self.employer.action_fetch_payroll_setup()

    def _sync(self, mode="manual"):
        return self.employer.with_user(self.officer)._sync(mode)

    def test_first_sync_creates_everybody_who_works(self):
        run = self._sync()
        working = {
            employment["employee"]
            for employment in self.sandbox.admin.employments(self.employer.loket_id)
            if not employment["row"]["endDate"]
            or employment["row"]["endDate"] >= self.today().isoformat()
        }
        self.assertEqual(run.state, "done")
        self.assertEqual(set(self._employees().mapped("loket_employee_id")), working)
        self.assertEqual(run.created_count, len(working))
        self.assertEqual(run.problem_count, 0)

    def test_second_sync_changes_nothing(self):
        self._sync()
        run = self._sync()
        self.assertRecordValues(
            run,
            [
                {
                    "created_count": 0,
                    "updated_count": 0,
                    "linked_count": 0,
                    "problem_count": 0,
                }
            ],
        )
