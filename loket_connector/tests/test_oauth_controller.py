# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
from html import unescape
from unittest.mock import patch
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import requests
from psycopg2.errorcodes import SERIALIZATION_FAILURE
from psycopg2.errors import SerializationFailure

from odoo.tests import HttpCase, tagged

from odoo.addons.base.models.ir_qweb import QWebError

from .common import LoketCommon


class Conflict(SerializationFailure):
    """As PostgreSQL tells of it: made here, the error would have no code."""

    pgcode = SERIALIZATION_FAILURE


@tagged("post_install", "-at_install")
class TestOAuthController(LoketCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.draft = self._new_draft(name="Draft")
        self.authenticate(self.manager.login, self.manager.login + "-password")

    def _start(self, connection=None):
        """Press “Sign in with Loket”; return the answer of Odoo."""
        connection = connection or self.draft
        return self.url_open(
            f"/loket/oauth/start/{connection.id}", allow_redirects=False
        )

    def _decide(self, location, decision="allow"):
        """Do what a person does on Loket's page; return where it sends the browser."""
        page = requests.get(location, timeout=10)
        form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
        form = {name: unescape(value) for name, value in form.items()}
        answer = requests.post(
            urlsplit(location)._replace(path="/authorize", query="").geturl(),
            data={**form, "decision": decision},
            allow_redirects=False,
            timeout=10,
        )
        return answer.headers["Location"]

    def _callback(self, **changed):
        """Sign in at Loket; return the path it sends the browser to.

        :param changed: parameters to replace, or (None) to leave out.
        """
        parts = urlsplit(self._decide(self._start().headers["Location"]))
        query = {**dict(parse_qsl(parts.query)), **changed}
        query = {name: value for name, value in query.items() if value is not None}
        return f"{parts.path}?{urlencode(query)}"

    def _tokens(self):
        return self.env["loket.token"].search([("connection_id", "=", self.draft.id)])

    def test_others_who_write_meanwhile_have_the_request_repeated_in_time(self):
        """The state is used once: it is taken when nothing is in the way any more."""
        path, calls = self._callback(), []
        sign_in = type(self.env["loket.sign.in"])
        hold = sign_in._hold_connection

        def refuse_once(records, state):
            calls.append(state)
            if len(calls) == 1:
                raise Conflict("could not serialize access")
            return hold(records, state)

        with (
            patch.object(sign_in, "_hold_connection", refuse_once),
            patch("odoo.service.model.time.sleep"),
        ):
            answer = self.url_open(path, allow_redirects=False)
        self.assertEqual(len(calls), 2)
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(self.draft.state, "connected")

    def test_what_a_sign_in_writes_is_locked_first(self):
        self._callback()
        statements = []
        execute = type(self.env.cr).execute

        def note(cr, query, *args, **kwargs):
            statements.append(str(query))
            return execute(cr, query, *args, **kwargs)

        pending = self.env["loket.sign.in"].with_user(self.manager)
        with patch.object(type(self.env.cr), "execute", note):
            pending._take("unknown")
        locks = [text for text in statements if "FOR NO KEY UPDATE" in text]
        self.assertEqual(len(locks), 2)
        self.assertLess(
            statements.index(locks[-1]),
            min(
                i
                for i, text in enumerate(statements)
                if "state_digest" in text and "FOR NO KEY UPDATE" not in text
            ),
        )

    def _assert_untouched(self):
        self.assertEqual(self.draft.state, "draft")
        self.assertFalse(self._tokens())

    def test_round_trip_ends_on_the_form_connected(self):
        location = self._start().headers["Location"]
        self.assertTrue(location.startswith(self.sandbox.oauth_url + "/authorize?"))
        back = self._decide(location)
        self.assertTrue(back.startswith(self.draft.redirect_uri + "?"))
        answer = self.url_open(back, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        path = f"/odoo/loket-connections/{self.draft.id}"
        self.assertEqual(urlsplit(answer.headers["Location"]).path, path)
        self.assertEqual(self.draft.state, "connected")
        self.assertTrue(self._tokens().refresh_token)

    def test_button_leads_straight_to_loket(self):
        action = self.draft.with_user(self.manager).action_sign_in()
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertTrue(
            action["url"].startswith(self.sandbox.oauth_url + "/authorize?")
        )
        self.url_open(self._decide(action["url"]), allow_redirects=False)
        self.assertEqual(self.draft.state, "connected")

    def test_state_that_waited_too_long_is_forbidden(self):
        path = self._callback()
        self.env["loket.sign.in"].search([]).flush_recordset()
        self.env.cr.execute(
            "UPDATE loket_sign_in SET create_date = create_date - interval '1 hour'"
        )
        self.assertEqual(self.url_open(path).status_code, 403)
        self._assert_untouched()

    def test_start_asks_loket_for_a_code_and_holds_no_secret(self):
        location = self._start().headers["Location"]
        query = parse_qs(urlsplit(location).query)
        self.assertEqual(
            {name: values for name, values in query.items() if name != "state"},
            {
                "client_id": [self.sandbox.client_id],
                "redirect_uri": [self.draft.redirect_uri],
                "response_type": ["code"],
                "scope": ["all"],
            },
        )
        self.assertGreaterEqual(len(query["state"][0]), 32)
        self.assertNotIn(self.sandbox.client_secret, location)

    def test_each_start_has_a_state_of_its_own(self):
        states = {
            parse_qs(urlsplit(self._start().headers["Location"]).query)["state"][0]
            for _start in range(2)
        }
        self.assertEqual(len(states), 2)

    def test_cancelled_at_loket_says_so_and_offers_the_way_back(self):
        back = self._decide(self._start().headers["Location"], "deny")
        answer = self.url_open(back)
        self.assertEqual(answer.status_code, 400)
        self.assertIn("cancelled or refused", answer.text)
        self.assertIn(f"/odoo/loket-connections/{self.draft.id}", answer.text)
        self._assert_untouched()

    def test_wrong_secret_says_so_in_words(self):
        self.draft.client_secret = "not-the-secret"
        answer = self.url_open(self._callback())
        self.assertEqual(answer.status_code, 400)
        self.assertIn("the client ID or the client secret", answer.text)
        self.assertNotIn("not-the-secret", answer.text)
        self._assert_untouched()

    def test_code_of_another_redirect_address_says_so(self):
        code = self.sandbox.sign_in("https://elsewhere.example.com/callback")
        answer = self.url_open(self._callback(code=code))
        self.assertEqual(answer.status_code, 400)
        self.assertIn(self.draft.redirect_uri, answer.text)
        self._assert_untouched()

    def test_made_up_code_changes_nothing(self):
        answer = self.url_open(self._callback(code="made-up"))
        self.assertEqual(answer.status_code, 400)
        self._assert_untouched()

    def test_made_up_state_is_forbidden(self):
        answer = self.url_open(self._callback(state="stolen"))
        self.assertEqual(answer.status_code, 403)
        self.assertIn("Nothing was changed", answer.text)
        self._assert_untouched()

    def test_state_that_is_not_ascii_is_forbidden(self):
        answer = self.url_open(self._callback(state="gestølen"))
        self.assertEqual(answer.status_code, 403)
        self._assert_untouched()

    def test_missing_state_is_forbidden(self):
        answer = self.url_open(self._callback(state=None))
        self.assertEqual(answer.status_code, 403)
        self._assert_untouched()

    def test_callback_nobody_asked_for_is_forbidden(self):
        code = self.sandbox.sign_in(self.draft.redirect_uri)
        answer = self.url_open(f"/loket/oauth/callback?code={code}&state=x")
        self.assertEqual(answer.status_code, 403)
        self._assert_untouched()

    def test_refusal_is_told_where_a_website_has_the_page_of_the_sign_in(self):
        """Its layout works in the website's own pages only."""
        self.env["ir.ui.view"].create(
            {
                "name": "What a website does",
                "type": "qweb",
                "mode": "extension",
                "inherit_id": self.env.ref("web.login_layout").id,
                "arch": """<xpath expr="//div" position="before">
                    <t t-out="values['website'].name" />
                </xpath>""",
            }
        )
        with self.assertRaisesRegex(QWebError, "website"):
            self.env["ir.qweb"]._render("web.login_layout")
        answer = self.url_open("/loket/oauth/callback?code=made-up&state=x")
        self.assertEqual(answer.status_code, 403)
        self.assertIn("Nothing was changed", answer.text)

    def test_state_used_before_is_forbidden_and_keeps_the_sign_in(self):
        path = self._callback()
        self.assertEqual(self.url_open(path, allow_redirects=False).status_code, 303)
        before = self._tokens().access_token
        self.assertEqual(self.url_open(path).status_code, 403)
        self.assertEqual(self._tokens().access_token, before)
        self.assertEqual(self.draft.state, "connected")

    def test_state_after_a_refused_try_is_forbidden(self):
        path = self._callback(code="made-up")
        self.assertEqual(self.url_open(path).status_code, 400)
        self.assertEqual(self.url_open(path).status_code, 403)
        self._assert_untouched()

    def test_guess_by_another_site_does_not_disturb_the_sign_in(self):
        path = self._callback()
        self.url_open("/loket/oauth/callback?code=x&state=guess")
        self.assertEqual(self.url_open(path, allow_redirects=False).status_code, 303)
        self.assertEqual(self.draft.state, "connected")

    def test_session_of_another_user_cannot_finish(self):
        path = self._callback()
        second = self._new_user("manager2", "loket_connector.group_loket_manager")
        self.authenticate(second.login, "manager2-password")
        self.assertEqual(self.url_open(path).status_code, 403)
        self._assert_untouched()

    def test_nobody_logged_in_has_to_log_in_first(self):
        path = self._callback()
        self.authenticate(None, None)
        answer = self.url_open(path, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])
        self._assert_untouched()

    def test_start_by_officer_is_forbidden(self):
        self.authenticate(self.officer.login, self.officer.login + "-password")
        answer = self.url_open(
            f"/loket/oauth/start/{self.draft.id}", allow_redirects=False
        )
        self.assertEqual(answer.status_code, 403)
        self.assertIn("Only a Loket administrator", answer.text)

    def test_start_by_outsider_is_forbidden(self):
        self.authenticate(self.outsider.login, self.outsider.login + "-password")
        answer = self.url_open(
            f"/loket/oauth/start/{self.draft.id}", allow_redirects=False
        )
        self.assertEqual(answer.status_code, 403)

    def test_start_of_unknown_connection_is_forbidden(self):
        answer = self.url_open("/loket/oauth/start/999999999", allow_redirects=False)
        self.assertEqual(answer.status_code, 403)

    def test_start_without_secret_says_what_to_fill_in(self):
        self.draft.sudo().client_secret_stored = False
        answer = self.url_open(
            f"/loket/oauth/start/{self.draft.id}", allow_redirects=False
        )
        self.assertEqual(answer.status_code, 400)
        self.assertIn("client secret", answer.text)

    def test_right_lost_under_way_is_forbidden(self):
        path = self._callback()
        self.manager.group_ids = self.env.ref("loket_connector.group_loket_user")
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, 403)
        self.assertIn("Only a Loket administrator", answer.text)
        self._assert_untouched()

    def test_connection_deleted_under_way_is_forbidden(self):
        path = self._callback()
        self.draft.unlink()
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, 403)
        self.assertIn("Nothing was changed", answer.text)

    def test_sign_in_server_that_is_none_says_so(self):
        path = self._callback()
        # Odoo itself answers there: not with tokens.
        self.draft.sudo().oauth_url = self.base_url()
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, 400)
        self.assertIn("sign-in address", answer.text)
        self._assert_untouched()

    def test_sign_in_server_down_says_so(self):
        path = self._callback()
        self.sandbox.admin.fail(kind="close_after", path="/token")
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, 400)
        self.assertIn("Loket did not answer", answer.text)
        self._assert_untouched()

    def test_answer_posted_by_another_site_is_refused(self):
        answer = self.url_open("/loket/oauth/callback", data={"code": "x"})
        self.assertEqual(answer.status_code, 405)
