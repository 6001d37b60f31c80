# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import time
from contextlib import contextmanager

from odoo import fields, models
from odoo.exceptions import UserError

from ..client import LoketAccessError, LoketError

#: First key of the advisory locks of this add-on; the second is the venue's id.
LOCK = 190_419


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

        :param mode: "preview", "manual" or "scheduled". A scheduled sync reads only
            what changed and commits as it goes.
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
            with employer._sync_lock():
                runs += employer._sync_one(mode, persons)
        return runs

    @contextmanager
    def _sync_lock(self):
        """Hold the venue for one sync at a time, across the commits of the sync."""
        with self.env.registry.cursor() as cr:
            cr.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, self.id])
            if not cr.fetchone()[0]:
                raise UserError(
                    self.env._(
                        "Venue %(venue)s is being synced at this moment. Look at its"
                        " sync runs in a minute.",
                        venue=self.name,
                    )
                )
            yield

    def _sync_one(self, mode, persons):
        """Read, plan and, unless it is a preview, apply one venue; return the run."""
        self.ensure_one()
        employer = self.sudo()
        commit = self._commit if mode == "scheduled" else None
        run = self.env["loket.sync.run"]._start(employer, mode)
        if commit:
            commit()
        started = time.monotonic()
        client = None
        try:
            with employer.connection_id._loket_client(raise_user_error=False) as client:
                plan = employer._sync_plan(client, mode, persons, commit)
        except LoketError as error:
            run._fail(error, time.monotonic() - started, client.calls if client else 0)
            return run
        run._finish(plan, time.monotonic() - started, client.calls)
        return run

    def _sync_plan(self, client, mode, persons, commit):
        """Return the plan of a sync, applied unless the mode is preview."""
        importer = self.env["loket.importer"]
        # Asked before reading: what changes while we read is read again next time.
        version = self._newest_version(client)
        if persons:
            seen = importer._import_persons(self, client, persons.sudo(), commit)
        elif mode == "scheduled" and int(self.last_version_number or 0):
            seen = importer._import_changes(self, client, commit)
        else:
            seen = importer._import_employer(self, client, commit)
        numbers, asked = self._fetch_bsn(client, seen)
        plan = self.env["loket.planner"]._plan(self, seen, numbers)
        if mode == "preview":
            return plan
        self.env["loket.applier"]._apply(self, plan, client, commit)
        for person in asked:
            person.bsn_done = person.payload_hash
        now = fields.Datetime.now()
        self.last_sync = now
        if mode != "scheduled":
            self.connection_id.last_sync = now
        if not persons:
            self._write_changes({"last_version_number": str(version)})
        return plan

    def _commit(self):
        """Keep what is stored so far; a killed night goes on from here."""
        self.env["ir.cron"]._commit_progress()

    def _newest_version(self, client):
        """Return the newest change number of the venue at Loket."""
        above = int(self.last_version_number or 0)
        numbers = [
            version.number
            for version in client.iter_employer_versions(above=above)
            if version.id == self.loket_id
        ]
        return max(numbers, default=above)

    def _fetch_bsn(self, client, persons):
        """Ask the BSN of people who are new or changed, when the setting says so.

        :return: ``({person: bsn}, persons that were asked)``. The numbers live in
            memory only.
        """
        numbers, asked = {}, self.env["loket.person"]
        if not self.connection_id.sync_bsn:
            return numbers, asked
        for person in persons.filtered(
            lambda p: p.bsn_done != p.payload_hash and p._works()
        ):
            try:
                number = client.get_citizen_service_number(person.loket_id)
            except LoketAccessError:
                # The rights check shows it; everything else goes on.
                self.rights_state = "unknown"
                break
            asked += person
            if number:
                numbers[person] = number
        return numbers, asked
