# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .account_analytic_line_approval import APPROVER

EXPORT_STATES = [
    ("none", "Not for Loket"),
    ("to_export", "To export"),
    ("exported", "Exported"),
    ("changed", "Changed"),
    ("locked", "Locked"),
]
#: Those of work that Loket does not have yet, or not like this.
WAITING = ("to_export", "changed")
EXPORT_ISSUES = [
    ("not_approved", "Not approved"),
    ("not_in_loket", "Employee not in Loket"),
    ("no_employment", "No employment on the day"),
    ("ended", "Employment has ended"),
    ("no_payroll", "Employment outside the payroll"),
    ("period_approved", "Period approved, decide"),
    ("paid", "Paid without Odoo"),
    ("below_zero", "Correction below zero"),
    ("paid_elsewhere", "Paid in another administration"),
    ("no_component", "Wage code without component"),
    ("by_rule", "Left out by rule"),
    ("zero", "Total is zero"),
]
LATE_CHOICES = [
    ("correct", "Pay as a correction"),
    ("paid", "Paid without Odoo"),
]


class LoketAllowance(models.Model):
    """An allowance of one employee on one day: travel, on-call duty, a tool."""

    _name = "loket.allowance"
    _inherit = "loket.part.mixin"
    _description = "Allowance"
    _order = "date desc, id desc"
    _rec_name = "wage_code_id"

    employee_id = fields.Many2one(
        "hr.employee",
        compute="_compute_from_timesheet",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index=True,
    )
    user_id = fields.Many2one(related="employee_id.user_id", store=True)
    company_id = fields.Many2one(related="employee_id.company_id", store=True)
    date = fields.Date(
        compute="_compute_from_timesheet",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index=True,
    )
    wage_code_id = fields.Many2one(
        "loket.wage.code",
        "Allowance",
        required=True,
        domain="[('code_type', '=', 'allowance')]",
        ondelete="restrict",
        default=lambda self: self._default_wage_code_id(),
    )
    quantity = fields.Float(
        default=1.0,
        required=True,
        digits=(16, 4),
        help="A number of pieces or an amount, as the payroll component wants it.",
    )
    timesheet_id = fields.Many2one(
        "account.analytic.line",
        "Timesheet Line",
        ondelete="cascade",
        index="btree_not_null",
        domain="[('project_id', '!=', False), ('employee_id', '=', employee_id)]",
    )
    note = fields.Char()
    approved = fields.Boolean(copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    is_closed = fields.Boolean(
        compute="_compute_is_closed",
        help="It was paid, or somebody else approved it.",
    )
    export_state = fields.Selection(
        EXPORT_STATES,
        "Loket",
        default="none",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    export_issue = fields.Selection(
        EXPORT_ISSUES, "Not Exported Because", readonly=True, copy=False
    )
    exported_on = fields.Datetime(readonly=True, copy=False)
    exported_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    export_period_id = fields.Many2one(
        "loket.payroll.period", "Payroll Period", readonly=True, copy=False
    )

    @api.model
    def _default_wage_code_id(self):
        return self.env["loket.wage.code"].search(
            [("code_type", "=", "allowance")],
            order="is_default DESC, sequence, id",
            limit=1,
        )

    @api.depends("timesheet_id.employee_id", "timesheet_id.date")
    def _compute_from_timesheet(self):
        """An allowance of a line is of the line's person and day."""
        for allowance in self:
            line = allowance.timesheet_id
            if not allowance.id and line._origin:
                # A form can ask about any line: it is told what its user may read.
                line = line._origin.sudo(False)._filtered_access("read").sudo()
            allowance.employee_id = (
                line.employee_id or allowance.employee_id or self.env.user.employee_id
            )
            allowance.date = (
                line.date or allowance.date or fields.Date.context_today(allowance)
            )

    @api.constrains("wage_code_id")
    def _check_wage_code(self):
        self.wage_code_id._check_kind("allowance")

    @api.constrains("timesheet_id", "employee_id", "date")
    def _check_timesheet(self):
        """Who approves a line approves its allowances: they are of the same person."""
        for allowance in self.sudo():
            line = allowance.timesheet_id
            if line and (line.employee_id, line.date) != (
                allowance.employee_id,
                allowance.date,
            ):
                raise ValidationError(
                    self.env._(
                        "An allowance of a timesheet line has its employee and its day:"
                        " for %(employee)s on %(date)s leave the line empty.",
                        employee=allowance.employee_id.name,
                        date=allowance.date,
                    )
                )

    @api.depends("approved", "export_state", "user_id")
    @api.depends_context("uid")
    def _compute_is_closed(self):
        for allowance in self:
            allowance.is_closed = allowance.export_state == "locked" or (
                allowance.approved and not allowance._may_approve()
            )

    @api.model_create_multi
    def create(self, vals_list):
        if any(self._system_fields() & vals.keys() for vals in vals_list):
            self._refuse_system_fields()
        if not self.env.su:
            # Said outright: a default of the user would come in otherwise.
            start = dict.fromkeys(self._system_fields(), False)
            start |= {"export_state": "none"}
            vals_list = [start | vals for vals in vals_list]
        allowances = super().create(vals_list)
        approved = allowances.filtered("approved")
        approved._check_approver()
        approved.sudo().approved_by_id = self.env.user
        approved._refresh_states()
        return allowances

    def write(self, vals):
        if self._system_fields() & vals.keys():
            self._refuse_system_fields()
        if "approved" in vals:
            self._check_approver()
            vals = {
                **vals,
                "approved_by_id": self.env.uid if vals["approved"] else False,
            }
        moved = {"employee_id", "timesheet_id"} & vals.keys()
        if moved or {"date", "wage_code_id", "quantity"} & vals.keys():
            self._check_open()
        if "approved" in vals and not vals["approved"]:
            # It may be given again when it was reset too late: nothing changes then.
            self._check_not_paid()
        res = super().write(vals)
        if moved:
            self.filtered("approved")._check_approver()
        if moved or {"date", "wage_code_id", "quantity"} & vals.keys():
            self._stamp_approval()
        self._refresh_states()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_paid(self):
        self._check_open()

    def action_approve(self):
        """Approve allowances, so that they may leave for Loket."""
        return self._set_approved(True)

    def action_reset_approval(self):
        return self._set_approved(False)

    def _set_approved(self, approved):
        changed = self.filtered(lambda allowance: allowance.approved != approved)
        if changed:
            changed.write({"approved": approved})
        return True

    @api.model
    def _loket_approved_domain(self):
        """Hook: which allowances may leave for Loket."""
        domain = Domain("approved", "=", True)
        if "validated" not in self.env["account.analytic.line"]._fields:
            return domain
        return domain | (
            Domain("company_id.loket_approval_source", "=", "validated")
            & Domain("timesheet_id.validated", "=", True)
        )

    def _system_fields(self):
        return {
            "approved_by_id",
            "export_state",
            "export_issue",
            "exported_on",
            "exported_by_id",
            "export_period_id",
            "late_choice",
            "was_left_out",
        }

    def _refuse_system_fields(self):
        if not self.env.su:
            raise AccessError(
                self.env._("Only the export to Loket can change its own fields.")
            )

    def _refresh_states(self):
        known = self.sudo().filtered(
            lambda allowance: allowance.approved or allowance.export_state != "none"
        )
        if known:
            self.env["loket.export.gatherer"].sudo()._refresh_states((), known.ids)

    def _may_approve(self):
        self.ensure_one()
        if self.env.su:
            return True
        allowance_sudo = self.sudo()
        return self.env.user.has_group(APPROVER) and (
            allowance_sudo.user_id != self.env.user
            or allowance_sudo.company_id.loket_own_approval
        )

    def _stamp_approval(self):
        """The approval is of who saw the allowance as it is."""
        stale = self.filtered(lambda a: a.approved and a.approved_by_id.id != a.env.uid)
        if stale and not self.env.su:
            stale.sudo().approved_by_id = self.env.uid

    def _check_approver(self):
        if any(not allowance._may_approve() for allowance in self):
            raise AccessError(
                self.env._(
                    "Only people who approve timesheets can approve allowances, and"
                    " not their own ones."
                )
            )

    def _check_not_paid(self):
        mine = self.sudo()
        if (
            "locked" in mine.mapped("export_state")
            or "approved" in mine.export_period_id.mapped("state")
            or self.env["loket.export.booking"]._get_runs("allowance_id", mine)
        ):
            raise UserError(
                self.env._(
                    "The payroll run is approved, so this allowance is locked. Correct"
                    " it with a new one: it goes into the next open period."
                )
            )

    def _check_open(self):
        """Refuse for what was paid, and for what somebody else approved."""
        self._check_not_paid()
        if any(a.sudo().approved and not a._may_approve() for a in self):
            raise UserError(
                self.env._(
                    "This allowance is approved. Ask somebody who approves timesheets"
                    " to reset the approval first."
                )
            )
