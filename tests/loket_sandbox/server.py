# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The running sandbox: state, sign-in, failures and log behind one server."""

import logging
import threading
import time
from contextlib import contextmanager
from functools import cached_property

from werkzeug.serving import WSGIRequestHandler, make_server

from . import storage
from .admin import Admin, LockedAdmin
from .admin_http import AdminHttp
from .app import API_ROOT, App
from .contract import Contract
from .faults import Faults
from .oauth import OAuth
from .seed import build_state

CLIENT_ID = "loket-sandbox"
CLIENT_SECRET = "sandbox-secret"

_logger = logging.getLogger(__name__)


class QuietHandler(WSGIRequestHandler):
    """Logs nothing: request lines of the sign-in hold codes."""

    def log(self, type, message, *args):
        pass


class Sandbox:
    """A Loket of our own; see `serve` for the arguments."""

    def __init__(
        self,
        employers=2,
        employees=25,
        seed=1,
        today=None,
        contract=False,
        state_file=None,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        host="127.0.0.1",
        port=0,
        clock=time.time,
    ):
        self.build = {
            "employers": employers,
            "employees": employees,
            "seed": seed,
            "today": today,
        }
        self.state_file = state_file
        self.state = storage.load(state_file) or build_state(**self.build)
        self.client_id = client_id
        self.client_secret = client_secret
        self.clock = clock
        self.oauth = OAuth(self.state, client_id, client_secret, clock)
        self.faults = Faults()
        self.requests = []
        self.admin = LockedAdmin(self)
        self.admin_http = AdminHttp(Admin(self))
        self.checker = None
        if contract:
            from .checker import Checker

            self.checker = Checker(self.contract)
        self._server = make_server(
            host, port, App(self), threaded=True, request_handler=QuietHandler
        )
        self._server.daemon_threads = True
        self.oauth_url = f"http://{host}:{self._server.server_port}"
        self.api_url = self.oauth_url + API_ROOT
        self._thread = None
        self.save()

    @cached_property
    def contract(self):
        return Contract.shared()

    @property
    def violations(self):
        """Where requests and answers left the contract; empty when all is well."""
        return self.checker.violations if self.checker else []

    # -- the server -----------------------------------------------------------

    def start(self):
        self._thread = threading.Thread(
            target=self.run, name="loket-sandbox", daemon=True
        )
        self._thread.start()

    def run(self):
        self._server.serve_forever(poll_interval=0.02)

    def stop(self):
        self._server.shutdown()
        if self._thread:
            self._thread.join(5)
        self._server.server_close()
        self.save()

    # -- what a browser and a test do -------------------------------------------

    def sign_in(self, redirect_uri):
        """Return the code a browser would bring to `redirect_uri`."""
        with self.state.lock:
            return self.oauth.new_code(redirect_uri)

    def tokens(self):
        """Return a fresh token answer."""
        with self.state.lock:
            return self.oauth.new_tokens()

    # -- log and storage --------------------------------------------------------

    def log_request(self, request, status):
        """Remember a request; queries of the sign-in hold secrets, so not those."""
        secret = request.path in ("/authorize", "/token")
        query = "" if secret else request.query_string.decode()
        entry = {
            "method": request.method,
            "path": request.path,
            "query": query,
            "status": status,
        }
        self.requests.append(entry)
        _logger.debug("%(method)s %(path)s %(status)s", entry)

    def save(self):
        if self.state_file and self.state.dirty:
            storage.save(self.state, self.state_file)
        self.state.dirty.clear()

    def reset(self):
        """Start again from the seed; tokens stay valid."""
        oauth = self.state.oauth
        self.state = self.oauth.state = build_state(**self.build)
        self.state.oauth = oauth
        self.faults.clear()
        self.requests.clear()
        self.save()


@contextmanager
def serve(**options):
    """Run a sandbox in a thread of this process for the duration of a block.

    :param employers, employees: how many, in all.
    :param seed: same seed and `today`, same data.
    :param today: a date; the real one by default.
    :param contract: hold every request and answer against tests/contract/loket.yaml.
    :param state_file: keep the state in this file and go on from it.
    :param client_id, client_secret, host, port, clock: for special cases.
    """
    sandbox = Sandbox(**options)
    sandbox.start()
    try:
        yield sandbox
    finally:
        sandbox.stop()
