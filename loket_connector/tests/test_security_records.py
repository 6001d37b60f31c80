# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError
from odoo.tests import Form

from .security_common import SecurityCommon

#: Models whose records belong to a company, and of which a Loket user of another
#: company sees nothing.
COMPANY_MODELS = [
    "loket.connection",
    "loket.employer",
    "loket.payroll.administration",
    "loket.payroll.period",
    "loket.payroll.component",
    "loket.person",
    "loket.employment",
    "loket.employment.term",
    "loket.wage.code.mapping",
    "loket.sync.run",
    "loket.sync.line",
    "loket.flexible.contract",
]


class TestCompanies(SecurityCommon):
    def test_user_of_another_company_sees_nothing(self):
        self._sync_and_map()
        for name in COMPANY_MODELS:
            records = self.env[name].with_context(active_test=False).search([])
            seen = records.with_user(self.officer_west).search([])
            with self.subTest(name):
                self.assertTrue(records)
                self.assertFalse(seen)

    def test_user_of_the_company_sees_it_all(self):
        self._sync_and_map()
        self.officer.company_ids = self.company
        for name in COMPANY_MODELS:
            with self.subTest(name):
                self.assertTrue(self.env[name].with_user(self.officer).search([]))

    def test_company_switched_off_is_not_shown(self):
        self._sync_and_map()
        west_only = {"allowed_company_ids": self.other_company.ids}
        for name in COMPANY_MODELS:
            model = self.env[name].with_user(self.officer).with_context(**west_only)
            with self.subTest(name):
                self.assertFalse(model.search([]))

    def test_connection_of_other_companies_is_hidden_from_administrators(self):
        self.connection.employer_ids.company_id = self.company
        self.env.flush_all()
        connections = self.env["loket.connection"].with_user(self.manager_west)
        self.assertFalse(connections.search([]))

    def test_shared_connection_counts_and_syncs_only_own_venues(self):
        connection = self.connection.with_user(self.officer_west)
        connection.invalidate_recordset()
        self.assertEqual(connection.employer_count, 1)
        connection.action_sync_now()
        self.assertTrue(self.other_employer.last_sync)
        self.assertFalse(self.employer.last_sync)

    def test_runs_of_a_venue_unlinked_again_are_hidden(self):
        self.employer._sync("preview")
        self.employer.company_id = False
        for name in ("loket.sync.run", "loket.sync.line", "loket.person"):
            with self.subTest(name):
                records = self.env[name].with_user(self.officer_west).search([])
                self.assertFalse(records)


class TestFields(SecurityCommon):
    def setUp(self):
        super().setUp()
        self._sync_and_map()

    def test_ordinary_user_still_reads_names_of_employees(self):
        employee = self._employees()[0].with_user(self.outsider)
        self.env.invalidate_all()
        self.assertTrue(employee.name)

    def test_ordinary_user_still_sees_the_public_employees(self):
        public = self.env["hr.employee.public"].with_user(self.outsider)
        found = public.search([("company_id", "=", self.company.id)])
        self.assertTrue(found.read(["name", "department_id", "job_title"]))

    def test_ordinary_user_reads_no_field_of_ours(self):
        employee = self._employees()[0].with_user(self.outsider)
        for name in self._our_fields("hr.employee"):
            with self.subTest(name), self.assertRaises(AccessError):
                employee.read([name])

    def _our_fields(self, model):
        return [
            name
            for name, field in self.env[model]._fields.items()
            if name.startswith("loket_") and field.store
        ]

    def test_hr_officer_without_loket_opens_employee_and_contract(self):
        employee = self._employees()[0].with_user(self.hr_officer)
        self.env.invalidate_all()
        with Form(employee) as form:
            form.work_phone = "030 1234567"
        self.assertTrue(employee.version_id.read())

    def test_wages_are_for_hr_managers(self):
        term = self.employer.employment_ids.term_ids[0]
        for name in (
            "wage",
            "wage_type",
            "wage_period_type",
            "wage_full_time",
            "monthly_wage",
            "hourly_wage",
        ):
            with self.subTest(name):
                self.assertTrue(term.with_user(self.hr_manager).read([name]))
                with self.assertRaises(AccessError):
                    term.with_user(self.officer).read([name])
                with self.assertRaises(AccessError):
                    term.with_user(self.manager).search([(name, "!=", False)])

    def test_wage_changes_in_a_report_are_for_hr_managers(self):
        lines = self.employer.connection_id.run_ids.line_ids
        restricted = lines.filtered("changes_restricted")[0]
        label = restricted.changes_restricted[0]["label"]
        with self.assertRaises(AccessError):
            restricted.with_user(self.officer).read(["changes_restricted"])
        self.assertNotIn(
            f"<td>{label}</td>", restricted.with_user(self.officer).changes_html
        )
        self.env.invalidate_all()
        self.assertIn(
            f"<td>{label}</td>", restricted.with_user(self.hr_manager).changes_html
        )

    def test_mirror_values_are_unreadable_for_administrators(self):
        person = self.employer.person_ids[0].with_user(self.env.ref("base.user_admin"))
        for name in ("values", "applied", "payload_hash", "email_key"):
            with self.subTest(name), self.assertRaises(AccessError):
                person.read([name])
