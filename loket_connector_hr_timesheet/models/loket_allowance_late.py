# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError

from .loket_allowance import LATE_CHOICES


class LoketAllowance(models.Model):
    """Allowances of a period that was paid before they were exported: what to do."""

    _inherit = "loket.allowance"

    late_choice = fields.Selection(
        LATE_CHOICES,
        "Late Allowance",
        readonly=True,
        copy=False,
        help="For allowances of a payroll period that was approved without an export"
        " from Odoo. Until somebody decides they stay out, so that nothing is paid"
        " twice.",
    )
    was_left_out = fields.Boolean(
        "Left Out Before",
        readonly=True,
        copy=False,
        help="A rule left this allowance out until somebody decided to pay it.",
    )

    def action_take_along(self):
        """Pay late allowances as a correction in the next open period."""
        return self._decide("correct")

    def action_leave_out(self):
        """Leave late allowances out for good: they were paid without Odoo."""
        return self._decide("paid")

    def action_undecide(self):
        """Take a decision about late allowances back."""
        return self._decide(False)

    def write(self, vals):
        if {"employee_id", "date", "wage_code_id", "quantity", "approved"} & {*vals}:
            # A decision is about the allowance as it was.
            self.sudo().filtered("late_choice")._choose(False)
        return super().write(vals)

    def _decide(self, choice):
        """Store a decision about those of these allowances that come late.

        :raise UserError: there is none among them, or they were paid by now
        """
        self.check_access("read")
        self.env["loket.export"]._check_loket_user()
        # Of what was paid only a difference can still be decided about.
        self.sudo().filtered(lambda a: a.export_state == "locked")._check_not_paid()
        allowances_sudo = self.sudo()
        days = {(allowance.company_id, allowance.date) for allowance in allowances_sudo}
        paid = self.env["loket.payroll.period"].sudo()._paid_days(days)
        late = allowances_sudo.filtered(
            lambda a: (
                (a.company_id, a.date) in paid
                # Paid to somebody of another company.
                or a.export_issue == "paid_elsewhere"
                or a.late_choice
            )
        )
        if not late:
            raise UserError(
                self.env._(
                    "None of these allowances lies in an approved payroll period: they"
                    " are exported with their own period."
                )
            )
        late._choose(choice)
        return self.env["account.analytic.line"]._loket_notify_decision(
            choice, len(late)
        )

    def _choose(self, choice):
        """Keep a decision. Without one, what a rule left out before is left out."""
        if choice == "correct":
            self.filtered(lambda a: a.export_issue == "by_rule").was_left_out = True
        else:
            self.filtered("was_left_out").write(
                {
                    "was_left_out": False,
                    "export_issue": "by_rule",
                    "late_choice": choice,
                }
            )
        self.filtered(lambda a: a.late_choice != choice).late_choice = choice
