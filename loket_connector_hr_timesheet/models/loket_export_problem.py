# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

PROBLEM_KINDS = [
    ("not_approved", "Not approved"),
    ("not_in_loket", "Employee not in Loket"),
    ("no_employment", "No employment on the day"),
    ("ended", "Employment has ended"),
    ("no_component", "Wage code without component"),
    ("range", "Outside Loket's range"),
    ("identity", "Record cannot be placed in Loket"),
    ("foreign", "Changed in Loket by someone else"),
    ("refused", "Refused by Loket"),
    ("approved", "Payroll run approved"),
    ("run_pending", "Payroll run waiting for approval"),
    ("two_employments", "Two employments on one day"),
    ("correction", "Correction of an approved period"),
    ("by_rule", "Left out by rule"),
    ("no_hours", "Zero-hours worker without hours"),
]
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
    company_id = fields.Many2one(related="export_id.company_id", store=True)
    kind = fields.Selection(PROBLEM_KINDS, required=True)
    severity = fields.Selection(SEVERITIES, required=True)
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    people_count = fields.Integer("People")
    hours = fields.Float()
    res_model = fields.Selection(SUBJECTS, "Concerns")
    res_domain = fields.Json(help="Which records are opened.")

    @api.depends("severity")
    def _compute_sequence(self):
        """What stops somebody from being paid comes first."""
        order = [severity for severity, _name in SEVERITIES]
        for problem in self:
            problem.sequence = order.index(problem.severity)

    def action_open(self):
        """Open the records behind the problem."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["kind"]._description_selection(self.env))[
                self.kind
            ],
            "res_model": self.res_model,
            "view_mode": "list,form",
            "domain": [tuple(leaf) for leaf in self.res_domain or []],
            "context": {"create": False},
        }
