# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from odoo.addons.loket_connector.services.message import stored

from ..mappers.period_plan import settle
from ..models.loket_export_line import IN_LOKET
from ..models.loket_export_share import SHARES
from .query_plan import hashing

_lt = LazyTranslate(__name__)

#: Bring the bookings of settled lines up to date: only what differs is written.
BOOK = """
WITH line AS MATERIALIZED (
    SELECT l.id, l.employment_id, l.employee_id, c.key AS component_key,
           l.cost_center_key
    FROM loket_export_line l JOIN loket_payroll_component c ON c.id = l.component_id
    WHERE l.export_id = %(export)s AND l.state IN %(states)s
), wanted AS (
    SELECT line.employment_id, line.employee_id, line.component_key,
           line.cost_center_key, s.code_type, s.wage_code_id, s.contract_kind, s.date,
           s.timesheet_id, s.allowance_id, s.quantity
    FROM line JOIN (%(shares)s) s ON s.line_id = line.id
), known AS (
    SELECT b.* FROM line
    JOIN loket_export_booking b ON b.period_id = %(period)s
         AND b.employment_id = line.employment_id
         AND b.component_key = line.component_key
         AND b.cost_center_key = line.cost_center_key
), same AS MATERIALIZED (
    SELECT wanted.*, known.id AS known_id
    FROM wanted FULL JOIN known ON known.employment_id = wanted.employment_id
         AND known.component_key = wanted.component_key
         AND known.cost_center_key = wanted.cost_center_key
         AND known.code_type = wanted.code_type AND known.date = wanted.date
         AND known.quantity = wanted.quantity
         AND COALESCE(known.timesheet_id, 0) = COALESCE(wanted.timesheet_id, 0)
         AND COALESCE(known.allowance_id, 0) = COALESCE(wanted.allowance_id, 0)
         AND COALESCE(known.wage_code_id, 0) = COALESCE(wanted.wage_code_id, 0)
), gone AS (
    DELETE FROM loket_export_booking
    WHERE id = ANY (ARRAY(SELECT known_id FROM same WHERE employment_id IS NULL))
    RETURNING id
), new AS (
    INSERT INTO loket_export_booking (period_id, period_name, administration_id,
           employer_id, company_id, employment_id, employee_id, component_key,
           cost_center_key, code_type, wage_code_id, contract_kind, date, timesheet_id,
           allowance_id, quantity, booked_on, user_id)
    SELECT %(period)s, %(period_name)s, %(administration)s, %(employer)s, %(company)s,
           employment_id, employee_id, component_key, cost_center_key, code_type,
           wage_code_id, contract_kind, date, timesheet_id, allowance_id, quantity,
           %(now)s, %(user)s
    FROM same WHERE known_id IS NULL
    RETURNING id
)
SELECT (SELECT COUNT(*) FROM new), (SELECT COUNT(*) FROM gone)
"""
UNBOOK = """
DELETE FROM loket_export_booking b
WHERE b.period_id = %(period)s AND NOT EXISTS (
    SELECT 1 FROM loket_export_line l
    JOIN loket_payroll_component c ON c.id = l.component_id
    WHERE l.export_id = %(export)s AND l.employment_id = b.employment_id
          AND c.key = b.component_key AND l.cost_center_key = b.cost_center_key)
"""


