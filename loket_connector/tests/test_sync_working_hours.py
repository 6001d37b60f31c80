# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from .sync_common import SyncCommon

START = date(2026, 1, 1)


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

    def _worked_on(self, employee, day):
        """Whether the schedule of a day has hours on it."""
        calendar = employee._get_version(day).resource_calendar_id
        return bool(
            calendar.attendance_ids.filtered(
                lambda line: (
                    line.dayofweek == str(day.weekday())
                    and line.week_type == str(line.get_week_type(day))
                    and line.hour_to
                )
            )
        )

    def _with_odd_mondays(self):
        """Somebody who works on the Mondays of odd weeks, the Tuesdays of even ones."""
        person = self._hire_with("Anna", odd=(8,), even=(0, 8))
        self.sync()
        return person, self.in_odoo(person)

    def test_odd_weeks_stay_odd_after_a_week_53(self):
        person, employee = self._with_odd_mondays()
        # 2026 has a week 53; Monday 4 January 2027 is in week 1, odd after odd.
        self.assertEqual(list(self.versions(employee)), [START, date(2027, 1, 4)])
        mondays = {date(2026, 12, 28): True, date(2027, 1, 4): True}
        mondays |= {date(2026, 3, 9): True, date(2026, 12, 21): False}
        mondays |= {date(2027, 1, 11): False}
        # Before, after, and the year before as it is seen after.
        for today in (self.today(), date(2026, 12, 31), date(2027, 1, 5)):
            self.night(today)
            self.assertEqual(
                {day: self._worked_on(employee, day) for day in mondays}, mondays
            )
        with self.on(date(2027, 1, 5)):
            self.assertFalse(self.line_of(self.sync("preview"), person))

    def test_year_of_53_weeks_says_nothing_where_loket_only_fills(self):
        self.connection.working_hours_policy = "fill"
        _person, employee = self._with_odd_mondays()
        self.assertEqual(list(self.versions(employee)), [START])

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


class TestSyncWeek53(SyncCommon):
    """A year of 53 weeks is prepared for a year ahead."""

    def today(self):
        return date(2025, 12, 1)

    def test_night_a_year_ahead_makes_the_version(self):
        person = self.hire(start=date(2025, 6, 2), job={"hours": 1})
        self.admin.set_hours(
            self.job_of(person)["id"], date(2025, 6, 2), odd=(8,), even=(0, 8)
        )
        self.sync()
        self.sync(employer=self.other_employer)
        employee = self.in_odoo(person)
        self.assertEqual(list(self.versions(employee)), [date(2025, 6, 2)])
        self.forget_calls()
        self.night(date(2026, 1, 10))
        self.assertEqual(
            list(self.versions(employee)), [date(2025, 6, 2), date(2027, 1, 4)]
        )
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
