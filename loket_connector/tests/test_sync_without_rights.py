# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

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
        self._lose(ALL_VENUES)
        self.assertEqual(set(self.night().mapped("state")), {"done"})
        self._assert_in_odoo()
        # The numbers of the venue itself tell what is new.
        self.assertEqual(len(self.calls("/comprehensive")), 4)

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
