# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from ..client import transport
from .common import LoketCommon


class TestSetupWizard(LoketCommon):
    def setUp(self):
        super().setUp()
        # Somebody who connected before is not there yet.
        self.connection.unlink()
        for group in ("base.group_erp_manager", "base.group_partner_manager"):
            self.manager.group_ids += self.env.ref(group)
        self.wizard = self._start()

    def test_set_up_of_an_archived_connection_is_left_alone(self):
        wizards = self.env["loket.setup.wizard"].with_user(self.manager)
        left = wizards.search([("step", "!=", "done")]).connection_id
        self.assertTrue(left)
        left.active = False
        self._new_draft(name="Other")
        opened = wizards.browse(wizards.action_start()["res_id"])
        self.assertTrue(opened.sudo().connection_id.active)

    def _start(self, user=None):
        action = (
            self.env["loket.setup.wizard"]
            .with_user(user or self.manager)
            .with_context(allowed_company_ids=self.manager.company_ids.ids)
            .action_start()
        )
        self.assertEqual(action["res_model"], "loket.setup.wizard")
        return (
            self.env["loket.setup.wizard"]
            .with_user(user or self.manager)
            .with_context(allowed_company_ids=self.manager.company_ids.ids)
            .browse(action["res_id"])
        )

    def _fill_in(self, **vals):
        with Form(self.wizard) as form:
            form.environment = "custom"
            form.api_url = self.sandbox.api_url
            form.oauth_url = self.sandbox.oauth_url
            form.client_id = self.sandbox.client_id
            form.client_secret = self.sandbox.client_secret
            for name, value in vals.items():
                setattr(form, name, value)

    def _sign_in(self):
        """Sign in as the browser would, without one."""
        action = self.wizard.action_sign_in()
        query = parse_qs(urlsplit(action["url"]).query)
        pending = (
            self.env["loket.sign.in"].with_user(self.manager)._take(query["state"][0])
        )
        uri = pending["redirect_uri"]
        self.wizard.connection_id._sign_in(self.sandbox.sign_in(uri), uri)
        return pending["return_path"]

    def _to_venues(self):
        self._fill_in()
        self.wizard.action_next()
        self._sign_in()
        self.wizard = self._start()

    def _names(self):
        return self.wizard.venue_ids.mapped("name")

    def _to_rights(self):
        self._to_venues()
        venues = self.wizard.venue_ids.sorted("employer_number")
        venues[0].company_id = self.company
        venues[1].company_id = self.other_company
        self.wizard.action_next()

    def test_whole_way_from_nothing_to_the_first_sync(self):
        self.assertEqual(self.wizard.step, "start")
        self._fill_in()
        self.wizard.action_next()
        self.assertEqual(self._sign_in(), "/loket/set-up")
        self.wizard = self._start()
        self.assertEqual(self.wizard.step, "venues")
        for venue in self.wizard.venue_ids:
            venue.with_context(loket_setup_id=self.wizard.id).action_create_company()
            self.wizard = self._start()
        self.wizard.action_next()
        self.assertEqual(self.wizard.step, "rights")
        self.assertEqual(
            set(self.wizard.linked_ids.mapped("rights_state")), {"complete"}
        )
        self.wizard.action_next()
        self.assertEqual(self.wizard.step, "wage_codes")
        self.assertTrue(self.wizard.missing)
        self.wizard.action_accept_suggestions()
        self.wizard.invalidate_recordset()
        self.assertFalse(self.wizard.missing)
        self.wizard.action_next()
        self.wizard.action_preview()
        self.assertFalse(self.wizard.is_synced)
        with self.assertRaisesRegex(UserError, "Sync once"):
            self.wizard.action_finish()
        self.wizard.action_sync()
        self.wizard.invalidate_recordset()
        self.assertEqual(set(self.wizard.run_ids.mapped("state")), {"done"})
        action = self.wizard.action_finish()
        self.assertEqual(action["res_id"], self.wizard.id)
        self.assertEqual(self.wizard.step, "done")
        self.assertEqual(self.wizard.action_overview()["res_model"], "loket.employer")
        companies = self.wizard.linked_ids.company_id
        self.assertTrue(
            self.env["hr.employee"].search_count([("company_id", "in", companies.ids)])
        )

    def test_first_step_says_what_is_missing(self):
        self.assertIn("client ID", self.wizard.missing)
        self.assertIn("client secret", self.wizard.missing)
        with self.assertRaisesRegex(UserError, "client ID"):
            self.wizard.action_next()
        self.assertEqual(self.wizard.step, "start")

    def test_production_needs_no_address(self):
        with Form(self.wizard) as form:
            form.client_id = "id"
            form.client_secret = "secret"
        self.assertEqual(self.wizard.connection_id.api_url, "https://api.loket.nl/v2")
        self.wizard.action_next()
        self.assertEqual(self.wizard.step, "sign_in")
        self.assertIn("https://oauth.loket.nl", self.wizard.action_sign_in()["url"])

    def test_typed_secret_is_not_missing_any_more(self):
        with Form(self.wizard) as form:
            form.client_id = "id"
            form.client_secret = "secret"
            self.assertFalse(form.missing)

    def test_secret_never_comes_back(self):
        self._fill_in()
        answer = self.wizard.web_save(
            {"client_secret": "another"}, {"client_secret": {}, "environment": {}}
        )
        self.assertFalse(answer[0]["client_secret"])
        self.assertTrue(self.wizard.has_client_secret)

    def test_address_changes_together_with_the_environment(self):
        self._fill_in()
        self.assertEqual(self.wizard.connection_id.api_url, self.sandbox.api_url)
        with Form(self.wizard) as form:
            form.environment = "acceptance"
        self.assertEqual(
            self.wizard.connection_id.api_url, "https://api.loket-acc.nl/v2"
        )

    def test_rights_to_ask_for_are_listed_in_dutch(self):
        for name in (
            "Raadplegen dienstverbanden",
            "Beheer dienstverbanden",
            "Raadplegen beloningen",
            "Beheer variabele gegevens",
            "Raadplegen loonoutput (beperkt)",
            "Raadplegen HRM",
            "Beheren en raadplegen BSN",
        ):
            self.assertIn(name, str(self.wizard.rights_needed))

    def test_sign_in_is_waited_for(self):
        self._fill_in()
        self.wizard.action_next()
        with self.assertRaisesRegex(UserError, "Sign in at Loket"):
            self.wizard.action_next()

    def test_left_and_resumed_where_it_was(self):
        self._to_venues()
        again = self._start()
        self.assertEqual(again, self.wizard)
        self.assertEqual(again.step, "venues")

    def test_another_administrator_can_resume(self):
        self._to_venues()
        other = self._new_user("second", "loket_connector.group_loket_manager")
        self.assertEqual(self._start(other), self.wizard)

    def test_back_loses_nothing(self):
        self._to_rights()
        for _step in range(3):
            self.wizard.action_back()
        self.assertEqual(self.wizard.step, "start")
        self.assertEqual(self.wizard.client_id, self.sandbox.client_id)
        for step in ("venues", "rights"):
            # Signed in already: there is nothing to do in that step.
            self.wizard.action_next()
            self.assertEqual(self.wizard.step, step)
        self.assertEqual(len(self.wizard.linked_ids), 2)
        self.assertEqual(self.wizard.connection_state, "connected")

    def test_venues_are_found_by_name_and_pasted_id(self):
        self._to_venues()
        one = self.wizard.venue_ids[0]
        for text in (one.loket_id, one.name[:6].lower(), str(one.employer_number)):
            self.wizard.venue_search = f" {text} "
            self.assertIn(one.name, self._names())
        self.wizard.venue_search = one.loket_id
        self.assertEqual(self.wizard.venue_ids, one)
        self.wizard.venue_search = "zzz"
        self.assertFalse(self.wizard.venue_ids)

    def test_company_is_suggested_by_number_and_by_name(self):
        self._to_venues()
        one, two = self.wizard.venue_ids[:2]
        self.company.company_registry = one.chamber_of_commerce_number
        self.other_company.name = two.name
        self.wizard.venue_ids.invalidate_recordset()
        self.assertEqual(one.suggested_company_id, self.company)
        self.assertEqual(one.suggestion_reason, "number")
        self.assertEqual(two.suggestion_reason, "name")
        self.wizard.action_link_suggested()
        self.assertEqual(one.company_id, self.company)
        self.assertEqual(two.company_id, self.other_company)

    def test_created_company_has_name_and_number_of_the_venue(self):
        self._to_venues()
        venue = self.wizard.venue_ids[0]
        action = venue.with_context(
            loket_setup_id=self.wizard.id
        ).action_create_company()
        self.assertEqual(venue.company_id.name, venue.name)
        self.assertEqual(
            venue.company_id.company_registry, venue.chamber_of_commerce_number
        )
        # The web client has to start anew to know the company.
        self.assertEqual(action["url"], "/loket/set-up")

    def test_set_up_starts_anew_with_the_companies_of_its_venues(self):
        self._to_venues()
        self.wizard.venue_ids[0].company_id = self.other_company
        wizards = (
            self.env["loket.setup.wizard"]
            .with_user(self.manager)
            .with_context(allowed_company_ids=self.company.ids)
        )
        self.assertEqual(wizards.action_start()["url"], "/loket/set-up")
        self.assertEqual(wizards._linked_companies(), self.other_company)

    def test_chosen_company_is_confirmed(self):
        self._to_venues()
        venue = self.wizard.venue_ids[0].with_context(loket_setup_id=self.wizard.id)
        action = venue.action_choose_company()
        self.assertEqual(action["res_id"], venue.id)
        with self.assertRaisesRegex(UserError, "Choose a company"):
            venue.action_confirm_company()
        venue.company_id = self.company
        self.assertFalse(venue.action_confirm_company())

    def test_who_may_not_create_companies_is_told_what_to_do(self):
        self._to_venues()
        self.manager.group_ids -= self.env.ref("base.group_erp_manager")
        with self.assertRaisesRegex(UserError, "Ask an administrator"):
            self.wizard.venue_ids[0].action_create_company()

    def test_link_can_be_undone_before_the_first_sync(self):
        self._to_venues()
        venue = self.wizard.venue_ids[0]
        venue.company_id = self.company
        venue.action_unlink_company()
        self.assertFalse(venue.company_id)

    def test_no_venue_linked_is_said(self):
        self._to_venues()
        with self.assertRaisesRegex(UserError, "Link at least one venue"):
            self.wizard.action_next()

    def test_suggestions_are_shown_before_they_are_used(self):
        self._to_rights()
        self.wizard.action_next()
        administration = self.wizard.administration_ids[0]
        self.assertIn("1 Gewerkte uren", str(administration.wage_code_overview))
        self.assertIn("suggestion", str(administration.wage_code_overview))
        self.assertTrue(self.wizard.wage_code_suggestion_count)
        self.wizard.action_accept_suggestions()
        self.wizard.invalidate_recordset()
        self.assertIn("1 Gewerkte uren", str(administration.wage_code_overview))
        self.assertNotIn("suggestion", str(administration.wage_code_overview))
        self.assertFalse(self.wizard.wage_code_suggestion_count)

    def test_code_that_nothing_fits_is_marked(self):
        self._to_rights()
        self.wizard.action_next()
        self.env["loket.wage.code"].create({"name": "Zzz", "code_type": "hours"})
        administration = self.wizard.administration_ids[0]
        self.assertIn("no component yet", str(administration.wage_code_overview))

    def test_missing_right_is_told_and_does_not_stop(self):
        self.sandbox.admin.take_right("GetEmploymentsComprehensiveByEmployerId")
        self._to_rights()
        self.assertIn("Rights that the connection cannot do", self.wizard.missing)
        self.wizard.action_next()
        self.assertEqual(self.wizard.step, "wage_codes")

    def test_loket_out_of_reach_can_be_tried_again(self):
        self._fill_in()
        self.wizard.action_next()
        self._sign_in()
        self.startPatcher(
            patch.object(transport, "retry_delay", lambda *_a, **_k: None)
        )
        self.sandbox.admin.fail(status=503)
        self.wizard = self._start()
        self.assertEqual(self.wizard.step, "venues")
        self.assertIn("cannot be reached", self.wizard.problem)
        self.sandbox.admin.clear_failures()
        self.wizard.action_retry()
        self.assertFalse(self.wizard.problem)
        self.assertTrue(self.wizard.venue_ids)

    def test_connection_opens_its_own_set_up(self):
        self._to_venues()
        connection = self.wizard.connection_id
        action = connection.action_open_setup()
        self.assertEqual(action["res_id"], self.wizard.id)
        second = self._new_draft(name="Second")
        self.assertNotEqual(second.action_open_setup()["res_id"], self.wizard.id)

    def test_start_after_the_end_shows_what_was_done(self):
        self._to_venues()
        self.wizard.step = "done"
        self.assertEqual(self._start(), self.wizard)
        self.assertEqual(self.wizard.step, "done")

    def test_another_sign_in_gets_a_set_up_of_its_own(self):
        self._to_venues()
        self.wizard.step = "done"
        action = self.wizard.action_start_another()
        self.assertNotEqual(action["res_id"], self.wizard.id)
        self.assertEqual(self._start().step, "start")

    def test_connection_made_by_hand_is_taken(self):
        self.wizard.connection_id.unlink()
        connection = self._new_connection()
        self.assertEqual(self._start().connection_id, connection)

    def test_starting_twice_leaves_one_connection(self):
        count = self.env["loket.connection"].search_count([])
        self._start()
        self.assertEqual(self.env["loket.connection"].search_count([]), count)

    def test_officer_cannot_start_it(self):
        with self.assertRaises(AccessError):
            self._start(self.officer)

    @mute_logger("odoo.addons.loket_connector.models.loket_sync_run")
    def test_failed_sync_does_not_finish_the_set_up(self):
        self.sandbox.admin.take_right("GetEmploymentsComprehensiveByEmployerId")
        self._to_rights()
        self.wizard.action_next()
        self.wizard.action_next()
        self.wizard.action_sync()
        self.wizard.invalidate_recordset()
        self.assertIn("Sync once", self.wizard.missing)
        self.assertEqual(set(self.wizard.run_ids.mapped("state")), {"failed"})
