# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools import SQL

from .loket_export_rule import CODE_TYPES, CONTRACT_KINDS

#: The sources of export lines as rows. A line keeps them as text, for that is written
#: twice as fast as JSON: ``timesheet id,allowance id,date,kind,wage code id,kind of
#: contract,quantity,whether it corrects an earlier period``, with a semicolon between
#: two of them. What was deleted since has no id any more. A line has fewer than ten
#: thousand sources, so that every source has an id.
SHARES = """
SELECT line_id * 10000::bigint + place AS id, line_id, company_id, employee_id,
       (SELECT id FROM account_analytic_line WHERE id = source[1]::integer)
           AS timesheet_id,
       (SELECT id FROM loket_allowance WHERE id = source[2]::integer) AS allowance_id,
       source[3]::date AS date, source[4] AS code_type,
       (SELECT id FROM loket_wage_code WHERE id = source[5]::integer) AS wage_code_id,
       source[6] AS contract_kind, source[7]::numeric AS quantity,
       source[8]::boolean AS is_correction
FROM (
    SELECT line_id, company_id, employee_id,
           STRING_TO_ARRAY(UNNEST(sources), ',', '') AS source,
           GENERATE_SUBSCRIPTS(sources, 1) AS place
    FROM (
        SELECT id AS line_id, company_id, employee_id,
               STRING_TO_ARRAY(sources, ';') AS sources
        FROM loket_export_line WHERE %(lines)s
    ) line
) part
"""


class LoketExportShare(models.Model):
    """What one timesheet line or allowance adds to an export line.

    Read from the ``sources`` of the lines. Ask for the shares of certain lines or
    employees: of all lines it takes long.
    """

    _name = "loket.export.share"
    _description = "Source of an Export Line"
    _order = "date, id"
    _rec_name = "date"
    _auto = False
    _log_access = False
    _depends = {
        "loket.export.line": ["company_id", "employee_id", "sources"],
        "account.analytic.line": ["id"],
        "loket.allowance": ["id"],
        "loket.wage.code": ["id"],
    }

    line_id = fields.Many2one("loket.export.line", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    employee_id = fields.Many2one("hr.employee", readonly=True)
    timesheet_id = fields.Many2one("account.analytic.line", readonly=True)
    allowance_id = fields.Many2one("loket.allowance", readonly=True)
    date = fields.Date(readonly=True)
    code_type = fields.Selection(CODE_TYPES, "Kind", readonly=True)
    wage_code_id = fields.Many2one("loket.wage.code", readonly=True)
    contract_kind = fields.Selection(CONTRACT_KINDS, readonly=True)
    quantity = fields.Float(digits=(16, 6), readonly=True)
    is_correction = fields.Boolean(
        "Correction",
        readonly=True,
        help="Of an earlier period whose payroll run is approved.",
    )

    @property
    def _table_query(self):
        return SQL(SHARES, lines=SQL("TRUE"))