class LoketExportVerifier(models.AbstractModel):
    """Read Loket back, compare, and flag as exported only what is there."""

    _name = "loket.export.verifier"
    _description = "Verify Loket Export"

    @api.model
    def _verify(
        self,
        export,
        states=("sent", "unknown", "refused", *IN_LOKET),
        raise_user_error=True,
    ):
        """Compare the lines in these states with what Loket holds.

        :raise LoketError: Loket could not be read; nothing was changed
        """
        period = export.period_id
        period._lock_for_export()
        lines = export.line_ids.filtered(lambda line: line.state in states)
        if not lines:
            return
        ledger = self.env["loket.export.ledger"]
        before = ledger._read_period(period)
        connection = export.employer_id.connection_id
        with connection._loket_client(raise_user_error=raise_user_error) as client:
            held = self.env["loket.export.planner"]._read(client, period, before)
        wanted = {
            (line.employment, line.identity, line.component)
            for line in (record._to_planned() for record in lines)
        }
        looked_at = [
            row
            for row in before
            if (row.employment, row.identity, row.component) in wanted
        ]
        after = settle(looked_at, held)
        ledger._settle(
            period,
            [row for row, old in zip(after, looked_at, strict=True) if row != old],
        )
        for line in lines:
            self._compare(line, held)
        if self._book(export, IN_LOKET):
            gathered = self.env["loket.export.gatherer"]._gather_period(period)
            inspector = self.env["loket.export.inspector"]
            inspector._note_zero(period, gathered)
            inspector._store_period_states(period, gathered)
        export.verified_on = fields.Datetime.now()
        if export.state != "ready":
            self.env["loket.export.sender"]._finish(export, [stored(export, "message")])

    @api.model
    def _read_back(self, period, export, rows, held):
        """Look up what became of what was sent for a period that is closed by now.

        :param export: the last one that was prepared, or none
        :param rows: the ledger of the period
        :param held: what Loket was seen to hold
        :return: the ledger rows as they are then
        """
        after = settle(rows, held)
        self.env["loket.export.ledger"]._settle(
            period, [row for row, old in zip(after, rows, strict=True) if row != old]
        )
        if export:
            for line in export.line_ids:
                if line.state not in IN_LOKET:
                    self._compare(line, held)
            self._book(export, IN_LOKET)
            if export.state not in ("draft", "ready"):
                self.env["loket.export.sender"]._finish(export)
        return after

    def _compare(self, line, held, state="verified"):
        """Set the state of a line by what Loket holds for it.

        :param state: what it becomes when Loket holds what is wanted
        """
        plan = line._to_planned()
        now = held.get(plan.employment, {}).get(plan.identity, {}).get(plan.component)
        wanted = plan.value
        vals = {"loket_value": float(now or 0), "is_in_loket": now is not None}
        message = {}
        if now == wanted:
            if line.state != "unchanged":
                vals |= {"state": state, "is_foreign": False, "overwrite": False}
                vals |= {"sent_value": float(wanted or 0)}
                vals |= {"is_sent_before": wanted is not None}
        elif line.state in ("sent", "unknown", *IN_LOKET):
            vals |= {
                "state": "removed"
                if wanted is None
                else "new"
                if now is None
                else "changed",
                # What was not answered did not arrive; the rest somebody changed.
                "is_foreign": line.state != "unknown",
            }
            message["message"] = _lt("Loket holds another value than was sent.")
        changed = {name: value for name, value in vals.items() if line[name] != value}
        if changed:
            line.write(changed | message)

    @api.model
    def _accept_file(self, export):
        """Take the lines of an imported file for what Loket holds."""
        period = export.period_id
        period._lock_for_export()
        lines = export.line_ids.filtered(lambda line: not line.is_blocked)
        planned = [line._to_planned() for line in lines]
        self.env["loket.export.ledger"]._mark_answered(period, planned)
        held = {}
        for plan in planned:
            records = held.setdefault(plan.employment, {})
            records.setdefault(plan.identity, {})[plan.component] = plan.value
        for line in lines:
            self._compare(line, held, "imported")
        self._book(export, IN_LOKET)
        period._note_export()
        gathered = self.env["loket.export.gatherer"]._gather_period(period)
        inspector = self.env["loket.export.inspector"]
        inspector._note_zero(period, gathered)
        inspector._store_period_states(period, gathered)
        export.write({"sent_on": fields.Datetime.now(), "sent_by_id": self.env.uid})
        self.env["loket.export.sender"]._finish(export)

    @api.model
    def _book(self, export, states):
        """Remember what each source is worth in the lines that Loket holds.

        :return: how many bookings were written or deleted
        """
        self.env.flush_all()
        period = export.period_id
        cr = self.env.cr
        with hashing(cr):
            cr.execute(
                SQL(
                    BOOK,
                    export=export.id,
                    states=tuple(states),
                    shares=SQL(SHARES, lines=SQL("export_id = %s", export.id)),
                    period=period.id,
                    period_name=period.name,
                    administration=export.administration_id.id,
                    employer=export.employer_id.id,
                    company=export.company_id.id,
                    now=fields.Datetime.now(),
                    user=self.env.uid,
                )
            )
            booked, deleted = cr.fetchone()
        if booked and not period.has_export:
            period.has_export = True
        self.env["loket.export.booking"].invalidate_model()
        return booked + deleted

    @api.model
    def _unbook(self, export):
        """Forget what the export has no line for: Loket has nothing of it."""
        self.env.flush_all()
        cr = self.env.cr
        with hashing(cr):
            cr.execute(SQL(UNBOOK, period=export.period_id.id, export=export.id))
