# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from .sync_common import SyncCommon

START = date(2026, 1, 1)


class TestSyncContract(SyncCommon):
    """What an employment at Loket is as a contract in Odoo."""

    def _hired(self, **job):
        """The employee of somebody hired with these terms, after a sync."""
        start = job.pop("start", START)
        self.person = self.hire(start=start, job=job)
        self.sync()
        return self.in_odoo(self.person)

    # -- dates and type

    def test_open_contract_has_a_start_and_no_end(self):
        employee = self._hired()
        self.assertRecordValues(
            employee.version_id,
            [
                {
                    "contract_date_start": START,
                    "contract_date_end": False,
                    "contract_type_id": self.env.ref("hr.contract_type_permanent").id,
                    "loket_contract_kind": "fixed",
                }
            ],
        )

    def test_fixed_term_ends_the_contract_and_not_the_employment(self):
        employee = self._hired(commission_until=date(2026, 6, 30))
        self.assertRecordValues(
            employee.version_id,
            [
                {
                    "contract_date_end": date(2026, 6, 30),
                    "contract_type_id": self.env.ref("hr.contract_type_temporary").id,
                }
            ],
        )
        self.assertRecordValues(
            employee.loket_employment_ids,
            [{"contract_end": date(2026, 6, 30), "date_end": False}],
        )

    def test_employment_that_ends_first_takes_its_contract_along(self):
        employee = self._hired(
            commission_until=date(2026, 6, 30), end=date(2026, 4, 30)
        )
        self.assertEqual(employee.version_id.contract_date_end, date(2026, 4, 30))
        self.assertEqual(employee.loket_employment_ids.date_end, date(2026, 4, 30))

    def test_longer_fixed_term_moves_the_end_of_the_contract(self):
        employee = self._hired(commission_until=date(2026, 6, 30))
        job = self.job_of(self.person)
        self.admin.set_employment(job["id"], "commissionUntilDate", "2026-12-31")
        run = self.sync()
        self.assertEqual(employee.version_id.contract_date_end, date(2026, 12, 31))
        self.assertEqual(
            self.texts(self.line_of(run, self.person)),
            {"contract_date_end": ("2026-06-30", "2026-12-31")},
        )

    def test_on_call_is_a_type_of_its_own(self):
        employee = self._hired(flexible=1, hours=None, hourly=True, on_call=True)
        self.assertEqual(
            employee.version_id.contract_type_id,
            self.env.ref("loket_connector.contract_type_on_call"),
        )

    def test_employment_that_never_took_place_is_no_contract(self):
        person = self.hire(job={"end": date(2025, 12, 31)})
        self.sync()
        self.assertFalse(self.in_odoo(person))

    # -- wage

    def test_wage_per_month_is_taken_as_it_is(self):
        # 40 hours is full time in the sandbox.
        employee = self._hired(gross_wage=2600, hours=40)
        self.assertEqual(employee.version_id.wage, 2600)

    def test_full_time_amount_is_made_part_time(self):
        employee = self._hired(gross_wage=2600, hours=20)
        full_time = self.job_of(self.person)["workinghours"][0]["shift"]
        self.assertEqual(full_time["fullTimeHoursPerWeek"], 40)
        self.assertEqual(employee.version_id.wage, 1300)

    def test_wage_per_hour_becomes_a_wage_per_month(self):
        employee = self._hired(gross_wage=15, hourly=True, hours=24)
        # 15 × 24 hours × 52 weeks / 12 months
        self.assertEqual(employee.version_id.wage, 1560)

    def test_wage_per_four_weeks_becomes_a_wage_per_month(self):
        person = self.hire(
            self.other_employer,
            start=START,
            job={"gross_wage": 2400, "hours": 40, "position": 1},
        )
        self.sync(employer=self.other_employer)
        # 13 periods of four weeks in 12 months
        self.assertEqual(self.in_odoo(person).version_id.wage, 2600)

    def test_zero_hours_has_no_wage_per_month(self):
        employee = self._hired(gross_wage=15.5, hourly=True, flexible=1, hours=None)
        self.assertEqual(employee.version_id.wage, 0)
        term = employee.loket_employment_ids.term_ids
        self.assertRecordValues(term, [{"wage": 15.5, "wage_type": "hourly"}])

    def test_wage_is_left_alone_when_told_so(self):
        employee = self._hired()
        employee.version_id.wage = 1
        self.connection.wage_policy = "ignore"
        self.sync()
        self.assertEqual(employee.version_id.wage, 1)
        self.connection.wage_policy = "fill"
        self.sync()
        self.assertEqual(employee.version_id.wage, 1)
        employee.version_id.wage = 0
        self.sync()
        # 2000 for 40 hours, 32 of them worked
        self.assertEqual(employee.version_id.wage, 1600)

    def test_conversion_of_the_wage_is_shown(self):
        for job, text in (
            ({"gross_wage": 2600, "hours": 40}, "2,600.00 × 40 / 40 = 2,600.00"),
            ({"gross_wage": 2600, "hours": 18.5}, "2,600.00 × 18.5 / 40 = 1,202.50"),
            (
                {"gross_wage": 15, "hourly": True, "hours": 24},
                "15.00 × 24 h × 52 / 12 = 1,560.00",
            ),
            (
                {"gross_wage": 15.5, "hourly": True, "flexible": 1, "hours": None},
                "15.50 per hour worked: no wage per month.",
            ),
        ):
            term = self._hired(**job).loket_employment_ids.term_ids
            self.assertEqual(term.wage_explanation, text)

    # -- job

    def test_department_job_and_title_come_from_the_place_at_loket(self):
        employee = self._hired()
        place = self.job_of(self.person)["organizationalentities"][0]
        version = employee.version_id
        self.assertEqual(version.department_id.name, place["department"]["description"])
        self.assertEqual(
            version.department_id.loket_department_id, place["department"]["key"]
        )
        self.assertEqual(version.job_id.name, place["function"]["description"])
        self.assertEqual(version.job_id.loket_function_id, place["function"]["key"])
        self.assertEqual(version.job_title, place["function"]["description"])
        self.assertEqual(version.department_id.company_id, self.company)

    def test_deviating_function_is_the_job_title(self):
        self.person = self.hire()
        job = self.job_of(self.person)
        place = job["organizationalentities"][0]
        place["deviatingFunctionDescription"] = "Coördinator nachtzorg"
        self.admin.set_employment(job["id"], "commissionUntilDate", None)
        self.sync()
        version = self.in_odoo(self.person).version_id
        self.assertEqual(version.job_title, "Coördinator nachtzorg")
        self.assertEqual(version.job_id.name, place["function"]["description"])

    def test_department_of_that_name_is_adopted_once(self):
        self.person = self.hire()
        place = self.job_of(self.person)["organizationalentities"][0]
        name = place["department"]["description"]
        department = self.env["hr.department"].create(
            {"name": name.upper(), "company_id": self.company.id}
        )
        self.sync()
        self.assertEqual(self.in_odoo(self.person).department_id, department)
        self.assertEqual(department.loket_department_id, place["department"]["key"])

    def _rename(self, key, name):
        """Give a department or function another name in all rows at Loket."""
        for job in self.admin.employments():
            for place in job["organizationalentities"]:
                for part in (place["department"], place["function"]):
                    if part["key"] == key:
                        part["description"] = name
            self.admin.set_employment(
                job["id"], "commissionUntilDate", job["row"]["commissionUntilDate"]
            )

    def test_department_and_job_are_renamed_with_loket(self):
        employee = self._hired()
        department, job = employee.department_id, employee.job_id
        old = department.name
        self._rename(department.loket_department_id, "Zorg Thuis")
        self._rename(job.loket_function_id, "Wijkverpleegkundige")
        preview = self.sync("preview")
        self.assertEqual(department.name, old)
        self.assertIn("Zorg Thuis", preview.note)
        run = self.sync()
        self.assertEqual(department.name, "Zorg Thuis")
        self.assertEqual(job.name, "Wijkverpleegkundige")
        self.assertEqual(employee.department_id, department)
        self.assertIn(f"{old} is called Zorg Thuis", run.note)
        self.sync()
        self.assertEqual(department.name, "Zorg Thuis")

    def test_department_is_not_renamed_where_loket_only_fills(self):
        employee = self._hired()
        department = employee.department_id
        old = department.name
        self.connection.job_policy = "fill"
        self._rename(department.loket_department_id, "Zorg Thuis")
        self.sync()
        self.assertEqual(department.name, old)

    def _in_department(self, first_name, key, name="Zorg Thuis"):
        """Somebody whose department at Loket has that key and name."""
        person = self.hire(first_name=first_name)
        job = self.job_of(person)
        job["organizationalentities"][0]["department"].update(key=key, description=name)
        self.admin.set_employment(job["id"], "commissionUntilDate", None)
        return person

    def _departments(self, people):
        return [self.in_odoo(person).department_id for person in people]

    def _assert_they_stay(self, people, departments):
        """Another change of these people leaves them where they are."""
        for person in people:
            self.set_details(person, placeOfBirth="Elders")
        self.sync()
        self.assertEqual(self.in_odoo(people[0]).place_of_birth, "Elders")
        self.assertEqual(self._departments(people), departments)

    def test_department_is_adopted_for_one_of_two_with_the_same_name(self):
        known = self.env["hr.department"].create(
            {"name": "Zorg Thuis", "company_id": self.company.id}
        )
        people = [
            self._in_department(name, f"{key * 8}-1111-4111-8111-111111111111")
            for name, key in (("Een", "1"), ("Twee", "2"))
        ]
        self.sync()
        departments = self._departments(people)
        self.assertIn(known, departments)
        self.assertEqual(len({department.id for department in departments}), 2)
        self._assert_they_stay(people, departments)

    def test_department_of_all_companies_goes_by_its_name(self):
        shared = self.env["hr.department"].create(
            {"name": "Zorg Thuis", "company_id": False}
        )
        people = [self._in_department("Een", "11111111-1111-4111-8111-111111111111")]
        self.sync()
        self.assertEqual(self._departments(people), [shared])
        self.assertFalse(shared.loket_department_id)
        self._assert_they_stay(people, [shared])

    def test_deleted_department_is_made_again(self):
        people = [self._in_department("Een", "11111111-1111-4111-8111-111111111111")]
        self.sync()
        self._departments(people)[0].unlink()
        self.assertFalse(self.in_odoo(people[0]).department_id)
        self.sync()
        self.assertEqual(self._departments(people)[0].name, "Zorg Thuis")

    def test_archived_department_is_not_made_twice(self):
        employee = self._hired()
        department = employee.department_id
        department.active = False
        second = self.hire(first_name="Tweede")
        place = self.job_of(second)["organizationalentities"][0]
        place["department"].update(
            key=department.loket_department_id, description=department.name
        )
        self.admin.set_employment(
            self.job_of(second)["id"], "commissionUntilDate", None
        )
        run = self.sync()
        self.assertEqual(run.state, "done")
        self.assertEqual(self.in_odoo(second).department_id, department)
