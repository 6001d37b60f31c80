# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL

from ..mappers.period_plan import Identity

COLUMNS = ("shift", "payslip_type", "distribution_unit", "cost_center", "cost_unit")

#: The identities of employments that did not change since. These are found by index,
#: as the planner takes the array for a short one.
FRESH = """
WITH e AS MATERIALIZED (
    SELECT id, LOWER(loket_id) AS key, COALESCE(payload_hash, '') AS hash
    FROM loket_employment WHERE id = ANY (ARRAY(SELECT UNNEST(%(ids)s)))
)
SELECT e.id, i.shift, i.payslip_type, i.distribution_unit, i.cost_center, i.cost_unit
FROM e
JOIN loket_period_identity i ON i.employment_key = e.key AND i.payload_hash = e.hash
     AND i.employment_key = ANY (ARRAY(SELECT key FROM e))
"""


class LoketPeriodIdentity(models.Model):
    """What Loket proposes for the records of an employment: asked once, then kept.

    A changed employment asks again. In a table of its own without references and
    written in a transaction of its own, so that no answer is asked for twice.
    """

    _name = "loket.period.identity"
    _description = "Loket Period Data Defaults"
    _rec_name = "employment_key"
    _log_access = False

    employment_key = fields.Char(required=True)
    payload_hash = fields.Char()
    shift = fields.Integer()
    payslip_type = fields.Integer()
    distribution_unit = fields.Char()
    cost_center = fields.Integer()
    cost_unit = fields.Integer()

    _employment_uniq = models.UniqueIndex("(employment_key)")

    @api.model
    def _get_identities(self, employments):
        """Return the identities that are known and fresh, by employment id."""
        if not employments:
            return {}
        with self.env.registry.cursor() as cr:
            rows = self.env(cr=cr).execute_query(SQL(FRESH, ids=employments.ids))
        return {employment_id: Identity(*values) for employment_id, *values in rows}

    @api.model
    def _forget(self, employments):
        """Ask Loket again for these: it refused what it proposed before."""
        keys = tuple(employments.sudo().mapped(lambda e: e.loket_id.lower()))
        if keys:
            with self.env.registry.cursor() as cr:
                cr.execute(
                    SQL(
                        "DELETE FROM loket_period_identity WHERE employment_key IN %s",
                        keys,
                    )
                )

    @api.model
    def _store(self, employments, identities):
        """Keep the answers for these employments, whatever happens to the caller."""
        rows = [
            (e.loket_id.lower(), e.payload_hash or "", *identities[e.id])
            for e in employments.sudo()
            if e.id in identities
        ]
        if not rows:
            return
        with self.env.registry.cursor() as cr:
            self.env(cr=cr).execute_query(
                SQL(
                    "INSERT INTO loket_period_identity (employment_key, payload_hash,"
                    " shift, payslip_type, distribution_unit, cost_center, cost_unit)"
                    " VALUES %s ON CONFLICT (employment_key) DO UPDATE SET"
                    " payload_hash = EXCLUDED.payload_hash, shift = EXCLUDED.shift,"
                    " payslip_type = EXCLUDED.payslip_type,"
                    " distribution_unit = EXCLUDED.distribution_unit,"
                    " cost_center = EXCLUDED.cost_center,"
                    " cost_unit = EXCLUDED.cost_unit",
                    SQL(", ").join(SQL("%s", row) for row in rows),
                )
            )
