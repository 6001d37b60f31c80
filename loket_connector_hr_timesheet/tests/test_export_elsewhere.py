# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from .common import HOURS, TRAVEL, LoketTimesheetCommon

DAY = date(2026, 3, 16)


class ElsewhereCommon(LoketTimesheetCommon):
    """A venue with two administrations, and hours that one of them has at Loket.

    The venue works with a file, so that nothing but Odoo has to know the employments.
    """

    venue_position = 1

    def setUp(self):
        super().setUp()
        self.employer.export_rule_ids.exported = True
        self.employer.export_method = "file"
        self.other = self.employer.administration_ids - self.administration
        self._map_there(self.code_hours, HOURS)
        self.employment = self._employment(self.zero)
        self.four_weeks = self.other.period_ids.filtered(
            lambda p: p.date_start <= DAY <= p.date_end
        )
        self.line = self._line(self.zero, 8, DAY)
        self._send(self.period)

    def _map_there(self, code, key):
        component = self.other.component_ids.filtered(
            lambda c: (c.key, c.year) == (key, 2026)
        )
        self.env["loket.wage.code.mapping"].create(
            {
                "wage_code_id": code.id,
                "administration_id": self.other.id,
                "component_id": component.id,
            }
        )

    def _choose_people(self):
        """Choose anybody who has one employment here, all the period."""
        for employment in self.employer.employment_ids:
            if (
                employment.administration_id == self.administration
                and len(employment.employee_id.loket_employment_ids) == 1
                and employment.date_start < self.period.date_start
                and not employment.date_end
            ):
                self.zero = employment.employee_id

    def _prepare(self, period):
        export = self.env["loket.export"].with_user(self.officer)._get_or_create(period)
        export.action_prepare()
        return export

    def _send(self, period):
        export = self._prepare(period)
        export.action_file_imported()
        return export

    def _pay(self, period):
        period.state = "approved"
        self.env["loket.export.gatherer"]._refresh_period_states(period)

    def _problems(self, export):
        return export.problem_ids.filtered(lambda p: p.kind == "paid_elsewhere")

    def _values(self, export):
        return export.line_ids.mapped("value")


class TestPaidElsewhere(ElsewhereCommon):
    """Hours that one administration paid, of an employment that another one has now."""

    def setUp(self):
        super().setUp()
        self._pay(self.period)
        self.assertEqual(self.line.loket_export_state, "locked")

    def _go_elsewhere(self, day=DAY, end=date(2026, 3, 15)):
        """Let Loket say later that another employment began elsewhere."""
        self.employment.date_end = end
        employment = self.employment.copy(
            {
                "loket_id": "elsewhere",
                "administration_id": self.other.id,
                "date_start": day,
                "date_end": False,
                "is_main": True,
            }
        )
        self.employment.is_main = False
        self.env["loket.employment.term"].create(
            {
                "employment_id": employment.id,
                "date_start": day,
                "contract_kind": "zero_hours",
            }
        )
        return employment

    def test_hours_wait_until_they_are_taken_back_where_they_were_paid(self):
        self._go_elsewhere(end=date(2026, 4, 30))
        april = self._period(202604)
        self._line(
            self.zero, 10, date(2026, 4, 2), loket_employment_id=self.employment.id
        )
        there = self._prepare(self.four_weeks)
        self.assertFalse(there.line_ids)
        self.assertRecordValues(
            self._problems(there),
            [{"severity": "error", "people_count": 1, "hours": 8}],
        )
        self.assertEqual(self.line.loket_export_issue, "paid_elsewhere")
        here = self._prepare(april)
        self.assertEqual(self._values(here), [2])
        self.assertRecordValues(self._problems(here), [{"people_count": 1, "hours": 8}])
        here.action_file_imported()
        self.assertEqual(self.line.loket_export_state, "to_export")
        there = self._send(self.four_weeks)
        self.assertFalse(self._problems(there))
        self.assertEqual(self._values(there), [8])
        self.assertEqual(self.line.loket_export_state, "exported")
        self._pay(self.four_weeks)
        self._pay(april)
        self.assertEqual(self.line.loket_export_state, "locked")
        self.assertFalse(self._prepare(self._period(202605)).line_ids)

    def test_hours_that_nobody_can_take_back_are_not_paid_twice(self):
        self._go_elsewhere()
        there = self._prepare(self.four_weeks)
        self.assertFalse(there.line_ids)
        problem = self._problems(there)
        self.assertEqual(problem.hours, 8)
        action = problem.with_user(self.officer).action_open()
        self.assertTrue(action["context"]["loket_late"])
        found = self.env[action["res_model"]].with_user(self.officer)
        self.assertEqual(found.search(action["domain"]), self.line)
        here = self._prepare(self._period(202604))
        self.assertFalse(here.line_ids)
        self.assertEqual(self._problems(here).hours, 8)

    def test_somebody_can_decide_that_they_stay_paid_there(self):
        self._go_elsewhere(end=date(2026, 4, 30))
        april = self._period(202604)
        self._line(
            self.zero, 10, date(2026, 4, 2), loket_employment_id=self.employment.id
        )
        self._prepare(self.four_weeks)
        self.line.with_user(self.officer).action_loket_leave_out()
        there, here = self._prepare(self.four_weeks), self._prepare(april)
        self.assertFalse(there.line_ids)
        self.assertEqual(self._values(here), [10])
        self.assertFalse(self._problems(there | here))

    def test_somebody_can_decide_to_pay_them_here(self):
        """The other administration was corrected by hand, or will be."""
        self._go_elsewhere()
        self._prepare(self.four_weeks)
        self.line.with_user(self.officer).action_loket_take_along()
        there = self._prepare(self.four_weeks)
        self.assertEqual(self._values(there), [8])
        self.assertFalse(self._problems(there))

    def test_other_hours_go(self):
        self._go_elsewhere()
        self._line(self.zero, 3, date(2026, 3, 17))
        there = self._send(self.four_weeks)
        self.assertEqual(self._values(there), [3])
        self.assertEqual(self._problems(there).hours, 8)

    def test_allowances_wait_as_well(self):
        self.period.state = "open"
        allowance = self.env["loket.allowance"].create(
            {
                "employee_id": self.zero.id,
                "date": DAY,
                "wage_code_id": self.code_travel.id,
                "quantity": 7,
                "approved": True,
            }
        )
        self._send(self.period)
        self._pay(self.period)
        self._go_elsewhere()
        self._map_there(self.code_travel, TRAVEL)
        there = self._prepare(self.four_weeks)
        self.assertFalse(there.line_ids)
        self.assertEqual(allowance.export_issue, "paid_elsewhere")
        allowance.with_user(self.officer).action_take_along()
        self.assertEqual(self._values(self._prepare(self.four_weeks)), [7])

    def test_employment_that_moved_as_it_is_was_paid(self):
        """Loket keeps a record with the employment, wherever that is."""
        self.employment.administration_id = self.other
        there = self._prepare(self.four_weeks)
        self.assertFalse(there.line_ids)
        self.assertFalse(self._problems(there))
        self.assertEqual(self.line.loket_export_state, "locked")
        self._line(self.zero, 3, date(2026, 3, 17))
        self.assertEqual(self._values(self._prepare(self.four_weeks)), [3])
