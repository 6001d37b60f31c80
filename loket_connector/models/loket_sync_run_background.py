# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import UserError

from ..services.notification import notification


class LoketSyncRun(models.Model):
    """Runs that take too long to wait for: the scheduled job picks them up."""

    _inherit = "loket.sync.run"

    @api.model
    def _queue(self, employer, mode):
        """Return a run of the venue that waits for the job, a new one if needed."""
        waiting = self.sudo().search(
            [
                ("employer_id", "=", employer.id),
                ("mode", "=", mode),
                ("state", "=", "queued"),
            ],
            limit=1,
        )
        run = waiting or self._start(employer, mode, state="queued")
        run._trigger()
        return run

    def _wait_for_background(self):
        """Turn a run that proved too big into one that waits; nothing is lost."""
        self.write({"state": "queued"})
        self._trigger()
        return self

    def _trigger(self):
        self.env.ref("loket_connector.ir_cron_loket_sync_employees").sudo()._trigger()

    def _notify_waiting(self, next_action):
        """Tell that the work goes on in the background."""
        return notification(
            self.env._(
                "%(venues)s: so many people take a while. You can go on working; the"
                " sync run shows how far it is, and you get a message when it is"
                " ready.",
                venues=", ".join(self.mapped("employer_id.name")),
            ),
            kind="info",
            title=self.env._("Started in the background"),
            next_action=next_action,
        )

    @api.model
    def _run_queued(self):
        """Carry out the waiting runs, oldest first."""
        runs = self.sudo().search([("state", "=", "queued")], order="id")
        for run in runs:
            run = run.with_context(lang=run.create_uid.lang)
            employer = run.employer_id
            try:
                employer._check_linked()
            except UserError as error:
                # Unlinked or archived while the run waited.
                run._fail(error)
                self.env["ir.cron"]._commit_progress()
                continue
            try:
                with employer._sync_lock():
                    if run.try_lock_for_update().filtered_domain(
                        [("state", "=", "queued")]
                    ):
                        run.state = "running"
                        employer._sync_one(run, in_background=True)
            except UserError:
                # Somebody is at this venue: a later run of the job has its turn.
                continue
            run._notify_ready()
            self.env["ir.cron"]._commit_progress()

    def _notify_ready(self):
        """Tell who asked for the run that it is ready."""
        failed = self.state == "failed"
        self.create_uid._bus_send(
            "simple_notification",
            {
                "type": "danger" if failed else "success",
                "sticky": failed,
                "title": self.display_name,
                "message": self.message
                if failed
                else self.env._(
                    "Ready: %(created)s created, %(updated)s updated, %(problems)s"
                    " problems.",
                    created=self.created_count,
                    updated=self.updated_count,
                    problems=self.problem_count,
                ),
            },
        )
