# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..client import LoketError
from ..errors import explain_sign_in


class LoketOAuthController(http.Controller):
    """The way to Loket's sign-in page and back."""

    @http.route(
        "/loket/oauth/start/<int:connection_id>",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def start(self, connection_id, **_kwargs):
        """Go to Loket: the address for links in mails and elsewhere outside Odoo."""
        connection = request.env["loket.connection"].browse(connection_id).exists()
        if not connection or not connection.has_access("write"):
            return self._refuse(
                request.env._(
                    "Only a Loket administrator of all companies of this connection can"
                    " sign in at Loket."
                ),
                403,
            )
        try:
            action = connection.action_sign_in()
        except UserError as refusal:
            return self._refuse(str(refusal), 400, connection)
        return request.redirect(action["url"], local=False)

    @http.route("/loket/oauth/callback", type="http", auth="user", methods=["GET"])
    def callback(self, code=None, state=None, error=None, **_kwargs):
        """Check that this user asked, exchange the code once, show the result."""
        pending = request.env["loket.sign.in"]._take(state)
        if not pending:
            return self._refuse(
                request.env._(
                    "This answer does not belong to a sign-in that you started here,"
                    " or it was used before. Nothing was changed. Start again with"
                    " “Sign in with Loket” on the connection."
                ),
                403,
            )
        connection = pending["connection"].exists()
        if not connection or not connection.has_access("write"):
            return self._refuse(
                request.env._(
                    "Only a Loket administrator of all companies of this connection can"
                    " sign in at Loket."
                ),
                403,
            )
        if error or not code:
            return self._refuse(
                request.env._(
                    "Loket did not sign you in: the sign-in was cancelled or refused."
                    " Nothing was changed. You can try again from the connection."
                ),
                400,
                connection,
                pending["return_path"],
            )
        try:
            connection._sign_in(code, pending["redirect_uri"])
        except LoketError as refusal:
            return self._refuse(
                explain_sign_in(request.env, refusal, pending["redirect_uri"]),
                400,
                connection,
                pending["return_path"],
            )
        return request.redirect(
            pending["return_path"] or self._connection_path(connection)
        )

    def _connection_path(self, connection):
        # Only settings administrators may read actions.
        action_sudo = request.env.ref("loket_connector.loket_connection_action").sudo()
        return f"/odoo/{action_sudo.path}/{connection.id}"

    def _refuse(self, message, status, connection=None, return_path=None):
        """Show one sentence with cause and next step, and the way back."""
        return request.render(
            "loket_connector.oauth_message",
            {
                "message": message,
                "back": return_path
                or (self._connection_path(connection) if connection else "/odoo"),
            },
            status=status,
        )
