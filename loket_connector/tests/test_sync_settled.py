# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta
from unittest.mock import patch

from .sync_common import SyncCommon


class TestSyncSettled(SyncCommon):
    """Whoever was found as Loket has them is not compared again, until anything that
    a plan looks at is not the same any more."""

    def setUp(self):
        super().setUp()
        self.person = self.hire(first_name="Vast")
        self.sync()

    def _compared(self, mode="manual"):
        """Sync; return the names of the people who were compared, and the run."""
        planner = type(self.env["loket.planner"])
        original, names = planner._plan_person, []

        def plan_person(model, context, person, found, ambiguous):
            names.append(person.name)
            return original(model, context, person, found, ambiguous)

        with patch.object(planner, "_plan_person", plan_person):
            run = self.sync(mode)
        return names, run

    def _assert_compared(self):
        names, run = self._compared()
        self.assertIn("Vast Mens", names)
        # An update is looked at once more: whether it came as wanted.
        self.sync()
        self.assertNotIn("Vast Mens", self._compared()[0])
        return self.line_of(run, self.person)

    def test_new_people_are_settled_at_once(self):
        names, run = self._compared()
        linked = self.employer.person_ids.filtered("employee_id")
        self.assertTrue(linked)
        self.assertFalse(set(names) & set(linked.mapped("name")))
        self.assertEqual(run.unchanged_count, len(self.employer.person_ids))
        self.assertFalse(run.problem_count)

    def test_what_odoo_did_not_take_is_not_settled(self):
        newcomer = self.hire(first_name="Anders")
        original = type(self.env["hr.employee"]).create

        def create(records, vals_list):
            employees = original(records, vals_list)
            employees.place_of_birth = "Elders"
            return employees

        with patch.object(type(self.env["hr.employee"]), "create", create):
            self.sync()
        self.assertEqual(self.in_odoo(newcomer).place_of_birth, "Elders")
        self.sync()
        place = newcomer["row"]["personalDetails"]["placeOfBirth"]
        self.assertEqual(self.in_odoo(newcomer).place_of_birth, place or False)

    def test_preview_says_the_same(self):
        names, run = self._compared("preview")
        self.assertNotIn("Vast Mens", names)
        self.assertEqual(run.unchanged_count, len(self.employer.person_ids))

    def test_value_changed_in_odoo(self):
        self.in_odoo(self.person).place_of_birth = "Elders"
        self.assertIn("place_of_birth", self.texts(self._assert_compared()))

    def test_version_changed_in_odoo(self):
        self.in_odoo(self.person).version_id.wage = 9999
        self.assertIn("wage", self.texts(self._assert_compared()))

    def test_name_of_a_department_changed_in_odoo(self):
        job = self.job_of(self.person)
        self.admin.set_place(job["id"], job["row"]["startDate"], department=0)
        self.sync()
        self.sync()
        department = self.in_odoo(self.person).department_id
        name = department.name
        department.name = "Hernoemd"
        self._assert_compared()
        self.assertEqual(department.name, name)

    def test_archived_in_odoo(self):
        self.in_odoo(self.person).active = False
        names, run = self._compared()
        self.assertIn("Vast Mens", names)
        self.assertEqual(self.line_of(run, self.person).action, "archived")
        # What has to be told is told each time.
        self.assertIn("Vast Mens", self._compared()[0])

    def test_changed_at_loket(self):
        self.set_details(self.person, placeOfBirth="Hoorn")
        self.assertIn("place_of_birth", self.texts(self._assert_compared()))

    def test_wage_changed_at_loket(self):
        job = self.job_of(self.person)
        self.admin.set_wage(job["id"], job["row"]["startDate"], 2222)
        self.assertIn("wage", self.texts(self._assert_compared()))

    def test_policy_changed(self):
        self.connection.personal_policy = "fill"
        self._assert_compared()

    def test_setting_that_asks_for_more(self):
        self.connection.sync_bsn = True
        self._assert_compared()
        self.assertEqual(self.in_odoo(self.person).ssnid, self.person["bsn"])

    def test_day_that_matters_has_come(self):
        today = self.today()
        job = self.job_of(self.person)
        self.admin.end_employment(job["id"], today + timedelta(days=3))
        self.sync()
        self.sync()
        self.assertNotIn("Vast Mens", self._compared()[0])
        self.assertTrue(self.in_odoo(self.person).active)
        self.night(today + timedelta(days=4))
        self.assertTrue(self.mirror(self.person).ended_on)
