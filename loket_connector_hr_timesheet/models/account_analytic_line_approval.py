# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.loket_connector.services.notification import notification

APPROVER = "hr_timesheet.group_hr_timesheet_approver"


class AccountAnalyticLine(models.Model):
    """Who may say that hours are right."""

    _inherit = "account.analytic.line"

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get("default_loket_approved")
        approved = [bool(vals.get("loket_approved", default)) for vals in vals_list]
        now = fields.Datetime.now()
        for vals, is_approved in zip(vals_list, approved, strict=True):
            if is_approved:
                vals["loket_approved_by_id"] = self.env.uid
                vals["loket_approved_on"] = now
        lines = super().create(vals_list)
        done = lines.filtered("loket_approved")
        done._loket_check_approver()
        done._loket_refresh_states()
        return lines

    def write(self, vals):
        if "loket_approved" in vals:
            self._loket_check_approver()
            vals = {**vals, **self._prepare_loket_approval_vals(vals)}
        res = super().write(vals)
        if {"employee_id", "user_id"} & vals.keys():
            # Approved hours of somebody else do not become one's own, nor allowances.
            self.filtered("loket_approved")._loket_check_approver()
            allowances = self.sudo().loket_allowance_ids.sudo(self.env.su)
            allowances.filtered("approved")._check_approver()
        if not self.env.su and self._loket_worth_fields() & vals.keys():
            # The approval is of who saw the hours as they are.
            stamp = self._prepare_loket_approval_vals({"loket_approved": True})
            self.filtered("loket_approved").sudo().write(stamp)
        return res

    @api.model
    def _loket_worth_fields(self):
        """Hook: what an approval is about."""
        return self._loket_protected_fields() - {"name", "user_id", "loket_approved"}

    def _prepare_loket_approval_vals(self, vals):
        if not vals["loket_approved"]:
            return {"loket_approved_by_id": False, "loket_approved_on": False}
        return {
            "loket_approved_by_id": self.env.uid,
            "loket_approved_on": fields.Datetime.now(),
        }

    def action_loket_approve(self):
        """Approve lines, so that their hours may leave for Loket."""
        self._loket_check_own_source()
        # Odoo lets nobody write to what time off wrote, and it needs no approval here.
        worked = self.filtered_domain(self._loket_timesheet_domain())
        lines = worked.filtered(lambda line: not line.loket_approved)
        lines._loket_check_approver()
        lines.write({"loket_approved": True})
        lines.sudo().loket_allowance_ids._set_approved(True)
        return notification(
            self.env._("Timesheet lines approved: %(count)s", count=len(lines))
        )

    def action_loket_reset_approval(self):
        """Take the approval back; what is exported disappears with the next export."""
        self._loket_check_own_source()
        lines = self.filtered("loket_approved")
        lines._loket_check_approver()
        lines.write({"loket_approved": False})
        lines.sudo().loket_allowance_ids._set_approved(False)
        return notification(
            self.env._("Approval of %(count)s timesheet lines reset", count=len(lines))
        )

    def _loket_check_own_source(self):
        """The button is of no use where another approval counts."""
        companies = self.sudo().employee_id.company_id
        if "validated" in self._fields and any(
            company.loket_approval_source == "validated" for company in companies
        ):
            raise UserError(
                self.env._(
                    "Your company lets the validation of timesheets decide what goes"
                    " to Loket. Validate these timesheets instead."
                )
            )

    def _loket_check_approver(self):
        """Only approvers, and not for their own hours unless the company allows it."""
        if self.env.su or not self:
            return
        if not self.env.user.has_group(APPROVER):
            raise AccessError(
                self.env._("Only people who approve timesheets can do this.")
            )
        own = self.filtered(lambda line: not line._loket_may_approve())
        if own:
            raise AccessError(
                self.env._(
                    "You cannot approve or reset your own hours (%(count)s lines)."
                    " Somebody else who approves timesheets has to do it.",
                    count=len(own),
                )
            )

    def _loket_may_approve(self):
        """Whether the user may decide on this line."""
        self.ensure_one()
        if self.env.su:
            return True
        line_sudo = self.sudo()
        is_own = self.env.user in (line_sudo.user_id, line_sudo.employee_id.user_id)
        return self.env.user.has_group(APPROVER) and (
            not is_own or line_sudo.employee_id.company_id.loket_own_approval
        )
