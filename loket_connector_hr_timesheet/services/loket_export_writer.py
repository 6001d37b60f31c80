# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL


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
        export.line_ids.unlink()
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
        created = self.env["loket.export.line"].create(
            [
                self._prepare_line_vals(
                    export, line, employments[line.employment], components
                )
                for line in lines
                if line.employment in employments and line.component in components
            ]
        )
        for line in created if decided else ():
            key = (line.employment_id, line.component_id, line.cost_center_key)
            line.overwrite = key in decided and shown[key] == line.loket_value

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
        self.env.cr.execute(
            SQL(
                """INSERT INTO loket_export_share (line_id, timesheet_id, allowance_id,
                          employee_id, date, code_type, wage_code_id, contract_kind,
                          quantity, is_correction)
                   SELECT l.id, g.timesheet_id, g.allowance_id, g.employee_id, g.date,
                          g.code_type, g.code_id, g.contract_kind, SUM(g.quantity),
                          g.date < %s
                   FROM (%s) g
                   JOIN loket_export_line l ON l.export_id = %s
                        AND l.employment_id = g.employment_id
                        AND l.component_id = g.component_id
                        AND l.cost_center_key = g.split AND l.state <> 'removed'
                   GROUP BY l.id, g.timesheet_id, g.allowance_id, g.employee_id, g.date,
                          g.code_type, g.code_id, g.contract_kind
                   HAVING SUM(g.quantity) <> 0""",
                period.date_start,
                self.env["loket.export.gatherer"]._mapped(period),
                export.id,
            )
        )
        self.env["loket.export.share"].invalidate_model()
        self.env["loket.export.line"].invalidate_model(
            ["share_ids", "timesheet_ids", "timesheet_count"]
        )
