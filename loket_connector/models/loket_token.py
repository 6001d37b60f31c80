# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
import time
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import LockError

from ..client import LoketAuthError, LoketTransientError, LoketUnknownOutcomeError
from ..errors import NotSignedInError, SignInHeldUpError

_logger = logging.getLogger(__name__)

#: Refresh this long before the access token expires, so that it never expires
#: between the check and the request.
MARGIN = timedelta(minutes=2)
#: How often, and how long apart, to look again while another worker refreshes: longer
#: than a refresh may take.
ATTEMPTS = 140
PAUSE = 0.5


class LoketToken(models.Model):
    """The tokens of one connection, in a table that no other flow writes.

    Loket replaces the refresh token at every use, so a refresh is stored in a
    transaction of its own: whatever happens to the caller's transaction afterwards,
    the only token that still works is kept. Two workers never refresh at once: the
    second one waits for the first and takes its answer.
    """

    _name = "loket.token"
    _description = "Loket Token"
    _rec_name = "connection_id"
    _log_access = False

    connection_id = fields.Many2one(
        "loket.connection", required=True, ondelete="cascade", index=True
    )
    access_token = fields.Char(groups=fields.NO_ACCESS, copy=False, prefetch=False)
    refresh_token = fields.Char(groups=fields.NO_ACCESS, copy=False, prefetch=False)
    expires_at = fields.Datetime(groups=fields.NO_ACCESS, copy=False)
    refreshed_at = fields.Datetime(groups=fields.NO_ACCESS, copy=False)

    _connection_uniq = models.UniqueIndex(
        "(connection_id)", "A connection has one set of tokens."
    )

    @api.model
    def _keep(self, connection, tokens):
        """Store the tokens of a new sign-in, at once and for good.

        :raise LoketTransientError: another worker refreshes and does not finish.
        """
        self.env.flush_all()
        for _attempt in range(ATTEMPTS):
            try:
                with self.env.registry.cursor() as cr:
                    token_sudo = self._of(connection, cr)
                    if token_sudo:
                        # Whoever refreshes the old tokens stores them first: a code
                        # is for single use, so the new ones may not get lost.
                        token_sudo._lock()
                    else:
                        token_sudo = token_sudo.create({"connection_id": connection.id})
                    token_sudo._store(tokens)
                return
            except (LockError, SerializationFailure):
                time.sleep(PAUSE)
        raise self._held_up()

    @api.model
    def _of(self, connection, cr):
        """Return the tokens of a connection as another transaction sees them."""
        return self.with_env(self.env(cr=cr, su=True)).search_fetch(
            [("connection_id", "=", connection.id)],
            ["access_token", "refresh_token", "expires_at"],
        )

    @api.model
    def _get_access_token(self, connection, rejected=None):
        """Return a usable access token of ``connection``; refresh it when needed.

        :param rejected: a token that Loket just refused with a 401, to be replaced
            even when its time has not come.
        :raise LoketAuthError: nobody signed in, or the sign-in is no longer accepted.
        :raise LoketTransientError: no answer; what the token was for was not sent.
        """
        credentials = connection._oauth_client()
        for _attempt in range(ATTEMPTS):
            # A new cursor each time: at this isolation level an older snapshot would
            # never see what another worker stored in the meantime.
            try:
                with self.env.registry.cursor() as cr:
                    token_sudo = self._of(connection, cr)
                    if not token_sudo.refresh_token and not token_sudo.access_token:
                        raise NotSignedInError(
                            "Nobody is signed in at Loket for this connection."
                        )
                    if token_sudo._is_fresh(rejected):
                        return token_sudo.access_token
                    token_sudo._lock()
                    return token_sudo._refresh(credentials)
            except (LockError, SerializationFailure):
                time.sleep(PAUSE)
        # Nobody has to sign in again for this: the other process has the tokens.
        raise self._held_up()

    @api.model
    def _held_up(self):
        return SignInHeldUpError(
            "Another process is refreshing the Loket sign-in and does not finish"
        )

    def _lock(self):
        """Lock the row, or raise when another worker has it or just stored a token.

        Like ``lock_for_update``, which would log the second case as an error: here it
        is the ordinary end of two workers meeting.
        """
        self.env.cr.execute(
            "SELECT id FROM loket_token WHERE id = %s FOR UPDATE SKIP LOCKED",
            [self.id],
            log_exceptions=False,
        )
        if not self.env.cr.fetchone():
            raise LockError(self.env._("Another process is renewing the sign-in."))

    def _is_fresh(self, rejected):
        """Whether the stored access token can be used for the next request."""
        return (
            self.access_token
            and self.access_token != rejected
            and self.expires_at
            and self.expires_at - MARGIN > fields.Datetime.now()
        )

    def _refresh(self, credentials):
        """Exchange the refresh token and store the answer; return the access token."""
        if not self.refresh_token:
            raise LoketAuthError("The sign-in at Loket has expired. Sign in again.")
        try:
            tokens = credentials.refresh(self.refresh_token)
        except LoketUnknownOutcomeError as error:
            # Only the refresh is unsure. The request that needs the token was not
            # sent, so nobody has to find out whether it was booked.
            raise LoketTransientError(str(error), request=error.request) from error
        self._store(tokens)
        _logger.info(
            "Loket token of connection %s was refreshed", self.connection_id.id
        )
        return tokens.access_token

    def _store(self, tokens):
        """Write a token answer; a refresh token that was not renewed is kept."""
        now = fields.Datetime.now()
        self.write(
            {
                "access_token": tokens.access_token,
                "refresh_token": tokens.refresh_token or self.refresh_token,
                "expires_at": now + timedelta(seconds=tokens.expires_in),
                "refreshed_at": now,
            }
        )
