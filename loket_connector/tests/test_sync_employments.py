# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError

from .sync_common import SyncCommon


class TestSyncEmployments(SyncCommon):
    """Several employments of one person, and none."""

    def _main(self, employee):
        return employee.loket_employment_ids.filtered("is_main")

    # -- one venue

    def test_one_after_the_other_are_two_contracts(self):
        person = self.at_loket("Femke")
        self.sync()
        employee = self.in_odoo(person)
        jobs = [self.job_of(person, position)["row"] for position in (0, 1)]
        self.assertEqual(
            [
                (str(v.contract_date_start), str(v.contract_date_end or ""))
                for v in self.versions(employee).values()
            ],
            [(job["startDate"], job["endDate"] or "") for job in jobs],
        )
        self.assertEqual(self._main(employee).loket_id, jobs[1]["id"])
        self.assertEqual(len(employee.loket_employment_ids), 2)

    def test_at_the_same_time_the_most_hours_are_the_contract(self):
        person = self.at_loket("Joost")
        self.sync()
        employee = self.in_odoo(person)
        self.assertEqual(len(employee.loket_employment_ids), 2)
        self.assertEqual(len(self.versions(employee)), 1)
        self.assertAlmostEqual(employee.resource_calendar_id.hours_per_week, 20)
        self.assertEqual(self._main(employee).loket_id, person["employments"][0])
        self.assertEqual(employee.version_id.loket_employment_id, self._main(employee))

    def test_main_one_is_a_visible_choice(self):
        person = self.at_loket("Joost")
        self.sync()
        employee = self.in_odoo(person)
        second = employee.loket_employment_ids.filtered(
            lambda e: e.loket_id == person["employments"][1]
        )
        second.with_user(self.officer).action_choose_main()
        self.assertEqual(self.mirror(person).main_employment_id, second)
        self.assertTrue(second.is_chosen_main)
        self.sync()
        self.assertEqual(self._main(employee), second)
        self.assertEqual(employee.version_id.loket_contract_kind, "zero_hours")
        self.assertEqual(employee.version_id.contract_date_start, second.date_start)
        self.sync()
        self.assertEqual(self._main(employee), second)
        second.with_user(self.officer).action_main_by_hours()
        self.sync()
        self.assertEqual(self._main(employee).loket_id, person["employments"][0])
        self.assertEqual(employee.version_id.loket_contract_kind, "fixed")

    def test_choice_is_for_loket_users_of_the_company(self):
        person = self.at_loket("Joost")
        self.sync()
        second = self.mirror(person).employment_ids[0]
        with self.assertRaises(AccessError):
            second.with_user(self.outsider).action_choose_main()
        self.officer.write(
            {
                "company_id": self.other_company.id,
                "company_ids": [(6, 0, self.other_company.ids)],
            }
        )
        with self.assertRaises(AccessError):
            second.with_user(self.officer).action_choose_main()
        self.assertFalse(self.mirror(person).main_employment_id)

    def test_main_one_has_to_be_ones_own(self):
        self.sync()
        joost, femke = (self.mirror(self.at_loket(n)) for n in ("Joost", "Femke"))
        with self.assertRaises(ValidationError):
            joost.main_employment_id = femke.employment_ids[0]
        self.sync(employer=self.other_employer)
        elsewhere = self.other_employer.employment_ids[0]
        with self.assertRaises(UserError):
            joost.with_user(self.officer)._choose_main(elsewhere)

    def test_choice_does_not_outlive_its_employment(self):
        person = self.at_loket("Joost")
        self.sync()
        employee = self.in_odoo(person)
        second = employee.loket_employment_ids.filtered(
            lambda e: e.loket_id == person["employments"][1]
        )
        second.action_choose_main()
        self.sync()
        self.admin.end_employment(second.loket_id, "2026-02-28")
        self.sync()
        self.assertEqual(self._main(employee).loket_id, person["employments"][0])

    # -- administrations

    def test_two_administrations_are_one_employee(self):
        person = self.hire(self.other_employer, job={"hours": 10, "position": 1})
        self.admin.add_employment(
            person["id"], "2026-02-01", hours=20, gross_wage=2000, position=0
        )
        self.sync(employer=self.other_employer)
        employee = self.in_odoo(person)
        self.assertEqual(len(employee), 1)
        self.assertEqual(len(employee.loket_employment_ids.administration_id), 2)
        self.assertAlmostEqual(employee.resource_calendar_id.hours_per_week, 20)

    def test_outside_payroll_is_in_odoo_without_administration(self):
        person = self.at_loket("Wilma", self.other_employer)
        self.sync(employer=self.other_employer)
        employee = self.in_odoo(person)
        self.assertTrue(employee)
        self.assertFalse(employee.loket_employment_ids.administration_id)
        self.assertAlmostEqual(employee.resource_calendar_id.hours_per_week, 16)

    def test_payroll_goes_before_more_hours_outside_payroll(self):
        person = self.hire(self.other_employer, job={"hours": 36, "position": None})
        self.admin.add_employment(
            person["id"], "2026-02-01", hours=8, gross_wage=2000, position=0
        )
        self.sync(employer=self.other_employer)
        self.assertAlmostEqual(
            self.in_odoo(person).resource_calendar_id.hours_per_week, 8
        )

    def test_without_employment_nobody_is_created(self):
        person = self.at_loket("Kees")
        run = self.sync()
        self.assertFalse(self.in_odoo(person))
        self.assertTrue(self.mirror(person))
        self.assertEqual(self.line_of(run, person).action, "leave")
        self.assertIn("no employment", self.line_of(run, person).message)

    def test_first_employment_later_creates_the_employee(self):
        person = self.at_loket("Kees")
        self.sync()
        self.admin.add_employment(person["id"], "2026-03-01", hours=24, gross_wage=2000)
        self.sync()
        self.assertTrue(self.in_odoo(person))

    def test_no_longer_listed_is_no_reason_to_let_go(self):
        person = self.hire()
        self.sync()
        employee = self.in_odoo(person)
        before = employee.version_id.read()
        job = person["employments"][0]
        del self.sandbox.state.employments[job]
        self.sandbox.state.touch("employments")
        run = self.sync()
        employment = (
            self.env["loket.employment"]
            .with_context(active_test=False)
            .search([("loket_id", "=", job)])
        )
        self.assertFalse(employment.active)
        self.assertFalse(employment.date_end)
        self.assertTrue(employee.active)
        self.assertEqual(employee.version_id.read(), before)
        self.assertIn("no longer lists", self.line_of(run, person).message)
        self.assertFalse(employee.activity_ids)

    # -- two venues

    def _at_both_venues(self, same_company):
        """One person with a job at two venues: 12 hours here, 24 hours there."""
        if same_company:
            self.other_employer.company_id = self.company
        who = {
            "first_name": "Guus",
            "last_name": "Beide",
            "birth": date(1979, 8, 1),
            "prefix": None,
        }
        self.here = self.hire(job={"hours": 12}, **who)
        self.there = self.hire(self.other_employer, job={"hours": 24}, **who)
        self.sync()
        return self.sync(employer=self.other_employer)

    def test_two_companies_are_two_employees(self):
        self._at_both_venues(same_company=False)
        here, there = self.in_odoo(self.here), self.in_odoo(self.there)
        self.assertEqual(len(here), 1)
        self.assertEqual(len(there), 1)
        self.assertEqual(here.company_id, self.company)
        self.assertEqual(there.company_id, self.other_company)
        self.assertEqual(here.department_id.company_id, self.company)

    def test_two_venues_of_one_company_are_one_employee(self):
        run = self._at_both_venues(same_company=True)
        self.assertEqual(self.line_of(run, self.there).action, "link")
        here, there = self.mirror(self.here), self.mirror(self.there)
        employee = here.employee_id
        self.assertEqual(len(employee), 1)
        self.assertEqual(employee, there.employee_id)
        self.assertEqual(len(employee.loket_employment_ids), 2)
        self.assertAlmostEqual(employee.resource_calendar_id.hours_per_week, 24)
        self.assertEqual(self._main(employee), there.employment_ids)
        self.assertEqual(employee.loket_employee_id, self.there["id"])
        for employer in (self.employer, self.other_employer):
            again = self.sync(employer=employer)
            self.assertEqual((again.updated_count, again.created_count), (0, 0))

    def test_moved_to_another_employer_of_the_company(self):
        self.other_employer.company_id = self.company
        who = {
            "first_name": "Guus",
            "last_name": "Verhuis",
            "birth": date(1979, 8, 1),
            "prefix": None,
        }
        before = self.hire(job={"hours": 12}, **who)
        self.sync()
        employee = self.in_odoo(before)
        self.admin.end_employment(before["employments"][0], "2026-02-28")
        after = self.hire(
            self.other_employer, start=date(2026, 3, 1), job={"hours": 24}, **who
        )
        # The new venue comes first: only then is it clear that nobody leaves.
        self.sync(employer=self.other_employer)
        self.sync()
        self.assertEqual(self.mirror(after).employee_id, employee)
        self.assertTrue(employee.active)
        self.assertFalse(employee.activity_ids)
        self.assertEqual(
            [
                (v.contract_date_start, v.contract_date_end)
                for v in self.versions(employee).values()
            ],
            [
                (date(2026, 1, 1), date(2026, 2, 28)),
                (date(2026, 3, 1), False),
            ],
        )
        self.assertEqual(employee.loket_employer_id, self.other_employer)

    def test_moved_to_another_company_is_a_departure_and_a_new_employee(self):
        who = {
            "first_name": "Guus",
            "last_name": "Verhuis",
            "birth": date(1979, 8, 1),
            "prefix": None,
        }
        before = self.hire(**who)
        self.sync()
        self.admin.end_employment(before["employments"][0], "2026-02-28")
        after = self.hire(self.other_employer, start=date(2026, 3, 1), **who)
        self.sync()
        self.sync(employer=self.other_employer)
        self.assertEqual(self.in_odoo(before).loket_sync_state, "ended")
        self.assertEqual(self.in_odoo(after).company_id, self.other_company)

    def test_new_employment_is_found_when_one_employee_is_synced(self):
        person = self.hire(job={"hours": 12})
        self.sync()
        employee = self.in_odoo(person)
        self.admin.add_employment(person["id"], "2026-02-01", hours=30, gross_wage=2000)
        self.forget_calls()
        employee.with_user(self.officer).action_loket_sync()
        self.assertEqual(len(employee.loket_employment_ids), 2)
        self.assertAlmostEqual(employee.resource_calendar_id.hours_per_week, 30)
        self.assertFalse(
            [c for c in self.calls("/comprehensive") if "filter" not in c["query"]]
        )
