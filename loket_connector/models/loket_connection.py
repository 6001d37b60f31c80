# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError, ValidationError

from ..client import LoketAuthError, LoketClient, LoketError, OAuthClient, Transport
from ..errors import explain

_logger = logging.getLogger(__name__)

#: Addresses by environment: (API, OAuth). Source: Loket's developer portal.
ADDRESSES = {
    "production": ("https://api.loket.nl/v2", "https://oauth.loket.nl"),
    "acceptance": ("https://api.loket-acc.nl/v2", "https://oauth.loket-acc.nl"),
}
#: Seconds to wait for Loket: a page of 250 employments takes a while at its end.
TIMEOUT = 60
POLICIES = [
    ("lead", "Loket leads"),
    ("fill", "Only fill when empty"),
    ("ignore", "Leave alone"),
]


class LoketConnection(models.Model):
    """One sign-in at Loket: where it is, who it is, and what a sync may change."""

    _name = "loket.connection"
    _description = "Loket Connection"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "name, id"

    name = fields.Char(required=True, default="Loket")
    active = fields.Boolean(default=True)
    environment = fields.Selection(
        [
            ("production", "Production"),
            ("acceptance", "Acceptance"),
            ("custom", "Custom"),
        ],
        required=True,
        default="production",
        tracking=True,
    )
    api_url = fields.Char(
        "API Address",
        compute="_compute_addresses",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    oauth_url = fields.Char(
        "Sign-in Address",
        compute="_compute_addresses",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    client_id = fields.Char(
        "Client ID", copy=False, groups="loket_connector.group_loket_manager"
    )
    client_secret = fields.Char(
        compute="_compute_client_secret",
        inverse="_inverse_client_secret",
        groups="loket_connector.group_loket_manager",
        help="Type it once; it is stored and never shown again.",
    )
    client_secret_stored = fields.Char(
        groups=fields.NO_ACCESS, copy=False, prefetch=False
    )
    has_client_secret = fields.Boolean(
        compute="_compute_client_secret",
        groups="loket_connector.group_loket_manager",
    )
    redirect_uri = fields.Char(
        "Redirect Address",
        compute="_compute_redirect_uri",
        help="Give this address to Loket when the client is registered.",
    )
    state = fields.Selection(
        [("draft", "Not signed in"), ("connected", "Connected"), ("error", "Error")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    state_message = fields.Char(readonly=True, copy=False)
    signed_in_as = fields.Char(readonly=True, copy=False)
    responsible_id = fields.Many2one(
        "res.users",
        "Responsible",
        default=lambda self: self.env.user,
        help="Gets an activity when a night fails or somebody left at Loket.",
    )
    employer_ids = fields.One2many("loket.employer", "connection_id", "Venues")
    employer_count = fields.Integer(compute="_compute_counts")
    linked_employer_count = fields.Integer(compute="_compute_counts")
    last_sync = fields.Datetime(readonly=True, copy=False)
    sync_bsn = fields.Boolean(
        "Fetch BSN",
        tracking=True,
        help="Fill the citizen service number of employees. Needs a right of its own"
        " at Loket.",
    )
    personal_policy = fields.Selection(
        POLICIES, "Personal Data", default="lead", required=True
    )
    private_contact_policy = fields.Selection(
        POLICIES, "Private Address and Contact", default="lead", required=True
    )
    work_contact_policy = fields.Selection(
        POLICIES, "Work Contact", default="fill", required=True
    )
    job_policy = fields.Selection(
        POLICIES, "Job and Department", default="lead", required=True
    )
    working_hours_policy = fields.Selection(
        POLICIES, "Working Hours", default="lead", required=True
    )
    wage_policy = fields.Selection(POLICIES, "Wage", default="lead", required=True)
    ended_policy = fields.Selection(
        [
            ("propose", "Propose the departure"),
            ("archive", "Archive the employee"),
            ("nothing", "Do nothing"),
        ],
        "Ended in Loket",
        default="propose",
        required=True,
        help="What to do with an employee whose employment ended in Loket.",
    )
    flexible_contract_ids = fields.One2many("loket.flexible.contract", "connection_id")
    run_ids = fields.One2many("loket.sync.run", "connection_id")

    @api.depends("environment")
    def _compute_addresses(self):
        for connection in self:
            if connection.environment in ADDRESSES:
                connection.api_url, connection.oauth_url = ADDRESSES[
                    connection.environment
                ]
            else:
                # A custom address is typed by the administrator.
                connection.api_url = connection.api_url or ""
                connection.oauth_url = connection.oauth_url or ""

    def _compute_client_secret(self):
        """Never hand the secret out: only tell whether there is one."""
        for connection in self:
            connection.client_secret = False
            connection.has_client_secret = bool(
                connection.sudo().client_secret_stored
            )

    def _inverse_client_secret(self):
        for connection in self:
            if connection.client_secret:
                connection.sudo().client_secret_stored = connection.client_secret

    def _compute_redirect_uri(self):
        for connection in self:
            connection.redirect_uri = f"{self.get_base_url()}/loket/oauth/callback"

    @api.depends("employer_ids.company_id")
    def _compute_counts(self):
        for connection in self:
            connection.employer_count = len(connection.employer_ids)
            connection.linked_employer_count = len(
                connection.employer_ids.filtered("company_id")
            )

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
            if not (url or "").startswith(("https://", "http://")):
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
                # Tokens belong to one client at one server.
                connection._forget_tokens()
        return res

    def _sign_in_key(self):
        return self.api_url, self.oauth_url, self.client_id

    def copy_data(self, default=None):
        return [
            {**vals, "name": self.env._("%s (copy)", connection.name)}
            for connection, vals in zip(
                self, super().copy_data(default), strict=True
            )
        ]

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
            "url": f"/loket/oauth/start/{self.id}",
            "target": "self",
        }

    def action_disconnect(self):
        """Forget the tokens: nothing is read from or sent to Loket any more."""
        self.check_access("write")
        self._forget_tokens()

    def _forget_tokens(self):
        self.env["loket.token"].sudo().search(
            [("connection_id", "in", self.ids)]
        ).unlink()
        self.sudo().write(
            {"state": "draft", "state_message": False, "signed_in_as": False}
        )

    def action_fetch_employers(self):
        """Read the venues that the signed-in user can see."""
        self.ensure_one()
        self.check_access("write")
        with self._loket_client() as client:
            employers = list(client.iter_employers())
        self.env["loket.employer"]._update_from_loket(self, employers)
        return self.action_view_employers()

    def action_view_employers(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Venues"),
            "res_model": "loket.employer",
            "view_mode": "list,form",
            "domain": [("connection_id", "=", self.id)],
            "context": {"default_connection_id": self.id},
        }

    def action_view_runs(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sync Runs"),
            "res_model": "loket.sync.run",
            "view_mode": "list,form",
            "domain": [("connection_id", "=", self.id)],
        }

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
        self.sudo().write({"state": "connected", "state_message": False})

    @contextmanager
    def _loket_client(self, raise_user_error=True):
        """Yield a client of this connection.

        Errors of the client become a ``UserError`` in the words of the person at the
        screen, unless ``raise_user_error`` is off (a run wants the error itself). A
        sign-in that Loket no longer accepts marks the connection.
        """
        self.ensure_one()
        token_model = self.env["loket.token"]
        client = LoketClient(
            Transport(
                self.sudo().api_url,
                lambda rejected=None: token_model._get_access_token(self, rejected),
                timeout=TIMEOUT,
            )
        )
        try:
            yield client
        except LoketError as error:
            if isinstance(error, LoketAuthError):
                self._mark_error(error)
            if raise_user_error:
                raise UserError(explain(self.env, error)) from error
            raise

    def _mark_error(self, error):
        """Show on the connection that somebody has to sign in again.

        In a transaction of its own: the caller's one is about to be rolled back. When
        a run holds the row, that run reports the error itself.
        """
        message = explain(self.env, error)
        with self.env.registry.cursor() as cr:
            connection_sudo = self.with_env(self.env(cr=cr, su=True)).exists()
            try:
                connection_sudo.lock_for_update(allow_referencing=True)
            except LockError:
                return
            connection_sudo._set_error(message)

    def _set_error(self, message):
        """Put the connection in error and ask the responsible person to sign in."""
        self.ensure_one()
        if self.state == "error" and self.state_message == message:
            return
        self.write({"state": "error", "state_message": message})
        self._schedule_once(
            "loket_connector.activity_sign_in",
            self.env._("Sign in at Loket again"),
            message,
        )

    def _schedule_once(self, activity_type, summary, note):
        """Schedule an activity for the responsible person unless one is open."""
        self.ensure_one()
        if self.activity_search([activity_type]):
            return
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            activity_type,
            summary=summary,
            note=note,
            user_id=(self.responsible_id or self.env.user).id,
        )
