# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ..client import LoketError
from ..errors import why
from ..services.message import Message, stored

_logger = logging.getLogger(__name__)
_lt = LazyTranslate(__name__)

#: Days that a preview is kept: what it says is soon out of date.
PREVIEW_DAYS = 7


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
        [
            ("queued", "Waiting"),
            ("running", "Running"),
            ("done", "Done"),
            ("failed", "Failed"),
        ],
        required=True,
        default="running",
        index=True,
    )
    stage = fields.Selection(
        [("reading", "Reading from Loket"), ("comparing", "Comparing with Odoo")]
    )
    progress_done = fields.Integer("Done", aggregator=None)
    progress_total = fields.Integer("Of", aggregator=None)
    started_on = fields.Datetime(default=fields.Datetime.now, required=True)
    duration = fields.Float(help="Seconds.", aggregator="avg")
    created_count = fields.Integer("Created")
    linked_count = fields.Integer("Linked")
    updated_count = fields.Integer("Updated")
    unchanged_count = fields.Integer("Unchanged")
    ended_count = fields.Integer("Ended")
    problem_count = fields.Integer("Problems")
    api_call_count = fields.Integer("API Calls")
    message = Message()
    note = Message(help="What holds for the venue rather than for one person.")
    line_ids = fields.One2many("loket.sync.line", "run_id")

    @api.depends_context("lang")
    @api.depends("employer_id", "mode", "started_on")
    def _compute_display_name(self):
        modes = dict(self._fields["mode"]._description_selection(self.env))
        for run in self:
            where = run.employer_id.name or run.connection_id.name
            run.display_name = f"{where}: {modes.get(run.mode, '')}"

    @api.model
    def _start(self, employer, mode, state="running"):
        return self.sudo().create(
            {
                "connection_id": employer.connection_id.id,
                "employer_id": employer.id,
                "mode": mode,
                "state": state,
            }
        )

    @api.model
    def _close_interrupted(self, employer):
        """Tell of runs that never came to their end: the worker was stopped."""
        runs = self.sudo().search(
            [("employer_id", "=", employer.id), ("state", "=", "running")]
        )
        if runs:
            runs.write(
                {
                    "state": "failed",
                    "message": _lt(
                        "This run was interrupted. What it had stored is there; the"
                        " next run goes on from that."
                    ),
                }
            )

    def _add_plan(self, plan):
        """Keep a part of the plan as the report of the run."""
        self.ensure_one()
        self.env["loket.sync.line"].sudo().create(
            [line._prepare_line_vals(self) for line in plan if line.is_reported]
        )
        vals = {
            f"{name}_count": self[f"{name}_count"] + count
            for name, count in plan.counts().items()
        }
        if plan.renamed:
            notes = [
                _lt("%(old)s is called %(new)s at Loket now.", old=old, new=new)
                for old, new in plan.renamed
            ]
            vals["note"] = [stored(self, "note"), *notes]
        self.write(vals)

    def _add_unread(self, unread):
        """Report rows of Loket that are not as documented; the others went on.

        :param unread: ``Unread`` tuples of the importer.
        """
        self.ensure_one()
        self.env["loket.sync.line"].sudo().create(
            [
                {
                    "run_id": self.id,
                    "action": "problem",
                    "name": row.person.name if row.person else row.loket_id,
                    "person_id": row.person.id if row.person else False,
                    "employee_id": row.person.employee_id.id if row.person else False,
                    "loket_id": row.loket_id,
                    "message": _lt(
                        "What Loket says about this record cannot be read"
                        " (%(reason)s). What Odoo has of it stays as it is. Look at"
                        " the record in Loket; if nothing is wrong there, report it to"
                        " your Loket contact.",
                        reason=row.reason,
                    ),
                }
                for row in unread
            ]
        )
        self.problem_count += len(unread)

    def _finish(self, seconds, calls):
        self.ensure_one()
        self.write(
            {
                "state": "done",
                "duration": seconds,
                "api_call_count": calls,
                "stage": False,
                "progress_done": self.progress_total,
            }
        )
        _logger.info(
            "Loket %s of venue %s: %s created, %s linked, %s updated, %s ended,"
            " %s problems, %s unchanged, %s calls, %.1f s",
            self.mode,
            self.employer_id.id,
            self.created_count,
            self.linked_count,
            self.updated_count,
            self.ended_count,
            self.problem_count,
            self.unchanged_count,
            calls,
            seconds,
        )
        return self

    def _fail(self, error, seconds=0.0, calls=0):
        """Keep what went wrong, as a message."""
        self.ensure_one()
        self.write(
            {
                "state": "failed",
                "duration": seconds,
                "api_call_count": calls,
                "message": self._explain(error),
            }
        )
        _logger.warning(
            "Loket %s of venue %s failed: %s",
            self.mode,
            self.employer_id.id,
            # Other texts can hold personal data.
            error if isinstance(error, LoketError) else type(error).__name__,
        )
        return self

    @api.model
    def _explain(self, error):
        if isinstance(error, LoketError):
            return why(self.env, error)
        return self.env["loket.applier"]._explain(error)

    def action_open(self):
        """Open one run, or the list of several; tell when some have to wait."""
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Sync Runs"),
            "res_model": self._name,
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "domain": [("id", "in", self.ids)],
        }
        if len(self) == 1:
            action |= {
                "view_mode": "form",
                "views": [[False, "form"]],
                "res_id": self.id,
            }
        waiting = self.filtered(lambda run: run.state == "queued")
        return waiting._notify_waiting(action) if waiting else action

    def action_sync(self):
        """Do what a preview showed, as Loket has it now."""
        self.ensure_one()
        self.check_access("read")
        return self.employer_id.action_sync()

    @api.autovacuum
    def _gc_previews(self):
        """A preview tells how things were: soon it only misleads."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=PREVIEW_DAYS)
        self.sudo().search(
            [
                ("mode", "=", "preview"),
                ("state", "in", ("done", "failed")),
                ("started_on", "<", limit),
            ],
            limit=1000,
        ).unlink()
