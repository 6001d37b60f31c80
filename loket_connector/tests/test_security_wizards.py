# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError

from .security_common import SecurityCommon


class TestWizardsOfOthers(SecurityCommon):
    """Odoo keeps what is typed in a dialog as a record; it is of who opened it."""

    def setUp(self):
        super().setUp()
        self._sync_and_map()
        self.administration = self.employer.administration_ids

    def _open(self, model, user, vals):
        wizard = self.env[model].with_user(user).create(vals)
        self.env.flush_all()
        self.env.invalidate_all()
        return wizard

    def _assert_not_of(self, user, wizard):
        other = wizard.with_user(user)
        self.assertFalse(other.search([]))
        for operation in ("read", "write"):
            with self.assertRaises(AccessError):
                other.check_access(operation)
        wizard.check_access("write")

    def test_end_of_an_employment_is_filled_in_by_who_opened_it(self):
        employment = self.env["loket.employment"].search([], limit=1)
        wizard = self._open(
            "loket.terminate.wizard",
            self.officer,
            {
                "employee_id": employment.employee_id.id,
                "employment_ids": employment.ids,
                "end_date": "2026-03-31",
            },
        )
        self._assert_not_of(self.officer_west, wizard)
        self._assert_not_of(self.manager, wizard)

    def test_assistant_is_of_who_opened_it(self):
        assistant = self._open(
            "loket.wage.code.assistant",
            self.manager,
            {"administration_id": self.administration.id},
        )
        self.assertTrue(assistant.line_ids)
        self._assert_not_of(self.manager_west, assistant)
        self._assert_not_of(self.manager_west, assistant.line_ids)

    def test_assistant_tells_nothing_of_another_company(self):
        with self.assertRaises(AccessError):
            self._open(
                "loket.wage.code.assistant",
                self.manager_west,
                {"administration_id": self.administration.id},
            )

    def test_anybody_reads_all_of_a_company_and_of_a_wage_code(self):
        code = self.env.ref("loket_connector.wage_code_hours")
        for record in (self.company, code):
            found = record.with_user(self.outsider).read()[0]
            self.assertEqual(found["name"], record.name)
            self.assertTrue({"loket_employer_ids", "mapping_ids"}.isdisjoint(found))
