# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..addresses import server_addresses
from ..services.message import Message

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
        default=lambda self: "custom" if server_addresses() else "production",
        tracking=True,
        help="Production is Loket itself, Acceptance its test environment. Custom is"
        " another server of the same API, such as the sandbox.",
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
    client_secret_proven = fields.Boolean(
        groups=fields.NO_ACCESS,
        copy=False,
        help="Loket accepted the secret: it never goes to another server.",
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
    state_message = Message(readonly=True, copy=False)
    signed_in_as = fields.Char(readonly=True, copy=False)
    responsible_id = fields.Many2one(
        "res.users",
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
    sync_photo = fields.Boolean(
        "Fetch Photos", help="Use the photo at Loket for the employee."
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

    def _compute_client_secret(self):
        """Never hand the secret out: only tell whether there is one."""
        for connection in self:
            connection.client_secret = False
            connection.has_client_secret = bool(connection.sudo().client_secret_stored)

    def _inverse_client_secret(self):
        for connection in self:
            if connection.client_secret:
                connection.sudo().write(
                    {
                        "client_secret_stored": connection.client_secret.strip(),
                        "client_secret_proven": False,
                    }
                )
                # What was typed must not come back with the saved form.
                connection.invalidate_recordset(["client_secret", "has_client_secret"])

    def _compute_redirect_uri(self):
        for connection in self:
            connection.redirect_uri = (
                f"{connection.get_base_url()}/loket/oauth/callback"
            )

    @api.depends("employer_ids.company_id")
    def _compute_counts(self):
        """Count the venues that the user may see."""
        counts = {
            connection: (venues, linked)
            for connection, venues, linked in self.env["loket.employer"]._read_group(
                [("connection_id", "in", self.ids)],
                ["connection_id"],
                ["__count", "company_id:count"],
            )
        }
        for connection in self:
            venues, linked = counts.get(connection, (0, 0))
            connection.employer_count = venues
            connection.linked_employer_count = linked

    @api.ondelete(at_uninstall=False)
    def _unlink_except_linked(self):
        """The mirror of a linked venue is what later syncs and exports go by."""
        linked = self.sudo().with_context(active_test=False).employer_ids
        for employer in linked.filtered("company_id")[:1]:
            raise UserError(
                self.env._(
                    "Venue %(venue)s of %(connection)s is linked to a company. Archive"
                    " the connection instead, or unlink its venues first.",
                    venue=employer.name,
                    connection=employer.connection_id.name,
                )
            )

    def copy_data(self, default=None):
        return [
            {**vals, "name": self.env._("%s (copy)", connection.name)}
            for connection, vals in zip(self, super().copy_data(default), strict=True)
        ]

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
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Venues"),
            "res_model": "loket.employer",
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            "domain": [("connection_id", "=", self.id)],
            "context": {
                "default_connection_id": self.id,
                "kanban_view_ref": "loket_connector.loket_employer_view_kanban_card",
            },
        }

    def action_view_runs(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sync Runs"),
            "res_model": "loket.sync.run",
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            "domain": [("connection_id", "=", self.id)],
        }
