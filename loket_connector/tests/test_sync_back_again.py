# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form

from .sync_common import SyncCommon

LAST_DAY = date(2026, 3, 6)
BACK = date(2026, 3, 9)
START = date(2026, 4, 1)


class TestSyncBackAgain(SyncCommon):
    """Who left and is back, moved on, or never came."""

    def _hired(self, **person):
        self.person = self.hire(birth=date(1979, 8, 1), **person)
        self.job_id = self.person["employments"][0]
        self.sync()
        self.sync(employer=self.other_employer)
        self.employee = self.in_odoo(self.person)

    def _leaves(self):
        self.admin.end_employment(self.job_id, LAST_DAY)
        return self.sync()

    def _comes_back(self):
        self.admin.add_employment(self.person["id"], BACK, hours=40, gross_wage=3000)
        return self.line_of(self.sync(), self.person)

    def _depart(self, day):
        """Register the departure in Odoo, as HR does."""
        model = self.env["hr.departure.wizard"].with_context(
            active_ids=self.employee.ids, employee_termination=True
        )
        with Form(model) as form:
            form.departure_date = day
        form.record.action_register_departure()
        self.assertFalse(self.employee.active)

    # -- hired again

    def test_new_job_is_no_withdrawn_end(self):
        self._hired()
        self._leaves()
        self.assertEqual(self._comes_back().message, "Hired again on 9 March 2026.")
        self.assertFalse(self.employee.activity_ids)

    def test_departure_registered_days_later_does_not_keep_out(self):
        self._hired()
        self._leaves()
        self._depart(self.today())
        self.assertIn("Hired again", self._comes_back().message)
        self.assertTrue(self.employee.active)
        self.assertFalse(self.line_of(self.sync(), self.person))

    def test_left_again_in_odoo_only_is_not_brought_back(self):
        self._hired()
        self._leaves()
        self._comes_back()
        self._depart(self.today())
        self.assertEqual(self.line_of(self.sync(), self.person).action, "archived")
        self.assertFalse(self.employee.active)

    def test_gap_within_a_month_that_is_known_before_is_no_departure(self):
        self._hired()
        self.admin.end_employment(self.job_id, LAST_DAY)
        self.admin.add_employment(
            self.person["id"], "2026-03-23", hours=40, gross_wage=3000
        )
        self.sync()
        self.assertFalse(self.employee.activity_ids)
        self.assertEqual(
            [
                (v.contract_date_start, v.contract_date_end)
                for v in self.versions(self.employee).values()
            ],
            [(date(2026, 1, 1), LAST_DAY), (date(2026, 3, 23), False)],
        )

    # -- moved to another venue of the company, which is synced last

    def _moves(self):
        self.other_employer.company_id = self.company
        self._hired(first_name="Guus", last_name="Verhuis")
        self._leaves()
        self.there = self.hire(
            self.other_employer,
            start=BACK,
            birth=date(1979, 8, 1),
            first_name="Guus",
            last_name="Verhuis",
        )
        run = self.sync(employer=self.other_employer)
        return self.line_of(run, self.there)

    def test_proposal_goes_when_the_other_venue_tells_of_the_new_job(self):
        line = self._moves()
        self.assertEqual(line.action, "link")
        self.assertIn("Hired again", line.message)
        self.assertEqual(line.employee_id, self.employee)
        self.assertFalse(self.employee.activity_ids)
        for employer in (self.employer, self.other_employer):
            run = self.sync(employer=employer)
            self.assertFalse(run.line_ids.filtered("employee_id"))

    def test_two_venues_of_a_company_are_not_synced_at_once(self):
        """Each would make an employee of somebody who is new at both."""
        self.other_employer.company_id = self.company
        with self.employer._sync_lock():
            with self.assertRaisesRegex(UserError, "another one of its company"):
                self.sync(employer=self.other_employer)
        self.assertEqual(self.sync(employer=self.other_employer).state, "done")

    def test_archived_at_the_old_venue_comes_back_at_the_new_one(self):
        self.connection.ended_policy = "archive"
        self._moves()
        self.assertTrue(self.employee.active)
        self.assertFalse(self.employee.departure_date)

    def test_end_at_both_venues_is_told_once(self):
        self._moves()
        self.admin.end_employment(self.there["employments"][0], "2026-03-11")
        runs = self.sync(employer=self.other_employer) | self.sync()
        self.assertEqual(sum(runs.mapped("ended_count")), 1)
        self.assertEqual(len(self.employee.activity_ids), 1)

    # -- moved in Odoo

    def _moved_in_odoo(self):
        """Somebody at the first venue whom HR moved to the other company."""
        person = self.hire(birth=date(1979, 8, 1))
        self.sync()
        employee = self.in_odoo(person)
        employee.company_id = self.other_company
        return person, employee

    def test_employee_moved_to_another_company_in_odoo_is_left_alone(self):
        person, employee = self._moved_in_odoo()
        department = employee.department_id
        self.set_details(person, placeOfBirth="Elders")
        line = self.line_of(self.sync(), person)
        self.assertEqual(line.action, "problem")
        self.assertIn(self.other_company.name, line.message)
        self.assertNotEqual(employee.place_of_birth, "Elders")
        self.assertEqual(employee.department_id, department)

    def test_employee_moved_in_odoo_and_at_loket_belongs_to_the_new_venue(self):
        before, employee = self._moved_in_odoo()
        self.admin.end_employment(before["employments"][0], "2026-02-28")
        after = self.hire(
            self.other_employer, start=date(2026, 3, 1), birth=date(1979, 8, 1)
        )
        run = self.sync(employer=self.other_employer)
        self.assertEqual(self.line_of(run, after).action, "link")
        self.assertFalse(self.line_of(self.sync(), before))
        self.assertEqual(self.mirror(after).employee_id, employee)
        self.assertEqual(employee.loket_employer_id, self.other_employer)
        self.assertEqual(employee.department_id.company_id, self.other_company)
        current = employee.current_version_id
        self.assertEqual(current.contract_date_start, date(2026, 3, 1))
        self.assertFalse(employee.activity_ids)

    # -- never came

    def _never_begins(self):
        self._hired(start=START)
        self.admin.set_employment(self.job_id, "endDate", "2026-03-31")
        return self.line_of(self.sync(), self.person)

    def test_employment_that_will_not_take_place_is_told_at_once(self):
        line = self._never_begins()
        self.assertEqual(line.action, "end")
        self.assertIn("does not take place", line.message)
        self.assertEqual(len(self.employee.activity_ids), 1)
        self.assertFalse(self.employee.version_id.contract_date_start)
        self.assertFalse(self.line_of(self.sync(), self.person))

    def test_employment_that_will_not_take_place_can_be_archived(self):
        self.connection.ended_policy = "archive"
        self.assertEqual(self._never_begins().action, "end")
        self.assertFalse(self.employee.active)

    def test_employment_that_takes_place_after_all(self):
        self._never_begins()
        self.admin.reinstate_employment(self.job_id)
        self.sync()
        self.assertEqual(self.employee.version_id.contract_date_start, START)
        self.assertFalse(self.employee.activity_ids)

    # -- who is told

    def test_responsible_person_who_left_gets_no_activities(self):
        self._hired()
        self.manager.active = False
        self._leaves()
        user = self.employee.activity_ids.user_id
        self.assertTrue(user.active)
        self.assertTrue(user.has_group("loket_connector.group_loket_manager"))
