# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain

from ..mappers.period_plan import (
    UNCHANGED,
    Identity,
    Remembered,
    Total,
    base_identities,
    own_splits,
    plan,
    settle,
)
from .loket_export_reader import NORMAL_PAYSLIP


class LoketExportPlanner(models.AbstractModel):
    """Compare what Odoo wants with what Loket holds and what was sent before."""

    _name = "loket.export.planner"
    _description = "Plan Loket Export"

    @api.model
    def _plan(self, export, gathered, rows, client):
        """Return the planned lines, and the ledger rows that reading Loket settled.

        :param gathered: ``Gathered``
        :param rows: the totals, see the gatherer
        """
        period = export.period_id
        keys = {employment_id: key for employment_id, key, *_rest in rows}
        employments = self.env["loket.employment"].browse(keys)
        totals = self._totals(rows)
        before = self.env["loket.export.ledger"]._read_period(period)
        if not client:
            return self._plan_file(employments, totals, before), []
        held = self._read(client, period, before)
        after = settle(before, held)
        identities = base_identities(after, held, {})
        unknown = employments.filtered(lambda e: keys[e.id] not in identities)
        defaults = self.env["loket.export.reader"]._get_defaults(client, unknown)
        defaults = {keys[id_]: identity for id_, identity in defaults.items()}
        identities = base_identities(after, held, defaults)
        if self._read_other_payslips(client, period, before, identities, held):
            identities = base_identities(after, held, defaults)
        own = own_splits(totals, identities)
        if own:
            gatherer = self.env["loket.export.gatherer"]
            ids = {key: employment_id for employment_id, key in keys.items()}
            gatherer._join_splits([(ids[key], split) for key, split in own])
            totals = self._totals(gatherer._get_totals(period, gathered))
        lines = plan(totals, held, after, identities)
        return lines, self._settled(period, before, after, lines, held)

    def _totals(self, rows):
        """Return the gathered totals in the words of the mappers."""
        return [
            Total(
                key,
                component,
                split or "",
                Decimal(quantity),
                2 if decimals is None else decimals,
                is_hours,
            )
            for _id, key, component, quantity, split, decimals, is_hours in rows
        ]

    def _plan_file(self, employments, totals, before):
        """Plan for an import file: as far as known Loket holds the last import."""
        known = self.env["loket.period.identity"]._get_identities(employments)
        employments.fetch(["loket_id", "payroll_number"])
        identities = {}
        for employment in employments:
            if not employment.payroll_number:
                # A row is found by its number: without one it would be of nobody.
                continue
            key = employment.loket_id.lower()
            shift = known[employment.id].shift if employment.id in known else None
            identities[key] = Identity(shift or 1, 1, "", None, None)
        held = {}
        for row in before:
            if row.is_ours:
                records = held.setdefault(row.employment, {})
                records.setdefault(row.identity, {})[row.component] = row.value
        return plan(totals, held, before, identities)

    @api.model
    def _read(self, client, period, remembered):
        payslips = {row.identity.payslip_type for row in remembered}
        return self._read_payslips(client, period, remembered, payslips)

    def _read_payslips(self, client, period, remembered, payslips):
        reader = self.env["loket.export.reader"]
        categories = reader._get_categories(
            period, {row.component for row in remembered}
        )
        return reader._read_held(client, period, payslips, categories)

    def _read_other_payslips(self, client, period, remembered, identities, held):
        """Add what Loket holds on payslips that nothing was sent to yet.

        :return: whether there are any
        """
        read = {row.identity.payslip_type for row in remembered} or {NORMAL_PAYSLIP}
        used = {identity.payslip_type for identity in identities.values()}
        others = used - read - {None}
        if others:
            found = self._read_payslips(client, period, remembered, others)
            for employment, records in found.items():
                held.setdefault(employment, {}).update(records)
        return bool(others)

    def _settled(self, period, before, after, lines, held):
        """Return the ledger rows to store after Loket was read.

        Calls without an answer that are settled now; what dropped out here and is not
        in Loket either; and values that Loket holds already just as Odoo wants them.

        Of who is not employed in the period Loket lists nothing, and may have it again
        once the end of the employment is withdrawn: that is not forgotten.
        """
        known = {(row.employment, row.identity, row.component): row for row in after}
        changed = {
            key: row
            for (key, row), old in zip(known.items(), before, strict=True)
            if row != old
        }
        wanted = {}
        for line in lines:
            wanted[line.employment, line.identity, line.component] = line
        gone = {}
        for key, row in known.items():
            employment, identity, component = key
            now = held.get(employment, {}).get(identity, {}).get(component)
            if row.is_ours and now is None and key not in wanted:
                gone[key] = row
        away = self._get_away(period) if gone else ()
        for key, row in gone.items():
            if row.employment not in away:
                changed[key] = row._replace(value=None)
        for key, line in wanted.items():
            if line.state == UNCHANGED and line.remembered != line.value:
                changed[key] = Remembered(
                    line.employment,
                    line.identity,
                    line.split,
                    line.component,
                    line.value,
                )
        return list(changed.values())

    def _get_away(self, period):
        """Return the keys of the venue's employments that are not in a period."""
        employments = self.env["loket.employment"].with_context(active_test=False)
        found = employments.search(
            Domain("employer_id", "=", period.employer_id.id)
            & (
                Domain("date_start", ">", period.date_end)
                | Domain("date_end", "<", period.date_start)
            )
        )
        return {employment.loket_id.lower() for employment in found}
