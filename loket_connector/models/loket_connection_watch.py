# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import LockError
from odoo.fields import Domain


class LoketConnection(models.Model):
    """What the answers of Loket tell by the way: refusals, versions that go away."""

    _inherit = "loket.connection"

    obsolete_versions = fields.Json(
        readonly=True,
        copy=False,
        help="Path of a resource: the day on which Loket drops the version in use.",
    )
    obsolete_on = fields.Date(
        "Update Needed By",
        compute="_compute_obsolete_on",
        help="Loket announced that it drops a version of its API which this app uses."
        " A newer version of the app is needed before that day.",
    )
    token_health = fields.Selection(
        [
            ("none", "Not signed in"),
            ("good", "Signed in"),
            ("bad", "Sign in again"),
        ],
        compute="_compute_token_health",
    )

    @api.depends("obsolete_versions")
    def _compute_obsolete_on(self):
        for connection in self:
            days = (connection.obsolete_versions or {}).values()
            connection.obsolete_on = min(days, default=False)

    @api.depends("state")
    def _compute_token_health(self):
        health = {"draft": "none", "connected": "good", "error": "bad"}
        for connection in self:
            connection.token_health = health[connection.state]

    def action_open_setup(self):
        """Open the guided set-up of this connection."""
        self.ensure_one()
        self.check_access("write")
        wizard = self.env["loket.setup.wizard"]._for(self)
        if wizard.step == "done":
            wizard.step = "start"
        return wizard._open_action()

    def _sign_in(self, code, redirect_uri):
        res = super()._sign_in(code, redirect_uri)
        # Another user at Loket may have other rights, however fresh the check is.
        self.sudo().employer_ids.rights_checked_on = False
        self._trigger_rights_check(self.env)
        return res

    @contextmanager
    def _loket_client(self, raise_user_error=True):
        with super()._loket_client(raise_user_error) as client:
            try:
                yield client
            finally:
                self._note_answers(client)

    def _note_answers(self, client):
        """Keep what was learnt by the way, whatever becomes of the caller's work."""
        connection = self.sudo()
        news = self.env["loket.right"].sudo()
        if client.refused:
            refused = news.search(Domain.TRUE)._among(client.refused)
            news = refused - connection.employer_ids.missing_right_ids
        obsolete = {path: str(day) for path, day in client.obsolete.items()}
        known = connection.obsolete_versions or {}
        if not news and obsolete.items() <= known.items():
            return
        with self.env.registry.cursor() as cr:
            env = self.env(cr=cr, su=True)
            if news:
                self._trigger_rights_check(env)
            if not obsolete.items() <= known.items():
                self._store_obsolete(env, {**known, **obsolete})

    def _trigger_rights_check(self, env):
        """Have the rights looked at within a minute, without waiting for it."""
        env.ref("loket_connector.ir_cron_loket_check_rights").sudo()._trigger()

    def _store_obsolete(self, env, obsolete):
        other = self.with_env(env).exists()
        try:
            other.lock_for_update(allow_referencing=True)
        except LockError:
            # Somebody holds the row; the next answer says it again.
            return
        other.obsolete_versions = obsolete
