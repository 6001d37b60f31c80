# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Nothing secret and nothing personal in the log, whatever happens."""

import json
import logging
import threading
import traceback
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from fake_loket import EMPLOYMENT, Scene, single

from loket_connector.client import LoketClient, LoketError, OAuthClient, Transport
from loket_connector.client.redaction import RedactingFilter, get_logger, redact

BSN = "123456782"
SECRETS = (BSN, "acc-token", "ref-token", "the-secret", "the-code", "Janssen")
ANSWERS = {
    "/v2/user": single({"personalDetails": {"lastName": "Janssen"}}),
    f"/v2/providers/employers/employees/{EMPLOYMENT}/citizenservicenumber": single(
        {"citizenServiceNumber": BSN}
    ),
    "/token": (
        200,
        {"access_token": "acc-token", "refresh_token": "ref-token", "expires_in": 9},
    ),
}


class Handler(BaseHTTPRequestHandler):
    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        refused = {"messages": [{"description": f"BSN {BSN} of Janssen is wrong"}]}
        status, body = ANSWERS.get(self.path.partition("?")[0], (400, refused))
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PATCH = answer

    def log_message(self, *args):
        pass


@pytest.fixture
def address():
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_no_log_at_any_level_tells_a_secret(address, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="urllib3")
    oauth = OAuthClient(address, "client", "the-secret")
    token = oauth.exchange("the-code", "https://odoo.test/").access_token
    oauth.refresh("ref-token")
    client = LoketClient(Transport(f"{address}/v2", lambda rejected=None: token))
    assert client.get_user().last_name == "Janssen"
    assert client.get_citizen_service_number(EMPLOYMENT) == BSN
    with pytest.raises(LoketError) as caught:
        client.get_wages(EMPLOYMENT)
    assert BSN in caught.value.messages[0].description
    text = caplog.text + "".join(traceback.format_exception(caught.value))
    text += repr(caught.value.messages)
    assert "GET /user: 200 in" in text
    assert '"GET /v2/user HTTP' in text  # urllib3 was listened to
    assert not [secret for secret in SECRETS if secret in text]


def test_debug_line_has_method_path_status_and_time_only(caplog):
    caplog.set_level(logging.DEBUG)
    scene = Scene((503,), single({}))
    scene.client.get_user()
    first, second = (record.getMessage() for record in caplog.records)
    assert first.startswith("GET /user: 503 in ")
    assert second.endswith(" ms")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Authorization: Bearer abc.def-123", "Authorization: Bearer ***"),
        ("{'Authorization': 'bearer abc'}", "{'Authorization': 'bearer ***'}"),
        ("refresh_token=ab&client_secret=c d", "refresh_token=***&client_secret=*** d"),
        ('{"access_token": "abc", "n": 1}', '{"access_token": "***", "n": 1}'),
        ("BSN 123456782.", "BSN ***."),
        ("GET /user?filter=lastName eq 'X'", "GET /user?*** eq 'X'"),
        (f"GET /employments/{EMPLOYMENT}: 200", f"GET /employments/{EMPLOYMENT}: 200"),
        ("GET /payrollperiods/202601: 200", "GET /payrollperiods/202601: 200"),
    ],
)
def test_secrets_are_masked(text, expected):
    assert redact(text) == expected


def test_logger_masks_arguments_too(caplog):
    caplog.set_level(logging.DEBUG)
    logger = get_logger("loket_connector.client.test")
    assert get_logger("loket_connector.client.test") is logger
    assert sum(isinstance(f, RedactingFilter) for f in logger.filters) == 1
    logger.debug("%s and %s", "Bearer abc", {"client_secret": "abc"})
    assert caplog.messages == ["Bearer *** and {'client_secret': '***'}"]
