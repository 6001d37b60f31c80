# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mail import email_normalize_all

from .loket_export_rule import CODE_TYPES, CONTRACT_KINDS, NOT_BY_DEFAULT


class LoketEmployer(models.Model):
    _inherit = "loket.employer"

    export_rule_ids = fields.One2many("loket.export.rule", "employer_id")
    cost_center_ids = fields.One2many("loket.cost.center", "employer_id")
    export_method = fields.Selection(
        [("api", "Through the API"), ("file", "As a file")],
        default="api",
        required=True,
        help="As a file: nothing is read from or sent to Loket; the totals are"
        " downloaded in Loket's import layout.",
    )
    export_nightly = fields.Boolean(
        help="Prepare the open periods every night and send them when there is no"
        " problem.",
    )
    ready_emails = fields.Char(
        "Salary Administrator",
        help="E-mail addresses, separated by commas, that Loket tells when a period"
        " is ready.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        employers = super().create(vals_list)
        employers._add_export_rules()
        return employers

    def write(self, vals):
        res = super().write(vals)
        if "export_method" in vals:
            # What was prepared for the other way cannot be sent this way.
            exports = self.env["loket.export"].sudo()
            exports.search(
                [("employer_id", "in", self.ids), ("state", "=", "ready")]
            ).state = "draft"
        return res

    def action_mail_rights(self):
        """Also fill in the salary administrator, where Odoo knows the address."""
        action = super().action_mail_rights()
        emails = email_normalize_all(self.ready_emails or "")
        partners = self.env["mail.thread"]._partner_find_from_emails_single(
            emails, no_create=True
        )
        action["context"]["default_partner_ids"] = partners.ids
        return action

    @api.ondelete(at_uninstall=False)
    def _unlink_except_exported(self):
        """The exports of a venue go along with it, also what was sent."""
        export = (
            self.env["loket.export"]
            .sudo()
            .search(
                [("employer_id", "in", self.ids), ("sent_on", "!=", False)], limit=1
            )
        )
        if export:
            raise UserError(
                self.env._(
                    "Hours of venue %(venue)s were sent to Loket. Archive the venue, or"
                    " its connection, instead: this is the record of what people are"
                    " paid.",
                    venue=export.employer_id.name,
                )
            )

    def _add_export_rules(self):
        """Create the rules that are missing, with what is usual for each."""
        rules = self.env["loket.export.rule"].sudo()
        known = {
            (rule.employer_id.id, rule.contract_kind, rule.code_type)
            for rule in rules.search([("employer_id", "in", self.ids)])
        }
        rules.create(
            [
                {
                    "employer_id": employer.id,
                    "contract_kind": kind,
                    "code_type": code_type,
                    "exported": (kind, code_type) not in NOT_BY_DEFAULT,
                }
                for employer in self
                for kind, _kind_name in CONTRACT_KINDS
                for code_type, _type_name in CODE_TYPES
                if (employer.id, kind, code_type) not in known
            ]
        )
