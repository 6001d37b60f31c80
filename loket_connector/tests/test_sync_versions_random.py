# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""Whatever happens at Loket, in whatever order: Odoo's versions say the same."""

from datetime import timedelta

from odoo.tests import TransactionCase, freeze_time

from ..services.contract_plan import ContractPlan
from ..services.dates import dutch_today
from .sync_lives import DAY, Life


class TestSyncVersionsRandom(TransactionCase):
    """The plan of versions against lives made up at random, on the real models."""

    def setUp(self):
        super().setUp()
        company = self.env["res.company"].create({"name": "Zorggroep Oost"})
        connection = self.env["loket.connection"].create({"name": "Loket"})
        self.employer = self.env["loket.employer"].create(
            {
                "connection_id": connection.id,
                "loket_id": "venue",
                "name": "Oost",
                "company_id": company.id,
            }
        )

    def test_versions_say_what_loket_says(self):
        for seed in range(12):
            with self.subTest(seed=seed):
                self._live(Life(seed))

    def _live(self, life):
        self.person = self.env["loket.person"].create(
            {
                "employer_id": self.employer.id,
                "loket_id": life.name,
                "name": life.name,
                "values": {"personal": {"name": life.name}},
            }
        )
        self.employer.planned_on = first_day = life.today
        self._known_to_odoo(life)
        for _ in range(8):
            with freeze_time(f"{life.today} 12:00:00"):
                self._store(life.jobs)
                for line in self._sync():
                    self.assertNotEqual(line.action, "problem", line.message)
                self.person.settled = False
                for line in self._plan():
                    self.assertFalse(line.versions or line.employee_vals, life.today)
                self._compare(life, first_day)
            life.go_on()

    def _known_to_odoo(self, life):
        """Some are in Odoo before, with a contract of a few versions or without."""
        if life.random.random() < 0.5:
            return
        with freeze_time(f"{life.today} 12:00:00"):
            employee = self.env["hr.employee"].create(
                {"name": life.name, "company_id": self.employer.company_id.id}
            )
            self.person.employee_id = employee
            if life.random.random() < 0.7:
                start = life._day(-700, 0)
                employee.write({"contract_date_start": start, "wage": 7})
                for _ in range(life.random.randrange(3)):
                    day = start + timedelta(days=life.random.randrange(1, 500))
                    employee.create_version({"date_version": day})

    def _store(self, jobs):
        """Bring the mirror up to date, as after reading the whole chains."""
        for job in jobs:
            employment = self.person.employment_ids.filtered(
                lambda e, job=job: e.loket_id == job.name
            )
            vals = {
                "date_start": job.start,
                "date_end": job.end or False,
                "contract_end": job.until or False,
            }
            if employment:
                employment.write(vals)
            else:
                employment = employment.create(
                    {
                        "loket_id": job.name,
                        "employer_id": self.employer.id,
                        "person_id": self.person.id,
                        **vals,
                    }
                )
            employment._update_terms(job.chain(), complete=True)
        self.env.flush_all()
        self.env.invalidate_all()

    def _plan(self):
        (plan,) = self.env["loket.planner"]._plans(self.employer, self.person)
        return plan

    def _sync(self):
        self.employer._mark_due_by_date()
        self.employer._begin_versions()
        self.employer.planned_on = dutch_today(self.employer)
        plan = self._plan()
        self.env["loket.applier"]._apply(self.employer, plan, None)
        self.env.flush_all()
        self.env.invalidate_all()
        return plan

    def _compare(self, life, first_day):
        """Every day since the first sync, and most of the next year."""
        employee = self.person.employee_id
        if not employee:
            return
        today = dutch_today(employee)
        self.assertEqual(employee.current_version_id, employee._get_version(today))
        context = self.env["loket.planner"]._prepare_context(self.employer)
        contracts = ContractPlan(self.env, context, self.person, employee).contracts
        jobs = {job.name: job for job in life.jobs}
        for offset in range((today - first_day).days + 330):
            day = first_day + DAY * offset
            begun = [contract for contract in contracts if contract.start <= day]
            job = jobs[begun[-1].employment.loket_id] if begun else None
            if not job or (job.end and day > job.end):
                continue
            term, version = job.on(day), employee._get_version(day)
            self.assertEqual(
                (
                    version.contract_date_start,
                    version.contract_date_end or None,
                    version.loket_contract_kind,
                    version.wage,
                ),
                (
                    *begun[-1][1:3],
                    term["contract_kind"],
                    term["monthly_wage"],
                ),
                day,
            )
            if term["work_pattern"]:
                hours = self._hours(version.resource_calendar_id, day)
                place = day.weekday() + (0 if day.isocalendar().week % 2 else 7)
                self.assertEqual(hours, term["work_pattern"][place], day)

    def _hours(self, calendar, day):
        """Hours of a two-week schedule on a day."""
        lines = calendar.attendance_ids.filtered(
            lambda line: (
                line.dayofweek == str(day.weekday())
                and line.week_type == str(line.get_week_type(day))
                and not line.display_type
            )
        )
        return sum(line.hour_to - line.hour_from for line in lines)
