# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.tools import mute_logger

from .sync_common import SyncCommon

ALL_VENUES = "GetEmployerLastModifiedVersionNumbersByUser"
ONE_VENUE = (
    "GetEmploymentLastModifiedVersionNumbersByUser",
    "GetEmploymentLastModifiedVersionNumbersByEmployerId",
)


class TestSyncWithoutRights(SyncCommon):
    """A right that makes a sync cheaper is none that it cannot do without."""

    def setUp(self):
        super().setUp()
        self.sync()
        self.sync(employer=self.other_employer)

    def _lose(self, *activities):
        for activity in activities:
            self.admin.take_right(activity)
        self.changed = self.at_loket("Daan")
        self.set_details(self.changed, placeOfBirth="Elders")
        self.new = self.hire()

    def _assert_in_odoo(self):
        self.assertTrue(self.in_odoo(self.new))
        self.assertEqual(self.in_odoo(self.changed).place_of_birth, "Elders")

    def test_sync_without_the_numbers_of_all_venues(self):
        self._lose(ALL_VENUES)
        self.assertEqual(self.sync().state, "done")
        self._assert_in_odoo()

    def test_sync_without_the_numbers_of_one_venue(self):
        self._lose(*ONE_VENUE)
        self.assertEqual(self.sync().state, "done")
        self._assert_in_odoo()

    def test_night_without_the_numbers_of_all_venues(self):
        venues = self.employer | self.other_employer
        venues.action_check_rights()
        self._lose(ALL_VENUES)
        self.assertEqual(set(self.night().mapped("state")), {"done"})
        self._assert_in_odoo()
        # The numbers of the venue itself tell what is new.
        self.assertEqual(len(self.calls("/comprehensive")), 4)
        # The right is asked for, until it is there.
        self.assertEqual(venues.missing_right_ids.mapped("activity"), [ALL_VENUES])
        self.admin.give_right(ALL_VENUES)
        self.sync()
        self.sync(employer=self.other_employer)
        self.assertFalse(venues.missing_right_ids)

    def test_night_without_the_numbers_of_one_venue(self):
        self._lose(*ONE_VENUE)
        self.assertEqual(self.night().state, "done")
        self._assert_in_odoo()
        self.assertFalse(self.connection.activity_ids)

    def test_night_without_any_numbers_reads_everybody(self):
        self._lose(ALL_VENUES, *ONE_VENUE)
        self.assertEqual(set(self.night().mapped("state")), {"done"})
        self._assert_in_odoo()


class TestRightsOfVenuesOutOfReach(SyncCommon):
    def setUp(self):
        super().setUp()
        (self.employer | self.other_employer).action_check_rights()
        self.forget_calls()

    def _check_later(self):
        (self.employer | self.other_employer).rights_checked_on = False
        job = self.env.ref("loket_connector.ir_cron_loket_check_rights")
        with mute_logger("odoo.addons.loket_connector"):
            job.method_direct_trigger()

    def _lose(self, status):
        self.admin.take_right("GetCitizenServiceNumberByEmployeeId")
        path = f"/{self.employer.loket_id}/authorizations"
        self.admin.fail(kind="status", status=status, path=path)
        self._check_later()
        self.assertEqual(self.other_employer.rights_state, "partial")

    def test_venue_that_is_gone_has_no_right_left(self):
        self._lose(404)
        self.assertEqual(self.employer.rights_state, "missing")

    def test_venue_that_refuses_to_tell_is_unknown(self):
        self._lose(403)
        self.assertEqual(self.employer.rights_state, "unknown")

    def test_archived_connection_is_not_used(self):
        self.connection.active = False
        self._check_later()
        self.assertFalse(self.calls())

    def test_who_signs_in_as_another_user_has_the_rights_of_that_one(self):
        self.admin.take_right("GetCitizenServiceNumberByEmployeeId")
        address = self.connection.redirect_uri
        self.connection._sign_in(self.sandbox.sign_in(address), address)
        job = self.env.ref("loket_connector.ir_cron_loket_check_rights")
        job.method_direct_trigger()
        self.assertEqual(self.employer.rights_state, "partial")


class TestRightsThatCome(SyncCommon):
    """The payroll administrator gives a right after the first sync."""

    def _sync_without(self, *activities):
        for activity in activities:
            self.admin.take_right(activity)
        self.sync()
        self.sync(employer=self.other_employer)
        self._check()
        self.night()
        for activity in activities:
            self.admin.give_right(activity)
        self._check()

    def _check(self):
        (self.employer | self.other_employer).action_check_rights()

    def test_bsn_comes_with_the_next_night(self):
        self.connection.sync_bsn = True
        self._sync_without("GetCitizenServiceNumberByEmployeeId")
        person = self.at_loket("Sanne")
        self.assertFalse(self.in_odoo(person).ssnid)
        self.night(date(2026, 3, 13))
        self.assertEqual(self.in_odoo(person).ssnid, person["bsn"])

    @mute_logger("odoo.addons.loket_connector.services.loket_importer_terms")
    def test_histories_are_read_by_the_next_night(self):
        person = self.hire(job={"hours": 20})
        self.admin.set_hours(person["employments"][0], "2026-03-10", hours=30)
        self._sync_without(
            "GetWagesByEmploymentId",
            "GetWorkingHoursByEmploymentId",
            "GetOrganizationalEntitiesByEmploymentId",
        )
        terms = self.mirror(person).employment_ids.term_ids
        self.assertEqual(terms.mapped("hours_per_week"), [30])
        self.night(date(2026, 3, 13))
        terms = self.mirror(person).employment_ids.term_ids.sorted("date_start")
        self.assertEqual(terms.mapped("hours_per_week"), [20, 30])

    def test_venue_that_cannot_be_read_is_no_quiet_night(self):
        right = "GetEmploymentsComprehensiveByEmployerId"
        self.sync()
        self.sync(employer=self.other_employer)
        self.admin.take_right(right, self.employer.loket_id)
        self._check()
        self.night()
        self.assertIn(self.employer.name, self.connection.activity_ids.note)
        self.night(date(2026, 3, 13))
        self.assertEqual(len(self.connection.activity_ids), 1)
        self.admin.give_right(right, self.employer.loket_id)
        self.night(date(2026, 3, 14))
        self.assertFalse(self.connection.activity_ids)
