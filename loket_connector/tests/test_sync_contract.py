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
            ({"gross_wage": 2600, "hours": 40}, "2600.00 × 40 / 40 = 2600.00"),
            ({"gross_wage": 2600, "hours": 20}, "2600.00 × 20 / 40 = 1300.00"),
            (
                {"gross_wage": 15, "hourly": True, "hours": 24},
                "15.00 × 24 h × 52 / 12 = 1560.00",
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


class TestSyncWorkingHours(SyncCommon):
    """Working schedules and kinds of contract."""

    def _hire_with(self, name, **hours):
        person = self.hire(first_name=name, job={"hours": 1})
        self.admin.set_hours(self.job_of(person)["id"], START, **hours)
        return person

    def test_weekly_hours_make_a_schedule_of_that_many_hours(self):
        person = self._hire_with("Anna", hours=28)
        self.sync()
        calendar = self.in_odoo(person).resource_calendar_id
        self.assertAlmostEqual(calendar.hours_per_week, 28)
        self.assertAlmostEqual(
            sum(line.hour_to - line.hour_from for line in calendar.attendance_ids), 28
        )
        self.assertEqual(calendar.company_id, self.company)

    def test_one_schedule_for_everybody_with_the_same_pattern(self):
        pattern = {"odd": (8, 8, 4), "even": (8, 8, 8)}
        people = [self._hire_with(name, **pattern) for name in ("Anna", "Bea", "Cor")]
        other = self._hire_with("Dirk", odd=(8, 8, 8), even=(8, 8, 4))
        self.sync()
        calendars = [self.in_odoo(person).resource_calendar_id for person in people]
        self.assertEqual(len({calendar.id for calendar in calendars}), 1)
        self.assertNotEqual(self.in_odoo(other).resource_calendar_id, calendars[0])
        self.assertTrue(calendars[0].two_weeks_calendar)

    def test_odd_week_at_loket_is_an_odd_week_in_odoo(self):
        person = self._hire_with("Anna", odd=(8,), even=(0, 8))
        self.sync()
        calendar = self.in_odoo(person).resource_calendar_id
        monday = date(2026, 3, 9)
        self.assertEqual(monday.isocalendar().week, 11)
        # Monday of week 11, an odd one; Tuesday of week 12.
        for day, weekday in ((monday, "0"), (date(2026, 3, 17), "1")):
            week_type = str(self.env["resource.calendar.attendance"].get_week_type(day))
            lines = calendar.attendance_ids.filtered(
                lambda line, w=week_type: line.week_type == w and line.hour_to
            )
            self.assertEqual(set(lines.mapped("dayofweek")), {weekday})

    def test_odd_weeks_stay_odd_after_a_week_53(self):
        person = self._hire_with("Anna", odd=(8,), even=(0, 8))
        self.sync()
        # 2026 has a week 53; Monday 4 January 2027 is in week 1, odd after odd.
        self.night(date(2027, 1, 5))
        calendar = self.in_odoo(person).resource_calendar_id
        week_type = str(
            self.env["resource.calendar.attendance"].get_week_type(date(2027, 1, 4))
        )
        lines = calendar.attendance_ids.filtered(
            lambda line: line.week_type == week_type and line.hour_to
        )
        self.assertEqual(set(lines.mapped("dayofweek")), {"0"})

    def test_zero_hours_is_a_kind_without_a_schedule(self):
        person = self._hire_with("Anna", flexible=1)
        self.sync()
        employee = self.in_odoo(person)
        self.assertFalse(employee.resource_calendar_id)
        self.assertEqual(employee.version_id.loket_contract_kind, "zero_hours")

    def test_minimum_hours_is_a_kind_with_a_flexible_schedule(self):
        person = self._hire_with("Anna", flexible=2, hours=12)
        self.sync()
        employee = self.in_odoo(person)
        self.assertRecordValues(
            employee.resource_calendar_id,
            [{"flexible_hours": True, "hours_per_week": 12.0}],
        )
        self.assertEqual(employee.version_id.loket_contract_kind, "min_hours")

    def test_schedule_changed_in_loket_is_another_schedule(self):
        person = self._hire_with("Anna", hours=28)
        stays = self._hire_with("Bea", hours=28)
        self.sync()
        before = self.in_odoo(stays).resource_calendar_id
        self.admin.set_hours(self.job_of(person)["id"], START, hours=20)
        self.sync()
        self.assertAlmostEqual(
            self.in_odoo(person).resource_calendar_id.hours_per_week, 20
        )
        self.assertEqual(self.in_odoo(stays).resource_calendar_id, before)

    def test_kinds_of_flexible_contracts_are_visible(self):
        self.sync()
        self.assertRecordValues(
            self.connection.with_user(self.officer).flexible_contract_ids,
            [
                {"key": 1, "name": "Nulurencontract", "contract_kind": "zero_hours"},
                {
                    "key": 2,
                    "name": "Minimum uren contract",
                    "contract_kind": "min_hours",
                },
            ],
        )

    def test_changed_kind_reaches_employees_at_the_next_sync(self):
        self.sync()
        sanne = self.in_odoo(self.at_loket("Sanne"))
        zero_hours = self.connection.flexible_contract_ids.filtered(
            lambda kind: kind.key == 1
        )
        zero_hours.with_user(self.manager).contract_kind = "min_hours"
        self.assertEqual(
            set(sanne.loket_employment_ids.term_ids.mapped("contract_kind")),
            {"min_hours"},
        )
        self.assertEqual(sanne.version_id.loket_contract_kind, "zero_hours")
        run = self.sync()
        self.assertEqual(sanne.version_id.loket_contract_kind, "min_hours")
        self.assertEqual(
            self.texts(self.line_of(run, self.at_loket("Sanne"))),
            {"loket_contract_kind": ("Zero hours", "Minimum hours")},
        )

    def test_changed_kind_reaches_employees_in_a_night_without_changes(self):
        self.sync()
        self.sync(employer=self.other_employer)
        self.connection.flexible_contract_ids.filtered(
            lambda kind: kind.key == 1
        ).contract_kind = "fixed"
        self.forget_calls()
        self.night()
        sanne = self.in_odoo(self.at_loket("Sanne"))
        self.assertEqual(sanne.version_id.loket_contract_kind, "fixed")
        self.assertEqual(len(self.calls()), 1)


class TestSyncHourlyCost(SyncCommon):
    """Timesheets' cost per hour follows the wage, where that app is there."""

    def setUp(self):
        super().setUp()
        if "hourly_cost" not in self.env["hr.employee"]._fields:
            self.skipTest("Timesheets is not there")

    def test_hourly_wage_is_the_cost(self):
        person = self.hire(job={"gross_wage": 17.25, "hourly": True, "hours": 20})
        self.sync()
        self.assertEqual(self.in_odoo(person).hourly_cost, 17.25)

    def test_monthly_wage_is_divided_by_the_full_time_hours(self):
        person = self.hire(job={"gross_wage": 2600, "hours": 20})
        self.sync()
        # 2600 × 12 months / 52 weeks / 40 hours
        self.assertEqual(self.in_odoo(person).hourly_cost, 15)

    def test_cost_is_left_alone_with_the_wage(self):
        self.connection.wage_policy = "ignore"
        person = self.hire(job={"gross_wage": 17.25, "hourly": True, "hours": 20})
        self.sync()
        self.assertEqual(self.in_odoo(person).hourly_cost, 0)
