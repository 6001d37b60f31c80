# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

from ..client import LoketAccessError
from ..services.dates import dutch_today


class LoketEmployer(models.Model):
    """What a sync of one venue has to deal with: news at Loket, days that came."""

    _inherit = "loket.employer"

    def _unread(self):
        """Employments that have to be read without news of them."""
        employments = self.env["loket.employment"].sudo()
        return employments.search(
            [("employer_id", "in", self.ids), ("payload_hash", "=", False)]
        )

    def _due_persons(self):
        return (
            self.env["loket.person"]
            .sudo()
            .search([("employer_id", "in", self.ids), ("is_due", "=", True)])
        )

    def _mark_due_by_date(self):
        """Mark the people for whom a day that passed since the last sync matters.

        Loket counts no change when a known start, end or change comes about.
        """
        today = dutch_today(self)
        for employer in self.sudo().filtered("planned_on"):
            since = employer.planned_on
            if since < today:
                persons = (
                    self.env["loket.person"].sudo()._by_date(employer, since, today)
                )
                persons.is_due = True

    def _newest_version(self, client, versions):
        """Return the newest change number of the venue at Loket; None when the user
        has no right to ask for it."""
        above = int(self.last_version_number or 0)
        try:
            if versions is None:
                found = client.iter_employer_versions(above)
                versions = {version.id: version.number for version in found}
            self._regain_unlisted()
            return max(versions.get(self.loket_id, 0), above)
        except LoketAccessError as error:
            # No list of rights at a venue shows this one; the others come first.
            if self.rights_checked_on:
                self._add_missing_rights({error.activity})
        try:
            found = client.iter_employment_versions(self.loket_id, above=above)
            return max((version.number for version in found), default=above)
        except LoketAccessError:
            return None
