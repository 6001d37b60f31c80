# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from threading import Barrier, Thread
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import TransactionCase, tagged

from ..client import LoketTransientError, LoketUnknownOutcomeError, OAuthClient, Tokens
from ..models import loket_token
from .common import LoketCommon, serve


@tagged("post_install", "-at_install")
class TestTokenTransactions(TransactionCase):
    """Real cursors: what is shown here does not exist inside one transaction.

    Rows are committed, and removed at the end of each test.
    """

    def setUp(self):
        super().setUp()
        self.sandbox = self.enterContext(serve(employees=2, contract=True))
        self.startPatcher(patch.object(loket_token, "PAUSE", 0.05))
        # The server holds this lock while it runs tests; workers do without.
        self.startPatcher(patch.object(Registry, "_lock", DummyRLock()))
        with self._transaction() as env:
            connection = env["loket.connection"].create(
                {
                    "name": "Durable",
                    "environment": "custom",
                    "api_url": self.sandbox.api_url,
                    "oauth_url": self.sandbox.oauth_url,
                    "client_id": self.sandbox.client_id,
                    "client_secret": self.sandbox.client_secret,
                    "responsible_id": env.ref("base.user_admin").id,
                }
            )
        self.connection_id = connection.id
        self.addCleanup(self._remove)
        with self._transaction() as env:
            redirect_uri = "http://localhost/loket/oauth/callback"
            self._connection(env)._sign_in(
                self.sandbox.sign_in(redirect_uri), redirect_uri
            )
        self.sandbox.requests.clear()

    def _remove(self):
        with self._transaction() as env:
            connection = self._connection(env)
            connection.activity_ids.unlink()
            connection.unlink()
        self.assertEqual(self.sandbox.violations, [])

    def _transaction(self):
        return _Transaction(self.registry)

    def _connection(self, env):
        return env["loket.connection"].browse(self.connection_id)

    def _ask(self, env):
        """Send one request, with whatever refresh it takes."""
        with self._connection(env)._loket_client() as client:
            return client.get_user()

    def _expire(self):
        """Let the access token run out, in Odoo and at Loket."""
        self.sandbox.admin.expire_access_tokens()
        with self._transaction() as env:
            self._tokens(env).expires_at = fields.Datetime.now()

    def _tokens(self, env):
        return env["loket.token"].search([("connection_id", "=", self.connection_id)])

    def _refreshes(self):
        return [r["status"] for r in self.sandbox.requests if r["path"] == "/token"]

    def test_caller_rolls_back_new_refresh_token_is_kept(self):
        self._expire()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self._connection(env).name = "Never stored"
            env.flush_all()
            self._ask(env)
            cr.rollback()
        self._expire()
        with self._transaction() as env:
            self._ask(env)
            self.assertEqual(self._connection(env).name, "Durable")
        self.assertEqual(self._refreshes(), [200, 200])

    def test_two_workers_refresh_once_and_both_go_on(self):
        self._expire()
        self.sandbox.admin.fail(kind="delay", path="/token", seconds=0.8)
        barrier, outcomes = Barrier(2), []

        def work():
            try:
                with self._transaction() as env:
                    self._connection(env).read(["name"])  # an old snapshot
                    barrier.wait(10)
                    outcomes.append(self._ask(env).email)
            except Exception as error:  # noqa: BLE001 (shown by the assertion)
                outcomes.append(repr(error))

        threads = [Thread(target=work) for _number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        self.assertEqual(outcomes, ["sandbox@example.com"] * 2)
        self.assertEqual(self._refreshes(), [200])

    def test_fresh_token_refused_refreshes_once_and_goes_through(self):
        self.sandbox.admin.expire_access_tokens()
        with self._transaction() as env:
            self.assertEqual(self._ask(env).email, "sandbox@example.com")
            self._ask(env)
        self.assertEqual(self._refreshes(), [200])
        statuses = [r["status"] for r in self.sandbox.requests if r["path"] != "/token"]
        self.assertEqual(statuses, [401, 200, 200])

    def test_refresh_answer_lost_tells_to_try_again_and_keeps_the_state(self):
        self._expire()
        self.sandbox.admin.fail(kind="close_after", path="/token")
        with (
            self.assertRaisesRegex(UserError, "cannot be reached"),
            self._transaction() as env,
        ):
            self._ask(env)
        with self._transaction() as env:
            self.assertEqual(self._connection(env).state, "connected")

    def test_refresh_answer_lost_next_try_asks_to_sign_in(self):
        self._expire()
        self.sandbox.admin.fail(kind="close_after", path="/token")
        for words in ("cannot be reached", "press “Sign in with Loket” again"):
            with self.assertRaisesRegex(UserError, words), self._transaction() as env:
                self._ask(env)
        with self._transaction() as env:
            self.assertEqual(self._connection(env).state, "error")

    def test_refresh_answer_lost_is_no_unknown_outcome_of_the_request(self):
        self._expire()
        self.sandbox.admin.fail(kind="close_after", path="/token")
        with (
            self.assertRaises(LoketTransientError) as caught,
            self._transaction() as env,
        ):
            env["loket.token"]._get_access_token(self._connection(env))
        self.assertNotIsInstance(caught.exception, LoketUnknownOutcomeError)

    def test_sign_in_revoked_asks_the_responsible_person_once(self):
        self.sandbox.admin.revoke_refresh_tokens()
        self._expire()
        for _failure in range(2):
            with (
                self.assertRaisesRegex(UserError, "press “Sign in with Loket” again"),
                self._transaction() as env,
            ):
                self._ask(env)
        with self._transaction() as env:
            connection = self._connection(env)
            self.assertEqual(connection.state, "error")
            self.assertIn("press “Sign in with Loket” again", connection.state_message)
            self.assertRecordValues(
                connection.activity_ids,
                [
                    {
                        "user_id": env.ref("base.user_admin").id,
                        "activity_type_id": env.ref(
                            "loket_connector.activity_sign_in"
                        ).id,
                    }
                ],
            )

    def test_sign_in_again_settles_error_and_activity(self):
        self.sandbox.admin.revoke_refresh_tokens()
        self._expire()
        with self.assertRaises(UserError), self._transaction() as env:
            self._ask(env)
        with self._transaction() as env:
            self._connection(env)._sign_in(
                self.sandbox.sign_in("http://x/y"), "http://x/y"
            )
        with self._transaction() as env:
            connection = self._connection(env)
            self.assertEqual(connection.state, "connected")
            self.assertFalse(connection.state_message)
            self.assertFalse(connection.activity_ids)
            self._ask(env)

    def test_caller_holds_the_connection_still_marks_the_error(self):
        self.sandbox.admin.revoke_refresh_tokens()
        self._expire()
        with self._transaction() as env:
            connection = self._connection(env)
            connection.last_sync = fields.Datetime.now()
            env.flush_all()
            # A run keeps the error and goes on: its transaction is committed.
            with (
                self.assertRaises(Exception),  # noqa: B017
                connection._loket_client(raise_user_error=False) as client,
            ):
                client.get_user()
        with self._transaction() as env:
            self.assertEqual(self._connection(env).state, "error")

    def test_other_worker_never_finishes_is_no_reason_to_sign_in_again(self):
        self._expire()
        self.startPatcher(patch.object(loket_token, "ATTEMPTS", 2))
        # Refreshing in spite of the lock would wait for it for ever.
        self.startPatcher(patch.object(OAuthClient, "refresh", self.fail))
        with self._transaction() as holder:
            self._tokens(holder).lock_for_update()
            with (
                self.assertRaises(LoketTransientError),
                self._transaction() as env,
            ):
                env["loket.token"]._get_access_token(self._connection(env))
        self.assertEqual(self._refreshes(), [])

    def test_sign_in_while_another_worker_refreshes_is_kept(self):
        answer = Tokens("signed-in-again", "refresh-again", 3599, "bearer", None)
        failures = []

        def sign_in():
            try:
                with self._transaction() as env:
                    env["loket.token"]._keep(self._connection(env), answer)
            except Exception as error:  # noqa: BLE001
                failures.append(error)

        thread = Thread(target=sign_in)
        with self._transaction() as holder:
            tokens = self._tokens(holder)
            tokens._lock()
            thread.start()
            thread.join(0.3)
            tokens.access_token = "refreshed"
        thread.join(20)
        self.assertEqual(failures, [])
        with self._transaction() as env:
            self.assertEqual(self._tokens(env).access_token, "signed-in-again")

    def test_unlinked_connection_takes_its_tokens_along(self):
        with self._transaction() as env:
            tokens = self._tokens(env)
            self.assertTrue(tokens)
            copy = self._connection(env).copy()
            self.assertFalse(
                env["loket.token"].search([("connection_id", "=", copy.id)])
            )
            copy.unlink()


class _Transaction:
    """A committed transaction of the superuser, rolled back on an error."""

    def __init__(self, registry):
        self._cursor = registry.cursor()

    def __enter__(self):
        return api.Environment(self._cursor.__enter__(), SUPERUSER_ID, {})

    def __exit__(self, *exc_info):
        return self._cursor.__exit__(*exc_info)


class TestToken(LoketCommon):
    def _tokens(self):
        return self.env["loket.token"].search(
            [("connection_id", "=", self.connection.id)]
        )

    def test_answer_without_refresh_token_keeps_the_old_one(self):
        tokens = self._tokens()
        refresh_token = tokens.refresh_token
        answer = Tokens("new-access-token", None, 3599, "bearer", None)
        with patch.object(OAuthClient, "refresh", lambda *_args: answer):
            used = tokens._get_access_token(self.connection, tokens.access_token)
        self.assertEqual(used, "new-access-token")
        self.assertEqual(tokens.refresh_token, refresh_token)

    def test_token_about_to_expire_is_refreshed_before_the_request(self):
        tokens = self._tokens()
        before = tokens.access_token
        tokens.expires_at = fields.Datetime.add(fields.Datetime.now(), seconds=60)
        self.env.flush_all()
        used = tokens._get_access_token(self.connection)
        self.assertNotEqual(used, before)

    def test_disconnect_removes_tokens_and_state(self):
        self.connection.with_user(self.manager).action_disconnect()
        self.assertFalse(self._tokens())
        self.assertRecordValues(
            self.connection, [{"state": "draft", "signed_in_as": False}]
        )

    def test_other_client_id_removes_tokens(self):
        self.connection.client_id = "another-client"
        self.assertFalse(self._tokens())
        self.assertEqual(self.connection.state, "draft")

    def test_other_address_removes_tokens(self):
        self.connection.api_url = "http://127.0.0.1:9/v2"
        self.assertFalse(self._tokens())

    def test_other_environment_removes_tokens(self):
        self.connection.environment = "acceptance"
        self.assertFalse(self._tokens())

    def test_other_name_keeps_tokens(self):
        self.connection.write(
            {"name": "Renamed", "client_id": self.connection.client_id}
        )
        self.assertTrue(self._tokens())
        self.assertEqual(self.connection.state, "connected")

    def test_after_disconnect_request_says_nobody_is_signed_in(self):
        self.connection.action_disconnect()
        with self.assertRaisesRegex(UserError, "Nobody is signed in"):
            self.connection.action_fetch_employers()
        self.assertEqual(self.connection.state, "draft")
        self.assertFalse(self.connection.activity_ids)

    def test_sign_in_tells_who_signed_in(self):
        self.assertTrue(self.connection.signed_in_as)
