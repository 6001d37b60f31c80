# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


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

    def _get_summary(self):
        """Return our totals as plain text."""
        self.ensure_one()
        rows = [
            self.env._(
                "%(component)s: %(total)s for %(people)s people",
                component=component.display_name,
                total=f"{total:g}",
                people=people,
            )
            for component, people, total in self._get_component_totals()
        ]
        return "\n".join([self.display_name, *rows])
