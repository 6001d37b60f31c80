# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tools import mute_logger

from .common import HOURS, MEALS, LateCommon

SENDER = "odoo.addons.loket_connector_hr_timesheet.services.loket_export_sender"


class ByHandCommon(LateCommon):
    def _type_in_loket(self, employee, value, key=HOURS, **identity):
        """Type a value at Loket, in the usual record or in one of its own."""
        employment = self._employment(employee)
        with self.connection._loket_client() as client:
            proposed = client.get_period_data_defaults(employment.loket_id)
        self.sandbox.admin.write_period_data(
            employment.loket_id,
            {
                "payrollPeriod": {"year": 2026, "periodNumber": 3},
                **proposed.to_json(),
                **identity,
                "payrollComponents": [
                    {"payrollComponent": {"key": key}, "value": value}
                ],
            },
        )

    def _by_shift(self, employee):
        """Return ``{shift: hours}`` that the sandbox holds."""
        employment = self._employment(employee)
        stored = self.sandbox.admin.period_data(employment.loket_id)
        return {
            record["shift"]["shiftNumber"]: float(component["value"])
            for record in stored.get(employment.loket_id, ())
            for component in record["payrollComponents"]
            if component["payrollComponent"]["key"] == HOURS
        }


class TestTypedBeforeTheRun(ByHandCommon):
    """What somebody typed at Loket before the run may be for the hours that are late.

    They wait for a decision: else they would be paid twice.
    """

    def setUp(self):
        super().setUp()
        self.line = self._line(self.zero, 8)
        self.other = self._line(self.minimum, 4)

    def _refuse(self, employee):
        employment = self._employment(employee)
        self.sandbox.admin.end_employment(employment.loket_id, "2026-01-31")
        self._export().action_send()
        self.sandbox.admin.end_employment(employment.loket_id, None)
        self.assertEqual(self._in_loket(employee), {})

    def test_refused_hours_that_were_typed_wait(self):
        self._refuse(self.minimum)
        self._type_in_loket(self.minimum, 4)
        self._approve_run(self.period)
        export = self._prepared(self.april)
        self.assertFalse(export.line_ids)
        problem = self._problem(export, "period_approved")
        self.assertRecordValues(problem, [{"people_count": 1, "hours": 4}])
        self.assertEqual(self._opened(problem), self.other)
        self.assertEqual(self.line.loket_export_state, "locked")

    def test_refused_hours_that_nobody_typed_are_corrected(self):
        self._refuse(self.minimum)
        self._approve_run(self.period)
        export = self._prepared(self.april)
        self.assertEqual(self._line_of(export, self.minimum).value, 4)

    def test_change_that_was_typed_waits(self):
        self._export().action_send()
        self.line.unit_amount = 10
        self.other.unit_amount = 5
        self._type_in_loket(self.zero, 10)
        self._approve_run(self.period)
        export = self._prepared(self.april)
        self.assertFalse(self._line_of(export, self.zero))
        self.assertEqual(self._line_of(export, self.minimum).value, 1)
        problem = self._problem(export, "period_approved")
        self.assertEqual(self._opened(problem), self.line)
        self.line.with_user(self.officer).action_loket_take_along()
        self.assertEqual(self._line_of(self._prepared(self.april), self.zero).value, 2)

    def test_other_components_of_loket_make_nothing_unclear(self):
        self._export().action_send()
        self._type_in_loket(self.zero, 3, key=5)  # leave
        self.line.unit_amount = 10
        self._approve_run(self.period)
        export = self._prepared(self.april)
        self.assertEqual(self._line_of(export, self.zero).value, 2)
        self.assertFalse(self._problem(export, "period_approved"))

    def test_value_typed_over_a_lost_answer_is_asked_about(self):
        export = self._export()
        self.sandbox.admin.fail(
            kind="close_after", method="PATCH", path="payrollperioddata"
        )
        with mute_logger(SENDER):
            export.action_send()
        self.sandbox.admin.clear_failures()
        self._type_in_loket(self.zero, 5)
        export.action_send()
        self.assertEqual(export.state, "ready")
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 5.0})
        self.assertTrue(self._line_of(export, self.zero).is_foreign)
        self.assertEqual(export.state, "partial")


