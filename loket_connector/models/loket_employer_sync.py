# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import time
from contextlib import contextmanager

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.modules import Manifest
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.sql_db import db_connect
from odoo.tools.translate import LazyTranslate

from ..client import LoketError
from ..services.dates import dutch_today
from ..services.loket_importer import TooManyError
from ..services.message import refusal
from ..services.plan import RECORD_ERRORS
from ..services.quiet_queries import quiet_queries
from ..services.sync_progress import SyncProgress

_lt = LazyTranslate(__name__)

#: First key of the advisory locks of this add-on; the second is the venue's id.
LOCK = 190_419
#: More employments than that are not synced while somebody waits.
BIG = 300


class LoketEmployer(models.Model):
    """Sync and preview of one venue."""

    _inherit = "loket.employer"

    planned_on = fields.Date(
        readonly=True,
        copy=False,
        help="Dutch date up to which starts, changes and ends are in Odoo.",
    )
    mapped_with = fields.Char(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="Version of this add-on that read everybody: a newer one may read more"
        " from the same rows.",
    )

    def action_preview(self):
        """Show what a sync of these venues would change."""
        return self._sync("preview").action_open()

    def action_sync(self):
        """Sync these venues now."""
        return self._sync("manual").action_open()

    def _sync(self, mode, persons=None, versions=None):
        """Sync or preview each venue; return the runs.

        An error of one venue is kept in its run and does not stop the next. A venue
        that is too big to wait for gets a run that waits for the background job.

        :param mode: "preview", "manual" or "scheduled". A scheduled sync reads only
            what changed and commits as it goes.
        :param persons: ``loket.person`` records to limit the plan to.
        :param versions: ``{Werkgever ID: newest change number}`` when known.
        """
        if not self.env.su and not self.env.user.has_group(
            "loket_connector.group_loket_user"
        ):
            raise UserError(self.env._("Only a Loket user can sync with Loket."))
        self.check_access("read")
        self._check_linked()
        runs = self.env["loket.sync.run"]
        for employer in self:
            if mode != "scheduled" and not persons and employer._is_big():
                runs += runs._queue(employer, mode)
                continue
            try:
                with employer._sync_lock():
                    run = runs._start(employer, mode)
                    runs += employer._sync_one(run, persons, versions)
            except UserError as error:
                if mode != "scheduled" and len(self) == 1:
                    raise
                runs += runs._start(employer, mode)._fail(error)
        return runs

    def _is_big(self):
        """Whether the venue is known to be too big to wait for."""
        self.ensure_one()
        employments = self.env["loket.employment"].sudo()
        return employments.search_count([("employer_id", "=", self.id)]) > BIG

    @contextmanager
    def _sync_lock(self):
        """Hold the company for one sync at a time, across the commits of the sync.

        Two of its venues may have the same new person: the second one has to find the
        employee that the first one made.
        """
        self.ensure_one()
        # A connection of its own: the lock is the session's, so it neither ends with
        # a commit nor stays behind with one that is used again.
        with db_connect(self.env.cr.dbname).cursor() as cr:
            cr.execute(
                "SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, self.company_id.id]
            )
            if not cr.fetchone()[0]:
                raise refusal(
                    self.env,
                    _lt(
                        "Venue %(venue)s, or another one of its company, is being"
                        " synced at this moment. Look at the sync runs in a minute.",
                        venue=self.name,
                    ),
                )
            # Nobody else can be at it: what still says so was killed.
            self.env["loket.sync.run"]._close_interrupted(self)
            yield

    def _sync_one(self, run, persons=None, versions=None, in_background=False):
        """Read, plan and, unless it is a preview, apply one venue; return the run.

        The lock of the venue is held by the caller.
        """
        self.ensure_one()
        employer = self.sudo()
        commits = in_background or run.mode == "scheduled"
        progress = SyncProgress(run, commits)
        progress.commit()
        started, client, error = time.monotonic(), None, None
        connection = employer.connection_id
        try:
            with quiet_queries(), progress.guard():
                try:
                    with connection._loket_client(raise_user_error=False) as client:
                        employer._sync_steps(client, progress, persons, versions)
                except TooManyError:
                    return run._wait_for_background()
                except LoketError as caught:
                    # What was stored so far is true, and stays.
                    error = caught
        except RECORD_ERRORS as caught:
            if not commits and isinstance(caught, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
                # Odoo begins the request anew, with what somebody else has stored.
                raise
            progress.undo()
            error = caught
        seconds = time.monotonic() - started
        calls = client.calls if client else 0
        if error:
            return run._fail(error, seconds, calls)
        return run._finish(seconds, calls)

    def _sync_steps(self, client, progress, persons, versions):
        """Read what is asked for; plan and apply it part by part."""
        run = progress.run
        # Asked before reading: what changes while we read is read again next time.
        version = self._newest_version(client, versions)
        progress.begin("reading", self.employment_count)
        unread = []
        seen = self._read(client, progress, persons, version, unread)
        if unread:
            run._add_unread(unread)
        if unread or version is None:
            # The next night asks for the same changes again.
            version = int(self.last_version_number or 0)
        if run.mode != "preview":
            self._mend_versions()
            self._begin_versions()
        asked = self.env["loket.person"]

        def ask_numbers(people):
            nonlocal asked
            numbers, people_asked = self._fetch_bsn(client, people)
            asked |= people_asked
            return numbers

        progress.begin("comparing", len(seen))
        for plan in self.env["loket.planner"]._plans(self, seen, ask_numbers):
            if run.mode == "preview":
                progress.advance(len(plan) + len(plan.settled))
            else:
                self.env["loket.applier"]._apply(self, plan, client, progress.advance)
                self._note_asked(plan, asked)
            run._add_plan(plan)
            self.env.flush_all()
            progress.commit()
            self.env.invalidate_all(flush=False)
        if run.mode != "preview":
            self._note_synced(run.mode, version, whole=not persons)

    def _read(self, client, progress, persons, version, unread):
        """Bring the mirror up to date; return the persons to compare."""
        importer = self.env["loket.importer"]
        known_version = int(self.last_version_number or 0)
        mode = progress.run.mode
        changed = None
        if self.planned_on and version is not None:
            changed = []
            if version > known_version:
                changed = importer._changed_ids(self, client)
        if persons:
            return importer._import_persons(
                self, client, persons.sudo(), progress.advance, unread, changed
            )
        self._mark_due_by_date()
        # Without the right to ask what changed, everybody is read, every night.
        by_changes = mode == "scheduled" and changed is not None
        if by_changes and not self._has_to_map_anew():
            unread_ids = self._unread().mapped("loket_id")
            if version > known_version or unread_ids:
                importer._import_changes(
                    self,
                    client,
                    list(dict.fromkeys(changed + unread_ids)),
                    progress.advance,
                    unread,
                )
            return self._due_persons()
        seen = importer._import_employer(
            self,
            client,
            progress.advance,
            changed=changed,
            most=None if progress.commits else BIG,
            unread=unread,
        )
        return seen | self._due_persons()

    def _has_to_map_anew(self):
        """Whether rows that did not change may say more to this version than they
        said to the one that read them."""
        mapped_with = self.sudo().mapped_with
        return bool(mapped_with) and mapped_with != self._addon_version()

    def _addon_version(self):
        return Manifest.for_addon("loket_connector").version

    def _begin_versions(self):
        """Let versions count whose day has come: Odoo's own job runs once a day."""
        today = dutch_today(self)
        versions = (
            self.env["hr.version"]
            .sudo()
            .search(
                [
                    ("loket_employment_id", "!=", False),
                    ("employee_id.company_id", "=", self.company_id.id),
                    # That day too: Odoo's own begins an hour or two later.
                    ("date_version", ">=", self.planned_on or today),
                    ("date_version", "<=", today),
                ]
            )
        )
        versions.employee_id._compute_current_version_id()

    def _mend_versions(self):
        """Bring versions to the company of their employee: a sync of before that was
        made from another company left some there, where who may see the employee
        cannot see them."""
        company = self.company_id
        versions = (
            self.env["hr.version"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("loket_employment_id", "!=", False),
                    ("employee_id.company_id", "=", company.id),
                    ("company_id", "!=", company.id),
                ]
            )
        )
        for version in versions:
            vals = {"company_id": company.id}
            if version.address_id == version.company_id.partner_id:
                vals["address_id"] = company.partner_id.id
            version.write(vals)

    def _note_synced(self, mode, version, whole):
        """Move the bookmark: everything up to it is in Odoo."""
        now = fields.Datetime.now()
        if whole:
            self.last_sync = now
        if mode == "manual":
            self.connection_id._note_synced(now)
        if whole:
            self._write_changes(
                {
                    "last_version_number": str(version),
                    "planned_on": dutch_today(self),
                    "mapped_with": self._addon_version(),
                }
            )
