# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL

from ..mappers.period_plan import Identity

#: The normal payslip, when nobody was asked yet which one is used.
NORMAL_PAYSLIP = 1


class LoketExportReader(models.AbstractModel):
    """Read what Loket holds for a period: one list per category of components."""

    _name = "loket.export.reader"
    _description = "Read Payroll Period Data"

    @api.model
    def _read_held(self, client, period, payslip_types, categories):
        """Return ``{employment: {identity: {component number: value}}}``.

        :param payslip_types: keys of the payslips to look at
        :param categories: keys of the categories of components to look at
        """
        held = {}
        for payslip_type in sorted(payslip_types or {NORMAL_PAYSLIP}):
            for category in sorted(categories):
                rows = client.iter_administration_period_data(
                    period.administration_id.loket_id,
                    period.loket_id,
                    payslip_type,
                    category,
                )
                for row in rows:
                    self._add(held, row)
        return held

    def _add(self, held, row):
        records = held.setdefault(row.employment_id.lower(), {})
        components = records.setdefault(self._identity(row.identity), {})
        for key, component in row.components.items():
            if component.value is not None:
                components[key] = component.value

    def _identity(self, record):
        """Return the client's identity in the words of the mappers."""
        return Identity(
            record.shift,
            record.payslip_type,
            record.distribution_unit,
            record.cost_center,
            record.cost_unit,
        )

    @api.model
    def _get_categories(self, period, component_keys):
        """Return the categories to read: of all mapped and all given components."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT category_key FROM loket_payroll_component"
                " WHERE administration_id = %(administration)s AND year = %(year)s"
                " AND category_key <> 0 AND (key = ANY (%(keys)s) OR key IN ("
                "SELECT known.key FROM loket_wage_code_mapping m"
                " JOIN loket_payroll_component known ON known.id = m.component_id"
                " WHERE m.administration_id = %(administration)s))",
                administration=period.administration_id.id,
                year=period.year,
                keys=list(component_keys),
            )
        )
        return {category for (category,) in rows}

    @api.model
    def _get_defaults(self, client, employments):
        """Return ``{employment id: default identity}``, asking Loket once for each."""
        store = self.env["loket.period.identity"]
        known = store._get_identities(employments)
        missing = employments.filtered(lambda e: e.id not in known)
        missing.fetch(["loket_id", "payload_hash"])
        asked = {}
        try:
            for employment in missing:
                answer = client.get_period_data_defaults(employment.loket_id)
                asked[employment.id] = self._identity(answer)
        finally:
            store._store(missing, asked)
        return {**known, **asked}
