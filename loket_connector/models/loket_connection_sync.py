# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
from datetime import datetime, timedelta, timezone
from datetime import time as day_time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..client import LoketAccessError, LoketError
from ..services.dates import ZONE
from ..services.loket_planner import POLICY_FIELDS
from ..services.message import stored
from ..services.plan import RECORD_ERRORS

_logger = logging.getLogger(__name__)
_lt = LazyTranslate(__name__)

HOUR = 22
#: How often a night is begun that never comes to its end.
NIGHT_ATTEMPTS = 3
#: Fields that decide which values a sync writes.
SETTINGS = (*POLICY_FIELDS.values(), "sync_bsn", "sync_photo")


class LoketConnection(models.Model):
    """Sync and preview of all linked venues of a connection, by hand or at night."""

    _inherit = "loket.connection"

    last_night = fields.Date(
        readonly=True,
        copy=False,
        default=lambda self: self._night_of(fields.Datetime.now()),
        help="Dutch date of the last nightly sync that came to its end. A new"
        " connection waits for its first night.",
    )
    night_started = fields.Date(readonly=True, copy=False)
    night_attempts = fields.Integer(readonly=True, copy=False)
    night_failed_on = fields.Datetime(readonly=True, copy=False)
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
        local = now.replace(tzinfo=timezone.utc).astimezone(ZONE)
        due = datetime.combine(local.date(), day_time(HOUR), ZONE)
        if due <= local:
            due = datetime.combine(
                local.date() + timedelta(days=1), day_time(HOUR), ZONE
            )
        return due.astimezone(timezone.utc).replace(tzinfo=None)

    @api.model
    def _night_of(self, now):
        """Return the Dutch date whose 22:00 has passed most recently."""
        local = now.replace(tzinfo=timezone.utc).astimezone(ZONE)
        return local.date() - timedelta(days=0 if local.hour >= HOUR else 1)

    def action_preview(self):
        """Show what a sync of all linked venues would change."""
        return self._linked_employers()._sync("preview").action_open()

    def action_sync_now(self):
        """Sync all linked venues of the connection."""
        return self._linked_employers()._sync("manual").action_open()

    def _linked_employers(self):
        employers = self._synced_employers()
        if not employers:
            raise UserError(
                self.env._(
                    "No venue of this connection is linked to a company yet. Fetch the"
                    " venues and choose their companies first."
                )
            )
        return employers

    def _synced_employers(self):
        """Venues with a company that is in use."""
        return self.employer_ids.filtered("company_id.active")

    def write(self, vals):
        before = {connection: connection._sync_settings() for connection in self}
        res = super().write(vals)
        for connection, settings in before.items():
            if settings != connection._sync_settings():
                # Another choice changes what is written for everybody.
                connection.sudo().employer_ids.person_ids.is_due = True
        return res

    def _sync_settings(self):
        """What decides which values a sync writes."""
        self.ensure_one()
        return tuple(self[name] for name in SETTINGS)

    @api.model
    def _cron_sync(self):
        """What people wait for; and nightly, once after 22:00 in Amsterdam.

        Odoo's own daily schedule drifts by an hour at every clock change, so the job
        runs every hour and each connection remembers the night it had.
        """
        self.env["loket.sync.run"]._run_queued()
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
            # The report and the activities are for this person.
            connection = connection.with_context(lang=connection._responsible().lang)
            if connection.try_lock_for_update().exists():
                connection._sync_night(night)
            cron._commit_progress(1)

    def _sync_night(self, night):
        """One night of one connection; whatever goes wrong stays with it.

        A night that was killed on its way goes on an hour later, until it is clear
        that it kills its worker every time.
        """
        self.ensure_one()
        attempts = self.night_attempts + 1 if self.night_started == night else 1
        self.write({"night_started": night, "night_attempts": attempts})
        self.env["ir.cron"]._commit_progress()
        if attempts > NIGHT_ATTEMPTS:
            self._end_night(
                night,
                _lt(
                    "The sync was stopped %(count)s times before it was ready. Look at"
                    " the time limits of Odoo's scheduled jobs, then sync the venues by"
                    " hand.",
                    count=NIGHT_ATTEMPTS,
                ),
            )
            return
        try:
            employers, versions = self._night_work()
            runs = employers._sync("scheduled", versions=versions)
            # A sign-in that was refused on the way is booked on the connection by
            # another transaction: this one has to see it before it writes there.
            self.env["ir.cron"]._commit_progress()
            failed = runs.filtered(lambda run: run.state == "failed")
            message = stored(failed[:1], "message") or self._out_of_reach()
        except (*RECORD_ERRORS, LoketError) as error:
            self.env.cr.rollback()
            message = self.env["loket.sync.run"]._explain(error)
            _logger.warning(
                "The night of Loket connection %s failed: %s",
                self.id,
                type(error).__name__,
            )
        self._end_night(night, message)

    def _out_of_reach(self):
        """Say which venues cannot be read at all: Loket tells no news of those, which
        looks like a night without changes."""
        employers = self._synced_employers().filtered(lambda e: e._is_out_of_reach())
        return employers and _lt(
            "“%(venues)s” cannot be read: the Loket user misses a right. The page"
            " Rights of the venue tells what to ask for.",
            venues="”, “".join(employers.mapped("name")),
        )

    def _end_night(self, night, message=False):
        """Book the night: with one activity, or without any."""
        now = fields.Datetime.now()
        if message:
            self.write({"last_night": night, "night_failed_on": now})
            self._schedule_once(
                "loket_connector.activity_night_failed",
                _lt("The nightly Loket sync failed"),
                message,
            )
        else:
            self.write({"last_night": night, "last_sync": now})
            self._close_night_activity()

    def _close_night_activity(self):
        self.night_failed_on = False
        self.activity_unlink(["loket_connector.activity_night_failed"])

    def _note_synced(self, now):
        """A venue was synced by hand: close the activity when that was the last one
        that the failed night left behind."""
        connection = self.sudo()
        connection.last_sync = now
        since = connection.night_failed_on
        employers = connection._synced_employers()
        if since and all(e.last_sync and e.last_sync >= since for e in employers):
            connection._close_night_activity()

    def _night_work(self):
        """Return ``(venues with work, {Werkgever ID: newest change number})``; None
        for the numbers when the user has no right to ask for them.

        One call for all venues of the connection: a night without changes costs no
        more than that.
        """
        employers = self._synced_employers()
        if not employers:
            return employers, {}
        employers._mark_due_by_date()
        above = min(int(employer.last_version_number or 0) for employer in employers)
        with self._loket_client(raise_user_error=False) as client:
            # The right may have been given since.
            employers.filtered(lambda e: e._is_out_of_reach())._check_rights(client)
            try:
                found = client.iter_employer_versions(above)
                versions = {version.id: version.number for version in found}
            except LoketAccessError:
                # No right to ask for all of them at once: each one is asked.
                return employers, None
        waiting = employers._due_persons().employer_id | employers._unread().employer_id
        return (
            employers.filtered(
                lambda employer: (
                    not employer.planned_on
                    or employer._has_to_map_anew()
                    or versions.get(employer.loket_id, 0)
                    > int(employer.last_version_number or 0)
                    or employer in waiting
                )
            ),
            versions,
        )
