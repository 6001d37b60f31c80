# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

#: Rules that say something else now, see the migration of Loket Connector.
RULES = ("loket_export_rule_rule_company", "loket_cost_center_rule_company")


def migrate(cr, version):
    """What is set up for a venue that is not linked yet is no longer everybody's."""
    cr.execute(
        """
        DELETE FROM ir_rule r USING ir_model_data d
        WHERE d.module = 'loket_connector_hr_timesheet' AND d.model = 'ir.rule'
              AND d.name IN %s AND d.res_id = r.id
        """,
        [RULES],
    )
    cr.execute(
        "DELETE FROM ir_model_data WHERE module = 'loket_connector_hr_timesheet'"
        " AND model = 'ir.rule' AND name IN %s",
        [RULES],
    )
