# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from odoo import api
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from ..mappers.period_plan import Identity, PlannedLine

IDENTITY = Identity(1, 1, "unit", None, None)


@tagged("post_install", "-at_install")
class TestExportDurability(TransactionCase):
    """With real transactions: what is committed, and who waits for whom."""

    @contextmanager
    def _transaction(self):
        """Yield an environment in a database transaction of its own, rolled back."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, self.env.uid, {})
            cr.rollback()

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.env.uid, {})
            connection = env["loket.connection"].create({"name": "Durable"})
            employer = env["loket.employer"].create(
                {
                    "connection_id": connection.id,
                    "loket_id": "durable",
                    "name": "Durable",
                }
            )
            administration = env["loket.payroll.administration"].create(
                {
                    "employer_id": employer.id,
                    "loket_id": "durable",
                    "name": "Durable",
                    "period_type": "month",
                }
            )
            period = env["loket.payroll.period"].create(
                {
                    "administration_id": administration.id,
                    "loket_id": 202603,
                    "year": 2026,
                    "number": 3,
                    "date_start": date(2026, 3, 1),
                    "date_end": date(2026, 3, 31),
                }
            )
            self.connection_id, self.period_id = connection.id, period.id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.env.uid, {})
            period = env["loket.payroll.period"].browse(self.period_id)
            env["loket.export.ledger"].search(
                [("administration_ref", "=", period.administration_id.id)]
            ).unlink()
            env["loket.connection"].browse(self.connection_id).unlink()

    def _planned(self, value):
        return PlannedLine(
            employment="somebody",
            component=1,
            split="",
            identity=IDENTITY,
            value=Decimal(value),
            held=None,
            remembered=None,
            state="new",
        )

    def _ledger(self):
        """Return the ledger as another process would see it."""
        with self._transaction() as env:
            period = env["loket.payroll.period"].browse(self.period_id)
            return env["loket.export.ledger"]._read_period(period)

    def test_what_is_about_to_be_sent_survives_a_rollback(self):
        with self._transaction() as env:
            period = env["loket.payroll.period"].browse(self.period_id)
            period._lock_for_export()
            env["loket.export.ledger"]._mark_pending(period, [self._planned("8")])
        (row,) = self._ledger()
        self.assertTrue(row.is_pending)
        self.assertEqual(row.pending_value, Decimal(8))
        self.assertIsNone(row.value)

    def test_answer_survives_a_rollback(self):
        with self._transaction() as env:
            period = env["loket.payroll.period"].browse(self.period_id)
            period._lock_for_export()
            ledger = env["loket.export.ledger"]
            ledger._mark_pending(period, [self._planned("8")])
            ledger._mark_answered(period, [self._planned("8")])
        (row,) = self._ledger()
        self.assertFalse(row.is_pending)
        self.assertEqual(row.value, Decimal(8))

    def test_second_worker_is_told_to_wait(self):
        with self._transaction() as first, self._transaction() as second:
            first["loket.payroll.period"].browse(self.period_id)._lock_for_export()
            with self.assertRaisesRegex(UserError, "somebody else right now"):
                second["loket.payroll.period"].browse(self.period_id)._lock_for_export()

    def test_period_is_free_after_a_crash(self):
        with self._transaction() as first:
            first["loket.payroll.period"].browse(self.period_id)._lock_for_export()
        with self._transaction() as second:
            second["loket.payroll.period"].browse(self.period_id)._lock_for_export()
