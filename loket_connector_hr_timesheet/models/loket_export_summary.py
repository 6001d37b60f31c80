# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64

from odoo import api, models
from odoo.tools.misc import formatLang

from ..mappers.import_file import import_file


class LoketExport(models.Model):
    """An export in a few words: for the accountant, for paper."""

    _inherit = "loket.export"

    def _get_component_totals(self):
        """Return ``[(component, people, total)]`` of what Loket gets or has."""
        self.ensure_one()
        groups = self.env["loket.export.line"]._read_group(
            [("export_id", "=", self.id), ("is_removal", "=", False)],
            ["component_id"],
            ["employment_id:count_distinct", "value:sum"],
        )
        return sorted(groups, key=lambda group: group[0].key)

    @api.model
    def _get_decimals(self, number, least=2):
        """Return how many decimals a number has: a total is told to the last one."""
        return max(least, -self._to_decimal(number).as_tuple().exponent)

    def _get_summary(self):
        """Return our totals as plain text."""
        self.ensure_one()
        rows = [
            self.env._(
                "%(component)s: %(total)s (people: %(people)s)",
                component=component.display_name,
                total=formatLang(self.env, total, digits=self._get_decimals(total)),
                people=people,
            )
            for component, people, total in self._get_component_totals()
        ]
        return "\n".join([self.display_name, *rows])

    def _get_file_text(self):
        """Return Loket's import file of the totals."""
        self.ensure_one()
        values = {}
        for line in self.line_ids:
            if line.is_blocked:
                continue
            key = (line.employment_id.payroll_number, line.shift or 1)
            value = None if line.is_removal else line._decimal("value")
            row = values.setdefault(key, {})
            component = line.component_id.key
            row[component] = (row.get(component) or 0) + (value or 0)
        return import_file(self.administration_id.client_number, values)

    def _is_file_outdated(self):
        """Whether the file that was downloaded last holds other totals."""
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("name", "=like", "loket-%.csv"),
            ],
            order="id desc",
            limit=1,
        )
        return bool(attachment) and attachment.raw != self._get_file_text().encode()

    def _attach_file(self):
        """Attach Loket's import file of the totals and return the attachment."""
        self.ensure_one()
        text = self._get_file_text()
        number = self.administration_id.client_number
        return self.env["ir.attachment"].create(
            {
                "name": f"loket-{number}-{self.period_id.display_name}.csv",
                "datas": base64.b64encode(text.encode()),
                "mimetype": "text/csv",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
