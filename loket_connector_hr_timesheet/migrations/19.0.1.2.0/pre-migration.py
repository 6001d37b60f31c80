# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def migrate(cr, version):
    """Move the sources of export lines from a table of their own to the lines."""
    cr.execute("ALTER TABLE loket_export_line ADD COLUMN IF NOT EXISTS sources jsonb")
    cr.execute(
        """
        UPDATE loket_export_line l SET sources = share.sources
        FROM (
            SELECT line_id, JSONB_AGG(
                JSONB_BUILD_ARRAY(timesheet_id, allowance_id, date, code_type,
                                  wage_code_id, contract_kind, quantity,
                                  COALESCE(is_correction, FALSE))
                ORDER BY date, timesheet_id, allowance_id, code_type, wage_code_id,
                         contract_kind
            ) AS sources
            FROM loket_export_share GROUP BY line_id
        ) share
        WHERE share.line_id = l.id
        """
    )
    cr.execute("DROP TABLE loket_export_share")
    cr.execute(
        """
        UPDATE ir_rule r SET domain_force = '[(''company_id'', ''in'', company_ids)]'
        FROM ir_model_data d
        WHERE d.module = 'loket_connector_hr_timesheet' AND d.model = 'ir.rule'
              AND d.name = 'loket_export_share_rule_company' AND d.res_id = r.id
        """
    )
