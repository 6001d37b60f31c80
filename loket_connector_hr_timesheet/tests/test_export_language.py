# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo.exceptions import LockError
from odoo.tools import mute_logger

from .common import HOURS, LoketTimesheetCommon

SENDER = "odoo.addons.loket_connector_hr_timesheet.services.loket_export_sender"
PATH = "payrollperioddata"


class TestExportLanguage(LoketTimesheetCommon):
    """What an export says is read in the language of the reader, whoever made it."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("nl_NL")
        self.officer.lang = "en_US"
        self.manager.lang = "nl_NL"

    def _export(self, period=None):
        return super()._export(period).with_context(lang="en_US")

    def _read(self, record):
        """The message of a record as the database has it, in both languages."""
        self.env.flush_all()
        self.env.invalidate_all()
        return [
            record.with_context(lang=lang).message or "" for lang in ("nl_NL", "en_US")
        ]

    def _assert_reads(self, record, dutch, english):
        in_dutch, in_english = self._read(record)
        self.assertIn(dutch, in_dutch)
        self.assertIn(english, in_english)

    def _place(self, line):
        """Where the row is in its table: another place once it was written."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT ctid::text FROM loket_export_line WHERE id = %s", [line.id]
        )
        return self.env.cr.fetchone()

    def _type_in_loket(self, employee, value):
        employment = self._employment(employee)
        (record,) = self.sandbox.admin.period_data(employment.loket_id)[
            employment.loket_id
        ]
        component = {"payrollComponent": {"key": HOURS}, "value": value}
        self.sandbox.admin.write_period_data(
            employment.loket_id, {**record, "payrollComponents": [component]}
        )

    def test_value_out_of_range(self):
        self._line(self.zero, 1000)
        export = self._export()
        export.action_prepare()
        self._assert_reads(
            export.line_ids, "Loket accepteert uren", "Loket takes hours from 0"
        )
        # The same said again in another language is nothing new.
        before = self._place(export.line_ids)
        export.with_context(lang="nl_NL").action_prepare()
        self.assertEqual(self._place(export.line_ids), before)

    def test_value_that_somebody_changed(self):
        line = self._line(self.zero, 8.25)
        export = self._export()
        export.action_send()
        self._type_in_loket(self.zero, 5)
        line.unit_amount = 9
        export.action_send()
        self._assert_reads(export.line_ids, "(toen 8,25)", "(8.25 then)")
        self._assert_reads(
            export,
            "1 waarden zijn in Loket door iemand anders gewijzigd",
            "1 values were changed in Loket by somebody else",
        )
        # Verified again, it says so once.
        before = self._read(export)
        export.with_context(lang="nl_NL").action_verify()
        self.assertEqual(self._read(export), before)

    def test_value_that_is_another_one_afterwards(self):
        self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        self._type_in_loket(self.zero, 5)
        export.action_verify()
        self._assert_reads(
            export.line_ids,
            "Loket heeft een andere waarde",
            "Loket holds another value",
        )

    def test_no_answer(self):
        self._line(self.zero, 8)
        export = self._export()
        self.sandbox.admin.fail(kind="status", status=500, method="PATCH", path=PATH)
        with mute_logger(SENDER):
            export.action_send()
        self._assert_reads(
            export.line_ids, "Loket gaf geen antwoord.", "Loket did not answer."
        )
        self._assert_reads(export, "Loket gaf geen antwoord", "Loket did not answer")

    def test_words_of_loket_stay_its_own(self):
        self._line(self.zero, 8)
        export = self._export()
        export.action_prepare()
        employment = self._employment(self.zero)
        self.sandbox.admin.end_employment(employment.loket_id, "2026-01-31")
        export.action_send()
        dutch, english = self._read(export.line_ids)
        self.assertIn("not active", dutch)
        self.assertEqual(dutch, english)

    def test_missing_right_at_night(self):
        self._line(self.zero, 8)
        self.sandbox.admin.take_right("PatchCollectivePayrollPeriodDataByEmployerId")
        export = self._export().with_user(self.env.user)
        with mute_logger(SENDER):
            export._export_unattended()
        self._assert_reads(export, "mist het recht", "misses the right")
        self._assert_activity(export, "mist het recht")

    def test_refusal_at_night(self):
        """What is told to the person at the screen is kept when nobody is there."""
        export = self._export().with_user(self.env.user)
        busy = LockError("busy")
        periods = self.env.registry["loket.payroll.period"]
        with patch.object(periods, "lock_for_update", side_effect=busy):
            export._export_unattended()
        self._assert_reads(export, "De export van periode", "The export of period")
        self._assert_activity(export, "De export van periode")

    def _assert_activity(self, export, part):
        """The person who gets it reads Dutch; OdooBot does not."""
        activity = export.activity_ids
        self.assertEqual(activity.user_id, self.manager)
        self.assertEqual(activity.summary, "Export naar Loket wacht op jou")
        self.assertIn(part, activity.note)

    def test_many_lines_are_read_without_a_query_for_each(self):
        self._line(self.zero, 1000)
        export = self._export()
        export.action_prepare()
        self.env.cr.execute(
            "INSERT INTO loket_export_line (export_id, employment_id, component_id,"
            " company_id, state, message) SELECT export_id, employment_id,"
            " component_id, company_id, state, message FROM loket_export_line,"
            " generate_series(1, 1000) WHERE export_id = %s",
            [export.id],
        )
        self.env.invalidate_all()
        lines = self.env["loket.export.line"].with_context(lang="nl_NL")
        lines = lines.search([("export_id", "=", export.id)])
        with self.assertQueryCount(5):
            rows = lines.read(["message"])
        self.assertEqual(len(rows), 1001)
        self.assertEqual(len({row["message"] for row in rows}), 1)
        self.assertIn("Loket accepteert uren", rows[0]["message"])
