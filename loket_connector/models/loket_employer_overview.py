# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from markupsafe import Markup

from odoo import api, fields, models

from ..services.dates import dutch_today

#: Colour of the light of a payroll period.
LIGHTS = {"open": "success", "run_pending": "warning", "approved": "secondary"}


class LoketEmployer(models.Model):
    """The card of a venue in the overview: how it is doing, at a glance."""

    _inherit = "loket.employer"

    next_sync = fields.Datetime(related="connection_id.next_sync")
    token_health = fields.Selection(related="connection_id.token_health")
    obsolete_on = fields.Date(related="connection_id.obsolete_on")
    last_run_id = fields.Many2one("loket.sync.run", compute="_compute_last_run_id")
    last_run_state = fields.Char(compute="_compute_last_run_id")
    open_problem_count = fields.Integer("Open Problems", compute="_compute_last_run_id")
    review_count = fields.Integer(
        "Wage Codes to Review", compute="_compute_review_count"
    )
    period_lights = fields.Html(compute="_compute_period_lights", sanitize=False)

    @api.model
    def get_empty_list_help(self, help_message):
        """Only who may set up is led to the set-up."""
        if self.env.user.has_group("loket_connector.group_loket_manager"):
            return super().get_empty_list_help(help_message)
        return Markup('<p class="o_view_nocontent_smiling_face">%s</p><p>%s</p>') % (
            self.env._("No venue of your company is linked yet"),
            self.env._(
                "Ask a Loket administrator to sign in at Loket and to link the venue to"
                " your company."
            ),
        )

    def _compute_last_run_id(self):
        """The last run that was no preview tells what is open."""
        last = {}
        for employer, run_id in self.env["loket.sync.run"]._read_group(
            [("employer_id", "in", self.ids), ("mode", "!=", "preview")],
            ["employer_id"],
            ["id:max"],
        ):
            last[employer.id] = run_id
        for employer in self:
            run = self.env["loket.sync.run"].browse(last.get(employer.id))
            employer.last_run_id = run
            employer.last_run_state = run.state
            employer.open_problem_count = run.problem_count + (run.state == "failed")

    def _compute_review_count(self):
        for employer in self:
            employer.review_count = len(
                employer.administration_ids.mapping_to_review_ids
            )

    def _compute_period_lights(self):
        """Show the period that is to be paid next, for every administration."""
        states = dict(
            self.env["loket.payroll.period"]
            ._fields["state"]
            ._description_selection(self.env)
        )
        current = self._current_periods()
        for employer in self:
            rows = Markup()
            for administration in employer.administration_ids:
                if period := current.get(administration.id):
                    rows += Markup(
                        '<div class="d-flex flex-wrap justify-content-between'
                        ' column-gap-2">'
                        "<span>%s</span>"
                        '<span class="text-nowrap ms-auto">%s '
                        '<span class="badge rounded-pill text-bg-%s ms-1">%s</span>'
                        "</span></div>"
                    ) % (
                        administration._short_name(),
                        period.display_name,
                        LIGHTS[period.state],
                        states[period.state],
                    )
            employer.period_lights = rows or False

    def _current_periods(self):
        """Return ``{administration id: period}``: the oldest that is not approved.

        Of those that began; when all of them are approved, the last one.
        """
        today = dutch_today(self)
        periods = self.env["loket.payroll.period"].search(
            [
                ("administration_id", "in", self.administration_ids.ids),
                ("date_start", "<=", today),
            ],
            order="date_start desc",
        )
        current = {}
        for period in periods:
            last = current.get(period.administration_id.id)
            if not last or (period.state != "approved" and last.state != "approved"):
                current[period.administration_id.id] = period
        return current

    def action_view_problems(self):
        """Show what the last sync could not settle."""
        self.ensure_one()
        self.check_access("read")
        return self.last_run_id.action_open()

    def action_view_review(self):
        """Show the wage codes whose component is not there this year."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Wage Codes to Review"),
            "res_model": "loket.wage.code.mapping",
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            "domain": [("id", "in", self.administration_ids.mapping_to_review_ids.ids)],
        }
