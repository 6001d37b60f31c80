# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

from odoo import api, models
from odoo.fields import Domain
from odoo.tools.date_utils import start_of, subtract

from ..client import LoketAccessError
from ..mappers.terms import merge_chains, needs_history, present_term

_logger = logging.getLogger(__name__)


class LoketImporter(models.AbstractModel):
    """Terms of an employment: from its row, or from its date chains when needed."""

    _inherit = "loket.importer"

    @api.model
    def _get_terms(self, lookups, row, employment, client, is_hidden):
        """Return ``(terms, complete)``; reads the date chains when they are needed.

        An employment that ended says nothing in its row of what held until then.
        Without its history, no terms are returned and those that are known stay.

        :param is_hidden: changed, but not in its row: then in its history, which is
            followed already.
        """
        has_ended = bool(row.end_date) and row.end_date < lookups["today"]
        is_end_new = has_ended and employment and employment.date_end != row.end_date
        known_start = employment and max(
            employment.term_ids.filtered(
                lambda term: term.date_start <= lookups["today"]
            ).mapped("date_start"),
            default=None,
        )
        # Without known periods: the previous month is what can still be open.
        open_from = lookups["open_from"].get(row.administration_id) or start_of(
            subtract(lookups["today"], months=1), "month"
        )
        if lookups["may_read_history"] and (
            is_hidden
            or is_end_new
            or row.id in lookups["ended"]
            or needs_history(row, lookups["today"], open_from, known_start or None)
        ):
            try:
                if terms := self._read_history(row, client):
                    return terms, True
            except LoketAccessError:
                # One refusal is enough: it would be the same for everybody.
                lookups["may_read_history"] = False
                _logger.warning(
                    "No right to read the history of employments of venue %s",
                    lookups["employer"].id,
                )
        if has_ended and employment and employment.term_ids:
            return [], False
        return [present_term(row, lookups["today"])], False

    @api.model
    def _import_ended(self, lookups, client):
        """Read what held in employments that ended recently, of people who work on.

        Hours of then may still come, and are paid by the kind of contract of then.
        Of people who work nowhere any more, Odoo has nobody who could have them.
        """
        today = lookups["today"]
        employments = self.env["loket.employment"].sudo()
        of_venue = Domain("employer_id", "=", lookups["employer"].id)
        ended = employments.search(
            of_venue
            & Domain("history_read", "=", False)
            & Domain("date_end", "<", today)
            & Domain("date_end", ">=", subtract(today, years=1))
            & Domain(
                "person_id.employment_ids",
                "any",
                Domain("date_end", "=", False) | Domain("date_end", ">=", today),
            )
        )
        if ended and lookups["may_read_history"]:
            lookups["ended"].update(ended.mapped("loket_id"))
            self._import_filtered(lookups, client, "id", [*lookups["ended"]], None)

    @api.model
    def _read_history(self, row, client):
        return merge_chains(
            row.start_date,
            row.end_date,
            client.get_working_hours(row.id),
            client.get_wages(row.id),
            client.get_organizational_entities(row.id),
        )

    @api.model
    def _get_kinds(self, lookups, changed):
        """Return the table of flexible contract kinds, completed with new ones."""
        seen = {
            term.working_hours.flexible_key: term.working_hours.flexible
            for *_rest, terms, _complete in changed
            for term in terms
            if term.working_hours and term.working_hours.flexible_key
        }
        return self.env["loket.flexible.contract"]._get_kinds(
            lookups["employer"].connection_id, seen
        )
