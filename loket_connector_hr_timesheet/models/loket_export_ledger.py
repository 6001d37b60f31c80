# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from contextlib import contextmanager

from odoo import api, fields, models
from odoo.tools import SQL

from ..mappers.period_plan import Identity, Remembered

KEY_COLUMNS = SQL(
    "administration_ref, period_key, employment_key, component_key, shift,"
    " payslip_type, distribution_unit, cost_center, cost_unit"
)


class LoketExportLedger(models.Model):
    """What was sent, whatever became of the documents: the truth a repeat relies on.

    One row per component of one record at Loket. A row is written before the call
    that sends it (pending) and again when the answer is there, each in a transaction
    of its own, so a rollback or a crash of the caller loses nothing. The period's row
    is locked meanwhile: nobody else writes here. The keys are Loket's own, without
    references: writing here never waits for a row that the caller holds.
    """

    _name = "loket.export.ledger"
    _description = "Export Ledger"
    _order = "id desc"
    _rec_name = "employment_key"
    _log_access = False

    administration_ref = fields.Integer(required=True, index=True)
    period_key = fields.Integer(required=True)
    employment_key = fields.Char(required=True)
    component_key = fields.Integer(required=True)
    shift = fields.Integer()
    payslip_type = fields.Integer()
    distribution_unit = fields.Char()
    cost_center = fields.Integer()
    cost_unit = fields.Integer()
    split = fields.Char(required=True, default="")
    value = fields.Float(digits=(16, 4))
    is_pending = fields.Boolean()
    pending_value = fields.Float(digits=(16, 4))
    sent_on = fields.Datetime()

    _key_uniq = models.UniqueIndex(
        "(administration_ref, period_key, employment_key, component_key, shift,"
        " payslip_type, distribution_unit, COALESCE(cost_center, -1),"
        " COALESCE(cost_unit, -1))"
    )

    @contextmanager
    def _durable(self):
        """Yield a cursor whose changes stay, whatever happens to the caller."""
        with self.env.registry.cursor() as cr:
            yield cr

    @api.model
    def _read_period(self, period):
        """Return the ledger of a period as ``Remembered`` rows, newest first.

        In a new transaction: a snapshot of the caller could be older than a send.
        """
        with self._durable() as cr:
            cr.execute(
                SQL(
                    "SELECT employment_key, shift, payslip_type, distribution_unit,"
                    " cost_center, cost_unit, split, component_key, value,"
                    " COALESCE(is_pending, FALSE), pending_value"
                    " FROM loket_export_ledger"
                    " WHERE administration_ref = %s AND period_key = %s"
                    " ORDER BY sent_on DESC, id DESC",
                    period.administration_id.id,
                    period.loket_id,
                )
            )
            rows = cr.fetchall()
        exact = self.env["loket.export"]._to_decimal
        return [
            Remembered(
                key,
                Identity(*row[:5]),
                *row[5:7],
                # Odoo reads numbers of the database as binary floats.
                value=None if value is None else exact(value),
                is_pending=is_pending,
                pending_value=None if pending is None else exact(pending),
            )
            for key, *row, value, is_pending, pending in rows
        ]

    @api.model
    def _read_periods(self, periods):
        """Return ``{period: rows}`` as :meth:`_read_period` has them.

        One query tells which periods have any.
        """
        if not periods:
            return {}
        keys = [(p.administration_id.id, p.loket_id) for p in periods]
        with self._durable() as cr:
            cr.execute(
                SQL(
                    "SELECT DISTINCT administration_ref, period_key"
                    " FROM loket_export_ledger"
                    " WHERE (administration_ref, period_key) IN %s",
                    tuple(keys),
                )
            )
            found = set(cr.fetchall())
        return {
            period: self._read_period(period) if key in found else []
            for period, key in zip(periods, keys, strict=True)
        }

    @api.model
    def _has_pending(self, period):
        return any(row.is_pending for row in self._read_period(period))

    @api.model
    def _has_sent(self, period):
        """Whether something arrived at Loket, or may have."""
        return any(row.is_ours or row.is_pending for row in self._read_period(period))

    @api.model
    def _mark_pending(self, period, lines):
        """Note what is about to be sent.

        :param lines: ``PlannedLine`` rows with an identity
        """
        self._upsert(
            period,
            [
                (*self._line_key(line), line.split, line.remembered, True, line.value)
                for line in lines
            ],
            SQL("is_pending = TRUE, pending_value = EXCLUDED.pending_value"),
        )

    @api.model
    def _mark_answered(self, period, lines):
        """Loket took these lines: their value is ours from now on."""
        self._upsert(
            period,
            [
                (*self._line_key(line), line.split, line.value, False, None)
                for line in lines
            ],
            SQL("value = EXCLUDED.value, is_pending = FALSE, pending_value = NULL"),
        )

    @api.model
    def _mark_unsent(self, period, lines):
        """Loket did not take these lines: what was known before still holds."""
        self._upsert(
            period,
            [
                (*self._line_key(line), line.split, line.remembered, False, None)
                for line in lines
            ],
            SQL("is_pending = FALSE, pending_value = NULL"),
        )

    @api.model
    def _settle(self, period, rows):
        """Store rows as they are after Loket was read back."""
        self._upsert(
            period,
            [
                (
                    (row.employment, row.component, *row.identity),
                    row.split,
                    row.value,
                    row.is_pending,
                    row.pending_value,
                )
                for row in rows
            ],
            SQL(
                "value = EXCLUDED.value, is_pending = EXCLUDED.is_pending,"
                " pending_value = EXCLUDED.pending_value"
            ),
            flat=False,
        )

    def _line_key(self, line):
        return (line.employment, line.component, *line.identity)

    def _upsert(self, period, rows, change, flat=True):
        """Insert or change ledger rows in a transaction of their own."""
        if not rows:
            return
        start = (period.administration_id.id, period.loket_id)
        now = fields.Datetime.now()
        values = [
            (*start, *(row if flat else (*row[0], *row[1:])), now) for row in rows
        ]
        with self._durable() as cr:
            cr.execute(
                SQL(
                    "INSERT INTO loket_export_ledger (%s, split, value, is_pending,"
                    " pending_value, sent_on) VALUES %s ON CONFLICT"
                    " (administration_ref, period_key, employment_key, component_key,"
                    " shift, payslip_type, distribution_unit,"
                    " COALESCE(cost_center, -1), COALESCE(cost_unit, -1))"
                    " DO UPDATE SET sent_on = EXCLUDED.sent_on,"
                    " split = EXCLUDED.split, %s",
                    KEY_COLUMNS,
                    SQL(", ").join(SQL("%s", row) for row in values),
                    change,
                )
            )
