# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.sql_db import db_connect
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..models.loket_employer_sync import LOCK
from .sync_common import SyncCommon

RUN = "odoo.addons.loket_connector.models.loket_sync_run"
NIGHT = "odoo.addons.loket_connector.models.loket_connection_sync"


class TestSyncNightTime(SyncCommon):
    """22:00 in Amsterdam, whatever the clock does."""

    def _cron_at(self, moment):
        """Let the job run at a moment (UTC); tell whether a night was had."""
        before = self.connection.last_night
        self.env.flush_all()
        with freeze_time(moment):
            self.env.ref(
                "loket_connector.ir_cron_loket_sync_employees"
            ).method_direct_trigger()
        self.env.invalidate_all()
        return self.connection.last_night != before

    def _hours_of(self, first, last):
        """The moments (UTC) at which an hourly job has a night, between two days."""
        had = []
        for day in range(first.day, last.day + 1):
            for hour in range(24):
                moment = first.replace(day=day)
                if self._cron_at(f"{moment} {hour:02}:05:00"):
                    had.append((day, hour))
        return had

    def setUp(self):
        super().setUp()
        # Nothing to sync: this is about time alone.
        self.connection.employer_ids.company_id = False

    def test_once_a_night_through_the_change_to_summer_time(self):
        # 29 March 2026, 2:00 becomes 3:00; 22:00 is 21:00 UTC, then 20:00 UTC.
        self.assertEqual(
            self._hours_of(date(2026, 3, 27), date(2026, 3, 30))[1:],
            [(27, 21), (28, 21), (29, 20), (30, 20)],
        )

    def test_once_a_night_through_the_change_to_winter_time(self):
        # 25 October 2026, 3:00 becomes 2:00; 22:00 is 20:00 UTC, then 21:00 UTC.
        self.assertEqual(
            self._hours_of(date(2026, 10, 23), date(2026, 10, 26))[1:],
            [(23, 20), (24, 20), (25, 21), (26, 21)],
        )

    def test_next_night_is_shown(self):
        with freeze_time("2026-03-28 21:30:00"):
            self.connection.invalidate_recordset(["next_sync"])
            self.assertEqual(str(self.connection.next_sync), "2026-03-29 20:00:00")
        with freeze_time("2026-10-24 20:30:00"):
            self.connection.invalidate_recordset(["next_sync"])
            self.assertEqual(str(self.connection.next_sync), "2026-10-25 21:00:00")

    def test_new_connection_waits_for_its_first_night(self):
        self.assertFalse(self._cron_at("2026-03-12 15:00:00"))
        self.assertTrue(self._cron_at("2026-03-12 21:05:00"))

    def test_missed_night_is_made_up_in_the_morning(self):
        self.assertTrue(self._cron_at("2026-03-12 21:05:00"))
        self.assertTrue(self._cron_at("2026-03-14 07:05:00"))
        self.assertFalse(self._cron_at("2026-03-14 08:05:00"))
        self.assertTrue(self._cron_at("2026-03-14 21:05:00"))


