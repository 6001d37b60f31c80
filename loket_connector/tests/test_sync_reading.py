# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from unittest.mock import patch

from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..client import transport
from .sync_common import SyncCommon

CHANGE = date(2026, 5, 1)
STORE = "odoo.addons.loket_connector.services.loket_importer_terms"
RUN = "odoo.addons.loket_connector.models.loket_sync_run"


class TestSyncReading(SyncCommon):
    """What is read when people come and go meanwhile, and when Loket says no."""

    def _hired_with_change(self, first_name="Nieuw", day=CHANGE):
        """Somebody whose wage changes on a day, so that the history is read."""
        person = self.hire(first_name=first_name, job={"hours": 40})
        self.admin.set_wage(self.job_of(person)["id"], day, 2300)
        return person

    def _remove(self, job_id):
        """Remove an employment at Loket; its change number goes along with it."""
        self.admin.set_employment(job_id, "commissionUntilDate", None)
        del self.sandbox.state.employments[job_id]
        self.sandbox.state.touch("employments")

    def _hidden(self):
        return (
            self.env["loket.employment"]
            .with_context(active_test=False)
            .search([("active", "=", False)])
            .mapped("loket_id")
        )

    def _during_first_page(self, happens):
        """Read in pages of four; something happens after the first one."""
        connection = type(self.env["loket.connection"])
        importer = type(self.env["loket.importer"])
        build, store, pages = connection._build_client, importer._store_page, []

        def small_pages(record):
            client = build(record)
            client._page_size = 4
            return client

        def store_page(model, lookups, page, client):
            if not pages:
                happens()
            pages.append(page)
            return store(model, lookups, page, client)

        with (
            patch.object(connection, "_build_client", small_pages),
            patch.object(importer, "_store_page", store_page),
        ):
            run = self.sync()
        self.assertGreater(len(pages), 2 if run.state == "done" else 0)
        return run

    # -- a list that changes while it is read

    def test_row_that_moved_to_a_page_already_read_is_asked_for(self):
        self.sync()
        first = self.job_of(self.at_loket(position=0))["id"]
        self._during_first_page(lambda: self._remove(first))
        # What was on the first page when it was read is noticed the next time.
        self.assertEqual(self._hidden(), [])
        self.sync()
        self.assertEqual(self._hidden(), [first])

    @mute_logger(RUN)
    def test_right_lost_between_two_pages_hides_nobody(self):
        self.sync()
        run = self._during_first_page(
            lambda: self.admin.take_right("GetEmploymentsComprehensiveByEmployerId")
        )
        # The next page was on its way already.
        run = self.sync() if run.state == "done" else run
        self.assertEqual(run.state, "failed")
        self.assertIn("Raadplegen dienstverbanden", run.message)
        self.assertEqual(self._hidden(), [])

    def test_removed_employment_is_noticed_beside_changes(self):
        gone, other = self.hire(first_name="Weg"), self.hire(first_name="Blijft")
        self.sync()
        self.sync(employer=self.other_employer)
        self._remove(gone["employments"][0])
        self.set_details(other, placeOfBirth="Elders")
        self.night()
        self.assertEqual(self._hidden(), gone["employments"])
        self.assertEqual(self.in_odoo(other).place_of_birth, "Elders")

    # -- histories

    @mute_logger(STORE)
    def test_known_change_to_come_outlives_the_right_for_histories(self):
        person = self._hired_with_change()
        self.sync()
        employee = self.in_odoo(person)
        self.admin.take_right("GetWagesByEmploymentId")
        self.set_details(person, placeOfBirth="Elders")
        self.sync()
        self.assertEqual(employee.place_of_birth, "Elders")
        self.assertEqual(self.versions(employee)[CHANGE].wage, 2300)
        # The end of the employment shows in its row: nothing comes after it.
        self.admin.end_employment(person["employments"][0], date(2026, 4, 30))
        self.sync()
        self.assertNotIn(CHANGE, self.versions(employee))

    def test_history_that_loket_refuses_is_a_problem_of_that_one(self):
        for status in (400, 404, 500):
            bad = self._hired_with_change(f"Slecht{status}")
            good = self._hired_with_change(f"Goed{status}")
            job = bad["employments"][0]
            path = f"{job}/wages"
            self.admin.fail(kind="status", status=status, path=path, times=9)
            with self.subTest(status=status), self._without_retries():
                run = self.sync()
                self.assertEqual((run.state, run.problem_count), ("done", 1))
                line = run.line_ids.filtered(lambda x, job=job: x.loket_id == job)
                self.assertIn(str(status), line.message)
                self.assertTrue(self.in_odoo(good))
                self.admin.clear_failures()
                self.sync()
                self.assertIn(CHANGE, self.versions(self.in_odoo(bad)))

    @mute_logger(RUN)
    def test_loket_that_answers_no_history_at_all_fails_the_run(self):
        for number in range(6):
            self._hired_with_change(f"Mens {number}")
        self.admin.fail(kind="status", status=503, path="/wages", times=99)
        with self._without_retries():
            run = self.sync()
        self.assertEqual(run.state, "failed")
        self.assertEqual(len(self.calls("/wages")), 4)

    def _without_retries(self):
        return patch.object(transport, "retry_delay", lambda *_a, **_k: None)

    # -- open periods

    def _known_since(self, day):
        """Somebody of zero hours until a day; the first sync sees what came then."""
        person = self.hire(start=date(2025, 1, 1), job={"hours": None, "flexible": 1})
        self.admin.set_hours(person["employments"][0], day, hours=24)
        self.sync()
        self.sync(employer=self.other_employer)
        employment = self.in_odoo(person).loket_employment_ids
        self.assertEqual(employment.term_ids.date_start, day)
        return employment

    def _open_periods(self, employment, first):
        """Periods from ``first`` on turn out to be open."""
        administration = employment.administration_id.loket_id
        for period in self.sandbox.state.administrations[administration]["periods"]:
            if period["id"] >= first:
                self.admin.set_payroll_run(administration, period["id"], None)
        self.employer.action_fetch_payroll_setup()

    def test_older_period_that_is_open_has_the_history_read_at_night(self):
        employment = self._known_since(date(2026, 1, 20))
        self._open_periods(employment, 202601)
        self.forget_calls()
        self.night()
        self.assertEqual(
            employment._term_on(date(2026, 1, 19)).contract_kind, "zero_hours"
        )
        self.assertEqual(len(self.calls(employment.loket_id)), 3)
        self.forget_calls()
        self.employer.action_fetch_payroll_setup()
        self.night(date(2026, 3, 13))
        self.assertFalse(self.calls("/comprehensive"))

    def test_history_is_not_read_for_periods_within_what_is_known(self):
        employment = self._known_since(date(2026, 1, 20))
        self._open_periods(employment, 202602)
        self.forget_calls()
        self.night()
        self.assertEqual(len(self.calls()), 1)

    def test_correction_that_no_row_shows_is_read_by_the_button_of_a_person(self):
        person = self._hired_with_change()
        self.sync()
        employee = self.in_odoo(person)
        self.job_of(person)["wages"][-1]["grossWage"] = 2400
        job = self.job_of(person)["id"]
        self.admin.set_employment(job, "commissionUntilDate", None)
        employee.with_user(self.officer).action_loket_sync()
        self.assertEqual(self.versions(employee)[CHANGE].wage, 2400)
        self.night()
        self.assertEqual(self.versions(employee)[CHANGE].wage, 2400)

    def test_version_of_a_day_that_has_just_begun_counts(self):
        """Past midnight in Amsterdam Odoo is at the day before still."""
        person = self._hired_with_change()
        self.sync()
        self.admin.set_today(CHANGE)
        with freeze_time("2026-04-30 22:30:00"):
            self.sync()
        self.env.flush_all()
        with freeze_time("2026-05-01 06:00:00"):
            self.sync()
            employee = self.in_odoo(person)
            self.assertEqual(employee.current_version_id.date_version, CHANGE)
