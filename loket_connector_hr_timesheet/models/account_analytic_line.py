# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain

from .loket_allowance import EXPORT_ISSUES, EXPORT_STATES

#: Customers who share a project see its timesheets; what is paid is not for them.
INTERNAL = "base.group_user"


class AccountAnalyticLine(models.Model):
    """What a timesheet line says to the payroll, and what the payroll has of it."""

    _inherit = "account.analytic.line"

    loket_wage_code_id = fields.Many2one(
        "loket.wage.code",
        "Wage Code",
        domain="[('code_type', '=', 'hours')]",
        # Without its code the work would silently be paid as something else.
        ondelete="restrict",
        index="btree_not_null",
        help="Empty: the code of the task, the project, the employee, or the default.",
        groups=INTERNAL,
    )
    loket_meal_count = fields.Integer("Meals", default=0, groups=INTERNAL)
    loket_allowance_ids = fields.One2many(
        "loket.allowance", "timesheet_id", groups=INTERNAL
    )
    loket_allowance_count = fields.Integer(
        "Allowance Count",
        compute="_compute_loket_allowance_count",
        groups=INTERNAL,
    )
    loket_employment_id = fields.Many2one(
        "loket.employment",
        domain="[('employee_id', '=', employee_id),"
        " ('administration_id', '!=', False)]",
        groups="loket_connector.group_loket_user",
        index="btree_not_null",
        help="For people with two employments on one day. Empty: the main one.",
    )
    loket_approved = fields.Boolean("Approved", copy=False, index=True, groups=INTERNAL)
    loket_approved_by_id = fields.Many2one(
        "res.users",
        "Approved By",
        copy=False,
        readonly=True,
        groups=INTERNAL,
    )
    loket_approved_on = fields.Datetime(
        "Approved On", copy=False, readonly=True, groups=INTERNAL
    )
    loket_is_approved = fields.Boolean(
        "Counts as Approved",
        compute="_compute_loket_is_approved",
        search="_search_loket_is_approved",
        help="Approved here, or by the approval that the company chose.",
        groups=INTERNAL,
    )
    loket_to_approve = fields.Boolean(
        "To Approve",
        compute="_compute_loket_is_approved",
        search="_search_loket_to_approve",
        help="Worked hours that nobody approved yet. Time off is none of them.",
        groups=INTERNAL,
    )
    loket_export_state = fields.Selection(
        EXPORT_STATES,
        "Loket",
        default="none",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        groups=INTERNAL,
    )
    loket_export_issue = fields.Selection(
        EXPORT_ISSUES,
        "Not Exported Because",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=INTERNAL,
    )
    loket_exported_on = fields.Datetime(
        "Exported On", readonly=True, copy=False, groups=INTERNAL
    )
    loket_exported_by_id = fields.Many2one(
        "res.users",
        "Exported By",
        readonly=True,
        copy=False,
        groups=INTERNAL,
    )
    loket_export_period_id = fields.Many2one(
        "loket.payroll.period",
        "Payroll Period",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=INTERNAL,
    )
    loket_export_line_ids = fields.Many2many(
        "loket.export.line",
        compute="_compute_loket_export_line_ids",
        search="_search_loket_export_line_ids",
        string="Loket Export Lines",
        groups="loket_connector.group_loket_user",
    )

    _loket_unpaid_idx = models.Index(
        "(date) WHERE loket_export_state <> 'locked'"
        " AND loket_export_issue IS DISTINCT FROM 'by_rule'"
    )

    @api.constrains("loket_wage_code_id")
    def _check_loket_wage_code(self):
        self.loket_wage_code_id._check_kind("hours")

    @api.depends("loket_allowance_ids")
    def _compute_loket_allowance_count(self):
        for line in self:
            line.loket_allowance_count = len(line.loket_allowance_ids)

    def _compute_loket_is_approved(self):
        own = Domain("id", "in", self.ids)
        approved = self.sudo().search(own & self._loket_approved_domain())
        worked = self.sudo().search(own & self._loket_timesheet_domain())
        for line in self:
            line.loket_is_approved = line.id in approved._ids
            line.loket_to_approve = line.id in (worked - approved)._ids

    @api.model
    def _search_loket_is_approved(self, operator, value):
        if operator not in ("=", "in"):
            return NotImplemented
        wanted = value if operator == "=" else True in value
        domain = self._loket_approved_domain()
        return domain if wanted else ~domain

    @api.model
    def _search_loket_to_approve(self, operator, value):
        if operator not in ("=", "in"):
            return NotImplemented
        wanted = value if operator == "=" else True in value
        domain = self._loket_timesheet_domain() & ~self._loket_approved_domain()
        return domain if wanted else ~domain

    def _compute_loket_export_line_ids(self):
        groups = self.env["loket.export.share"]._read_group(
            [
                ("employee_id", "in", self.employee_id.ids),
                ("timesheet_id", "in", self.ids),
            ],
            ["timesheet_id"],
            ["line_id:recordset"],
        )
        lines = dict(groups)
        for line in self:
            line.loket_export_line_ids = lines.get(line)

    @api.model
    def _search_loket_export_line_ids(self, operator, value):
        lines = self.env["loket.export.line"].search(Domain("id", operator, value))
        return Domain("id", "in", lines.timesheet_ids.ids)

    @api.model
    def _loket_timesheet_domain(self):
        """Hook: which analytic lines are worked hours at all.

        Lines that time off wrote are ordinary timesheets to Odoo; leave goes to the
        payroll in other ways.
        """
        domain = Domain("project_id", "!=", False) & Domain("employee_id", "!=", False)
        for name in ("holiday_id", "global_leave_id"):
            if name in self._fields:
                domain &= Domain(name, "=", False)
        return domain

    @api.model
    def _loket_approved_domain(self):
        """Hook: which lines may leave for Loket."""
        own = Domain("loket_approved", "=", True)
        if "validated" not in self._fields:
            return own
        companies = (
            self.env["res.company"]
            .sudo()
            .search([("loket_approval_source", "=", "validated")])
        )
        elsewhere = Domain("employee_id.company_id", "in", companies.ids)
        return (elsewhere & Domain("validated", "=", True)) | (~elsewhere & own)

    @api.model
    def _loket_views(self):
        """Return the views of an action that shows timesheet lines of everybody."""
        names = {
            "list": "hr_timesheet.timesheet_view_tree_user",
            "kanban": "hr_timesheet.view_kanban_account_analytic_line",
            # The model's own form is that of the analytic accounts, with amounts.
            "form": "hr_timesheet.timesheet_view_form_user",
        }
        return [(self.env.ref(name).id, kind) for kind, name in names.items()]
