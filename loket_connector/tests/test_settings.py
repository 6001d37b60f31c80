# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import Form

from .common import LoketCommon


class TestSettings(LoketCommon):
    def setUp(self):
        super().setUp()
        self._link()
        self.manager.group_ids += self.env.ref("base.group_system")

    def _settings(self):
        return Form(
            self.env["res.config.settings"]
            .with_user(self.manager)
            .with_context(allowed_company_ids=(self.company | self.other_company).ids)
        )

    def test_settings_count_connections_and_the_venues_of_the_company(self):
        settings = self._settings()
        self.assertEqual(settings.loket_connection_count, 1)
        self.assertEqual(settings.loket_venue_count, 1)

    def test_connections_of_other_companies_are_not_counted(self):
        self.other_employer.company_id = False
        self.env.flush_all()
        settings = self.env["res.config.settings"].with_company(self.other_company)
        self.assertEqual(settings.create({}).loket_connection_count, 0)

    def test_settings_open_the_guided_set_up(self):
        action = self._settings().save().action_open_loket_setup()
        self.assertEqual(action["type"], "ir.actions.act_window")
        self.assertEqual(action["res_model"], "loket.setup.wizard")

    def test_employee_leads_to_the_employments(self):
        self.employer._sync("manual")
        employee = self._employees().filtered(lambda e: len(e.loket_employment_ids) > 1)
        action = employee[0].with_user(self.officer).action_view_loket_employments()
        found = self.env["loket.employment"].search(action["domain"])
        self.assertEqual(found, employee[0].loket_employment_ids)
        self.assertEqual(employee[0].loket_employment_count, len(found))

    def test_filters_of_employees_and_contracts_work(self):
        self.employer._sync("manual")
        for model, view in (
            ("hr.employee", "hr.view_employee_filter"),
            ("hr.version", "hr.hr_version_search_view"),
        ):
            records = self.env[model].with_user(self.officer)
            arch = records.get_view(self.env.ref(view).id, "search")["arch"]
            self.assertIn("loket_none", arch)
        versions = self.env["hr.version"].search(
            [("loket_contract_kind", "=", "zero_hours")]
        )
        self.assertTrue(versions)
