# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

from ..client import LoketAccessError, LoketNotFoundError, LoketRejectedError


class LoketEmployer(models.Model):
    """Citizen service numbers (BSN): asked one by one, kept in their field only."""

    _inherit = "loket.employer"

    def _fetch_bsn(self, client, persons):
        """Ask the BSN of people who are new or changed, when the setting says so.

        :return: ``({person: bsn}, persons that were asked)``. The numbers live in
            memory only.
        """
        numbers, asked = {}, self.env["loket.person"].sudo()
        # Without the right the answer is known; the rights check sees when it comes.
        if not self.connection_id.sync_bsn or self._lacks("bsn"):
            return numbers, asked
        # The employee can be gone, or another one, since it was asked.
        for person in persons.filtered(
            lambda p: (p.bsn_done != p.payload_hash or not p.employee_id) and p._works()
        ):
            try:
                number = client.get_citizen_service_number(person.loket_id)
            except LoketAccessError:
                # The rights check shows it; everything else goes on.
                self._write_changes({"rights_state": "unknown"})
                break
            except (LoketNotFoundError, LoketRejectedError):
                continue
            asked |= person
            if number:
                numbers[person] = number
        return numbers, asked

    def _note_asked(self, plan, asked):
        """Remember for whom the BSN is in Odoo, so that it is not asked again."""
        for line in plan:
            person = line.person
            if person in asked and line.employee and line.action != "problem":
                person.bsn_done = person.payload_hash
