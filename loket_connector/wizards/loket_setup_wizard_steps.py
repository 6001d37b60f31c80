# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class LoketSetupWizard(models.Model):
    """What each step of the guided set-up reads, checks and offers."""

    _inherit = "loket.setup.wizard"

    venue_search = fields.Char(
        "Search Venues", help="Name, place, number, or a Werkgever ID to paste."
    )
    venue_ids = fields.Many2many(
        "loket.employer", string="Venues", compute="_compute_venue_ids"
    )
    venue_count = fields.Integer(compute="_compute_linked")
    suggestion_count = fields.Integer(compute="_compute_linked")
    linked_ids = fields.Many2many(
        "loket.employer", string="Linked Venues", compute="_compute_linked"
    )
    administration_ids = fields.Many2many(
        "loket.payroll.administration",
        string="Payroll Administrations",
        compute="_compute_administration_ids",
    )
    run_ids = fields.Many2many(
        "loket.sync.run", string="Last Runs", compute="_compute_run_ids"
    )
    is_synced = fields.Boolean(compute="_compute_run_ids")
    is_lacking_rights = fields.Boolean(compute="_compute_is_lacking_rights")
    wage_code_suggestion_count = fields.Integer(
        compute="_compute_wage_code_suggestion_count"
    )

    @api.depends("venue_search", "connection_id.employer_ids.company_id")
    def _compute_venue_ids(self):
        employers = self.env["loket.employer"]
        for wizard in self:
            domain = fields.Domain("connection_id", "=", wizard.connection_id.id)
            if text := (wizard.venue_search or "").strip():
                names = (
                    *("name", "city", "loket_id", "employer_number_text"),
                    "chamber_of_commerce_number",
                )
                domain &= fields.Domain.OR(
                    [fields.Domain(name, "ilike", text) for name in names]
                )
            wizard.venue_ids = employers.search(domain)

    @api.depends("connection_id.employer_ids.company_id")
    def _compute_linked(self):
        employers = self.env["loket.employer"]
        for wizard in self:
            venues = employers.search([("connection_id", "=", wizard.connection_id.id)])
            wizard.venue_count = len(venues)
            wizard.linked_ids = venues.filtered("company_id")
            wizard.suggestion_count = len(venues.filtered("suggested_company_id"))

    @api.depends("linked_ids", "step")
    def _compute_administration_ids(self):
        for wizard in self:
            wizard.administration_ids = wizard.linked_ids.administration_ids.filtered(
                lambda administration: administration.period_type
            )

    @api.depends("linked_ids", "step")
    def _compute_run_ids(self):
        runs = self.env["loket.sync.run"]
        for wizard in self:
            # Of years of nights the last one of each venue is enough.
            domain = fields.Domain("employer_id", "in", wizard.linked_ids.ids)
            last = runs._read_group(domain, ["employer_id"], ["id:max"])
            wizard.run_ids = runs.browse(
                sorted((run_id for _venue, run_id in last), reverse=True)
            )
            domain &= fields.Domain("state", "=", "done")
            domain &= fields.Domain("mode", "!=", "preview")
            wizard.is_synced = bool(runs.search_count(domain, limit=1))

    @api.depends("linked_ids", "step")
    def _compute_is_lacking_rights(self):
        for wizard in self:
            wizard.is_lacking_rights = bool(wizard.linked_ids.missing_right_ids)

    @api.depends("administration_ids", "step")
    def _compute_wage_code_suggestion_count(self):
        for wizard in self:
            wizard.wage_code_suggestion_count = sum(
                len(administration._suggest_mappings())
                for administration in wizard.administration_ids
            )

    def _check_step(self):
        """Return ``(blocking, advice)``: what is missing in the present step."""
        check = getattr(self._everywhere(), f"_check_{self.step}", None)
        return check() if check else ([], [])

    def _check_start(self):
        blocking = []
        if self.environment == "custom" and not (self.api_url and self.oauth_url):
            blocking.append(self.env._("Fill in both addresses of the server."))
        if not self.client_id:
            blocking.append(self.env._("Fill in the client ID that Loket gave you."))
        if not (self.has_client_secret or self.client_secret):
            blocking.append(
                self.env._("Fill in the client secret that Loket gave you.")
            )
        return blocking, []

    def _check_sign_in(self):
        if self.connection_id.state == "connected":
            return [], []
        return [self.env._("Sign in at Loket: press the button above.")], []

    def _prepare_venues(self):
        if not self.venue_count:
            self.action_fetch_venues()

    def _check_venues(self):
        if not self.venue_count:
            return [
                self.env._(
                    "Loket shows no venues to this user. Ask the payroll administrator"
                    " to give the user access to the employer, and fetch them again."
                )
            ], []
        if not self.linked_ids:
            return [self.env._("Link at least one venue to a company.")], []
        return [], []

    def _prepare_rights(self):
        self.linked_ids.action_check_rights()

    def _check_rights(self):
        unknown = self.linked_ids.filtered(lambda e: e.rights_state == "unknown")
        lacking = self.linked_ids.filtered(lambda e: e.rights_state == "missing")
        advice = []
        if unknown:
            advice.append(self.env._("Not every venue was checked. Check again."))
        if lacking:
            advice.append(
                self.env._(
                    "Rights that the connection cannot do without are missing at"
                    " “%(venues)s”. Ask for them with the message that is ready; you"
                    " can go on, or come back here when they were given.",
                    venues="”, “".join(lacking.mapped("name")),
                )
            )
        return [], advice

    def _prepare_wage_codes(self):
        self.linked_ids.action_fetch_payroll_setup()

    def _check_wage_codes(self):
        if not self.administration_ids:
            return [], [
                self.env._(
                    "No payroll administration is known yet, so nothing can be sent."
                    " People and contracts can be synced all the same."
                )
            ]
        return [], [
            self.env._(
                "%(administration)s has no component yet for: “%(codes)s”.",
                administration=administration.display_name,
                codes="”, “".join(administration.missing_wage_code_ids.mapped("name")),
            )
            for administration in self.administration_ids
            if administration.missing_wage_code_ids
        ]

    def _check_sync(self):
        if self.is_synced:
            return [], []
        return [
            self.env._("Sync once: press “Sync Now”. A preview changes nothing.")
        ], []

    def action_sign_in(self):
        """Go to Loket; the browser comes back into the next step."""
        self.ensure_one()
        self.check_access("write")
        blocking, _advice = self._check_start()
        if blocking:
            raise UserError("\n".join(blocking))
        return {
            "type": "ir.actions.act_url",
            "url": self._everywhere().connection_id._sign_in_url("/loket/set-up"),
            "target": "self",
        }

    def action_fetch_venues(self):
        """Read the venues at Loket again."""
        self.ensure_one()
        self.check_access("write")
        self._everywhere().connection_id.action_fetch_employers()
        return False

    def action_link_suggested(self):
        """Link every venue for which exactly one company fits."""
        self.ensure_one()
        self.check_access("write")
        venues = self.env["loket.employer"].search(
            [("connection_id", "=", self.connection_id.id)]
        )
        venues.filtered("suggested_company_id").action_link_suggested()
        return self._open_action()

    def action_accept_suggestions(self):
        """Take the suggested component of every wage code that has none."""
        self.ensure_one()
        self.check_access("write")
        for administration in self._everywhere().administration_ids:
            administration._map(administration._suggest_mappings())
        return False

    def action_preview(self):
        """Show what the first sync would do."""
        return self._run("preview")

    def action_sync(self):
        """Bring people and contracts into Odoo."""
        return self._run("manual")

    def _run(self, mode):
        self.ensure_one()
        self.check_access("write")
        self._everywhere().linked_ids._sync(mode)
        return False

    def action_finish(self):
        """Close the set-up and show what comes next."""
        self.ensure_one()
        self.check_access("write")
        blocking, _advice = self._check_step()
        if blocking:
            raise UserError("\n".join(blocking))
        self.step = "done"
        return self._open_action()

    def action_overview(self):
        """Show how every venue is doing."""
        self.check_access("read")
        return self.env["ir.actions.act_window"]._for_xml_id(
            "loket_connector.loket_employer_action_overview"
        )
