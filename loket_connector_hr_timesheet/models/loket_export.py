# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from odoo.addons.loket_connector.services.message import Message, refusal

from .loket_export_line import IN_LOKET

_lt = LazyTranslate(__name__)

EXPORT_STATES = [
    ("draft", "Draft"),
    ("ready", "Ready"),
    ("sending", "Sending"),
    ("partial", "Partly done"),
    ("failed", "Failed"),
    ("done", "Done"),
]


class LoketExport(models.Model):
    """One period of one administration: prepare, look, send, as often as needed."""

    _name = "loket.export"
    _description = "Loket Export"
    _inherit = ["mail.thread", "mail.activity.mixin", "loket.part.mixin"]
    _order = "id desc"
    _check_company_auto = True

    administration_id = fields.Many2one(
        "loket.payroll.administration", required=True, ondelete="cascade", index=True
    )
    employer_id = fields.Many2one(
        related="administration_id.employer_id", string="Venue", store=True, index=True
    )
    company_id = fields.Many2one(
        related="administration_id.company_id", store=True, index=True
    )
    export_method = fields.Selection(related="employer_id.export_method")
    period_id = fields.Many2one(
        "loket.payroll.period",
        required=True,
        ondelete="cascade",
        index=True,
        domain="[('administration_id', '=', administration_id)]",
    )
    period_name = fields.Char(
        related="period_id.name", store=True, string="Period Name"
    )
    period_state = fields.Selection(related="period_id.state", string="Payroll Run")
    date_start = fields.Date(related="period_id.date_start", store=True)
    date_end = fields.Date(related="period_id.date_end", store=True)
    state = fields.Selection(
        EXPORT_STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    message = Message(readonly=True, copy=False)
    line_ids = fields.One2many("loket.export.line", "export_id", readonly=True)
    problem_ids = fields.One2many("loket.export.problem", "export_id", readonly=True)
    prepared_on = fields.Datetime(readonly=True, copy=False)
    prepared_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    sent_on = fields.Datetime(readonly=True, copy=False)
    sent_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    verified_on = fields.Datetime(readonly=True, copy=False)
    line_count = fields.Integer("Values", compute="_compute_counts")
    employee_count = fields.Integer("People", compute="_compute_counts")
    to_send_count = fields.Integer("To Send", compute="_compute_counts")
    verified_count = fields.Integer("In Loket", compute="_compute_counts")
    foreign_count = fields.Integer("Changed in Loket", compute="_compute_counts")
    warning_count = fields.Integer("Problems", compute="_compute_warning_count")
    is_interrupted = fields.Boolean(
        compute="_compute_is_interrupted",
        help="Something was sent and Loket's answer never came.",
    )

    @api.depends("administration_id", "period_id")
    def _compute_display_name(self):
        for export in self:
            export.display_name = " ".join(
                name
                for name in (
                    export.administration_id.display_name,
                    export.period_id.display_name,
                )
                if name
            )

    @api.depends("line_ids.state", "line_ids.overwrite")
    def _compute_counts(self):
        lines = self.env["loket.export.line"]
        domain = Domain("export_id", "in", self.ids)
        totals = {
            "line_count": domain,
            "employee_count": domain,
            "to_send_count": domain & lines._sendable_domain(),
            "verified_count": domain & Domain("state", "in", IN_LOKET),
            "foreign_count": domain & lines._foreign_domain(),
        }
        for name, counted in totals.items():
            what = "employment_id:count_distinct"
            groups = lines._read_group(
                counted,
                ["export_id"],
                [what if name == "employee_count" else "__count"],
            )
            counts = {export.id: count for export, count in groups}
            for export in self:
                export[name] = counts.get(export.id, 0)

    @api.depends("problem_ids.severity")
    def _compute_warning_count(self):
        for export in self:
            export.warning_count = len(
                export.problem_ids.filtered(lambda p: p.severity != "info")
            )

    def _compute_is_interrupted(self):
        for export in self:
            export.is_interrupted = bool(
                export.period_id
                and self.env["loket.export.ledger"]
                .sudo()
                ._has_pending(export.period_id)
            )

    @api.constrains("administration_id", "period_id")
    def _check_period(self):
        for export in self:
            if export.period_id.administration_id != export.administration_id:
                raise ValidationError(
                    self.env._(
                        "Period %(period)s is not a period of “%(administration)s”.",
                        period=export.period_id.display_name,
                        administration=export.administration_id.display_name,
                    )
                )
            if not export.sudo().company_id:
                raise ValidationError(
                    self.env._(
                        "Venue %(venue)s is not linked to a company yet.",
                        venue=export.sudo().employer_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if any(export.sent_on for export in self):
            raise UserError(
                self.env._(
                    "What was sent to Loket is not deleted here: it is the record of"
                    " what people are paid."
                )
            )

    def action_prepare(self):
        """Total the approved work and show what Loket has and what it will get."""
        self._check_loket_user()
        preparer = self.env["loket.export.preparer"].sudo()
        for export in self._one_by_one():
            preparer._prepare(export.sudo())
        return True  # None does not travel over XML-RPC

    def _one_by_one(self):
        """Yield the exports alone: reading the lines of one reads no other ones."""
        for export in self:
            yield export.with_prefetch()

    def action_csv(self):
        """Download the totals in Loket's import layout."""
        self.ensure_one()
        self._check_loket_user()
        if self.state == "draft":
            self.action_prepare()
        attachment = self.sudo()._attach_file()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "download",
        }

    def action_overwrite(self):
        """Allow the next send to overwrite what somebody changed in Loket."""
        return self.line_ids.action_overwrite()

    def action_view_lines(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "loket.export.line",
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            "domain": [("export_id", "=", self.id)],
            "name": self.env._("Values"),
        }

    def action_period_ready(self):
        """Ask whom to tell that the period is complete."""
        self.ensure_one()
        self._check_loket_user()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Period Ready"),
            "res_model": "loket.period.ready",
            "view_mode": "form",
            "target": "new",
            "context": {"default_export_id": self.id},
        }

    def _check_loket_user(self):
        """A public method can be called by anybody: refuse who may not export."""
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group(
            "loket_connector.group_loket_user"
        ):
            raise refusal(
                self.env,
                _lt("Ask a Loket user of your company to export to Loket."),
                AccessError,
            )

    @api.model
    def _get_or_create(self, period):
        """Return the export to go on with for a period."""
        export = self.search([("period_id", "=", period.id)], limit=1)
        return export or self.create(
            {
                "administration_id": period.administration_id.id,
                "period_id": period.id,
            }
        )

    @api.model
    def _to_decimal(self, number):
        """Return a stored number as it is written: at most four decimals."""
        return Decimal(f"{number or 0:.4f}").normalize() + 0
