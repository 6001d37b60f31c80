# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL

from .query_plan import hashing

INSERT_SHARES = """
INSERT INTO loket_export_share (line_id, timesheet_id, allowance_id, employee_id, date,
       code_type, wage_code_id, contract_kind, quantity, is_correction)
SELECT l.id, g.timesheet_id, g.allowance_id, g.employee_id, g.date, g.code_type,
       g.code_id, g.contract_kind, SUM(g.quantity), g.date < %(start)s
FROM loket_gathered g
JOIN loket_export_line l ON l.export_id = %(export)s
     AND l.employment_id = g.employment_id AND l.component_id = g.component_id
     AND l.cost_center_key = g.split AND l.state <> 'removed'
WHERE g.issue IS NULL
GROUP BY l.id, g.timesheet_id, g.allowance_id, g.employee_id, g.date, g.code_type,
         g.code_id, g.contract_kind
HAVING SUM(g.quantity) <> 0
"""


class LoketExportWriter(models.AbstractModel):
    """Store a plan as the lines of an export, with what is behind each of them."""

    _name = "loket.export.writer"
    _description = "Write Loket Export"

    @api.model
    def _store_lines(self, export, lines):
        """Replace the lines of the export; a decision to overwrite is kept.

        It is about the value that was shown then: another one asks again.
        """
        decided = {
            (line.employment_id, line.component_id, line.cost_center_key)
            for line in export.line_ids
            if line.overwrite
        }
        shown = {
            (
                line.employment_id,
                line.component_id,
                line.cost_center_key,
            ): line.loket_value
            for line in export.line_ids
        }
        self._delete_lines(export)
        administration = export.administration_id
        employments = {
            e.loket_id.lower(): e
            for e in self.env["loket.employment"]
            .with_context(active_test=False)
            .search([("administration_id", "=", administration.id)])
        }
        components = {
            c.key: c.id
            for c in self.env["loket.payroll.component"]
            .with_context(active_test=False)
            .search(
                [
                    ("administration_id", "=", administration.id),
                    ("year", "=", export.period_id.year),
                ]
            )
        }
        self._insert_lines(
            export,
            [
                self._prepare_line_vals(
                    export, line, employments[line.employment], components
                )
                for line in lines
                if line.employment in employments and line.component in components
            ],
        )
        for line in export.line_ids if decided else ():
            key = (line.employment_id, line.component_id, line.cost_center_key)
            line.overwrite = key in decided and shown[key] == line.loket_value

    def _delete_lines(self, export):
        """Delete in one statement: nothing refers to these lines but their shares."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL("DELETE FROM loket_export_line WHERE export_id = %s", export.id)
        )
        self._forget_lines(export)

    def _insert_lines(self, export, vals_list):
        """Insert in one statement: an export has a line for everybody who worked."""
        if vals_list:
            model = self.env["loket.export.line"]
            shared = {
                "company_id": export.company_id.id,
                "employer_id": export.employer_id.id,
                "period_id": export.period_id.id,
                "create_uid": self.env.uid,
                "write_uid": self.env.uid,
                "create_date": fields.Datetime.now(),
                "write_date": fields.Datetime.now(),
            }
            names = [*vals_list[0], *shared]
            rows = [
                tuple(
                    model._fields[name].convert_to_column_insert(value, model)
                    for name, value in {**vals, **shared}.items()
                )
                for vals in vals_list
            ]
            self.env.cr.execute(
                SQL(
                    "INSERT INTO loket_export_line (%s) VALUES %s",
                    SQL(", ").join(map(SQL.identifier, names)),
                    SQL(", ").join(SQL("%s", row) for row in rows),
                )
            )
        self._forget_lines(export)

    def _forget_lines(self, export):
        """What the caches know of lines is of before."""
        self.env["loket.export.line"].invalidate_model(flush=False)
        self.env["loket.export.share"].invalidate_model(flush=False)
        export.invalidate_recordset(flush=False)
        export.modified(["line_ids"])

    @api.model
    def _prepare_line_vals(self, export, line, employment, components):
        return {
            "export_id": export.id,
            "employment_id": employment.id,
            "employee_id": employment.employee_id.id,
            "component_id": components[line.component],
            "cost_center_key": line.split,
            "value": float(line.value or 0),
            "loket_value": float(line.held or 0),
            "is_in_loket": line.held is not None,
            "sent_value": float(line.remembered or 0),
            "is_sent_before": line.remembered is not None,
            "state": "refused" if line.problem == "range" else line.state,
            "is_foreign": line.is_foreign,
            "is_removal": line.value is None,
            "is_blocked": bool(line.problem),
            "message": self._explain(line),
            "identity": list(line.identity) if line.identity else False,
            "shift": line.identity.shift if line.identity else 0,
        }

    def _explain(self, line):
        if line.problem == "range":
            return self.env._(
                "Loket takes hours from 0 up to 1000 and amounts up to a hundred"
                " million."
            )
        if line.problem == "identity":
            return self.env._(
                "Loket gives no shift, payslip or distribution unit for this"
                " employment."
            )
        if line.is_foreign:
            return self.env._(
                "Somebody changed this in Loket after it was sent (%(value)s then).",
                value=line.remembered,
            )
        return False

    @api.model
    def _store_shares(self, export):
        """Keep which timesheet lines and allowances are behind each export line."""
        period = export.period_id
        self.env.flush_all()
        with hashing(self.env.cr):
            self.env.cr.execute(
                SQL(INSERT_SHARES, start=period.date_start, export=export.id)
            )
        self.env["loket.export.share"].invalidate_model()
        self.env["loket.export.line"].invalidate_model(
            ["share_ids", "timesheet_ids", "timesheet_count"]
        )
