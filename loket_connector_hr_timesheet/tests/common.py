# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""People, wage codes and hours for the tests of the export."""

from datetime import date

from odoo.addons.loket_connector.tests.common import LoketCommon

HOURS, DAYS, MEALS, TRAVEL = 1, 60, 512, 310
REFRESH = "loket_connector_hr_timesheet.ir_cron_loket_refresh_periods"


class LoketTimesheetCommon(LoketCommon):
    """A synced venue with mapped wage codes, and somebody of every contract kind.

    ``zero``, ``minimum`` and ``fixed`` are employees.
    """

    #: The venue, its administration and the period that the tests are about.
    venue_position = 0
    period_type = "month"
    period_number = 202603

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.approver = cls._new_user(
            "approver", "hr_timesheet.group_hr_timesheet_approver"
        )
        cls.worker = cls._new_user("worker", "hr_timesheet.group_hr_timesheet_user")
        cls.project = cls.env["project.project"].create(
            {
                "name": "Thuiszorg",
                "company_id": cls.company.id,
                "allow_timesheets": True,
                "privacy_visibility": "employees",
            }
        )
        cls.code_hours = cls.env.ref("loket_connector.wage_code_hours")
        cls.code_days = cls.env.ref("loket_connector.wage_code_days")
        cls.code_meal = cls.env.ref("loket_connector.wage_code_meal")
        cls.code_travel = cls.env.ref("loket_connector.wage_code_allowance")

    def setUp(self):
        super().setUp()
        self._link()
        self.employer.action_fetch_payroll_setup()
        self.employer.action_sync()
        self.administration = self.employer.administration_ids.filtered(
            lambda administration: administration.period_type == self.period_type
        )
        self.period = self._period(self.period_number)
        self._map(self.code_hours, HOURS)
        self._map(self.code_meal, MEALS)
        self._map(self.code_travel, TRAVEL)
        self._choose_people()
        self.env.flush_all()
        self.sandbox.admin.clear_requests()

    def _link(self):
        """Link the venue of these tests to the company of these tests."""
        super()._link()
        if self.venue_position:
            self.connection.employer_ids.company_id = False
            self.employer = self.connection.employer_ids.sorted("employer_number")[
                self.venue_position
            ]
            self.employer.company_id = self.company
        return self.employer, self.other_employer

    def _choose_people(self):
        self.zero = self._of_kind("zero_hours")
        self.minimum = self._of_kind("min_hours")
        self.fixed = self._of_kind("fixed")
        self.zero.user_id = self.worker

    def _period(self, number):
        return self.administration.period_ids.filtered(lambda p: p.loket_id == number)

    def _map(self, code, key, **vals):
        component = self.administration.component_ids.filtered(
            lambda c: (c.key, c.year) == (key, self.period.year)
        )
        return self.env["loket.wage.code.mapping"].create(
            {
                "wage_code_id": code.id,
                "administration_id": self.administration.id,
                "component_id": component.id,
                **vals,
            }
        )

    def _of_kind(self, kind):
        """Return an employee whose only employment is of a kind, all the period."""
        for employment in self.employer.employment_ids.sorted("payroll_number"):
            others = employment.person_id.employment_ids - employment
            kinds = set(employment.term_ids.mapped("contract_kind"))
            if (
                kinds == {kind}
                and not others
                and employment.administration_id == self.administration
                and employment.employee_id
                and employment.date_start < self.period.date_start
                and not employment.date_end
            ):
                return employment.employee_id
        raise AssertionError(f"the sandbox has nobody with {kind}")

    def _employment(self, employee):
        return employee.loket_employment_ids

    def _line(self, employee, hours=0.0, day=date(2026, 3, 2), approved=True, **vals):
        return self.env["account.analytic.line"].create(
            {
                "name": "Work",
                "employee_id": employee.id,
                "project_id": self.project.id,
                "date": day,
                "unit_amount": hours,
                "loket_approved": approved,
                **vals,
            }
        )

    def _export(self, period=None):
        period = period or self.period
        return (
            self.env["loket.export"]
            .with_user(self.officer)
            .create(
                {
                    "administration_id": period.administration_id.id,
                    "period_id": period.id,
                }
            )
        )

    def _in_loket(self, employee, number=202603):
        """Return ``{component number: value}`` that the sandbox holds for a period."""
        found = {}
        for employment in self._employment(employee):
            stored = self.sandbox.admin.period_data(employment.loket_id)
            for record in stored.get(employment.loket_id, ()):
                period = record["payrollPeriod"]
                if period["year"] * 100 + period["periodNumber"] != number:
                    continue
                for component in record["payrollComponents"]:
                    key = component["payrollComponent"]["key"]
                    self.assertNotIn(key, found, "the same component twice")
                    found[key] = float(component["value"])
        return found

    def _requests(self, method, text):
        return [
            request
            for request in self.sandbox.requests
            if request["method"] == method and text in request["path"]
        ]

    def _line_of(self, export, employee, key=HOURS):
        return export.line_ids.filtered(
            lambda line: line.employee_id == employee and line.component_id.key == key
        )


class LateCommon(LoketTimesheetCommon):
    """January and February are approved at Loket and were never exported from here."""

    def setUp(self):
        super().setUp()
        self.february = self._period(202602)
        self.april = self._period(202604)

    def _prepared(self, period=None):
        export = self._export(period)
        export.action_prepare()
        return export

    def _problem(self, export, kind):
        return export.problem_ids.filtered(lambda problem: problem.kind == kind)

    def _opened(self, problem):
        action = problem.with_user(self.officer).action_open()
        model = self.env[action["res_model"]].with_user(self.officer)
        return model.search(action["domain"])

    def _approve_run(self, period, status=9):
        self.sandbox.admin.set_payroll_run(
            self.administration.loket_id, period.loket_id, status
        )

    def _night(self):
        self.env.ref(REFRESH).method_direct_trigger()
