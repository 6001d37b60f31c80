# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
import re
import traceback
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import LoketCommon


class Records(logging.Handler):
    """Keep everything that is logged, at the lowest level, as a log would show it."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines = []

    def emit(self, record):
        self.lines.append(f"{record.name} {record.getMessage()}")
        if record.exc_info:
            self.keep_error(record.exc_info[1])

    def keep_error(self, error):
        """As a server logs an error that nobody handled."""
        self.lines += traceback.format_exception(error)


class TestLogging(LoketCommon):
    """At the most talkative level, no log line tells who or what it was about."""

    def setUp(self):
        super().setUp()
        self.handler = Records()
        loggers = [logging.getLogger(), logging.getLogger("odoo.addons")]
        loggers += [
            logging.getLogger(name)
            for name in (
                "odoo.addons.loket_connector",
                "urllib3",
                "requests",
            )
        ]
        for logger in loggers:
            self.addCleanup(logger.setLevel, logger.level)
            logger.setLevel(logging.DEBUG)
        # Odoo's own tracing of queries tells all their values (--log-sql).
        tracing = logging.getLogger("odoo.sql_db")
        self.addCleanup(tracing.setLevel, tracing.level)
        tracing.setLevel(logging.WARNING)
        root = logging.getLogger()
        root.addHandler(self.handler)
        self.addCleanup(root.removeHandler, self.handler)

    def _secrets(self):
        """Everything that may not be in a log, by what it is."""
        oauth = self.sandbox.state.oauth
        people = self.sandbox.admin.employees()
        details = [person["row"]["personalDetails"] for person in people]
        return {
            "client secret": [self.sandbox.client_secret],
            "access token": list(oauth["access"]),
            "refresh token": list(oauth["refresh"]),
            "BSN": [person["bsn"] for person in people if person.get("bsn")],
            "last name": [detail["lastName"] for detail in details],
            "birth date": [detail["dateOfBirth"] for detail in details],
            "signed-in user": [self.connection.signed_in_as],
        }

    def _assert_clean(self):
        self.assertIn("loket", "\n".join(self.handler.lines))
        for kind, values in self._secrets().items():
            self.assertTrue(values, kind)
            with self.subTest(kind):
                found = [
                    line
                    for line in self.handler.lines
                    if any(
                        re.search(rf"\b{re.escape(value)}\b", line) for value in values
                    )
                ]
                self.assertEqual(found, [])

    def test_sign_in_set_up_and_sync_log_nothing_personal(self):
        code = self.sandbox.sign_in("http://localhost/back")
        self.connection._sign_in(code, "http://localhost/back")
        self.connection.sync_bsn = True
        self._link()
        self.employer.action_check_rights()
        self.employer.action_fetch_payroll_setup()
        self.employer._sync("manual")
        self.employer._sync("preview")
        self.assertTrue(self._employees().filtered("ssnid"))
        self._assert_clean()
        self.assertNotIn(code, "\n".join(self.handler.lines))

    def test_what_the_database_refuses_is_logged_without_values(self):
        self.connection.sync_bsn = True
        self._link()
        self.env.cr.execute(
            "ALTER TABLE hr_version ADD CONSTRAINT no_bsn CHECK (ssnid IS NULL)"
        )
        queries = logging.getLogger("odoo.sql_db")
        with (
            mute_logger("odoo.addons.loket_connector.services.loket_applier"),
            patch.object(queries, "propagate", False),
            patch.object(queries, "handlers", [self.handler]),
        ):
            run = self.employer._sync("manual")
        self.assertTrue(run.problem_count)
        self.assertIn("hr_version", "\n".join(self.handler.lines))
        self._assert_clean()
        self.assertFalse(queries.filters)

    def test_refresh_logs_no_token(self):
        before = self.env["loket.token"].search([]).mapped("refresh_token")
        self.sandbox.admin.expire_access_tokens()
        self.connection.action_fetch_employers()
        self._assert_clean()
        self.assertIn("was refreshed", "\n".join(self.handler.lines))
        for token in before:
            self.assertNotIn(token, "\n".join(self.handler.lines))

    def test_failures_log_no_secret(self):
        code = self.sandbox.sign_in("http://localhost/back")
        self.connection.sudo().client_secret = "wrong-" + self.sandbox.client_secret
        with self.assertRaises(Exception) as caught:  # noqa: B017 (any will do)
            self.connection._sign_in(code, "http://localhost/back")
        self.handler.keep_error(caught.exception)
        self._assert_clean()
        self.assertNotIn(code, "\n".join(self.handler.lines))

    def test_refused_right_logs_no_words_of_loket(self):
        self._link()
        self.sandbox.admin.take_right("GetPayrollAdministrationsByEmployerId")
        with self.assertRaises(UserError) as caught:
            self.employer.action_fetch_payroll_setup()
        self.handler.keep_error(caught.exception)
        self._assert_clean()
