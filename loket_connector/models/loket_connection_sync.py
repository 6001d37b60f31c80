# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import UTC, datetime, timedelta
from datetime import time as day_time
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError

ZONE = ZoneInfo("Europe/Amsterdam")
HOUR = 22


class LoketConnection(models.Model):
    """Sync and preview of all linked venues of a connection, by hand or at night."""

    _inherit = "loket.connection"

    last_night = fields.Date(
        readonly=True,
        copy=False,
        help="Dutch date of the last nightly sync that was started.",
    )
    next_sync = fields.Datetime(compute="_compute_next_sync")

    def _compute_next_sync(self):
        moment = self._next_night(fields.Datetime.now())
        for connection in self:
            connection.next_sync = moment if connection.state == "connected" else False

    @api.model
    def _next_night(self, now):
        """Return the next 22:00 in Amsterdam after ``now`` (both naive UTC).

        Computed on the wall clock, so it stays 22:00 through both clock changes.
        """
        local = now.replace(tzinfo=UTC).astimezone(ZONE)
        due = datetime.combine(local.date(), day_time(HOUR), ZONE)
        if due <= local:
            due = datetime.combine(local.date() + timedelta(days=1), day_time(HOUR), ZONE)
        return due.astimezone(UTC).replace(tzinfo=None)

    @api.model
    def _night_of(self, now):
        """Return the Dutch date whose 22:00 has passed most recently."""
        local = now.replace(tzinfo=UTC).astimezone(ZONE)
        return local.date() - timedelta(days=0 if local.hour >= HOUR else 1)

    def action_preview(self):
        """Show what a sync of all linked venues would change."""
        return self._linked_employers()._sync("preview").action_open()

    def action_sync_now(self):
        """Sync all linked venues of the connection."""
        return self._linked_employers()._sync("manual").action_open()

    def _linked_employers(self):
        employers = self.employer_ids.filtered("company_id")
        if not employers:
            raise UserError(
                self.env._(
                    "No venue of this connection is linked to a company yet. Fetch the"
                    " venues and choose their companies first."
                )
            )
        return employers

    @api.model
    def _cron_sync(self):
        """Nightly: run once after 22:00 Amsterdam time, whatever the clock does.

        Odoo's own daily schedule drifts by an hour at every clock change, so the job
        runs every hour and each connection remembers the night it had.
        """
        night = self._night_of(fields.Datetime.now())
        due = self.search(
            [
                ("state", "=", "connected"),
                "|",
                ("last_night", "=", False),
                ("last_night", "<", night),
            ]
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for connection in due:
            if connection.try_lock_for_update().exists():
                connection._sync_night(night)
            cron._commit_progress(1)

    def _sync_night(self, night):
        """One night of one connection; whatever goes wrong stays with it."""
        self.ensure_one()
        self.last_night = night
        self.env["ir.cron"]._commit_progress()
        try:
            runs = self._changed_employers()._sync("scheduled")
        except UserError as error:
            self.env.cr.rollback()
            self._set_night_failed(str(error))
            return
        failed = runs.filtered(lambda run: run.state == "failed")
        if failed:
            self._set_night_failed(failed[0].message)
            return
        self.last_sync = fields.Datetime.now()
        self.activity_unlink(["loket_connector.activity_night_failed"])

    def _changed_employers(self):
        """Return the linked venues where anything changed since their last sync.

        One call for all venues of the connection: a night without changes costs no
        more than that.
        """
        employers = self.employer_ids.filtered("company_id")
        if not employers:
            return employers
        above = min(int(e.last_version_number or 0) for e in employers)
        with self._loket_client() as client:
            numbers = {v.id: v.number for v in client.iter_employer_versions(above)}
        return employers.filtered(
            lambda employer: numbers.get(employer.loket_id, 0)
            > int(employer.last_version_number or 0)
            or not employer.last_sync
        )

    def _set_night_failed(self, message):
        """One open activity, not one a night."""
        self._schedule_once(
            "loket_connector.activity_night_failed",
            self.env._("The nightly Loket sync failed"),
            message,
        )
