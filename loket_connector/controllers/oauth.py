# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import secrets

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..client import LoketError
from ..errors import explain_sign_in

#: Session key of the sign-in that is under way: state, connection and address.
PENDING = "loket_oauth"


class LoketOAuthController(http.Controller):
    """The way to Loket's sign-in page and back."""

    @http.route(
        "/loket/oauth/start/<int:connection_id>",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def start(self, connection_id, **_kwargs):
        """Remember a random state for this browser and go to Loket."""
        connection = request.env["loket.connection"].browse(connection_id).exists()
        if not connection or not connection.has_access("write"):
            return self._refuse(
                request.env._("Only a Loket administrator can sign in at Loket."), 403
            )
        try:
            connection.action_sign_in()
        except UserError as refusal:
            return self._refuse(str(refusal), 400, connection)
        state = secrets.token_urlsafe(32)
        request.session[PENDING] = {
            "state": state,
            "uid": request.env.uid,
            "connection_id": connection.id,
            "redirect_uri": connection.redirect_uri,
        }
        return request.redirect(
            connection._oauth_client().authorize_url(connection.redirect_uri, state),
            local=False,
        )

    @http.route("/loket/oauth/callback", type="http", auth="user", methods=["GET"])
    def callback(self, code=None, state=None, error=None, **_kwargs):
        """Check that this browser asked, exchange the code once, show the result."""
        pending = request.session.pop(PENDING, None)
        if not pending or not self._is_ours(pending, state):
            return self._refuse(
                request.env._(
                    "This answer does not belong to a sign-in that you started here,"
                    " or it was used before. Nothing was changed. Start again with"
                    " “Sign in with Loket” on the connection."
                ),
                403,
            )
        connection = (
            request.env["loket.connection"].browse(pending["connection_id"]).exists()
        )
        if not connection or not connection.has_access("write"):
            return self._refuse(
                request.env._("Only a Loket administrator can sign in at Loket."), 403
            )
        if error or not code:
            return self._refuse(
                request.env._(
                    "Loket did not sign you in: the sign-in was cancelled or refused."
                    " Nothing was changed. You can try again from the connection."
                ),
                400,
                connection,
            )
        try:
            connection._sign_in(code, pending["redirect_uri"])
        except LoketError as refusal:
            return self._refuse(
                explain_sign_in(request.env, refusal, pending["redirect_uri"]),
                400,
                connection,
            )
        return request.redirect(self._connection_path(connection))

    def _is_ours(self, pending, state):
        """Whether the answer belongs to what this user of this browser started."""
        return pending["uid"] == request.env.uid and secrets.compare_digest(
            # As bytes: text with other than ASCII characters cannot be compared.
            pending["state"].encode(),
            (state or "").encode(),
        )

    def _connection_path(self, connection):
        # Only settings administrators may read actions.
        action_sudo = request.env.ref("loket_connector.loket_connection_action").sudo()
        return f"/odoo/{action_sudo.path}/{connection.id}"

    def _refuse(self, message, status, connection=None):
        """Show one sentence with cause and next step, and the way back."""
        return request.render(
            "loket_connector.oauth_message",
            {
                "message": message,
                "back": self._connection_path(connection) if connection else "/odoo",
            },
            status=status,
        )
