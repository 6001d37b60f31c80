# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import time
from contextlib import contextmanager

from odoo import models
from odoo.exceptions import LockError, UserError
from odoo.tools.translate import LazyTranslate

from ..client import LoketAuthError, LoketClient, LoketError, OAuthClient, Transport
from ..errors import why
from ..services.message import dump, refusal, render, stored

_lt = LazyTranslate(__name__)

#: Seconds to wait for Loket: a page of 250 employments takes a while at its end.
TIMEOUT = 60
#: How long a client uses a token without looking again; shorter than what the token
#: is refreshed before its end, see ``MARGIN`` of ``loket.token``.
TOKEN_SECONDS = 60


class LoketConnection(models.Model):
    """Signing in and out, and the client that everything else asks for."""

    _inherit = "loket.connection"

    def action_sign_in(self):
        """Send the browser to Loket; it comes back at ``/loket/oauth/callback``."""
        self.ensure_one()
        self.check_access("write")
        if not self.client_id or not self.has_client_secret:
            raise UserError(
                self.env._(
                    "Fill in the client ID and the client secret that you got from"
                    " Loket, save, and sign in again."
                )
            )
        return {
            "type": "ir.actions.act_url",
            "url": self._sign_in_url(),
            "target": "self",
        }

    def _sign_in_url(self, return_path=None):
        """Return the address of Loket's sign-in page for the present user.

        :param return_path: path in Odoo to go to afterwards; the connection itself
            when it is not given.
        """
        state = self.env["loket.sign.in"]._begin(self, return_path)
        return self._oauth_client().authorize_url(self.redirect_uri, state)

    def action_disconnect(self):
        """Forget the tokens: nothing is read from or sent to Loket any more."""
        self.check_access("write")
        self._forget_tokens()
        return True

    def _forget_tokens(self):
        self.env["loket.token"].sudo().search(
            [("connection_id", "in", self.ids)]
        ).unlink()
        connections_sudo = self.sudo()
        connections_sudo.write(
            {"state": "draft", "state_message": False, "signed_in_as": False}
        )
        connections_sudo.activity_unlink(["loket_connector.activity_sign_in"])

    def _oauth_client(self):
        """Return the OAuth client of this connection (holds the secret: never log)."""
        self.ensure_one()
        connection_sudo = self.sudo()
        return OAuthClient(
            connection_sudo.oauth_url,
            connection_sudo.client_id or "",
            connection_sudo.client_secret_stored or "",
            timeout=TIMEOUT,
        )

    def _sign_in(self, code, redirect_uri):
        """Finish a sign-in: exchange the code, keep the tokens, ask who we are.

        :raise LoketError: Loket refused; nothing was stored.
        """
        self.ensure_one()
        tokens = self._oauth_client().exchange(code, redirect_uri)
        self.env["loket.token"]._keep(self, tokens)
        connection_sudo = self.sudo()
        connection_sudo.write(
            {
                "state": "connected",
                "state_message": False,
                "client_secret_proven": True,
                "signed_in_as": self._ask_signed_in_as(),
            }
        )
        connection_sudo.activity_feedback(["loket_connector.activity_sign_in"])

    def _ask_signed_in_as(self):
        """Return the user at Loket, so that a wrong account is seen at once."""
        client = self._build_client()
        try:
            user = client.get_user()
        except LoketError:
            # A nicety: whether the API works shows at the first thing asked of it.
            return False
        finally:
            client.close()
        names = (user.first_name or user.initials, user.prefix, user.last_name)
        return " ".join(filter(None, names)) or user.email

    def _build_client(self):
        return LoketClient(
            Transport(self.sudo().api_url, self._token_source(), timeout=TIMEOUT)
        )

    def _token_source(self):
        """Return what hands a client its token, see ``Transport``.

        The token is looked up once a minute, not for every request: each look is a
        transaction of its own, and what is fresh stays so for longer than that.
        """
        token_model = self.env["loket.token"]
        token, until = None, 0.0

        def source(rejected=None):
            nonlocal token, until
            if rejected or time.monotonic() >= until:
                token = token_model._get_access_token(self, rejected)
                until = time.monotonic() + TOKEN_SECONDS
            return token

        return source

    @contextmanager
    def _loket_client(self, raise_user_error=True):
        """Yield a client of this connection.

        Errors of the client become a ``UserError`` in the words of the person at the
        screen, unless ``raise_user_error`` is off (a run wants the error itself). A
        sign-in that Loket no longer accepts marks the connection.
        """
        self.ensure_one()
        client = self._build_client()
        try:
            yield client
        except LoketError as error:
            if isinstance(error, LoketAuthError) and self.sudo().state != "draft":
                self._mark_error(error, keep=not raise_user_error)
            if raise_user_error:
                raise refusal(self.env, why(self.env, error)) from error
            raise
        finally:
            client.close()

    def _mark_error(self, error, keep):
        """Show on the connection that somebody has to sign in again.

        In a transaction of its own, as the caller's one may be rolled back; unless
        the caller itself holds the row and is going to commit.

        :param keep: whether the caller handles the error and goes on.
        """
        message = why(self.env, error)
        with self.env.registry.cursor() as cr:
            connection_sudo = self.with_env(self.env(cr=cr, su=True)).exists()
            try:
                connection_sudo.lock_for_update(allow_referencing=True)
            except LockError:
                connection_sudo = connection_sudo.browse()
            if connection_sudo:
                connection_sudo._set_error(message)
                return
        connection_sudo = self.sudo()
        if keep and connection_sudo.try_lock_for_update(allow_referencing=True):
            connection_sudo._set_error(message)

    def _set_error(self, message):
        """Put the connection in error and ask the responsible person to sign in."""
        self.ensure_one()
        if self.state == "error" and stored(self, "state_message") == dump(message):
            return
        self.write({"state": "error", "state_message": message})
        self._schedule_once(
            "loket_connector.activity_sign_in",
            _lt("Sign in at Loket again"),
            message,
        )

    def _responsible(self):
        """Who gets the activities: the responsible person; once that one has left, an
        administrator who can see a venue of this connection."""
        self.ensure_one()
        connection_sudo = self.sudo()
        if connection_sudo.responsible_id.active:
            return connection_sudo.responsible_id
        managers = self.env.ref("loket_connector.group_loket_manager").sudo()
        users = managers.all_user_ids.filtered("active")
        companies = connection_sudo.employer_ids.company_id
        near = users.filtered(lambda user: user.company_ids & companies)
        return (near or users)[:1] or self.env.user

    def _schedule_once(self, activity_type, summary, note):
        """Schedule an activity for the responsible person unless one is open.

        :param summary: message; like the note in the language of that person
        """
        self.ensure_one()
        if self.activity_search([activity_type]):
            return
        user = self._responsible()
        connection = self.with_context(mail_activity_quick_update=True, lang=user.lang)
        connection.activity_schedule(
            activity_type,
            summary=render(connection.env, summary),
            note=render(connection.env, note),
            user_id=user.id,
        )
