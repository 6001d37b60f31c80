# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import time

from odoo import fields, models
from odoo.exceptions import LockError, UserError

from ..client import LoketError


class LoketEmployer(models.Model):
    """Sync and preview of one venue."""

    _inherit = "loket.employer"

    def action_preview(self):
        """Show what a sync of these venues would change."""
        return self._sync("preview").action_open()

    def action_sync(self):
        """Sync these venues now."""
        return self._sync("manual").action_open()

    def _sync(self, mode, persons=None):
        """Sync or preview each venue; return the runs.

        An error of one venue is kept in its run and does not stop the next.

        :param persons: ``loket.person`` records to limit the plan to.
        """
        if not self.env.su and not self.env.user.has_group(
            "loket_connector.group_loket_user"
        ):
            raise UserError(self.env._("Only a Loket user can sync with Loket."))
        self.check_access("read")
        self._check_linked()
        runs = self.env["loket.sync.run"]
        for employer in self:
            runs += employer._sync_one(mode, persons)
            if mode == "scheduled":
                self.env["ir.cron"]._commit_progress()
        return runs

    def _sync_one(self, mode, persons):
        """Read, plan and, unless it is a preview, apply one venue."""
        self.ensure_one()
        employer = self.sudo()
        try:
            employer.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Venue %(venue)s is being synced at this moment. Look at its"
                    " sync runs in a minute.",
                    venue=self.name,
                )
            ) from error
        run = self.env["loket.sync.run"]._start(employer, mode)
        started = time.monotonic()
        client = None
        try:
            with employer.connection_id._loket_client(raise_user_error=False) as client:
                version = employer._newest_version(client)
                seen = self.env["loket.importer"]._import_employer(employer, client)
        except LoketError as error:
            run._fail(error, time.monotonic() - started, client.calls if client else 0)
            return run
        scope = seen & persons.sudo() if persons else seen
        plan = self.env["loket.planner"]._plan(employer, scope)
        if mode != "preview":
            self.env["loket.applier"]._apply(employer, plan)
            if not persons:
                employer._write_changes({"last_version_number": str(version)})
            now = fields.Datetime.now()
            employer.last_sync = employer.connection_id.last_sync = now
        run._finish(plan, time.monotonic() - started, client.calls)
        return run

    def _newest_version(self, client):
        """Return the newest change number, asked *before* reading: what changes while
        we read is read again next time rather than missed."""
        numbers = [
            version.number
            for version in client.iter_employer_versions(
                above=int(self.last_version_number or 0)
            )
            if version.id == self.loket_id
        ]
        return max(numbers, default=int(self.last_version_number or 0))
