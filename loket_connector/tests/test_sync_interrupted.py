# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from unittest.mock import patch

from odoo.tools import mute_logger

from .sync_common import SyncCommon

RUN = "odoo.addons.loket_connector.models.loket_sync_run"
NIGHT = "odoo.addons.loket_connector.models.loket_connection_sync"


class TestSyncInterrupted(SyncCommon):
    """Stopped in the middle: the next night goes on, nothing is lost or doubled."""

    #: More than two pages of people at the first venue.
    sandbox_options = {"employers": 2, "employees": 540, "seed": 1}

    def _assert_complete(self):
        working = {
            job["employee"]
            for job in self.admin.employments(self.employer.loket_id)
            if not job["row"]["endDate"] or job["row"]["endDate"] >= "2026-03-14"
        }
        linked = self._employees().mapped("loket_employee_id")
        self.assertEqual(len(linked), len(set(linked)))
        self.assertLessEqual(working, set(linked))
        people = self.admin.employees(self.employer.loket_id)
        self.assertEqual(len(self.employer.person_ids), len(people))

    @mute_logger(RUN, NIGHT, "odoo.addons.base.models.ir_cron")
    def test_stopped_after_a_page_and_after_a_batch(self):
        self.other_employer.company_id = False

        class Killed(RuntimeError):
            """Nothing that the sync would catch."""

        importer = type(self.env["loket.importer"])
        store, pages = importer._store_page, []

        def stop_at_second_page(model, lookups, page, client):
            pages.append(len(page))
            if len(pages) == 2:
                raise Killed
            return store(model, lookups, page, client)

        with patch.object(importer, "_store_page", stop_at_second_page):
            self.night()
        self.env.invalidate_all()
        self.assertEqual(len(pages), 2)
        # The first page is stored, and the night is not over.
        self.assertEqual(len(self.employer.employment_ids), pages[0])
        self.assertFalse(self._employees())
        self.assertLess(self.connection.last_night, self.today())
        applier = type(self.env["loket.applier"])
        create, batches = applier._create, []

        def stop_at_second_batch(model, employer, tables, lines):
            batches.append(len(lines))
            if len(batches) == 2:
                raise Killed
            return create(model, employer, tables, lines)

        with patch.object(applier, "_create", stop_at_second_batch):
            self.night()
        self.env.invalidate_all()
        self.assertEqual(len(self._employees()), batches[0])
        self.assertEqual(self.employer.last_version_number, "0")
        runs = self.night()
        self.assertEqual(runs[0].state, "done")
        self.assertEqual(set(runs[1:].mapped("state")), {"failed"})
        self.assertIn("interrupted", runs[1].message)
        self.assertEqual(self.connection.last_night, self.today())
        self._assert_complete()

    @mute_logger(RUN, NIGHT)
    def test_connection_that_breaks_between_pages(self):
        self.other_employer.company_id = False
        self.admin.fail(kind="close_before", path="/comprehensive", times=1)
        fetch = type(self.env["loket.importer"])._store_page

        def cut(model, lookups, page, client):
            # From now on nobody answers.
            self.admin.fail(kind="close_before", path="/employments", times=50)
            return fetch(model, lookups, page, client)

        with patch.object(type(self.env["loket.importer"]), "_store_page", cut):
            runs = self.night()
        self.assertEqual(runs.state, "failed")
        self.admin.clear_failures()
        self.night(date(2026, 3, 13))
        self._assert_complete()
        self.forget_calls()
        self.night(date(2026, 3, 14))
        self.assertEqual(len(self.calls()), 1)

    @mute_logger(RUN, NIGHT, "odoo.addons.base.models.ir_cron")
    def test_night_that_is_killed_every_time_gives_up_with_an_activity(self):
        self.connection.write({"night_started": self.today(), "night_attempts": 3})
        self.night()
        self.assertEqual(self.connection.last_night, self.today())
        kind = self.env.ref("loket_connector.activity_night_failed")
        self.assertEqual(self.connection.activity_ids.activity_type_id, kind)
        self.assertFalse(self._employees())
