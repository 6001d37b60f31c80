# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from unittest.mock import patch

from odoo.exceptions import UserError

from ..client import transport
from .common import LoketCommon


@contextmanager
def _serve_page(status):
    """Run a web server that is no Loket: a page of HTML, whatever is asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<html><body>Welcome</body></html>")

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v2"
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


class TestWrongInput(LoketCommon):
    def _without_waiting(self):
        self.startPatcher(
            patch.object(transport, "retry_delay", lambda *_a, **_k: None)
        )

    def test_sign_in_without_secret_says_what_to_fill_in(self):
        draft = self._new_draft(client_secret=False)
        with self.assertRaisesRegex(UserError, "client secret .* save, and sign in"):
            draft.action_sign_in()

    def test_sign_in_without_client_id_says_what_to_fill_in(self):
        draft = self._new_draft(client_id=False)
        with self.assertRaisesRegex(UserError, "Fill in the client ID"):
            draft.action_sign_in()

    def test_fetch_before_signing_in_says_so(self):
        draft = self._new_draft()
        with self.assertRaisesRegex(UserError, "Nobody is signed in"):
            draft.action_fetch_employers()

    def _ask_at(self, api_url):
        """Use the tokens at another address, as after a mistake of somebody."""
        with self.connection._loket_client() as client:
            client._transport.api_url = api_url
            client.get_user()

    def test_loket_down_says_it_cannot_be_reached(self):
        self._without_waiting()
        with self.assertRaisesRegex(UserError, "cannot be reached at the moment"):
            self._ask_at("http://127.0.0.1:9/v2")
        self.assertEqual(self.connection.state, "connected")

    def test_loket_failing_says_it_cannot_be_reached(self):
        self._without_waiting()
        self.sandbox.admin.fail(status=503)
        with self.assertRaisesRegex(UserError, "cannot be reached at the moment"):
            self.connection.action_fetch_employers()

    def test_page_instead_of_loket_says_to_check_the_address(self):
        with (
            _serve_page(200) as url,
            self.assertRaisesRegex(UserError, "Check the API address"),
        ):
            self._ask_at(url)

    def test_address_without_loket_says_to_check_the_address(self):
        with (
            _serve_page(404) as url,
            self.assertRaisesRegex(UserError, "check the API address"),
        ):
            self._ask_at(url)

    def test_sync_without_linked_venue_says_so(self):
        self.connection.action_fetch_employers()
        with self.assertRaisesRegex(UserError, "linked to a company yet"):
            self.connection.with_user(self.officer).action_sync_now()
        venue = self.connection.employer_ids[0]
        with self.assertRaisesRegex(UserError, "not linked to a company yet"):
            venue.action_sync()
        with self.assertRaisesRegex(UserError, "not linked to a company yet"):
            venue.action_fetch_payroll_setup()


class TestUnlink(LoketCommon):
    def test_connection_with_linked_venue_cannot_be_deleted(self):
        self._link()
        with self.assertRaisesRegex(UserError, "Archive"):
            self.connection.with_user(self.manager).unlink()

    def test_connection_without_links_is_deleted_with_all_it_brought(self):
        self._link()
        self.employer.action_fetch_payroll_setup()
        administration = self.employer.administration_ids[0]
        self.env["loket.wage.code.mapping"].create(
            {
                "wage_code_id": self.env.ref("loket_connector.wage_code_hours").id,
                "administration_id": administration.id,
                "component_id": administration.component_ids[0].id,
            }
        )
        venues = self.connection.employer_ids
        venues.company_id = False
        self.connection.with_user(self.manager).unlink()
        self.assertFalse(venues.exists())
        self.assertFalse(administration.exists())
