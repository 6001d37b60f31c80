# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

PROBLEM_KINDS = [
    ("not_approved", "Not approved"),
    ("not_in_loket", "Employee not in Loket"),
    ("no_employment", "No employment on the day"),
    ("ended", "Employment has ended"),
    ("no_component", "Wage code without component"),
    ("below_zero", "Correction below zero"),
    ("paid_elsewhere", "Paid in another administration"),
    ("range", "Outside Loket's range"),
    ("identity", "Record cannot be placed in Loket"),
    ("foreign", "Changed in Loket by someone else"),
    ("also_waiting", "Also in a value that waits"),
    ("refused", "Refused by Loket"),
    ("typed", "Typed in Loket before the first export"),
    ("beside", "Loket holds more than Odoo sends"),
    ("approved", "Payroll run approved"),
    ("run_pending", "Payroll run waiting for approval"),
    ("two_employments", "Two employments on one day"),
    ("period_approved", "Period approved, never exported"),
    ("left_out", "Left out, contract corrected since"),
    ("correction", "Correction of an approved period"),
    ("elsewhere", "Exported in another open period too"),
    ("no_payroll", "Employment outside the payroll"),
    ("by_rule", "Left out by rule"),
    ("no_hours", "Zero-hours worker without hours"),
]
#: The next step, for the kinds that have one.
ADVICE = [
    ("not_approved", "Have somebody who approves timesheets approve them."),
    ("not_in_loket", "Synchronise the venue, or link the employee."),
    ("no_employment", "Correct the day, or the employment in Loket."),
    ("ended", "Discuss with the salary administrator, then leave them out."),
    (
        "ended_gone",
        "They were paid, and are no longer theirs. Tell the salary administrator.",
    ),
    ("no_component", "Map the wage code to a component, or fetch the year."),
    (
        "below_zero",
        "It waits for enough hours. Or correct Loket by hand, open, and choose.",
    ),
    (
        "paid_elsewhere",
        "Send where it was paid, then where it is now. Or open, and choose.",
    ),
    ("range", "Correct the timesheets behind the value."),
    ("identity", "Complete the employment in Loket and synchronise."),
    ("foreign", "Decide whether Odoo's value replaces it: Overwrite."),
    ("also_waiting", "Decide about the changed value first: both would be paid."),
    ("refused", "Read why at the value, mend it, and send again."),
    ("typed", "Compare them: sending replaces what Loket has."),
    ("beside", "Look in Loket whether it would be paid twice."),
    ("approved", "Late hours go into the next open period."),
    ("run_pending", "Ask whether the run will be made again."),
    ("two_employments", "Choose the employment on the line if it is not main."),
    ("period_approved", "Open and choose: correction, or paid without Odoo."),
    ("left_out", "A rule left them out then. Open and choose: correction, or paid."),
    ("correction", "Look at them before you send."),
    ("elsewhere", "Prepare and send the other period first."),
    ("no_hours", "Check whether hours are missing."),
]
#: The kinds that are late hours, about which somebody can decide.
LATE = ("period_approved", "below_zero", "paid_elsewhere", "left_out")
#: Those of which nothing was paid here, so that all can be left out for good.
UNPAID = ("period_approved", "left_out")
SEVERITIES = [("error", "Problem"), ("warning", "Warning"), ("info", "Information")]
SUBJECTS = [
    ("account.analytic.line", "Timesheets"),
    ("loket.allowance", "Allowances"),
    ("loket.employment", "Employments"),
    ("loket.export.line", "Values"),
    ("loket.payroll.period", "Period"),
]


class LoketExportProblem(models.Model):
    """What a person should know before sending, with the records behind it."""

    _name = "loket.export.problem"
    _description = "Export Problem"
    _order = "sequence, id"
    _rec_name = "kind"

    export_id = fields.Many2one(
        "loket.export", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="export_id.company_id", store=True, precompute=True
    )
    kind = fields.Selection(PROBLEM_KINDS, required=True)
    severity = fields.Selection(SEVERITIES, required=True)
    sequence = fields.Integer(compute="_compute_sequence", store=True, precompute=True)
    people_count = fields.Integer("People")
    hours = fields.Float()
    res_model = fields.Selection(SUBJECTS, "Concerns")
    res_domain = fields.Json(help="Which records are opened.")

    advice = fields.Selection(ADVICE, "What to Do", compute="_compute_advice")

    @api.depends("kind", "res_model")
    def _compute_advice(self):
        known = dict(ADVICE)
        for problem in self:
            kind = problem.kind
            if kind == "ended" and problem.res_model == "loket.employment":
                # Nothing is left in Odoo that could be left out.
                kind = "ended_gone"
            problem.advice = kind if kind in known else False

    @api.depends("severity")
    def _compute_sequence(self):
        """What stops somebody from being paid comes first."""
        order = [severity for severity, _name in SEVERITIES]
        for problem in self:
            problem.sequence = order.index(problem.severity)

    def action_open(self):
        """Open the records behind the problem."""
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["kind"]._description_selection(self.env))[
                self.kind
            ],
            "res_model": self.res_model,
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            "domain": self._get_domain(),
            "context": {
                "create": False,
                "loket_late": self.kind in LATE,
                "loket_left_out": self.kind == "left_out",
            },
        }
        if self.res_model == "account.analytic.line":
            action["views"] = self.env["account.analytic.line"]._loket_views()
        return action

    def action_leave_out(self):
        """Decide for all of these late hours that they were paid without Odoo."""
        self.ensure_one()
        if self.kind not in UNPAID:
            raise UserError(self.env._("Only late hours can be left out."))
        records = self.env[self.res_model].search(self._get_domain())
        if self.res_model == "loket.allowance":
            records.action_leave_out()
        else:
            records.action_loket_leave_out()
        self.sudo().unlink()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _get_domain(self):
        return [tuple(leaf) for leaf in self.res_domain or []]
