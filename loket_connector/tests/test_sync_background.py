# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from unittest.mock import patch

from ..models import loket_employer_sync
from .sync_common import SyncCommon


class TestSyncBackground(SyncCommon):
    """Too many people to wait for: the scheduled job takes over."""

    def test_known_big_venue_is_synced_in_the_background(self):
        self.sync()
        person = self.hire()
        with patch.object(loket_employer_sync, "BIG", 5):
            action = self.employer.with_user(self.officer).action_sync()
            self.assertEqual(action["tag"], "display_notification")
            run = self.env["loket.sync.run"].search([], limit=1)
            self.assertEqual((run.state, run.mode), ("queued", "manual"))
            self.assertFalse(self.in_odoo(person))
            again = self.employer.with_user(self.officer)._sync("manual")
            self.assertEqual(again, run)
            self.night()
        self.assertEqual(run.state, "done")
        self.assertEqual(run.create_uid, self.officer)
        self.assertEqual(run.progress_done, run.progress_total)
        self.assertGreater(run.progress_total, 10)
        self.assertTrue(self.in_odoo(person))

    def test_venue_that_proves_big_goes_on_in_the_background(self):
        cron = self.env.ref("loket_connector.ir_cron_loket_sync_employees")
        with patch.object(loket_employer_sync, "BIG", 5):
            run = self.sync()
            self.assertEqual(run.state, "queued")
            self.assertFalse(self._employees())
            self.assertTrue(
                self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
            )
            self.night()
        self.assertEqual(run.state, "done")
        self.assertTrue(self._employees())

    def test_big_preview_writes_nothing_in_the_background_either(self):
        with patch.object(loket_employer_sync, "BIG", 5):
            run = self.sync("preview")
            self.assertEqual(run.state, "queued")
            before = self.tables()
            self.env["loket.connection"].search([]).last_night = date(2027, 1, 1)
            self.night()
        self.assertEqual(run.state, "done")
        self.assertGreater(run.created_count, 5)
        self.assert_untouched(before)


class TestSyncQueries(SyncCommon):
    """A sync without changes costs the same number of queries for many as for few."""

    sandbox_options = {"employers": 2, "employees": 425, "seed": 1}

    def _queries(self, limit):
        """Queries of a second sync when nothing changed."""
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(limit):
            run = self.sync()
            self.env.flush_all()
        self.assertEqual(
            (run.created_count, run.updated_count, run.problem_count), (0, 0, 0)
        )

    def test_second_sync_does_not_ask_person_by_person(self):
        self.sync()
        self.assertGreater(len(self._employees()), 150)
        self._queries(75)
