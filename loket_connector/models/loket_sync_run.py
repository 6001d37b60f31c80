# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

from odoo import api, fields, models

from ..errors import explain

_logger = logging.getLogger(__name__)


class LoketSyncRun(models.Model):
    """What one sync did, or what a preview would do, at one venue."""

    _name = "loket.sync.run"
    _description = "Loket Sync Run"
    _order = "id desc"

    connection_id = fields.Many2one(
        "loket.connection", required=True, ondelete="cascade", index=True
    )
    employer_id = fields.Many2one(
        "loket.employer", "Venue", ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="employer_id.company_id", store=True, index=True
    )
    mode = fields.Selection(
        [("preview", "Preview"), ("manual", "By hand"), ("scheduled", "Scheduled")],
        required=True,
    )
    state = fields.Selection(
        [("running", "Running"), ("done", "Done"), ("failed", "Failed")],
        required=True,
        default="running",
    )
    started_on = fields.Datetime(default=fields.Datetime.now, required=True)
    duration = fields.Float(help="Seconds.", aggregator="avg")
    created_count = fields.Integer("Created")
    linked_count = fields.Integer("Linked")
    updated_count = fields.Integer("Updated")
    unchanged_count = fields.Integer("Unchanged")
    ended_count = fields.Integer("Ended")
    problem_count = fields.Integer("Problems")
    api_call_count = fields.Integer("API Calls")
    message = fields.Text()
    line_ids = fields.One2many("loket.sync.line", "run_id")

    @api.depends("employer_id", "mode", "started_on")
    def _compute_display_name(self):
        modes = dict(self._fields["mode"]._description_selection(self.env))
        for run in self:
            where = run.employer_id.name or run.connection_id.name
            run.display_name = f"{where}: {modes.get(run.mode, '')}"

    @api.model
    def _start(self, employer, mode):
        return self.sudo().create(
            {
                "connection_id": employer.connection_id.id,
                "employer_id": employer.id,
                "mode": mode,
            }
        )

    def _finish(self, plan, seconds, calls):
        """Keep the plan as the report of the run."""
        self.ensure_one()
        self.env["loket.sync.line"].sudo().create(
            [line._prepare_line_vals(self) for line in plan if line.is_reported]
        )
        counts = plan.counts()
        self.write(
            {
                "state": "done",
                "duration": seconds,
                "api_call_count": calls,
                **{f"{name}_count": count for name, count in counts.items()},
            }
        )
        _logger.info(
            "Loket %s of venue %s: %s, %s calls, %.1f s",
            self.mode,
            self.employer_id.id,
            counts,
            calls,
            seconds,
        )

    def _fail(self, error, seconds, calls):
        """Keep what went wrong, in words."""
        self.ensure_one()
        self.write(
            {
                "state": "failed",
                "duration": seconds,
                "api_call_count": calls,
                "message": explain(self.env, error),
            }
        )
        _logger.warning(
            "Loket %s of venue %s failed: %s", self.mode, self.employer_id.id, error
        )

    def action_open(self):
        """Open one run, or the list of several."""
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Sync Runs"),
            "res_model": self._name,
            "view_mode": "list,form",
            "domain": [("id", "in", self.ids)],
        }
        if len(self) == 1:
            action |= {"view_mode": "form", "res_id": self.id}
        return action
