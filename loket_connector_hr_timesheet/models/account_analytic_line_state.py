# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import AccessError, UserError


class AccountAnalyticLine(models.Model):
    """Keep what was exported, and what is approved, from changing unnoticed."""

    _inherit = "account.analytic.line"

    @api.model
    def _loket_protected_fields(self):
        """Hook: what cannot be changed once it was paid, or while it is approved."""
        return {
            "account_id",
            "date",
            "employee_id",
            "loket_approved",
            "loket_employment_id",
            "loket_meal_count",
            "loket_wage_code_id",
            "name",
            "product_uom_id",
            "project_id",
            "task_id",
            "unit_amount",
            "user_id",
        }

    @api.model
    def _loket_system_fields(self):
        """What nobody writes by hand."""
        return {
            "loket_approved_by_id",
            "loket_approved_on",
            "loket_export_state",
            "loket_export_issue",
            "loket_exported_on",
            "loket_exported_by_id",
            "loket_export_period_id",
            "loket_late_choice",
            "loket_was_left_out",
        }

    @api.model_create_multi
    def create(self, vals_list):
        self._loket_check_system_fields(set().union(*vals_list))
        if not self.env.su and self.env.user._is_internal():
            # Said outright: a default of the user would come in otherwise.
            start = dict.fromkeys(self._loket_system_fields(), False)
            start |= {"loket_export_state": "none"}
            vals_list = [start | vals for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        self._loket_check_system_fields(vals)
        relevant = {"validated", *self._loket_protected_fields()} - {"name"}
        is_relevant = bool(relevant & vals.keys())
        # Where the lines were: a day that loses a line may need another one.
        before = self._loket_neighbours() if is_relevant else self.browse()
        res = super().write(vals)
        if is_relevant:
            (before | self)._loket_refresh_states()
        return res

    def _loket_neighbours(self):
        """Return the lines known to Loket that share an employee and a day."""
        known = self.sudo().filtered(
            lambda line: line.loket_approved or line.loket_export_state != "none"
        )
        if not known:
            return self.browse()
        return self.browse(
            self.sudo()
            .search(
                [
                    ("employee_id", "in", known.employee_id.ids),
                    ("date", "in", list(set(known.mapped("date")))),
                    # What was paid stays so, whatever rules and codes say today.
                    ("loket_export_state", "not in", ("none", "locked")),
                ]
            )
            .ids
        )

    def _loket_refresh_states(self):
        """Bring the export state of these lines and their allowances up to date."""
        lines = self.sudo().filtered("project_id")
        # What was computed before the change is of before.
        lines.invalidate_recordset(["loket_is_approved", "loket_to_approve"], False)
        counting = lines.filtered(
            lambda line: line.loket_is_approved or line.loket_export_state != "none"
        )
        # An allowance goes with its line and is approved by itself.
        allowances = lines.loket_allowance_ids.filtered(
            lambda allowance: allowance.approved or allowance.export_state != "none"
        )
        self.env["loket.export.gatherer"].sudo()._refresh_states(
            counting.ids, allowances.ids
        )

    def _compute_project_id(self):
        """What was paid stays in its project when its task goes to another one."""
        paid = self.filtered(lambda line: line.loket_export_state == "locked")
        return super(AccountAnalyticLine, self - paid)._compute_project_id()

    def _loket_check_system_fields(self, names):
        if not self.env.su and not self._loket_system_fields().isdisjoint(names):
            raise AccessError(
                self.env._("Approval and export write these fields themselves.")
            )

    def _is_readonly(self):
        return (
            super()._is_readonly()
            or self.loket_export_state == "locked"
            or (self.loket_approved and not self.sudo(False)._loket_may_approve())
        )

    def _check_can_write(self, values):
        changed = self._loket_protected_fields() & values.keys()
        # An approval that was reset too late may be given again: it changes no hours.
        if changed and not (changed == {"loket_approved"} and values["loket_approved"]):
            self._loket_check_not_paid()
        if changed and "loket_approved" not in values:
            self._loket_check_not_approved()
        if {"date", "employee_id"} & changed:
            self._loket_check_allowances()
        return super()._check_can_write(values)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_paid(self):
        self._loket_check_not_paid()
        self._loket_check_not_approved()
        self._loket_check_allowances()

    def _loket_check_allowances(self):
        """Refuse what would move or delete an allowance that stays as it is."""
        self.sudo().loket_allowance_ids.sudo(self.env.su)._check_open()

    def _loket_check_not_paid(self):
        """Refuse for lines that were in an approved payroll run.

        Also where a part of them was corrected since, in a period that is still open.
        """
        lines = self.sudo()
        exported = lines.filtered("loket_export_period_id")
        runs = self.env["loket.export.booking"]._get_runs("timesheet_id", exported)
        paid = lines.filtered(
            lambda line: (
                line.loket_export_state == "locked"
                or line.loket_export_period_id.state == "approved"
                or line in runs
            )
        )
        if paid:
            period = runs.get(paid[0], paid[0].loket_export_period_id)
            raise UserError(
                self.env._(
                    "The payroll run of period %(period)s is approved, so the hours of"
                    " %(employee)s on %(date)s are locked. Correct them with a new"
                    " line: it goes into the next open period.",
                    period=period.display_name,
                    employee=paid[0].employee_id.name,
                    date=paid[0].date,
                )
            )

    def _loket_check_not_approved(self):
        """Refuse changes of approved lines by people who could not approve them."""
        closed = self.filtered(
            lambda line: line.sudo().loket_approved and not line._loket_may_approve()
        )
        if closed:
            raise UserError(
                self.env._(
                    "The hours of %(date)s are approved. Ask somebody who approves"
                    " timesheets to reset the approval first.",
                    date=closed[0].sudo().date,
                )
            )
