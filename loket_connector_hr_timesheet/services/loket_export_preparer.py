# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import logging
from contextlib import nullcontext
from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

from ..mappers.import_file import import_file
from ..mappers.period_plan import (
    UNCHANGED,
    Remembered,
    Total,
    base_identities,
    plan,
    settle,
)

_logger = logging.getLogger(__name__)


class LoketExportPreparer(models.AbstractModel):
    """Make the lines of an export: totals, what Loket holds, what it will get."""

    _name = "loket.export.preparer"
    _description = "Prepare Loket Export"

    @api.model
    def _prepare(self, export):
        """Prepare an export as a whole; the same result however often it is done."""
        period = export.period_id
        period._lock_for_export()
        by_file = export.export_method == "file"
        connection = export.employer_id.connection_id
        with nullcontext() if by_file else connection._loket_client() as client:
            if client:
                export.administration_id._refresh_period_states(client)
            if period.state == "approved":
                return self._close(export)
            gatherer = self.env["loket.export.gatherer"]
            gatherer._gather_period(period)
            rows = gatherer._get_totals(period)
            lines, changes = self._plan(export, rows, client)
        self.env["loket.export.ledger"]._settle(period, changes)
        self._store_lines(export, lines)
        self._store_shares(export)
        self.env["loket.export.verifier"]._unbook(export)
        self.env["loket.export.verifier"]._book(export, ("unchanged",))
        inspector = self.env["loket.export.inspector"]
        inspector._store_states(period=period)
        self._store_problems(export, inspector._get_problems(export))
        export.write(
            {
                "state": "ready",
                "message": False,
                "prepared_on": fields.Datetime.now(),
                "prepared_by_id": self.env.uid,
            }
        )
        _logger.info("Export %s prepared: %s lines", export.id, len(lines))
        return None

    def _close(self, export):
        """An approved period only shows what it is: lines stay as they were."""
        self._store_problems(export, [])
        export.write(
            {
                "prepared_on": fields.Datetime.now(),
                "prepared_by_id": self.env.uid,
                "message": self.env._(
                    "The payroll run of this period is approved. Late hours go into"
                    " the next open period."
                ),
            }
        )

    def _plan(self, export, rows, client):
        """Return the planned lines, and the ledger rows that reading Loket settled."""
        period = export.period_id
        employments = self.env["loket.employment"].browse({row[0] for row in rows})
        components = self.env["loket.payroll.component"].browse({row[1] for row in rows})
        keys = {e.id: e.loket_id.lower() for e in employments}
        numbers = {c.id: c.key for c in components}
        totals = [
            Total(
                keys[employment_id],
                numbers[component_id],
                split or "",
                Decimal(quantity),
                2 if decimals is None else decimals,
                is_hours,
            )
            for employment_id, component_id, split, quantity, decimals, is_hours in rows
        ]
        before = self.env["loket.export.ledger"]._read_period(period)
        if not client:
            identities = self.env["loket.period.identity"]._get_identities(employments)
            return plan(totals, {}, [], identities), []
        held = self._read(client, period, before)
        after = settle(before, held)
        identities = base_identities(after, held, {})
        unknown = employments.filtered(lambda e: keys[e.id] not in identities)
        defaults = self.env["loket.export.reader"]._get_defaults(client, unknown)
        identities = base_identities(after, held, defaults)
        lines = plan(totals, held, after, identities)
        return lines, self._settled(before, after, lines, held)

    def _read(self, client, period, remembered):
        reader = self.env["loket.export.reader"]
        categories = reader._get_categories(
            period, {row.component for row in remembered}
        )
        payslips = {row.identity.payslip_type for row in remembered}
        return reader._read_held(client, period, payslips, categories)

    def _settled(self, before, after, lines, held):
        """Return the ledger rows to store after Loket was read.

        Calls without an answer that are settled now; what dropped out here and is not
        in Loket either; and values that Loket holds already just as Odoo wants them.
        """
        known = {(row.employment, row.identity, row.component): row for row in after}
        changed = {
            key: row
            for (key, row), old in zip(known.items(), before, strict=True)
            if row != old
        }
        wanted = {}
        for line in lines:
            wanted[line.employment, line.identity, line.component] = line
        for key, row in known.items():
            employment, identity, component = key
            now = held.get(employment, {}).get(identity, {}).get(component)
            if row.is_ours and now is None and key not in wanted:
                changed[key] = row._replace(value=None)
        for key, line in wanted.items():
            if line.state == UNCHANGED and line.remembered != line.value:
                changed[key] = Remembered(
                    line.employment,
                    line.identity,
                    line.split,
                    line.component,
                    line.value,
                )
        return list(changed.values())

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
            (line.employment_id, line.component_id, line.cost_center_key):
            line.loket_value
            for line in export.line_ids
        }
        export.line_ids.unlink()
        administration = export.administration_id
        employments = {
            e.loket_id.lower(): e
            for e in self.env["loket.employment"].search(
                [("administration_id", "=", administration.id)]
            )
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

    def _store_problems(self, export, problems):
        """Replace the problems: those of the period, of the lines, of the hours."""
        export.problem_ids = [
            Command.clear(),
            *(
                Command.create(vals)
                for vals in (
                    *self._period_problems(export),
                    *self._line_problems(export),
                    *problems,
                )
            ),
        ]

    def _period_problems(self, export):
        state = export.period_id.state
        if state == "open":
            return []
        return [
            {
                "kind": state,
                "severity": "error" if state == "approved" else "warning",
                "res_model": "loket.payroll.period",
                "res_domain": [("id", "=", export.period_id.id)],
            }
        ]

    def _line_problems(self, export):
        """Return problems of prepared lines, by kind."""
        kinds = {
            "range": lambda line: line.is_blocked and line.state == "refused",
            "identity": lambda line: line.is_blocked and line.state != "refused",
            "foreign": lambda line: line.is_foreign and line.state != "unchanged",
            "refused": lambda line: line.state == "refused" and not line.is_blocked,
        }
        problems = []
        for kind, test in kinds.items():
            lines = export.line_ids.filtered(test)
            if lines:
                problems.append(
                    {
                        "kind": kind,
                        "severity": "error",
                        "people_count": len(lines.employment_id),
                        "hours": sum(lines.mapped("value")),
                        "res_model": "loket.export.line",
                        "res_domain": [("id", "in", lines.ids)],
                    }
                )
        return problems

    @api.model
    def _attach_file(self, export):
        """Attach the import file of an export and return the attachment."""
        values = {}
        for line in export.line_ids:
            if line.is_blocked and line.state == "refused":
                continue
            key = (line.employment_id.payroll_number, line.shift or 1)
            value = None if line.state == "removed" else line._decimal("value")
            row = values.setdefault(key, {})
            number = line.component_id.key
            row[number] = (row.get(number) or 0) + (value or 0)
        text = import_file(export.administration_id.client_number, values)
        name = f"loket-{export.administration_id.client_number}-"
        return self.env["ir.attachment"].create(
            {
                "name": f"{name}{export.period_id.display_name}.csv",
                "datas": base64.b64encode(text.encode()),
                "mimetype": "text/csv",
                "res_model": export._name,
                "res_id": export.id,
            }
        )
