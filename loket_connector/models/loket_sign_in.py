# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models

#: How long somebody may take at Loket's sign-in page.
LIFETIME = timedelta(minutes=30)


class LoketSignIn(models.Model):
    """A sign-in that is under way: who started it, for which connection.

    The random state that travels through Loket is kept as a digest, belongs to one
    user and is used once, however the sign-in was started.
    """

    _name = "loket.sign.in"
    _description = "Loket Sign-in Under Way"
    _rec_name = "connection_id"

    connection_id = fields.Many2one(
        "loket.connection", required=True, ondelete="cascade", index=True
    )
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    state_digest = fields.Char(required=True, groups=fields.NO_ACCESS, index=True)
    redirect_uri = fields.Char(required=True)
    return_path = fields.Char(help="Where the browser goes after the sign-in.")

    @api.model
    def _begin(self, connection, return_path=None):
        """Remember a new sign-in of the present user; return its state."""
        state = secrets.token_urlsafe(32)
        self.sudo().create(
            {
                "connection_id": connection.id,
                "user_id": self.env.uid,
                "state_digest": self._digest(state),
                "redirect_uri": connection.redirect_uri,
                "return_path": return_path,
            }
        )
        return state

    @api.model
    def _take(self, state):
        """Return what the present user's state belongs to, and use it up.

        :return: ``{connection, redirect_uri, return_path}``, or None when the state
            is unknown, somebody else's, too old or used before.
        """
        self.env.flush_all()
        self._hold_connection(state)
        # In a transaction of its own: a state is used up whatever comes after.
        with self.env.registry.cursor() as cr:
            pending = self.with_env(self.env(cr=cr, su=True)).search(
                [
                    ("state_digest", "=", self._digest(state or "")),
                    ("user_id", "=", self.env.uid),
                    ("create_date", ">", cr.now() - LIFETIME),
                ],
                limit=1,
            )
            # The same answer in two tabs: only one of them gets hold of it.
            pending = pending.try_lock_for_update()
            if not pending:
                return None
            found = {
                "connection": self.env["loket.connection"].browse(
                    pending.connection_id.id
                ),
                "redirect_uri": pending.redirect_uri,
                "return_path": pending.return_path,
            }
            pending.unlink()
        return found

    @api.model
    def _hold_connection(self, state):
        """Keep others from writing what the sign-in is going to write.

        Whoever wrote it since this request began makes Odoo repeat the request. That
        has to happen now: afterwards the state is used up, and the answer that Loket
        gave for good would be refused.
        """
        self.env.cr.execute(
            "SELECT c.id FROM loket_connection c JOIN loket_sign_in s"
            " ON s.connection_id = c.id WHERE s.state_digest = %s AND s.user_id = %s"
            " FOR NO KEY UPDATE OF c",
            [self._digest(state or ""), self.env.uid],
        )
        self.env.cr.execute(
            "SELECT e.id FROM loket_employer e JOIN loket_sign_in s"
            " ON s.connection_id = e.connection_id"
            " WHERE s.state_digest = %s AND s.user_id = %s"
            " ORDER BY e.id FOR NO KEY UPDATE OF e",
            [self._digest(state or ""), self.env.uid],
        )

    @api.model
    def _digest(self, state):
        return hashlib.sha256(state.encode()).hexdigest()

    @api.autovacuum
    def _gc_forgotten(self):
        """Drop sign-ins that nobody finished."""
        self.sudo().search(
            [("create_date", "<", self.env.cr.now() - LIFETIME)]
        ).unlink()
