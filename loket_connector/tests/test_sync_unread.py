# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, timedelta
from unittest.mock import patch

from odoo.modules import Manifest

from ..client import LoketContractError
from ..client.rows import EmployeeRow, EmploymentRow
from .sync_common import SyncCommon


class TestSyncUnread(SyncCommon):
    """Rows that are not as documented, and rows that a newer version reads anew."""

    def setUp(self):
        super().setUp()
        self.bad = self.hire(first_name="Raar")
        self.good = self.hire(first_name="Goed")

    def _check_contract(self):
        """These rows break the contract on purpose, and nothing else does."""
        broken = ("startDate", "dateOfBirth", "employeeNumber", "firstName")
        for violation in self.sandbox.violations:
            self.assertTrue(any(name in str(violation) for name in broken), violation)

    def _assert_problem(self, run, line, part):
        self.assertEqual(run.state, "done")
        self.assertEqual(run.problem_count, 1)
        self.assertEqual(line.action, "problem")
        self.assertIn(part, line.message)

    def test_employment_that_cannot_be_read_stops_nobody_else(self):
        job = self.job_of(self.bad)
        self.admin.set_employment(job["id"], "startDate", "gisteren")
        run = self.sync()
        line = run.line_ids.filtered(lambda line: line.loket_id == job["id"])
        self._assert_problem(run, line, "employment.startDate")
        self.assertNotIn("gisteren", line.message)
        self.assertEqual(line.name, "Raar Mens")
        self.assertFalse(self.in_odoo(self.bad))
        self.assertTrue(self.in_odoo(self.good))

    def test_what_is_known_of_it_stays(self):
        self.sync()
        employee = self.in_odoo(self.bad)
        job = self.job_of(self.bad)
        start = job["row"]["startDate"]
        self.admin.set_employment(job["id"], "startDate", None)
        self.set_details(self.good, placeOfBirth="Hoorn")
        run = self.sync()
        line = run.line_ids.filtered(lambda line: line.loket_id == job["id"])
        self._assert_problem(run, line, "employment.startDate")
        self.assertEqual(line.employee_id, employee)
        self.assertTrue(employee.active)
        employment = self.mirror(self.bad).employment_ids
        self.assertEqual(
            (employment.date_start.isoformat(), employment.active), (start, True)
        )
        self.assertEqual(self.in_odoo(self.good).place_of_birth, "Hoorn")

    def test_person_that_cannot_be_read_stops_nobody_else(self):
        self.admin.set_employee(self.bad["id"], "personalDetails.dateOfBirth", 1990)
        run = self.sync()
        self._assert_problem(run, self.line_of(run, self.bad), "dateOfBirth")
        self.assertFalse(self.in_odoo(self.bad))
        self.assertTrue(self.in_odoo(self.good))

    def test_number_that_no_database_holds_stops_nobody_else(self):
        self.admin.set_employee(self.bad["id"], "employeeNumber", 2**40)
        run = self.sync()
        self._assert_problem(run, self.line_of(run, self.bad), "employeeNumber")
        self.assertTrue(self.in_odoo(self.good))

    def test_characters_that_no_database_holds_are_left_out(self):
        self.set_details(self.bad, firstName="Ra\x00ar\U0001f600")
        run = self.sync()
        self.assertEqual((run.state, run.problem_count), ("done", 0))
        self.assertEqual(self.in_odoo(self.bad).name, "Raar\U0001f600 Mens")

    def test_night_asks_again_until_it_can_be_read(self):
        self.sync()
        first = self.employer.last_version_number
        self.admin.set_employee(self.bad["id"], "personalDetails.dateOfBirth", 1990)
        self.set_details(self.good, placeOfBirth="Hoorn")
        self.assertEqual(sum(self.night().mapped("problem_count")), 1)
        self.assertEqual(self.in_odoo(self.good).place_of_birth, "Hoorn")
        self.assertEqual(self.employer.last_version_number, first)
        tomorrow = self.today() + timedelta(days=1)
        self.assertEqual(sum(self.night(tomorrow).mapped("problem_count")), 2)
        self.admin.set_employee(
            self.bad["id"], "personalDetails.dateOfBirth", "1990-02-03"
        )
        run = self.night(tomorrow + timedelta(days=1))[0]
        self.assertEqual(run.problem_count, 0)
        self.assertEqual(self.in_odoo(self.bad).birthday, date(1990, 2, 3))

    def test_history_that_cannot_be_read_is_a_problem_of_that_one(self):
        job = self.job_of(self.bad)
        self.admin.set_wage(job["id"], self.today() + timedelta(days=20), 2500)
        wages = self.job_of(self.bad)["wages"]
        wages[-1]["startDate"] = None
        run = self.sync()
        line = run.line_ids.filtered(lambda line: line.loket_id == job["id"])
        self._assert_problem(run, line, "startDate")
        self.assertTrue(self.in_odoo(self.good))

    def test_newer_version_reads_everybody_once(self):
        """What an older version made of the same rows is made anew, without news."""
        self.sync()
        person = self.mirror(self.good)
        stale = {**person.values, "personal": {**person.values["personal"]}}
        stale["personal"]["place_of_birth"] = "Elders"
        person.values = stale
        self.in_odoo(self.good).place_of_birth = "Elders"
        self.night()
        self.assertEqual(self.in_odoo(self.good).place_of_birth, "Elders")
        newer = patch.object(
            type(self.employer), "_addon_version", lambda _employer: "19.0.9.9.9"
        )
        with newer:
            self.night(self.today() + timedelta(days=1))
            place = self.good["row"]["personalDetails"]["placeOfBirth"]
            self.assertEqual(self.in_odoo(self.good).place_of_birth, place)
            self.forget_calls()
            self.night(self.today() + timedelta(days=2))
            self.assertFalse(self.calls("/comprehensive"))

    def _unreadable(self, row_class, loket_id):
        """Let rows of one id be unreadable, though Loket gives what it always gave."""
        record = row_class.record

        def read(row):
            if row.id == loket_id:
                raise LoketContractError("test: not as documented")
            return record(row)

        return patch.object(row_class, "record", read)

    def test_row_that_a_newer_version_cannot_read_is_asked_for_each_night(self):
        """Loket counts no change of it, and it is not forgotten."""
        self.sync()
        newer = patch.object(
            type(self.employer), "_addon_version", lambda _employer: "19.0.9.9.9"
        )
        job_id = self.job_of(self.bad)["id"]
        rows = ((EmployeeRow, self.bad["id"]), (EmploymentRow, job_id))
        for position, (row_class, loket_id) in enumerate(rows):
            first = self.today() + timedelta(days=10 * position)
            self.employer.sudo().mapped_with = "19.0.0.0.1"
            with newer, self.subTest(row=row_class.__name__):
                with self._unreadable(row_class, loket_id):
                    for day in range(2):
                        before = self.last_runs()
                        runs = self.night(first + timedelta(days=day)) - before
                        self.assertEqual(sum(runs.mapped("problem_count")), 1)
                before = self.last_runs()
                runs = self.night(first + timedelta(days=2)) - before
                self.assertEqual(runs.employer_id, self.employer)
                self.assertFalse(sum(runs.mapped("problem_count")))
                self.assertTrue(self.mirror(self.bad).payload_hash)
                self.assertTrue(self.mirror(self.bad).employment_ids.payload_hash)
                self.forget_calls()
                self.night(first + timedelta(days=3))
                self.assertFalse(self.calls("/comprehensive"))

    def test_bsn_is_not_asked_again_because_of_an_upgrade(self):
        self.connection.sync_bsn = True
        self.sync()
        self.forget_calls()
        self.employer.sudo().mapped_with = "19.0.0.0.1"
        self.sync()
        self.assertFalse(self.calls("citizenservicenumber"))
        version = Manifest.for_addon("loket_connector").version
        self.assertEqual(self.employer.sudo().mapped_with, version)
