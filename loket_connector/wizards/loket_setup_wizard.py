# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..addresses import ADDRESSES, server_addresses
from ..services.message import Message, reason

STEPS = [
    ("start", "What you need"),
    ("sign_in", "Sign in"),
    ("venues", "Venues"),
    ("rights", "Rights"),
    ("wage_codes", "Wage codes"),
    ("sync", "First sync"),
    ("done", "Done"),
]
#: What stands on the connection and is filled in here.
SIGN_IN = ("environment", "api_url", "oauth_url", "client_id", "client_secret")


class LoketSetupWizard(models.Model):
    """The guided set-up of a connection, from nothing to the first sync.

    Not transient: signing in leaves Odoo, rights may take the payroll administrator a
    week. Everything that is filled in stands on the connection and its venues, so
    leaving, going back and coming back lose nothing.
    """

    _name = "loket.setup.wizard"
    _description = "Loket Guided Set-up"
    _order = "id desc"

    connection_id = fields.Many2one(
        "loket.connection", required=True, readonly=True, ondelete="cascade"
    )
    step = fields.Selection(STEPS, default="start", required=True, readonly=True)
    problem = Message(readonly=True)
    missing = fields.Text("Still Missing", compute="_compute_missing")
    environment = fields.Selection(
        lambda self: (
            self.env["loket.connection"]
            ._fields["environment"]
            ._description_selection(self.env)
        ),
        compute="_compute_sign_in",
        readonly=False,
        required=True,
    )
    api_url = fields.Char("API Address", compute="_compute_sign_in", readonly=False)
    oauth_url = fields.Char(
        "Sign-in Address", compute="_compute_sign_in", readonly=False
    )
    client_id = fields.Char("Client ID", compute="_compute_sign_in", readonly=False)
    client_secret = fields.Char(
        compute="_compute_sign_in",
        readonly=False,
        help="Type it once; it is stored and never shown again.",
    )
    has_client_secret = fields.Boolean(compute="_compute_sign_in")
    redirect_uri = fields.Char(related="connection_id.redirect_uri")
    rights_needed = fields.Html(compute="_compute_rights_needed")
    connection_state = fields.Selection(
        related="connection_id.state", string="Sign-in State"
    )
    state_message = Message(related="connection_id.state_message")
    signed_in_as = fields.Char(related="connection_id.signed_in_as")

    _connection_uniq = models.UniqueIndex(
        "(connection_id)", "There is a guided set-up for this connection already."
    )

    @api.depends("step")
    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = self.env._("Guided Set-up")

    @api.depends(
        "connection_id.environment",
        "connection_id.api_url",
        "connection_id.oauth_url",
        "connection_id.client_id",
    )
    def _compute_sign_in(self):
        for wizard in self:
            connection = wizard._everywhere().connection_id
            wizard.environment = connection.environment
            wizard.api_url = connection.api_url
            wizard.oauth_url = connection.oauth_url
            wizard.client_id = connection.client_id
            wizard.client_secret = False
            wizard.has_client_secret = connection.has_client_secret

    @api.onchange("environment")
    def _onchange_environment(self):
        """The addresses of Loket are known; those of another server are typed."""
        if self.environment in ADDRESSES:
            self.api_url, self.oauth_url = ADDRESSES[self.environment]
        elif (self.api_url, self.oauth_url) in ADDRESSES.values():
            self.api_url, self.oauth_url = server_addresses() or (False, False)

    @api.depends("step")
    def _compute_rights_needed(self):
        """List the rights by the names that the payroll administrator knows."""
        rights = self.env["loket.right"].search(Domain.TRUE)
        features = dict(rights._fields["feature"]._description_selection(self.env))
        rows = [
            (name, ", ".join(dict.fromkeys(features[r.feature] for r in group)))
            for name, group in rights.grouped("name").items()
        ]
        html = Markup("<ul class='mb-0'>%s</ul>") % Markup().join(
            Markup("<li><b>%s</b> <span class='text-muted'>– %s</span></li>") % row
            for row in rows
        )
        for wizard in self:
            wizard.rights_needed = html

    @api.depends("step", "connection_id.employer_ids.company_id", *SIGN_IN)
    def _compute_missing(self):
        for wizard in self:
            blocking, advice = wizard._check_step()
            wizard.missing = "\n".join(blocking + advice) or False

    def write(self, vals):
        """Store what is the connection's on the connection, all at once.

        An address is only right together with its environment, so these fields have
        no inverse of their own.
        """
        typed = {name: vals[name] for name in SIGN_IN if name in vals}
        res = super().write({k: v for k, v in vals.items() if k not in typed})
        if typed:
            for wizard in self._everywhere():
                wizard.connection_id.write(wizard._prepare_connection_vals(typed))
            # What was typed must not come back with the saved form.
            self.invalidate_recordset([*SIGN_IN, "has_client_secret"])
        return res

    def _prepare_connection_vals(self, typed):
        vals = {name: (value or "").strip() for name, value in typed.items()}
        environment = vals.get("environment", self.connection_id.environment)
        if environment != "custom":
            # They follow from the environment.
            vals.pop("api_url", None)
            vals.pop("oauth_url", None)
        if not vals.get("client_secret"):
            vals.pop("client_secret", None)
        return vals

    @api.model
    def action_start(self):
        """Open the guided set-up: the one that was left, or a new one."""
        self.check_access("create")
        return self.browse(self._get_open().id)._open_action()

    @api.model
    def _get_open(self):
        """Return the set-up that is not finished, else the last one, else a new one."""
        wizards = self._everywhere()
        used = Domain("connection_id.active", "=", True)
        return (
            wizards.search(used & Domain("step", "!=", "done"), limit=1)
            or wizards.search(used, limit=1)
            or self._for(self._a_connection())
        )

    @api.model
    def _for(self, connection):
        """Return the guided set-up of a connection."""
        found = self.search([("connection_id", "=", connection.id)], limit=1)
        return found or self.create({"connection_id": connection.id})

    @api.model
    def _a_connection(self):
        """Return one that nobody signed in on yet, else any, else a new one."""
        connections = self._everywhere().env["loket.connection"]
        # One that other companies use too is theirs as well to change.
        found = connections.search(Domain.TRUE)._filtered_access("write")
        unused = found.filtered(lambda connection: connection.state == "draft")
        return unused[:1] or found[:1] or connections.create({})

    def action_start_another(self):
        """Set up a second sign-in at Loket, for another payroll office for instance."""
        self.check_access("create")
        name = self.env._("Loket (%(count)s)", count=self.search_count([]) + 1)
        connection = self.env["loket.connection"].create({"name": name})
        return self._for(connection)._open_action()

    @api.model
    def _everywhere(self):
        """Work in all companies of the user: venues are linked to any of them."""
        return self.with_context(allowed_company_ids=self.env.user.company_ids.ids)

    def _open_action(self):
        """Return the action that shows this set-up where it was left."""
        self.ensure_one()
        self._catch_up()
        if self._linked_companies() - self.env.companies:
            return self._restart_action()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Guided Set-up"),
            "path": "loket-set-up",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "main",
        }

    @api.model
    def _restart_action(self):
        """Start the web client anew, with the companies of the venues."""
        return {"type": "ir.actions.act_url", "url": "/loket/set-up", "target": "self"}

    @api.model
    def _linked_companies(self):
        """Return the companies that venues of these (or all) set-ups are linked to."""
        wizards = self or self._everywhere().search(Domain.TRUE)
        return (
            wizards.sudo().connection_id.employer_ids.company_id.with_env(self.env)
            & self.env.user.company_ids
        )

    def _catch_up(self):
        """Come back from the sign-in page into the next step."""
        if self.step == "sign_in" and self.connection_state == "connected":
            self._enter("venues")

    def action_next(self):
        """Go on, once nothing that is needed for it is missing."""
        self.ensure_one()
        self.check_access("write")
        blocking, _advice = self._check_step()
        if blocking:
            raise UserError("\n".join(blocking))
        self._enter(self._neighbour(1))
        return self._open_action()

    def action_back(self):
        """Go back one step; nothing is undone."""
        self.ensure_one()
        self.check_access("write")
        self.write({"step": self._neighbour(-1), "problem": False})
        return False

    def _neighbour(self, distance):
        names = [name for name, _label in STEPS]
        position = names.index(self.step) + distance
        return names[min(max(position, 0), len(names) - 1)]

    def _enter(self, step):
        """Show a step; what it has to read at Loket is read now.

        A failure is shown in the step, which has a button to try again.
        """
        self.ensure_one()
        self.write({"step": step, "problem": False})
        prepare = getattr(self._everywhere(), f"_prepare_{step}", None)
        if not prepare:
            return
        try:
            with self.env.cr.savepoint():
                prepare()
        except UserError as error:
            self.problem = reason(error)

    def action_retry(self):
        """Do again what the step does when it is entered."""
        self.ensure_one()
        self.check_access("write")
        self._enter(self.step)
        return False
