# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import formatLang
from odoo.tools.misc import get_lang


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
    date_start = fields.Date("Start Date", required=True)
    date_end = fields.Date("End Date")
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
    wage_explanation = fields.Char(
        "How the Monthly Wage Comes About",
        compute="_compute_wage_explanation",
        groups="hr.group_hr_manager",
    )
    department_loket_id = fields.Char()
    department_name = fields.Char()
    function_loket_id = fields.Char()
    function_name = fields.Char()
    job_title = fields.Char(help="The function as it deviates for this employment.")
    distribution_unit_id = fields.Char("Distribution Unit Key")

    _date_uniq = models.UniqueIndex(
        "(employment_id, date_start)", "Two terms of one employment on one day."
    )

    @api.depends(
        "wage",
        "wage_type",
        "wage_period_type",
        "wage_full_time",
        "hours_per_week",
        "full_time_hours",
        "monthly_wage",
        "hourly_wage",
    )
    @api.depends_context("lang")
    def _compute_wage_explanation(self):
        for term in self:
            term.wage_explanation = term._explain_wage()

    def _explain_wage(self):
        """Show the sum behind the monthly wage, with 52 weeks in a year."""
        if not self.wage_type:
            return False
        if not self.monthly_wage:
            return self.env._(
                "%(wage)s per hour worked: no wage per month.",
                wage=self._written(self.hourly_wage),
            )
        parts = [self._written(self.wage)]
        if self.wage_type == "hourly":
            parts += [f"{self._hours(self.hours_per_week)} h", "52 / 12"]
        else:
            if self.wage_full_time and self.full_time_hours and self.hours_per_week:
                hours = (self.hours_per_week, self.full_time_hours)
                parts.append(" / ".join(map(self._hours, hours)))
            factors = {"four_weeks": "13 / 12", "week": "52 / 12"}
            if self.wage_period_type in factors:
                parts.append(factors[self.wage_period_type])
        return f"{' × '.join(parts)} = {self._written(self.monthly_wage)}"

    def _written(self, amount):
        """Return an amount as the reader's language writes it."""
        return formatLang(self.env, amount, digits=2)

    def _hours(self, hours):
        """Return hours as they are written, without decimals that say nothing."""
        point = get_lang(self.env).decimal_point
        return self._written(hours).rstrip("0").rstrip(point)
