# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

from odoo import api, models

from ..client import LoketAccessError, LoketRejectedError

_logger = logging.getLogger(__name__)

#: How many ids are asked in one call: they must fit an address.
FILTER_SIZE = 25
#: So many employments that a list left out are asked for by themselves.
ASK_AGAIN = 100


class TooManyError(Exception):
    """A venue is too big to be read while somebody waits."""


class LoketImporter(models.AbstractModel):
    """Loket's rows into the mirror: ``loket.person``, ``loket.employment``, terms.

    Reads page by page; a row whose content did not change is not written. Persons
    with something new are marked as due: the next plan deals with them, also after a
    crash.
    """

    _name = "loket.importer"
    _description = "Loket Importer"

    @api.model
    def _import_employer(
        self, employer, client, done=None, changed=None, most=None, unread=None
    ):
        """Mirror everybody of a venue; return the persons seen, as ``loket.person``.

        Calls: one per 250 employments, one per 250 employees, three for each
        employment whose history has to be read, and one per ``FILTER_SIZE`` of those
        that ended while their person works on. The next page is fetched while this
        one is stored.

        :param done: called with the number of rows after each page.
        :param changed: ids of employments that changed, perhaps in a way that their
            rows do not show.
        :param most: raise ``TooManyError`` beyond that many employments.
        :param unread: list that gets an ``Unread`` for each row that is not as
            documented; what is known of it stays.
        """
        lookups = self._prepare_lookups(employer, changed, unread)
        person_ids, seen, people_seen = [], set(), set()
        pages = client.iter_employment_pages(
            employer.loket_id, reference_date=lookups["today"]
        )
        try:
            for page in pages:
                person_ids += self._store_page(lookups, page, client).ids
                seen.update(row.id for row in page)
                people_seen.update(row.employee.id for row in page)
                self._page_done(done, len(page))
                if most and len(seen) > most:
                    raise TooManyError
        finally:
            pages.close()
        person_ids += self._look_again(lookups, client, seen).ids
        self._archive_unseen(employer, seen)
        self._import_ended(lookups, client)
        try:
            for page in client.iter_employee_pages(employer.loket_id):
                # An employment comes with its person: the others are left.
                people = [person for person in page if person.id not in people_seen]
                person_ids += self._store_people(lookups, people).ids
                self._page_done(done, 0)
        except LoketAccessError:
            # Only people without an employment are missed; the rights check tells.
            _logger.warning("No right to list the employees of venue %s", employer.id)
        return self._persons(person_ids)

    @api.model
    def _changed_ids(self, employer, client):
        """Return the ids of the employments that changed since the last sync; None
        when the user has no right to ask for them."""
        above = int(employer.last_version_number or 0)
        versions = client.iter_employment_versions(employer.loket_id, above=above)
        try:
            return [version.id for version in versions]
        except LoketAccessError:
            return None

    @api.model
    def _import_changes(self, employer, client, changed, done=None, unread=None):
        """Mirror the employments that changed since the last sync.

        Calls: one per ``FILTER_SIZE`` changed employments and one to count them all;
        many changes, or a removal, read the whole venue instead.
        """
        known = self._count_known(employer)
        # The venue's number rose without a changed employment: one was removed.
        if not changed or len(changed) > max(FILTER_SIZE, known // 4):
            return self._import_employer(employer, client, done, changed, unread=unread)
        lookups = self._prepare_lookups(employer, changed, unread)
        persons, _seen = self._import_filtered(lookups, client, "id", changed, done)
        if not lookups["unread"] and (
            client.count_employments(employer.loket_id) != self._count_known(employer)
        ):
            # What was removed is on no list of changes.
            persons |= self._import_employer(employer, client, done, unread=unread)
        return persons

    @api.model
    def _count_known(self, employer):
        return (
            self.env["loket.employment"]
            .sudo()
            .search_count([("employer_id", "=", employer.id)])
        )

    @api.model
    def _import_persons(
        self, employer, client, persons, done=None, unread=None, changed=None
    ):
        """Mirror all employments of some people, also those that are new."""
        persons = persons.filtered(lambda p: p.employer_id == employer)
        lookups = self._prepare_lookups(employer, changed, unread)
        _persons, seen = self._import_filtered(
            lookups, client, "employee.id", persons.mapped("loket_id"), done
        )
        self._archive_unseen(employer, seen, persons)
        return persons

    @api.model
    def _import_filtered(self, lookups, client, field, loket_ids, done):
        """Mirror the employments whose ``field`` is one of the ids.

        :return: persons, ids of the employments.
        """
        try:
            return self._import_listed(lookups, client, field, loket_ids, done)
        except LoketRejectedError:
            # A server that cannot filter on ids: read everybody instead.
            persons = self._import_employer(
                lookups["employer"],
                client,
                done,
                lookups["changed"],
                unread=lookups["unread"],
            )
            employments = persons.employment_ids.filtered("active")
            return persons, set(employments.mapped("loket_id"))

    @api.model
    def _import_listed(self, lookups, client, field, loket_ids, done=None):
        """The same; raises ``LoketRejectedError`` where Loket does not filter."""
        person_ids, seen = [], set()
        for start in range(0, len(loket_ids), FILTER_SIZE):
            chunk = loket_ids[start : start + FILTER_SIZE]
            for page in client.iter_employment_pages(
                lookups["employer"].loket_id,
                reference_date=lookups["today"],
                filter=" or ".join(f"{field} eq '{loket_id}'" for loket_id in chunk),
            ):
                person_ids += self._store_page(lookups, page, client).ids
                seen.update(row.id for row in page)
            self._page_done(done, len(chunk))
        return self._persons(person_ids), seen

    @api.model
    def _look_again(self, lookups, client, seen):
        """Ask for the employments that a list left out: while people come and go,
        pages shift, and a row is skipped. Those found are added to ``seen``."""
        unseen = self._unseen(lookups["employer"], seen)
        if not unseen or len(unseen) > ASK_AGAIN:
            return self._persons([])
        try:
            persons, found = self._import_listed(
                lookups, client, "id", unseen.mapped("loket_id")
            )
        except LoketRejectedError:
            return self._persons([])
        seen.update(found)
        return persons

    @api.model
    def _persons(self, person_ids):
        return self.env["loket.person"].sudo().browse(dict.fromkeys(person_ids))

    @api.model
    def _page_done(self, done, count):
        """Keep memory flat: a stored page is not needed in the cache any more."""
        self.env.flush_all()
        if done:
            done(count)
        self.env.invalidate_all(flush=False)

    @api.model
    def _archive_unseen(self, employer, seen, persons=None):
        """Employments that Loket no longer lists are hidden, not ended.

        They were removed, or the Loket user may not see them any more: neither is a
        reason to let somebody go.
        """
        unseen = self._unseen(employer, seen, persons)
        if unseen:
            unseen.active = False
            unseen.person_id.is_due = True

    @api.model
    def _unseen(self, employer, seen, persons=None):
        domain = [("employer_id", "=", employer.id), ("loket_id", "not in", list(seen))]
        if persons is not None:
            domain.append(("person_id", "in", persons.ids))
        return self.env["loket.employment"].sudo().search(domain)