class TestSyncNight(SyncCommon):
    """What a night reads, writes and tells."""

    def setUp(self):
        super().setUp()
        self.sync()
        self.sync(employer=self.other_employer)
        self.forget_calls()

    def _activities(self, connection=None):
        kind = self.env.ref("loket_connector.activity_night_failed")
        return (connection or self.connection).activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )

    def _stamp(self):
        """A mark of every employee, version and mirror row."""
        self.env.flush_all()
        stamps = []
        for table in ("hr_employee", "hr_version", "loket_person", "loket_employment"):
            self.env.cr.execute(f"SELECT id, ctid::text FROM {table} ORDER BY id")
            stamps.append(self.env.cr.fetchall())
        return stamps

    # -- cost

    def test_night_without_changes_is_one_call_and_writes_nothing(self):
        before = self._stamp()
        runs = self.night()
        self.assertEqual(
            [call["path"].split("/v2")[1] for call in self.calls()],
            ["/providers/employers/lastmodifiedversionnumbers"],
        )
        self.assertEqual(self._stamp(), before)
        self.assertFalse(runs)
        self.assertFalse(self._activities())

    def test_change_still_to_come_is_no_work_for_every_night(self):
        person = self.hire(job={"hours": 40})
        self.admin.set_wage(self.job_of(person)["id"], date(2026, 5, 1), 2300)
        runs = self.night()
        self.assertEqual(self.night(date(2026, 3, 13)), runs)

    def test_changed_people_cost_calls_by_the_page(self):
        people = [self.at_loket(name) for name in ("Sanne", "Joost", "Noor")]
        for person in people:
            self.set_details(person, placeOfBirth="Elders")
        run = self.night()
        for person in people:
            self.assertEqual(self.in_odoo(person).place_of_birth, "Elders")
        paths = [call["path"].rsplit("/", 1)[1] for call in self.calls()]
        # One reads them all, one counts everybody.
        self.assertEqual(paths.count("comprehensive"), 2)
        self.assertEqual(paths.count("lastmodifiedversionnumbers"), 2)
        # The history of somebody who has not started yet is read.
        noor = [c for c in self.calls(self.job_of(people[2])["id"])]
        self.assertEqual(len(self.calls()), 4 + len(noor))
        self.assertEqual(run.employer_id, self.employer)

    def test_new_person_arrives_at_night(self):
        person = self.hire()
        self.night()
        self.assertTrue(self.in_odoo(person))

    def test_removed_employment_is_noticed_at_night(self):
        person = self.at_loket("Sanne")
        job = person["employments"][0]
        self.admin.set_employment(job, "commissionUntilDate", None)
        del self.sandbox.state.employments[job]
        self.sandbox.state.touch("employments")
        self.night()
        self.assertFalse(self.mirror(person).employment_ids)
        self.assertTrue(self.in_odoo(person).active)

    # -- failures

    @mute_logger(RUN, NIGHT)
    def test_failed_nights_give_one_activity_that_closes_itself(self):
        self.hire()
        for day in (date(2026, 3, 12), date(2026, 3, 13)):
            self.admin.fail(kind="status", status=400, path="/comprehensive", times=9)
            runs = self.night(day)
            self.assertEqual(runs[0].state, "failed")
            self.admin.clear_failures()
        self.assertRecordValues(self._activities(), [{"user_id": self.manager.id}])
        self.night(date(2026, 3, 14))
        self.assertFalse(self._activities())

    @mute_logger(RUN, NIGHT)
    def test_night_that_cannot_ask_anything_fails_too(self):
        self.admin.fail(
            kind="status", status=400, path="lastmodifiedversionnumbers", times=9
        )
        self.night()
        self.assertEqual(len(self._activities()), 1)
        self.assertEqual(self.connection.last_night, self.today())

    @mute_logger(RUN, NIGHT)
    def test_sync_by_hand_closes_the_activity_as_well(self):
        self.hire()
        self.admin.fail(kind="status", status=400, path="/comprehensive", times=9)
        self.night()
        self.admin.clear_failures()
        with freeze_time("2026-03-13 08:00:00"):
            self.sync()
            self.assertEqual(len(self._activities()), 1)
            self.sync(employer=self.other_employer)
            self.assertFalse(self._activities())

    @mute_logger(RUN, NIGHT)
    def test_failing_connection_does_not_stop_the_next(self):
        good = self.connection
        bad = self._new_connection(name="Aaa", api_url="http://127.0.0.1:9/v2")
        bad.state = "connected"
        employer = self.env["loket.employer"].create(
            {
                "connection_id": bad.id,
                "loket_id": "00000000-0000-4000-8000-000000000009",
                "name": "Nergens",
                "company_id": self.company.id,
            }
        )
        person = self.hire()
        self.night()
        self.assertEqual(len(self._activities(bad)), 1)
        self.assertFalse(employer.planned_on)
        self.assertFalse(self._activities(good))
        self.assertTrue(self.in_odoo(person))

    @mute_logger(RUN, NIGHT)
    def test_surprise_in_one_venue_does_not_stop_the_next(self):
        mine, theirs = self.hire(), self.hire(self.other_employer)
        store = type(self.env["loket.importer"])._store_page

        def broken(importer, lookups, page, client):
            if lookups["employer"].id == self.employer.id:
                raise ValueError("odd")
            return store(importer, lookups, page, client)

        with patch.object(type(self.env["loket.importer"]), "_store_page", broken):
            runs = self.night()
        self.assertEqual(set(runs.mapped("state")), {"done", "failed"})
        self.assertTrue(self.in_odoo(theirs))
        self.assertFalse(self.in_odoo(mine))
        self.assertEqual(len(self._activities()), 1)

    # -- out of use

    def test_archived_company_gets_nobody(self):
        self.env["res.users"].search(
            [("company_id", "=", self.company.id)]
        ).company_id = self.other_company
        self.company.active = False
        mine, theirs = self.hire(), self.hire(self.other_employer)
        self.night()
        self.assertFalse(self.in_odoo(mine))
        self.assertTrue(self.in_odoo(theirs))
        self.assertFalse(self._activities())
        with self.assertRaisesRegex(UserError, "archived"):
            self.employer._sync("manual")

    def test_archived_connection_is_not_asked_anything(self):
        self.hire()
        self.connection.active = False
        self.night()
        with self.assertRaisesRegex(UserError, "archived"):
            self.employer.with_user(self.officer).action_sync()
        self.assertFalse(self.calls())

    # -- one at a time

    def test_two_at_once_get_a_clear_message(self):
        with db_connect(self.env.cr.dbname).cursor() as other:
            other.execute(
                "SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, self.company.id]
            )
            with self.assertRaisesRegex(UserError, "being synced at this moment"):
                self.employer.with_user(self.officer).action_sync()
            # A venue of another company is free.
            self.assertEqual(self.sync(employer=self.other_employer).state, "done")
        self.assertEqual(self.sync().state, "done")

    @mute_logger(RUN, NIGHT)
    def test_night_goes_round_a_venue_that_is_being_synced(self):
        mine, theirs = self.hire(), self.hire(self.other_employer)
        with db_connect(self.env.cr.dbname).cursor() as other:
            other.execute(
                "SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, self.company.id]
            )
            self.night()
        self.assertTrue(self.in_odoo(theirs))
        self.assertFalse(self.in_odoo(mine))
        self.assertEqual(len(self._activities()), 1)
        self.night(date(2026, 3, 13))
        self.assertTrue(self.in_odoo(mine))
        self.assertFalse(self._activities())
