# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import os
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import file_open

from .common import LoketCommon

SECRET = "a-very-secret-client-secret"
CALLBACK = "/loket/oauth/callback"


class TestAddresses(LoketCommon):
    def test_each_environment_has_its_fixed_addresses(self):
        self.connection.environment = "production"
        self.assertRecordValues(
            self.connection,
            [
                {
                    "api_url": "https://api.loket.nl/v2",
                    "oauth_url": "https://oauth.loket.nl",
                }
            ],
        )
        self.connection.environment = "acceptance"
        self.assertRecordValues(
            self.connection,
            [
                {
                    "api_url": "https://api.loket-acc.nl/v2",
                    "oauth_url": "https://oauth.loket-acc.nl",
                }
            ],
        )

    def test_address_of_a_fixed_environment_cannot_be_changed(self):
        self.connection.environment = "production"
        with self.assertRaises(ValidationError):
            self.connection.oauth_url = "https://example.com"

    def test_custom_environment_takes_its_addresses_from_the_form(self):
        with Form(self.env["loket.connection"].with_user(self.manager)) as form:
            form.name = "Test"
            form.environment = "custom"
            form.api_url = "https://loket.example.com/v2"
            form.oauth_url = "https://sign-in.example.com"
        self.assertEqual(form.record.api_url, "https://loket.example.com/v2")
        self.assertEqual(form.record.oauth_url, "https://sign-in.example.com")

    def test_server_of_the_sandbox_offers_its_addresses(self):
        addresses = {
            "LOKET_API_URL": "http://sandbox.example.com/v2",
            "LOKET_OAUTH_URL": "http://sandbox.example.com",
        }
        with patch.dict(os.environ, addresses):
            connection = self.env["loket.connection"].create({})
            self.assertEqual(connection.environment, "custom")
            self.assertEqual(connection.api_url, addresses["LOKET_API_URL"])
            self.assertEqual(connection.oauth_url, addresses["LOKET_OAUTH_URL"])
            connection.environment = "production"
            self.assertEqual(connection.api_url, "https://api.loket.nl/v2")
            connection.environment = "custom"
            self.assertEqual(connection.api_url, addresses["LOKET_API_URL"])
        self.assertEqual(
            self.env["loket.connection"].create({}).environment, "production"
        )

    def test_one_address_of_a_server_is_not_enough(self):
        with patch.dict(os.environ, {"LOKET_API_URL": "http://sandbox.example.com"}):
            connection = self.env["loket.connection"].create({})
        self.assertEqual(connection.environment, "production")

    def test_custom_address_that_is_none_is_refused(self):
        for address in ("loket.example.com", "ftp://example.com", "https://", " "):
            with self.subTest(address), self.assertRaises(ValidationError):
                self._new_draft(api_url=address)

    def test_redirect_address_is_below_the_address_of_odoo(self):
        second = self._new_draft()
        both = self.connection | second
        self.env["ir.config_parameter"].set_param(
            "web.base.url", "https://odoo.example.com"
        )
        both.invalidate_recordset()
        self.assertEqual(
            both.mapped("redirect_uri"), [f"https://odoo.example.com{CALLBACK}"] * 2
        )


