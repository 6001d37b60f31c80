# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .sync_common import SyncCommon

RUN = "odoo.addons.loket_connector.models.loket_sync_run"

BORN = date(1985, 5, 5)


class TestVenueOfAnotherCompany(SyncCommon):
    """A venue that was linked to the wrong company, and then to the right one."""

    def setUp(self):
        super().setUp()
        self.other_employer.company_id = False
        self.person = self.hire(
            first_name="Eva", last_name="Dijk", prefix="van", birth=BORN
        )

    def _move(self):
        self._employees().unlink()
        self.employer.company_id = self.other_company

    def test_the_next_night_fills_the_other_company(self):
        self.sync()
        self._move()
        self.night()
        self.assertEqual(self.in_odoo(self.person).company_id, self.other_company)

    def test_what_was_decided_about_other_people_is_forgotten(self):
        for name in ("Eva van Dijk", "E. van Dijk"):
            self.new_employee(name, birthday=BORN)
        line = self.line_of(self.sync(), self.person)
        line.with_user(self.officer).action_create_new()
        self._move()
        known = self.new_employee("Eva van Dijk", self.other_company, birthday=BORN)
        self.sync()
        self.assertEqual(self.in_odoo(self.person), known)

    @mute_logger(RUN)
    def test_run_that_waited_writes_nothing_once_the_venue_is_unlinked(self):
        run = self.env["loket.sync.run"]._queue(self.employer, "manual")
        self.employer.company_id = False
        self.forget_calls()
        self.night()
        self.assertEqual((run.state, run.problem_count), ("failed", 0))
        self.assertIn("not linked to a company", run.message)
        self.assertFalse(self.calls())

    @mute_logger(RUN)
    def test_run_that_waited_writes_nothing_in_an_archived_company(self):
        run = self.env["loket.sync.run"]._queue(self.employer, "manual")
        users = self.env["res.users"].search([("company_id", "=", self.company.id)])
        users.company_id = self.other_company
        self.company.active = False
        self.night()
        self.assertEqual(run.state, "failed")
        self.assertIn("is archived", run.message)
        self.assertFalse(self._employees())


class TestVenueItself(SyncCommon):
    def test_linked_venue_cannot_be_deleted(self):
        self.sync()
        with self.assertRaisesRegex(UserError, "linked to a company"):
            self.employer.with_user(self.manager).unlink()
        self.assertTrue(self.employer.employment_ids)

    def test_nobody_says_which_venue_at_loket_it_is(self):
        venue = self.employer.with_user(self.manager)
        for name, value in (
            ("connection_id", self._new_draft(name="Other").id),
            ("loket_id", self.other_employer.loket_id),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                venue.write({name: value})
