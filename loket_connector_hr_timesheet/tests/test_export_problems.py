# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from unittest.mock import patch

from .common import HOURS, LateCommon


class TestExportProblems(LateCommon):
    """Each problem says how many people and hours, and opens what it is about."""

    def _check(self, export, kind, severity, people, hours, records):
        problem = self._problem(export, kind)
        self.assertRecordValues(
            problem, [{"severity": severity, "people_count": people, "hours": hours}]
        )
        self.assertEqual(self._opened(problem), records)

    def test_not_approved(self):
        lines = self._line(self.zero, 4, approved=False)
        lines += self._line(self.minimum, 2, approved=False)
        self._line(self.zero, 8)
        export = self._prepared()
        self._check(export, "not_approved", "warning", 2, 6, lines.sorted())

    def test_unapproved_allowance(self):
        allowance = self.env["loket.allowance"].create(
            {
                "employee_id": self.fixed.id,
                "date": date(2026, 3, 5),
                "wage_code_id": self.code_travel.id,
            }
        )
        export = self._prepared()
        self._check(export, "not_approved", "warning", 1, 0, allowance)

    def test_left_out_by_rule(self):
        line = self._line(self.fixed, 7)
        self._check(self._prepared(), "by_rule", "info", 1, 7, line)

    def test_not_in_loket(self):
        stranger = self.env["hr.employee"].create(
            {"name": "Onbekend", "company_id": self.company.id}
        )
        line = self._line(stranger, 3)
        self._check(self._prepared(), "not_in_loket", "warning", 1, 3, line)

    def test_out_of_range(self):
        self._line(self.zero, 1000)
        self._line(self.minimum, -3)
        export = self._prepared()
        self._check(export, "range", "error", 2, 997, export.line_ids)

    def test_two_employments(self):
        self.employer.export_rule_ids.exported = True
        for person in self.employer.person_ids:
            running = person.employment_ids.filtered(
                lambda e: e.date_start < date(2026, 3, 1) and not e.date_end
            )
            if len(running) == 2 and person.employee_id:
                line = self._line(person.employee_id, 4)
        self._check(self._prepared(), "two_employments", "info", 1, 4, line)

    def test_payroll_run(self):
        export = self._export()
        for status, kind, severity in (
            (1, "run_pending", "warning"),
            (9, "approved", "error"),
        ):
            self._approve_run(self.period, status)
            export.action_prepare()
            self._check(export, kind, severity, 0, 0, self.period)

    def test_nothing_wrong_is_no_problem(self):
        self._line(self.zero, 8)
        export = self._prepared()
        self.assertEqual(set(export.problem_ids.mapped("severity")), {"info"})
        self.assertEqual(export.warning_count, 0)

    def test_correction_of_an_allowance_opens_the_allowance(self):
        allowance = self.env["loket.allowance"].create(
            {
                "employee_id": self.fixed.id,
                "date": date(2026, 2, 10),
                "wage_code_id": self.code_travel.id,
                "quantity": 7,
                "approved": True,
            }
        )
        allowance.with_user(self.officer).action_take_along()
        self._check(self._prepared(), "correction", "info", 1, 0, allowance)


class TestExportVerify(LateCommon):
    """Only what Loket was seen to hold is exported."""

    def test_value_that_loket_stored_otherwise_is_not_exported(self):
        """Loket says that all went well, and holds something else."""
        line = self._line(self.zero, 8)
        other = self._line(self.minimum, 4)
        export = self._prepared()
        reader = type(self.env["loket.export.reader"])
        read = reader._read_held
        employment = self._employment(self.zero).loket_id.lower()

        def rounded(*args):
            held = read(*args)
            for components in held.get(employment, {}).values():
                components[HOURS] -= 1
            return held

        with patch.object(reader, "_read_held", rounded):
            export.action_send()
        self.assertRecordValues(
            self._line_of(export, self.zero),
            [{"state": "changed", "loket_value": 7, "is_foreign": True}],
        )
        self.assertEqual(line.loket_export_state, "to_export")
        self.assertFalse(line.loket_exported_on)
        self.assertEqual(other.loket_export_state, "exported")
        self.assertEqual(export.state, "partial")

    def test_value_that_loket_lost_is_not_exported(self):
        line = self._line(self.zero, 8)
        export = self._prepared()
        reader = type(self.env["loket.export.reader"])
        with patch.object(reader, "_read_held", lambda *args: {}):
            export.action_send()
        self.assertEqual(line.loket_export_state, "to_export")
        self.assertEqual(export.line_ids.state, "new")
        self.assertNotEqual(export.state, "done")