class TestSecret(LoketCommon):
    def setUp(self):
        super().setUp()
        self.draft = self._new_draft(name="Draft", client_secret=SECRET)

    def test_secret_reads_back_empty_for_everybody(self):
        for user in (self.manager, self.env.ref("base.user_admin")):
            draft = self.draft.with_user(user)
            self.assertFalse(draft.client_secret)
            self.assertTrue(draft.has_client_secret)
            self.assertNotIn(SECRET, str(draft.read()))

    def test_saved_form_does_not_bring_the_secret_back(self):
        answer = self.draft.with_user(self.manager).web_save(
            {"client_secret": "typed-a-moment-ago"},
            {"client_secret": {}, "has_client_secret": {}},
        )
        self.assertEqual(
            answer,
            [{"id": self.draft.id, "client_secret": False, "has_client_secret": True}],
        )
        self.assertEqual(self.draft.sudo().client_secret_stored, "typed-a-moment-ago")

    def test_created_form_does_not_bring_the_secret_back(self):
        answer = (
            self.env["loket.connection"]
            .with_user(self.manager)
            .web_save({"name": "New", "client_secret": SECRET}, {"client_secret": {}})
        )
        self.assertFalse(answer[0]["client_secret"])

    def test_form_saved_without_typing_keeps_the_secret(self):
        with Form(self.draft.with_user(self.manager)) as form:
            form.name = "Renamed"
        self.draft.client_secret = ""
        self.assertEqual(self.draft.sudo().client_secret_stored, SECRET)

    def test_stored_secret_is_unreadable_for_administrators(self):
        admin = self.draft.with_user(self.env.ref("base.user_admin"))
        with self.assertRaises(AccessError):
            admin.read(["client_secret_stored"])
        with self.assertRaises(AccessError):
            admin.search([("client_secret_stored", "like", "a")])
        with self.assertRaises(AccessError):
            admin.export_data(["client_secret_stored"])
        with self.assertRaises(AccessError):
            admin._read_group([], ["client_secret_stored"])
        with self.assertRaises(AccessError):
            admin.write({"client_secret_stored": "x"})
        self.assertNotIn("client_secret_stored", admin.fields_get())

    def test_export_of_the_secret_field_is_empty(self):
        self.manager.group_ids += self.env.ref("base.group_allow_export")
        rows = self.draft.with_user(self.manager).export_data(["name", "client_secret"])
        self.assertIn("Draft", str(rows))
        self.assertNotIn(SECRET, str(rows))

    def test_secret_cannot_be_searched_or_grouped(self):
        connections = self.env["loket.connection"].with_user(self.manager)
        with self.assertRaises(ValueError):
            connections.search([("client_secret", "=", SECRET)])
        with self.assertRaises(ValueError):
            connections._read_group([], ["client_secret"])

    def test_copy_has_no_secret_and_no_client(self):
        copy = self.draft.copy()
        self.assertFalse(copy.has_client_secret)
        self.assertFalse(copy.client_id)
        self.assertNotIn(SECRET, str(self.draft.copy_data()))

    def test_defaults_hold_no_secret(self):
        connections = self.env["loket.connection"]
        names = list(connections._fields)
        self.assertNotIn("client_secret", connections.default_get(names))

    def test_changed_secret_is_not_in_the_chatter(self):
        self.draft.client_secret = "another-secret"
        self.env.flush_all()
        texts = self.draft.message_ids.mapped("body") + [
            str(value.read())
            for value in self.draft.message_ids.sudo().tracking_value_ids
        ]
        self.assertNotIn("secret", " ".join(map(str, texts)))

    def test_officer_cannot_read_client_id_or_secret(self):
        officer = self.draft.with_user(self.officer)
        for field in ("client_id", "client_secret", "has_client_secret"):
            with self.subTest(field), self.assertRaises(AccessError):
                officer.read([field])

    def test_tokens_are_unreadable_for_administrators(self):
        tokens = (
            self.env["loket.token"]
            .search([("connection_id", "=", self.connection.id)])
            .with_user(self.env.ref("base.user_admin"))
        )
        for call in (
            lambda: tokens.read(["access_token"]),
            lambda: tokens.search([]),
            lambda: tokens.export_data(["refresh_token"]),
            lambda: tokens.write({"access_token": "x"}),
            lambda: tokens.create({"connection_id": self.draft.id}),
            lambda: tokens.unlink(),
            lambda: tokens._read_group([], ["connection_id"]),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_proven_secret_never_goes_to_another_address(self):
        self.connection.oauth_url = "http://127.0.0.1:9"
        self.assertFalse(self.connection.has_client_secret)
        with self.assertRaisesRegex(UserError, "client secret"):
            self.connection.action_sign_in()

    def test_proven_secret_stays_away_after_disconnecting_first(self):
        self.connection.action_disconnect()
        self.connection.oauth_url = "http://127.0.0.1:9"
        self.assertFalse(self.connection.has_client_secret)

    def test_new_secret_typed_with_a_new_address_is_kept(self):
        self.connection.write(
            {"oauth_url": "http://127.0.0.1:9", "client_secret": SECRET}
        )
        self.assertEqual(self.connection.sudo().client_secret_stored, SECRET)

    def test_secret_not_used_yet_survives_a_corrected_address(self):
        self.draft.oauth_url = "http://127.0.0.1:9"
        self.assertTrue(self.draft.has_client_secret)


@tagged("post_install", "-at_install")
class TestNeutralize(LoketCommon):
    def test_copy_has_no_token_secret_or_live_address(self):
        production = self._new_draft(name="Production", client_secret=SECRET)
        production.environment = "production"
        self.env.flush_all()
        with file_open("loket_connector/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        self.env.invalidate_all()
        self.assertFalse(self.env["loket.token"].search([]))
        connections = self.env["loket.connection"].search([])
        self.assertIn(production, connections)
        for connection in connections.sudo():
            self.assertFalse(connection.client_secret_stored)
            self.assertEqual(connection.state, "draft")
            self.assertEqual(connection.environment, "acceptance")
            self.assertNotIn("loket.nl", connection.api_url + connection.oauth_url)
            connection._check_addresses()
