# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.loket_connector.services.notification import notification

from .account_analytic_line import INTERNAL
from .loket_allowance import LATE_CHOICES


class AccountAnalyticLine(models.Model):
    """Hours of a period that was paid before they were exported: what to do."""

    _inherit = "account.analytic.line"

    loket_late_choice = fields.Selection(
        LATE_CHOICES,
        "Late Hours",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="For hours of a payroll period that was approved without an export from"
        " Odoo. Until somebody decides they stay out, so that nothing is paid twice.",
        groups=INTERNAL,
    )
    loket_was_left_out = fields.Boolean(
        "Left Out Before",
        readonly=True,
        copy=False,
        help="A rule left these hours out until somebody decided to pay them.",
        groups=INTERNAL,
    )

    def action_loket_take_along(self):
        """Pay late hours as a correction in the next open period."""
        return self._loket_decide("correct")

    def action_loket_leave_out(self):
        """Leave late hours out for good: they were paid without Odoo."""
        return self._loket_decide("paid")

    def action_loket_undecide(self):
        """Take a decision about late hours back."""
        return self._loket_decide(False)

    def write(self, vals):
        if {"validated", *self._loket_protected_fields()} & vals.keys():
            # A decision is about the hours as they were.
            self.sudo().filtered("loket_late_choice")._loket_choose(False)
        return super().write(vals)

    def _loket_decide(self, choice):
        """Store a decision about the lines of this selection that come late.

        :raise UserError: there is none among them, or they were paid by now
        """
        self.check_access("read")
        self.env["loket.export"]._check_loket_user()
        # Of what was paid only a difference can still be decided about.
        locked = self.sudo().filtered(lambda line: line.loket_export_state == "locked")
        whole = locked - locked._loket_paid_in_part()
        whole._loket_check_not_paid()
        lines_sudo = self.sudo().filtered("employee_id")
        days = {(line.employee_id.company_id, line.date) for line in lines_sudo}
        paid = self.env["loket.payroll.period"].sudo()._paid_days(days)
        late = lines_sudo.filtered(
            lambda line: (
                (line.employee_id.company_id, line.date) in paid
                # Paid to somebody of another company.
                or line.loket_export_issue == "paid_elsewhere"
                or line.loket_late_choice
            )
        )
        if not late:
            raise UserError(
                self.env._(
                    "None of these hours lies in an approved payroll period: they are"
                    " exported with their own period."
                )
            )
        late._loket_choose(choice)
        # What was paid of a line stays as it is when the rest was paid without Odoo.
        settled = locked if choice == "paid" else locked.browse()
        self.env["loket.export.gatherer"].sudo()._refresh_states((late - settled).ids)
        return self._loket_notify_decision(choice, len(late))

    def _loket_choose(self, choice):
        """Keep a decision. Without one, what a rule left out before is left out."""
        if choice == "correct":
            left_out = self.filtered(lambda line: line.loket_export_issue == "by_rule")
            left_out.loket_was_left_out = True
        else:
            self.filtered("loket_was_left_out").write(
                {
                    "loket_was_left_out": False,
                    "loket_export_issue": "by_rule",
                    "loket_late_choice": choice,
                }
            )
        changed = self.filtered(lambda line: line.loket_late_choice != choice)
        changed.loket_late_choice = choice

    def _loket_paid_in_part(self):
        """Return those of these lines whose hours or meals a rule left out."""
        groups = self.env["loket.export.booking"]._read_group(
            [("timesheet_id", "in", self.ids)], ["timesheet_id", "code_type"]
        )
        booked = set(groups)
        return self.filtered(
            lambda line: (
                line.unit_amount
                and (line, "hours") not in booked
                or line.loket_meal_count
                and (line, "meal") not in booked
            )
        )

    @api.model
    def _loket_notify_decision(self, choice, count):
        """Say what becomes of late hours or allowances, and what comes next."""
        if choice == "correct":
            text = self.env._(
                "To be paid as a correction: %(count)s. Prepare the export again to"
                " see it there.",
                count=count,
            )
        elif choice == "paid":
            text = self.env._("Left out for good: %(count)s", count=count)
        else:
            text = self.env._("To be decided again: %(count)s", count=count)
        return notification(text)
