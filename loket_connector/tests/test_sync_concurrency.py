# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.tools import mute_logger

from .sync_common import SyncCommon

APPLIER = "odoo.addons.loket_connector.services.loket_applier"


class TestSyncConcurrency(SyncCommon):
    """Somebody else changes the same rows while a sync is at them."""

    def setUp(self):
        super().setUp()
        self.edited, self.other = self.hire(first_name="Druk"), self.hire()
        self.sync()
        self.sync(employer=self.other_employer)
        for person in (self.edited, self.other):
            self.set_details(person, placeOfBirth="Elders")

    def _held(self):
        """The employee's row was changed by a transaction that is later than ours."""
        model = type(self.env["hr.employee"])
        original, employee = model.write, self.in_odoo(self.edited)

        def write(records, vals):
            if employee in records:
                raise SerializationFailure
            return original(records, vals)

        return patch.object(model, "write", write)

    def _assert_left_for_later(self, run):
        self.assertEqual((run.state, run.problem_count), ("done", 1))
        self.assertIn("this very moment", self.line_of(run, self.edited).message)
        self.assertEqual(self.in_odoo(self.other).place_of_birth, "Elders")
        self.assertNotEqual(self.in_odoo(self.edited).place_of_birth, "Elders")

    @mute_logger(APPLIER)
    def test_employee_that_somebody_edits_waits_for_the_next_sync(self):
        with self._held():
            self._assert_left_for_later(self.sync())
        self.sync()
        self.assertEqual(self.in_odoo(self.edited).place_of_birth, "Elders")

    @mute_logger(APPLIER)
    def test_employee_that_somebody_edits_waits_for_the_next_night(self):
        with self._held():
            self._assert_left_for_later(self.night())
        self.forget_calls()
        self.night(date(2026, 3, 13))
        self.assertEqual(self.in_odoo(self.edited).place_of_birth, "Elders")
        # Loket was not asked again: the mirror knew.
        self.assertEqual(len(self.calls()), 1)

    def test_venue_synced_at_the_same_time_as_another_is_begun_anew(self):
        """Both write on the connection: Odoo repeats the request that comes second."""
        connection = type(self.connection)
        with (
            patch.object(connection, "_note_synced", side_effect=SerializationFailure),
            self.assertRaises(SerializationFailure),
        ):
            self.sync()
        self.assertNotEqual(self.in_odoo(self.other).place_of_birth, "Elders")
        self.assertEqual(self.sync().updated_count, 2)
