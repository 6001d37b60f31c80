# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.tools import mute_logger

from ..mappers.period_plan import Identity
from .common import HOURS, LoketTimesheetCommon

SENDER = "odoo.addons.loket_connector_hr_timesheet.services.loket_export_sender"
PATH = "payrollperioddata"


class TestExportRefusals(LoketTimesheetCommon):
    """What Loket does not take is found, named and shown; the rest goes through."""

    def setUp(self):
        super().setUp()
        self.employer.export_rule_ids.exported = True
        self.people = self.zero + self.minimum + self.fixed

    def _refuse(self, times):
        """Let the sandbox refuse whole requests without saying why or whom."""
        self.sandbox.admin.fail(
            kind="status", status=400, method="PATCH", path=PATH, times=times
        )

    def _sent_sizes(self):
        """Return how many people were in each request that was made."""
        return len(self._requests("PATCH", PATH))

    def _prepared(self):
        for employee in self.people:
            self._line(employee, 8)
        export = self._export()
        export.action_prepare()
        return export

    def test_refusal_that_names_nobody_is_tried_in_halves(self):
        export = self._prepared()
        self._refuse(1)
        export.action_send()
        self.assertEqual(self._sent_sizes(), 3)
        self.assertEqual(export.line_ids.mapped("state"), ["verified"] * 3)
        self.assertEqual(export.state, "done")
        for employee in self.people:
            self.assertEqual(self._in_loket(employee), {HOURS: 8.0})

    def test_halves_find_the_culprit_and_the_rest_goes_through(self):
        export = self._prepared()
        self._refuse(2)  # all three, then the half of one
        export.action_send()
        culprit = export.line_ids.filtered(lambda line: line.state == "refused")
        rest = export.line_ids - culprit
        self.assertEqual(len(culprit), 1)
        self.assertTrue(culprit.message)
        self.assertEqual(rest.mapped("state"), ["verified"] * 2)
        self.assertEqual(export.state, "partial")
        self.assertEqual(self._in_loket(culprit.employee_id), {})
        for line in rest:
            self.assertEqual(self._in_loket(line.employee_id), {HOURS: 8.0})
        self.assertFalse(export.is_interrupted)

    def test_refused_person_is_sent_once_with_the_next_send(self):
        export = self._prepared()
        self._refuse(2)
        export.action_send()
        self.sandbox.admin.clear_requests()
        export.action_prepare()
        self.assertEqual(export.to_send_count, 1)
        export.action_send()
        self.assertEqual(self._sent_sizes(), 1)
        self.assertEqual(export.state, "done")
        for employee in self.people:
            self.assertEqual(self._in_loket(employee), {HOURS: 8.0})

    def test_everybody_refused_leaves_nothing_in_loket(self):
        export = self._prepared()
        self._refuse(5)  # three, one, two, one, one
        export.action_send()
        self.assertEqual(self._sent_sizes(), 5)
        self.assertEqual(export.line_ids.mapped("state"), ["refused"] * 3)
        self.assertEqual(export.state, "failed")
        for employee in self.people:
            self.assertEqual(self._in_loket(employee), {})

    def test_refused_is_a_problem_that_opens_the_values(self):
        export = self._prepared()
        self.assertNotIn("refused", export.problem_ids.mapped("kind"))
        employment = self._employment(self.minimum)
        self.sandbox.admin.end_employment(employment.loket_id, "2026-01-31")
        export.action_send()
        problem = export.problem_ids.filtered(lambda p: p.kind == "refused")
        self.assertRecordValues(
            problem, [{"severity": "error", "people_count": 1, "hours": 8}]
        )
        action = problem.action_open()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, self._line_of(export, self.minimum))
        self.sandbox.admin.end_employment(employment.loket_id, None)
        export.action_send()
        self.assertNotIn("refused", export.problem_ids.mapped("kind"))
        self.assertEqual(export.state, "done")

    def test_other_problems_stay_when_something_is_refused(self):
        self._line(self.zero, 3, date(2026, 3, 4), approved=False)
        export = self._prepared()
        self._refuse(2)
        export.action_send()
        self.assertLessEqual(
            {"refused", "not_approved"}, set(export.problem_ids.mapped("kind"))
        )

    def test_default_that_was_refused_is_asked_again(self):
        """The distribution unit was closed at Loket; another one is proposed now."""
        employment = self._employment(self.zero)
        closed = Identity(1, 1, "6f9619ff-8b86-d011-b42d-00cf4fc964ff", None, None)
        self.env["loket.period.identity"].sudo()._store(
            employment, {employment.id: closed}
        )
        self.people = self.zero
        export = self._prepared()
        export.action_send()
        self.assertEqual(export.line_ids.mapped("state"), ["refused"])
        self.assertEqual(self._in_loket(self.zero), {})
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 8.0})
        self.assertEqual(export.state, "done")

    def test_record_that_cannot_be_placed_is_a_problem(self):
        """Loket proposes no shift: nothing could tell this record from others."""
        employment = self._employment(self.zero)
        self.env["loket.period.identity"].sudo()._store(
            employment,
            {employment.id: Identity(None, 1, None, None, None)},
        )
        export = self._prepared()
        problem = export.problem_ids.filtered(lambda p: p.kind == "identity")
        self.assertRecordValues(
            problem, [{"severity": "error", "people_count": 1, "hours": 8}]
        )
        self.assertEqual(problem.res_domain[0][2], self._line_of(export, self.zero).ids)
        with mute_logger(SENDER):
            export.action_send()
        self.assertEqual(self._in_loket(self.zero), {})
        self.assertEqual(self._in_loket(self.minimum), {HOURS: 8.0})
        self.assertEqual(export.state, "partial")
        self.assertIn("identity", export.problem_ids.mapped("kind"))