class TestTypedBeside(ByHandCommon):
    """Somebody typed hours into a record of its own: Loket pays both."""

    def setUp(self):
        super().setUp()
        self._line(self.zero, 8)
        self.export = self._export()
        self.export.action_send()
        self.employer.export_nightly = True

    def test_it_is_told_and_left_alone(self):
        self._type_in_loket(self.zero, 5, shift={"shiftNumber": 2})
        self.export.action_prepare()
        hours = self._line_of(self.export, self.zero)
        self.assertRecordValues(
            hours, [{"state": "unchanged", "value": 8, "other_value": 5}]
        )
        problem = self._problem(self.export, "beside")
        self.assertRecordValues(
            problem, [{"severity": "warning", "people_count": 1, "hours": 5}]
        )
        self.assertEqual(self._opened(problem), hours)
        self.assertIn("5", hours.message)
        self.export.action_send()
        self.assertEqual(self._by_shift(self.zero), {1: 8.0, 2: 5.0})

    def test_it_is_told_until_it_is_gone(self):
        self._type_in_loket(self.zero, 5, shift={"shiftNumber": 2})
        self.export.action_prepare()
        self._type_in_loket(self.zero, None, shift={"shiftNumber": 2})
        self.export.action_prepare()
        self.assertFalse(self._problem(self.export, "beside"))
        self.assertEqual(self._line_of(self.export, self.zero).other_value, 0)

    def test_first_export_takes_the_only_record_over(self):
        """Typed before Odoo exported anything: replaced, not paid twice."""
        self._line(self.minimum, 8)
        self._type_in_loket(self.minimum, 5, shift={"shiftNumber": 2})
        self.export.action_prepare()
        hours = self._line_of(self.export, self.minimum)
        self.assertRecordValues(hours, [{"loket_value": 5, "value": 8}])
        problem = self._problem(self.export, "typed")
        self.assertRecordValues(
            problem, [{"severity": "warning", "people_count": 1, "hours": 5}]
        )
        self.assertEqual(self._opened(problem), hours)
        self.export.action_send()
        self.assertEqual(self._by_shift(self.minimum), {2: 8.0})
        self.export.action_prepare()
        self.assertFalse(self._problem(self.export, "typed"))

    def test_what_is_typed_on_another_payslip_is_not_read(self):
        """Each payslip costs a call for each category: see the README."""
        self._type_in_loket(self.zero, 5, payslipType={"key": 2})
        self.sandbox.admin.clear_requests()
        self.export.action_prepare()
        self.assertEqual(self._line_of(self.export, self.zero).other_value, 0)
        asked = self._requests("GET", "/payrollPeriods/")
        self.assertTrue(asked)
        for request in asked:
            self.assertIn("payslipType=1", request["query"])

    def test_first_export_looks_at_the_payslip_that_it_will_use(self):
        self._line(self.minimum, 8)
        self.export.action_prepare()
        self.env["loket.period.identity"].invalidate_model()
        known = self.env["loket.period.identity"].search(
            [("employment_key", "=", self._employment(self.minimum).loket_id.lower())]
        )
        known.payslip_type = 2
        self.env.flush_all()
        self._type_in_loket(self.minimum, 5, payslipType={"key": 2})
        self.export.action_prepare()
        hours = self._line_of(self.export, self.minimum)
        self.assertRecordValues(hours, [{"loket_value": 5, "value": 8}])
        self.assertTrue(self._problem(self.export, "typed"))
        self.export.action_send()
        self.assertEqual(self._by_shift(self.minimum), {1: 8.0})

    def test_night_replaces_nothing_that_was_typed(self):
        """Nobody sees at night what the preview says; in Loket it can be right."""
        self._line(self.minimum, 8)
        self._type_in_loket(self.minimum, 5)
        self.export._export_unattended()
        self.assertEqual(self._in_loket(self.minimum), {HOURS: 5.0})
        self.assertEqual(self.export.state, "ready")
        self.assertTrue(self.export.activity_ids | self.employer.activity_ids)
        self._type_in_loket(self.minimum, 8)
        self.export._export_unattended()
        self.assertFalse(self._problem(self.export, "typed"))
        self.assertEqual(self.export.state, "done")


class TestMovedFromAWaitingValue(ByHandCommon):
    """Hours that left a value which somebody changed at Loket."""

    def test_hours_that_left_a_value_changed_in_loket_are_told(self):
        """Their new place would be paid, and the old one as well."""
        overtime = self.env["loket.wage.code"].create({"name": "Overuren"})
        self._map(overtime, 20)
        line = self._line(self.zero, 8)
        self._line(self.minimum, 3)
        export = self._export()
        export.action_send()
        self._type_in_loket(self.zero, 10)
        line.loket_wage_code_id = overtime
        told = export.action_send()["params"]["message"]
        self.assertIn("Nothing was sent", told)
        self.assertEqual(self._in_loket(self.zero), {HOURS: 10})
        problem = export.problem_ids.filtered(lambda p: p.kind == "also_waiting")
        self.assertRecordValues(
            problem, [{"severity": "error", "people_count": 1, "hours": 8}]
        )
        action = problem.with_user(self.officer).action_open()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), line)
        export.action_overwrite()
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {20: 8})
        export.action_prepare()
        self.assertNotIn("also_waiting", export.problem_ids.mapped("kind"))
        self.assertEqual(export.state, "done")

    def test_other_values_go_while_one_waits(self):
        self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        self._type_in_loket(self.zero, 10)
        self._line(self.zero, 1, loket_meal_count=2)
        export.action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 10, MEALS: 2})
        self.assertNotIn("also_waiting", export.problem_ids.mapped("kind"))
