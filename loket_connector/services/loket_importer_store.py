# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import namedtuple

from odoo import api, fields, models

from ..client import (
    LoketContractError,
    LoketNotFoundError,
    LoketRejectedError,
    LoketTransientError,
)
from .dates import dutch_today

#: What makes a record unreadable and says nothing about the others.
UNREADABLE = (
    LoketContractError,
    LoketNotFoundError,
    LoketRejectedError,
    LoketTransientError,
)
#: So many records may go without an answer before Loket is taken to be down.
PATIENCE = 3
#: A row that cannot be read: Loket's id, the ``loket.person`` when known, the reason.
Unread = namedtuple("Unread", "loket_id person reason")


class LoketImporter(models.AbstractModel):
    """Storing rows: only what differs is written."""

    _inherit = "loket.importer"

    @api.model
    def _prepare_lookups(self, employer, changed=None, unread=None):
        """Gather once per run what every page needs.

        :param changed: ids of employments that Loket counts as changed.
        :param unread: list that collects the rows that are not as documented.
        """
        administrations = (
            self.env["loket.payroll.administration"]
            .sudo()
            .with_context(active_test=False)
            .search([("employer_id", "=", employer.id)])
        )
        return {
            "employer": employer,
            "today": dutch_today(employer),
            "administrations": {a.loket_id: a for a in administrations},
            "open_from": {
                administration.loket_id: day
                for administration, day in administrations._open_from().items()
            },
            "may_read_history": True,
            "failures": 0,
            "changed": set(changed or ()),
            "ended": set(),
            "unread": [] if unread is None else unread,
            "remap": employer._has_to_map_anew(),
        }

    @api.model
    def _store_page(self, lookups, page, client):
        """Store one page of employments with their persons and terms."""
        rows = list({row.id: row for row in page}.values())
        known_unread = len(lookups["unread"])
        persons = self._store_people(lookups, [row.employee for row in rows])
        by_loket_id = {person.loket_id: person for person in persons}
        unread = {row.loket_id for row in lookups["unread"][known_unread:]}
        known = self._known(self.env["loket.employment"], lookups, rows, ["active"])
        changed = []
        for row in rows:
            employment = known.get(row.id)
            if row.employee.id in unread:
                # Told already; the employment's row says the same about the person.
                continue
            if self._is_news(lookups, row, employment):
                person = by_loket_id[row.employee.id]
                try:
                    change = self._read_row(lookups, row, employment, client)
                except UNREADABLE as error:
                    self._note_unread(lookups, row, person, error)
                else:
                    changed.append((person, *change))
        if changed:
            self._store_employments(lookups, changed)
        return persons

    @api.model
    def _note_unread(self, lookups, row, person, error):
        """Go on without a record; not when Loket answers nothing at all any more."""
        if isinstance(error, LoketTransientError):
            lookups["failures"] += 1
            if lookups["failures"] > PATIENCE:
                raise error
        if person:
            # Loket may count no change of a row that only this version cannot read:
            # what has no hash is asked for again, also on a night without news.
            person._write_changes({"payload_hash": False})
            for employment in person.with_context(active_test=False).employment_ids:
                employment._write_changes({"payload_hash": False})
        lookups["unread"].append(Unread(row.id, person, str(error)))

    @api.model
    def _is_news(self, lookups, row, employment):
        """Whether an employment's row has to be read."""
        return (
            not employment
            or not employment.active
            or employment.payload_hash != row.raw_hash
            or row.id in lookups["changed"]
            or row.id in lookups["ended"]
            or lookups["remap"]
        )

    @api.model
    def _read_row(self, lookups, row, employment, client):
        """Return what ``_store_employments`` needs to know of a row."""
        record = row.record()
        is_hidden = (
            row.id in lookups["changed"]
            and employment
            and employment.history_read
            and employment.payload_hash == row.raw_hash
        )
        terms, complete = self._get_terms(
            lookups, record, employment, client, is_hidden
        )
        return record, row.raw_hash, employment, terms, complete

    @api.model
    def _store_employments(self, lookups, changed):
        """Create or update the employments of rows that are new or changed."""
        records = [record for _person, record, *_rest in changed]
        self._ensure_administrations(lookups, records)
        kinds = self._get_kinds(lookups, changed)
        new_vals = []
        for person, record, raw_hash, employment, terms, complete in changed:
            vals = self._prepare_employment_vals(lookups, record, person, complete)
            vals["payload_hash"] = raw_hash
            term_vals = self._prepare_terms_vals(terms, record, kinds, employment)
            if employment:
                if employment._write_changes(vals) or record.id in lookups["changed"]:
                    # A changed BSN does not show in the row either.
                    person._write_changes({"bsn_done": False})
                employment._update_terms(term_vals, complete)
            else:
                vals["term_ids"] = [fields.Command.create(v) for v in term_vals]
                new_vals.append(vals)
            person._write_changes({"is_due": True})
        self.env["loket.employment"].sudo().create(new_vals)
        self._follow_names(lookups, records)

    @api.model
    def _follow_names(self, lookups, rows):
        """Give older terms the present name of a department or function too.

        Loket keeps one name for each; a term stored before it changed would bring the
        old one back.
        """
        for key_field, name_field, attributes in (
            ("department_loket_id", "department_name", ("department_id", "department")),
            ("function_loket_id", "function_name", ("function_id", "function")),
        ):
            names = {
                getattr(row.organization, attributes[0]): getattr(
                    row.organization, attributes[1]
                )
                for row in rows
                if row.organization
            }
            domain = fields.Domain.OR(
                fields.Domain(key_field, "=", key)
                & fields.Domain(name_field, "!=", name)
                for key, name in names.items()
                if key and name
            )
            stale = (
                self.env["loket.employment.term"]
                .sudo()
                .with_context(active_test=False)
                .search(
                    domain
                    & fields.Domain(
                        "employment_id.employer_id", "=", lookups["employer"].id
                    )
                )
            )
            for term in stale:
                term[name_field] = names[term[key_field]]

    @api.model
    def _known(self, model, lookups, rows, names=()):
        """Return ``{Loket ID: record}``; of the records only what tells whether a row
        changed is read, and the fields in ``names``."""
        records = (
            model.sudo()
            .with_context(active_test=False)
            .search_fetch(
                [
                    ("employer_id", "=", lookups["employer"].id),
                    ("loket_id", "in", [row.id for row in rows]),
                ],
                ["loket_id", "payload_hash", *names],
            )
        )
        return {record.loket_id: record for record in records}

    @api.model
    def _store_people(self, lookups, people):
        """Store the person part of rows; return the ``loket.person`` records.

        :param people: ``EmployeeRow`` objects.
        """
        unique = list({person.id: person for person in people}.values())
        known = self._known(self.env["loket.person"], lookups, unique)
        persons = self.env["loket.person"].sudo()
        new_vals = []
        for row in unique:
            person = known.get(row.id)
            if person:
                persons += person
                if person.payload_hash == row.raw_hash and not lookups["remap"]:
                    continue
            try:
                vals = self._prepare_person_vals(row.record())
            except LoketContractError as error:
                self._note_unread(lookups, row, person, error)
                continue
            vals["payload_hash"] = row.raw_hash
            if not person:
                new_vals.append(
                    {
                        "employer_id": lookups["employer"].id,
                        "loket_id": row.id,
                        **vals,
                    }
                )
            elif person._write_changes(vals):
                person.is_due = True
        return persons + self.env["loket.person"].sudo().create(new_vals)

    @api.model
    def _ensure_administrations(self, lookups, rows):
        """Know the administrations that rows name, also before a payroll set-up."""
        known = lookups["administrations"]
        for row in rows:
            if row.administration_id and row.administration_id not in known:
                known[row.administration_id] = (
                    self.env["loket.payroll.administration"]
                    .sudo()
                    .create(
                        {
                            "employer_id": lookups["employer"].id,
                            "loket_id": row.administration_id,
                            "name": str(row.client_number or row.administration_id),
                            "client_number": row.client_number or 0,
                        }
                    )
                )
