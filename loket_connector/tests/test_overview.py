# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.tools.safe_eval import safe_eval

from .common import LoketCommon


class TestOverview(LoketCommon):
    def setUp(self):
        super().setUp()
        self._link()
        (self.employer + self.other_employer).action_fetch_payroll_setup()

    def _period(self, number):
        return self.employer.administration_ids[:1].period_ids.filtered(
            lambda period: (period.year, period.number) == (2026, number)
        )

    def _current(self):
        self.employer.invalidate_recordset()
        return self.employer._current_periods()[self.employer.administration_ids[:1].id]

    def test_light_shows_the_oldest_open_period_that_began(self):
        self.assertEqual(self._current(), self._period(3))
        self._period(2).state = "run_pending"
        self.assertEqual(self._current(), self._period(2))
        self.assertIn("text-bg-warning", str(self.employer.period_lights))

    def test_light_of_a_paid_month_is_approved(self):
        self._period(3).state = "approved"
        self.assertEqual(self._current(), self._period(3))
        self.assertIn("text-bg-secondary", str(self.employer.period_lights))

    def test_card_has_last_and_next_sync(self):
        self.employer._sync("manual")
        self.assertEqual(self.employer.last_sync.date(), date(2026, 3, 12))
        self.assertTrue(self.employer.next_sync)
        self.assertEqual(self.employer.last_run_state, "done")
        self.assertEqual(
            self.employer.open_problem_count, self.employer.last_run_id.problem_count
        )

    def test_preview_is_not_the_last_sync(self):
        run = self.employer._sync("manual")
        self.employer._sync("preview")
        self.assertEqual(self.employer.last_run_id, run)

    def test_token_health_follows_the_connection(self):
        self.assertEqual(self.employer.token_health, "good")
        self.connection._set_error("Sign in again")
        self.assertEqual(self.employer.token_health, "bad")
        self.connection.action_disconnect()
        self.assertEqual(self.employer.token_health, "none")

    def test_mapping_without_component_this_year_is_on_the_card(self):
        administration = self.employer.administration_ids[:1]
        administration._map(administration._suggest_mappings())
        self.assertEqual(self.employer.review_count, 0)
        mapping = administration.mapping_ids[:1]
        mapping.component_id.active = False
        self.employer.invalidate_recordset()
        administration.invalidate_recordset()
        self.assertEqual(self.employer.review_count, 1)
        domain = self.employer.action_view_review()["domain"]
        self.assertEqual(self.env["loket.wage.code.mapping"].search(domain), mapping)

    def test_officer_sees_only_the_venues_of_the_company(self):
        self.officer.company_ids = self.company
        action = self.env.ref("loket_connector.loket_employer_action_overview").sudo()
        seen = (
            self.env["loket.employer"]
            .with_user(self.officer)
            .with_context(allowed_company_ids=self.company.ids)
            .search(safe_eval(action.domain))
        )
        self.assertEqual(seen, self.employer)
        self.assertTrue(seen.period_lights)

    def test_only_administrators_are_led_to_the_set_up(self):
        offered = "Start here"
        venues = self.env["loket.employer"]
        manager = venues.with_user(self.manager).get_empty_list_help(offered)
        self.assertIn(offered, str(manager))
        officer = venues.with_user(self.officer).get_empty_list_help(offered)
        self.assertNotIn(offered, str(officer))
        self.assertIn("Ask a Loket administrator", str(officer))
