# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from psycopg2.errors import SerializationFailure

from odoo import api
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

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
            env.cr.execute(
                "DELETE FROM loket_export WHERE period_id = %s", (self.period_id,)
            )
            connection = env["loket.connection"].browse(self.connection_id)
            connection.employer_ids.company_id = False
            connection.unlink()

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

    def test_who_saw_the_period_before_another_export_begins_again(self):
        with self._transaction() as late:
            period = late["loket.payroll.period"].browse(self.period_id)
            self.assertFalse(period.has_export)  # from here on time stands still
            with self.registry.cursor() as cr:
                other = api.Environment(cr, self.env.uid, {})
                other["loket.payroll.period"].browse(self.period_id)._lock_for_export()
            with self.assertRaises(SerializationFailure), mute_logger("odoo.sql_db"):
                period._lock_for_export()

    def _exports_of_one_value(self, env):
        """Return the ids of two exports that show the same value, held by Loket."""
        period = env["loket.payroll.period"].browse(self.period_id)
        administration = period.administration_id
        employer = administration.employer_id
        employer.company_id = env.company
        component = env["loket.payroll.component"].create(
            {
                "administration_id": administration.id,
                "year": 2026,
                "key": 1,
                "name": "Hours",
            }
        )
        person = env["loket.person"].create(
            {"employer_id": employer.id, "loket_id": "durable", "name": "Durable"}
        )
        employment = env["loket.employment"].create(
            {
                "person_id": person.id,
                "employer_id": employer.id,
                "administration_id": administration.id,
                "loket_id": "durable",
                "date_start": date(2026, 1, 1),
            }
        )
        exports = env["loket.export"].create(
            [{"administration_id": administration.id, "period_id": period.id}] * 2
        )
        env["loket.export.line"].create(
            [
                {
                    "export_id": export.id,
                    "employment_id": employment.id,
                    "component_id": component.id,
                    "value": 8,
                    "state": "verified",
                    "sources": ",,2026-03-02,hours,,zero_hours,8,f",
                }
                for export in exports
            ]
        )
        period.has_export = True
        return exports.ids

    def _book(self, env, export_id):
        export = env["loket.export"].browse(export_id)
        export.period_id._lock_for_export()
        env["loket.export.verifier"]._book(export, ("verified",))

    def test_two_exports_of_a_period_do_not_book_it_twice(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.env.uid, {})
            first, second = self._exports_of_one_value(env)
        with self._transaction() as late:
            self.assertTrue(late["loket.export"].browse(second).state)
            with self.registry.cursor() as cr:
                self._book(api.Environment(cr, self.env.uid, {}), first)
            with self.assertRaises(SerializationFailure), mute_logger("odoo.sql_db"):
                self._book(late, second)
        # Odoo does the whole request again.
        with self._transaction() as again:
            self._book(again, second)
            bookings = again["loket.export.booking"].search(
                [("period_id", "=", self.period_id)]
            )
            self.assertEqual(bookings.mapped("quantity"), [8])
