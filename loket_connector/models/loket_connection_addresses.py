# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from urllib.parse import urlsplit

from odoo import api, models
from odoo.exceptions import ValidationError

from ..addresses import ADDRESSES, server_addresses


class LoketConnection(models.Model):
    """Which server a connection talks to, and what a sign-in there is worth."""

    _inherit = "loket.connection"

    @api.depends("environment")
    def _compute_addresses(self):
        for connection in self:
            if connection.environment in ADDRESSES:
                connection.api_url, connection.oauth_url = ADDRESSES[
                    connection.environment
                ]
                continue
            # A custom address is typed by the administrator, or the server's.
            typed = connection.api_url, connection.oauth_url
            known = server_addresses() or ("", "")
            if typed in ADDRESSES.values() or not any(typed):
                typed = known
            connection.api_url, connection.oauth_url = typed

    @api.constrains("environment", "api_url", "oauth_url")
    def _check_addresses(self):
        for connection in self:
            expected = ADDRESSES.get(connection.environment)
            actual = (connection.api_url, connection.oauth_url)
            if expected and actual != expected:
                raise ValidationError(
                    self.env._(
                        "The addresses of this environment are fixed. Choose the"
                        " environment Custom to use others."
                    )
                )
            if not expected:
                connection._check_custom_addresses()

    def _check_custom_addresses(self):
        for url in (self.api_url, self.oauth_url):
            parts = urlsplit(url or "")
            if parts.scheme not in ("https", "http") or not parts.hostname:
                raise ValidationError(
                    self.env._(
                        "“%(url)s” is not an address. It starts with https://",
                        url=url or "",
                    )
                )

    def write(self, vals):
        moved = {"environment", "api_url", "oauth_url", "client_id"} & vals.keys()
        before = {c.id: c.sudo()._sign_in_key() for c in self} if moved else {}
        res = super().write(vals)
        for connection in self:
            if moved and before[connection.id] != connection.sudo()._sign_in_key():
                connection._forget_sign_in(before[connection.id])
        return res

    def _sign_in_key(self):
        """What tokens hold for: one client at one server."""
        return self.api_url, self.oauth_url, self.client_id

    def _forget_sign_in(self, before):
        """Drop what belongs to the server or client of ``before``."""
        self.ensure_one()
        connection_sudo = self.sudo()
        if connection_sudo.client_secret_proven and before[1] != self.oauth_url:
            # Nobody can have a known secret sent to an address of his own.
            connection_sudo.write(
                {"client_secret_stored": False, "client_secret_proven": False}
            )
        self._forget_tokens()
