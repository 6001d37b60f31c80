# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from lxml import html as lxml_html
from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from ..client import resources
from .common import LoketCommon

WAGES = "GetWagesByEmploymentId"
PEOPLE = "GetEmploymentsComprehensiveByEmployerId"
CHANGES = "GetEmploymentLastModifiedVersionNumbersByUser"


class TestRightsDoctor(LoketCommon):
    def setUp(self):
        super().setUp()
        self._link()
        self.cron = self.env.ref("loket_connector.ir_cron_loket_check_rights")
        self.env["ir.cron.trigger"].search([]).unlink()

    def _triggers(self):
        return self.env["ir.cron.trigger"].search_count(
            [("cron_id", "=", self.cron.id)]
        )

    def test_conflict_at_one_connection_leaves_the_others_alone(self):
        other = self._new_connection(name="Other")
        other.action_fetch_employers()
        self.other_employer.company_id = False
        third = other.employer_ids.filtered(
            lambda e: e.loket_id == self.other_employer.loket_id
        )
        third.company_id = self.other_company
        (self.employer | third).rights_checked_on = False
        self.env.cr.flush()
        model, done = type(self.env["loket.employer"]), []
        check = model._check_rights

        def refuse_once(records, client):
            done.append(records.connection_id)
            if len(done) == 1:
                raise SerializationFailure("the values of a row")
            return check(records, client)

        logger = "odoo.addons.loket_connector.models.loket_employer_rights"
        with (
            patch.object(model, "_check_rights", refuse_once),
            patch.object(type(self.env.cr), "rollback"),
            self.assertLogs(logger, "WARNING") as logs,
        ):
            self.cron.method_direct_trigger()
        self.assertEqual(len(done), 2)
        self.assertIn("SerializationFailure", "".join(logs.output))
        self.assertNotIn("values", "".join(logs.output))

    def test_complete_rights_switch_everything_on(self):
        self.employer.action_check_rights()
        self.assertEqual(self.employer.rights_state, "complete")
        self.assertNotIn("Off", str(self.employer.rights_html))
        self.assertFalse(self.employer.rights_message_nl)

    def test_missing_right_is_named_for_its_venue_only(self):
        self.sandbox.admin.take_right(WAGES, self.employer.loket_id)
        (self.employer + self.other_employer).action_check_rights()
        self.assertEqual(self.employer.missing_right_ids.mapped("activity"), [WAGES])
        self.assertEqual(self.employer.rights_state, "partial")
        self.assertTrue(self.employer._lacks("history"))
        self.assertFalse(self.employer._lacks("employees"))
        self.assertEqual(self.other_employer.rights_state, "complete")

    def test_right_that_is_needed_for_everything_counts_as_missing(self):
        self.sandbox.admin.take_right(PEOPLE)
        self.employer.action_check_rights()
        self.assertEqual(self.employer.rights_state, "missing")

    def test_either_name_of_an_activity_is_enough(self):
        right = self.env["loket.right"].search([("activity", "=", CHANGES)])
        other = "GetEmploymentLastModifiedVersionNumbersByEmployerId"
        self.assertFalse(right._missing_from({other}))
        self.assertFalse(right._missing_from({CHANGES}))
        self.assertEqual(right._missing_from({"Else"}), right)

    def test_right_that_no_list_shows_is_not_called_missing(self):
        right = self.env["loket.right"].search([("per_venue", "=", False)])
        self.assertTrue(right)
        self.assertFalse(right._missing_from(set()))

    def test_messages_are_ready_in_dutch_and_english(self):
        self.sandbox.admin.take_right(WAGES)
        self.employer.action_check_rights()
        self.assertIn("Beste salarisadministrateur", self.employer.rights_message_nl)
        self.assertIn("Raadplegen beloningen", self.employer.rights_message_nl)
        self.assertIn("historie van beloningen", self.employer.rights_message_nl)
        self.assertIn("Dear payroll administrator", self.employer.rights_message_en)
        self.assertIn("history of contracts", self.employer.rights_message_en)
        self.assertIn(self.employer.loket_id, self.employer.rights_message_en)

    def test_mail_holds_the_dutch_message(self):
        self.sandbox.admin.take_right(WAGES)
        self.employer.action_check_rights()
        action = self.employer.with_user(self.manager).action_mail_rights()
        composer = Form(
            self.env[action["res_model"]]
            .with_user(self.manager)
            .with_context(**action["context"])
        )
        self.assertIn("Raadplegen beloningen", composer.body)
        self.assertIn(self.employer.name, composer.subject)
        partner = self.env["res.partner"].create(
            {"name": "Accountant", "email": "salaris@example.com"}
        )
        composer.partner_ids = partner
        composer.save()._action_send_mail()
        self.assertIn("Raadplegen", str(self.employer.message_ids[:1].body))

    def test_mail_can_be_in_english(self):
        self.sandbox.admin.take_right(WAGES)
        self.employer.action_check_rights()
        employer = self.employer.with_context(loket_language="en")
        context = employer.action_mail_rights()["context"]
        self.assertIn("Rights in Loket.nl", context["default_subject"])
        self.assertIn("<li>Raadplegen beloningen<ul>", context["default_body"])
        self.assertIn("Dear payroll administrator", context["default_body"])

    def test_every_call_of_the_client_has_a_right_or_needs_none(self):
        free = {
            "GetUserByToken",
            "GetEmployersByUserId",
            "GetAuthorizationsByEmployerId",
            # Not used: names come with the employments.
            "GetDepartmentsByEmployerId",
            "GetFunctionsByEmployerId",
            # Used by the timesheet add-on, which brings their rights.
            "GetPayrollPeriodDataByEmploymentId",
            "PatchPayrollPeriodDataByEmploymentId",
            "GetPayrollPeriodDataByPayrollAdministrationIdAndPayrollPeriodId",
            "PatchCollectivePayrollPeriodDataByEmployerId",
            "PostPeriodReadyForPayrollByPayrollAdministrationId",
        }
        calls = {
            call.activity
            for call in vars(resources).values()
            if isinstance(call, resources.Call)
        }
        known = set(self.env["loket.right"].search([]).mapped("activity"))
        self.assertEqual(calls - free - known, set())

    def test_sign_in_has_the_rights_checked(self):
        uri = self.connection.redirect_uri
        self.connection._sign_in(self.sandbox.sign_in(uri), uri)
        self.assertEqual(self._triggers(), 1)

    def test_refusal_at_the_screen_has_the_rights_checked(self):
        self.sandbox.admin.take_right("GetPayrollAdministrationsByEmployerId")
        with (
            self.assertRaisesRegex(UserError, "Raadplegen HRM"),
            self.connection._loket_client() as client,
        ):
            list(client.iter_payroll_administrations(self.employer.loket_id))
        self.assertEqual(self._triggers(), 1)

    @mute_logger("odoo.addons.loket_connector.services.loket_importer_terms")
    def test_refusal_that_a_sync_goes_on_without_has_the_rights_checked(self):
        self.sandbox.admin.take_right(WAGES)
        self.employer._sync("manual")
        self.assertEqual(self._triggers(), 1)
        self.assertTrue(self.employer.employment_ids)

    def test_refusal_that_is_known_is_no_news(self):
        self.sandbox.admin.take_right(WAGES)
        self.employer.action_check_rights()
        with self.connection._loket_client() as client:
            client.refused.add(WAGES)
        self.assertEqual(self._triggers(), 0)

    def test_scheduled_check_looks_at_linked_venues(self):
        self.sandbox.admin.take_right(WAGES)
        self.cron.method_direct_trigger()
        self.assertEqual(self.employer.rights_state, "partial")
        self.assertEqual(self.other_employer.rights_state, "partial")
        self.assertEqual(
            set(
                self.connection.employer_ids.filtered(
                    lambda e: not e.company_id
                ).mapped("rights_state")
            ),
            {"unknown"} if len(self.connection.employer_ids) > 2 else set(),
        )

    def test_scheduled_check_leaves_fresh_ones_alone(self):
        self.cron.method_direct_trigger()
        self.sandbox.admin.clear_requests()
        self.cron.method_direct_trigger()
        self.assertEqual(self.sandbox.admin.requests()["requests"], [])

    @mute_logger("odoo.addons.loket_connector.models.loket_employer_rights")
    def test_connection_that_fails_does_not_stop_the_next(self):
        second = self._new_connection()
        self.env["loket.employer"].create(
            {
                "connection_id": second.id,
                "loket_id": "3f0d7a52-6f0e-4c22-9d2c-1d6b2b7d7c11",
                "name": "Gone",
                "company_id": self.company.id,
            }
        )
        second.name = "A first one"
        self.cron.method_direct_trigger()
        self.assertEqual(self.employer.rights_state, "complete")

    def test_announced_end_of_a_version_is_kept(self):
        self.sandbox.admin.set_obsolete("GetUserByToken", "2026-09-01")
        with self.connection._loket_client() as client:
            client.get_user()
        self.connection.invalidate_recordset()
        self.assertEqual(self.connection.obsolete_versions, {"/user": "2026-09-01"})
        self.assertEqual(str(self.connection.obsolete_on), "2026-09-01")

    def test_table_shows_function_right_and_reason(self):
        self.sandbox.admin.take_right(PEOPLE)
        self.employer.action_check_rights()
        html = str(self.employer.rights_html)
        self.assertIn("Raadplegen dienstverbanden", html)
        self.assertIn(PEOPLE, html)
        self.assertIn("Off", html)
        # On a telephone three columns leave no room: cells stand below each other.
        for row in lxml_html.fromstring(html).iter("td"):
            self.assertIn("d-block", row.get("class"))
