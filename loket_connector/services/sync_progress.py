# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""How far a sync is, and what happens to the database as it goes."""

from contextlib import nullcontext


class SyncProgress:
    """Keep what is stored so far, and show on the run how far it is.

    A sync that runs in the background commits after each page and batch: a worker
    that is killed loses nothing, and people see it move. A sync that somebody waits
    for is one transaction: all that others could see is its result.
    """

    def __init__(self, run, commits):
        self.run = run
        self.commits = commits
        self.done = 0

    def begin(self, stage, total=0):
        """Start to count another kind of work."""
        self.done = 0
        if self.commits:
            self.run.write(
                {"stage": stage, "progress_done": 0, "progress_total": total}
            )

    def advance(self, count):
        """Count ``count`` more rows or lines."""
        self.done += count
        if self.commits:
            total = max(self.run.progress_total, self.done)
            self.run.write({"progress_done": self.done, "progress_total": total})
            self.commit()

    def commit(self):
        if self.commits:
            self.run.env["ir.cron"]._commit_progress()

    def guard(self):
        """Context of the work: undone as a whole when nothing was committed."""
        return nullcontext() if self.commits else self.run.env.cr.savepoint()

    def undo(self):
        """Leave a broken transaction; what was committed stays."""
        if self.commits:
            self.run.env.cr.rollback()
