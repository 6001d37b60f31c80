# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class LoketEmploymentTerm(models.Model):
    """What held for an employment from a date: hours, kind, wage, department.

    Terms of one employment follow each other without gaps or overlaps; the last one
    may be open. They are cut from Loket's three date chains (wage, working hours,
    organizational entity).
    """

    _name = "loket.employment.term"
    _inherit = "loket.mirror.mixin"
    _description = "Loket Employment Term"
    _order = "employment_id, date_start desc"
    _rec_name = "date_start"

    employment_id = fields.Many2one(
        "loket.employment", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="employment_id.company_id", store=True)
    date_start = fields.Date(required=True)
    date_end = fields.Date()
    contract_kind = fields.Selection(
        [
            ("zero_hours", "Zero hours"),
            ("min_hours", "Minimum hours"),
            ("fixed", "Fixed"),
        ],
        required=True,
        default="fixed",
    )
    flexible_key = fields.Integer(aggregator=None)
    hours_per_week = fields.Float(aggregator="avg")
    full_time_hours = fields.Float(aggregator=None)
    work_pattern = fields.Json(
        help="Hours per day of an odd and an even week, Monday first."
    )
    shift_number = fields.Integer(aggregator=None)
    wage = fields.Float(groups="hr.group_hr_manager", aggregator="avg")
    wage_type = fields.Selection(
        [("hourly", "Per hour"), ("period", "Per period")],
        groups="hr.group_hr_manager",
    )
    wage_period_type = fields.Selection(
        [("month", "Month"), ("four_weeks", "Four weeks"), ("week", "Week")],
        groups="hr.group_hr_manager",
    )
    wage_full_time = fields.Boolean(
        groups="hr.group_hr_manager",
        help="The wage is for full time: the part-time factor still has to be applied.",
    )
    monthly_wage = fields.Float(groups="hr.group_hr_manager", aggregator="avg")
    hourly_wage = fields.Float(groups="hr.group_hr_manager", aggregator="avg")
    department_loket_id = fields.Char()
    department_name = fields.Char()
    function_loket_id = fields.Char()
    function_name = fields.Char()
    job_title = fields.Char(help="The function as it deviates for this employment.")
    distribution_unit_id = fields.Char("Distribution Unit Key")

    _date_uniq = models.UniqueIndex(
        "(employment_id, date_start)", "Two terms of one employment on one day."
    )
