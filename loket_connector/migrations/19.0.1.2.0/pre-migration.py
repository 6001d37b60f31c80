# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

#: Rules that say something else now. They are made once and then left to the
#: administrator, so those of before have to go.
RULES = (
    "loket_connection_rule_manager",
    "loket_setup_wizard_rule_manager",
    "loket_employer_rule_manager",
)


def migrate(cr, version):
    """A connection without linked venues is its maker's, no longer everybody's."""
    cr.execute(
        "ALTER TABLE loket_connection ADD COLUMN IF NOT EXISTS home_company_id integer"
    )
    cr.execute(
        """
        UPDATE loket_connection c SET home_company_id = u.company_id
        FROM res_users u WHERE u.id = c.create_uid AND c.home_company_id IS NULL
        """
    )
    cr.execute(
        """
        DELETE FROM ir_rule r USING ir_model_data d
        WHERE d.module = 'loket_connector' AND d.model = 'ir.rule'
              AND d.name IN %s AND d.res_id = r.id
        """,
        [RULES],
    )
    cr.execute(
        "DELETE FROM ir_model_data WHERE module = 'loket_connector'"
        " AND model = 'ir.rule' AND name IN %s",
        [RULES],
    )
