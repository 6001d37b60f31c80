# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL

#: What went from a value that waits for a decision to another one of this export.
ALSO_WAITING = """
WITH waiting AS MATERIALIZED (
    SELECT l.employment_id, l.component_id, l.cost_center_key AS split, c.key
    FROM loket_export_line l JOIN loket_payroll_component c ON c.id = l.component_id
    WHERE l.export_id = %(export)s AND l.is_foreign AND l.overwrite IS NOT TRUE
          AND l.state IN ('new', 'changed', 'removed')
), moved AS MATERIALIZED (
    SELECT waiting.*, b.code_type,
           COALESCE(b.timesheet_id, -b.allowance_id) AS source
    FROM waiting JOIN loket_export_booking b ON b.period_id = %(period)s
         AND b.employment_id = waiting.employment_id AND b.component_key = waiting.key
         AND b.cost_center_key = waiting.split
)
SELECT g.* FROM loket_gathered g
WHERE g.issue IS NULL AND NOT g.is_booked AND g.administration_id = %(administration)s
      AND EXISTS (
          SELECT FROM moved
          WHERE moved.source = COALESCE(g.timesheet_id, -g.allowance_id)
                AND moved.code_type = g.code_type
                AND (moved.employment_id, moved.component_id, moved.split)
                    <> (g.employment_id, g.component_id, g.split))
"""


class LoketExportInspector(models.AbstractModel):
    """Say which hours Loket would pay in two values."""

    _inherit = "loket.export.inspector"

    @api.model
    def _get_problems(self, export):
        return [*super()._get_problems(export), *self._waiting_problems(export)]

    def _waiting_problems(self, export):
        """Hours whose new value goes while the old one waits for a decision."""
        rows = self._count_sources(
            SQL(
                ALSO_WAITING,
                export=export.id,
                period=export.period_id.id,
                administration=export.administration_id.id,
            )
        )
        return self._source_problems(export, "also_waiting", "error", rows)
