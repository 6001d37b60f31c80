# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import UserError

from .common import DAYS, HOURS, TRAVEL
from .test_export_elsewhere import DAY, ElsewhereCommon


class GivenAwayCommon(ElsewhereCommon):
    """Hours that were given to somebody else before the run, and not exported again.

    They were at Loket for the first one still, and that is what was paid.
    """

    def setUp(self):
        super().setUp()
        self.april = self._period(202604)
        self.enough = self._line(self.zero, 10, date(2026, 4, 2))
        self.somebody = self._choose_somebody()
        self._arrange()
        self.line.with_user(self.approver).employee_id = self.somebody
        self._pay(self.period)

    def _arrange(self):
        """Hook: what else there is before they are given away."""

    def _choose_somebody(self):
        """Hook: who gets them."""
        return self._somebody(self.other)

    def _somebody(self, administration):
        """Return who has one employment there, all the period."""
        jobs = administration.employer_id.employment_ids.filtered(
            lambda e: (
                e.administration_id == administration
                and e.employee_id not in (False, self.zero)
                and len(e.employee_id.loket_employment_ids) == 1
                and e.date_start < self.period.date_start
                and not e.date_end
            )
        )
        return jobs[:1].employee_id

    def _reopen(self, period):
        period.state = "open"
        self.env["loket.export.gatherer"]._refresh_period_states(period)

    def _leave_out_by_rule(self):
        """Let the hours of the other one be left out by rule."""
        self._employment(self.somebody).term_ids.contract_kind = "fixed"
        self.employer.export_rule_ids.filtered(
            lambda rule: (rule.code_type, rule.contract_kind) == ("hours", "fixed")
        ).exported = False

    def _due(self):
        return self.env["loket.export"]._due_periods(self.employer)

    def _assert_taken_back_by_rule(self):
        """It is taken back once, and a rule leaves it out where it is now."""
        self.assertEqual(self.line.loket_export_issue, "by_rule")
        self.assertEqual(self._values(self._send(self.april)), [2])
        self.assertEqual(self.line.loket_export_state, "none")
        self._assert_unchanged(self.april, [2])
        self._pay(self.april)
        self.assertFalse(self._prepare(self._period(202605)).line_ids)

    def _assert_unchanged(self, period, values):
        lines = self._prepare(period).line_ids
        self.assertEqual(lines.mapped("value"), values)
        self.assertEqual(set(lines.mapped("state")), {"unchanged"})


class TestGivenToAnotherAdministration(GivenAwayCommon):
    def test_they_are_taken_back_and_paid(self):
        there = self._prepare(self.four_weeks)
        self.assertFalse(there.line_ids)
        self.assertEqual(self._problems(there).hours, 8)
        here = self._prepare(self.april)
        self.assertEqual(self._values(here), [2])
        self.assertRecordValues(self._problems(here), [{"people_count": 1, "hours": 8}])
        here.action_file_imported()
        self.assertEqual(self.line.loket_export_state, "to_export")
        there = self._send(self.four_weeks)
        self.assertEqual(self._values(there), [8])
        self.assertFalse(self._problems(there))
        self.assertEqual(self.line.loket_export_state, "exported")
        self._assert_unchanged(self.april, [2])
        self._assert_unchanged(self.four_weeks, [8])
        self._pay(self.four_weeks)
        self._pay(self.april)
        self.assertEqual(self.line.loket_export_state, "locked")
        self.assertFalse(self._prepare(self._period(202605)).line_ids)

    def test_they_are_taken_back_before_anybody_prepared_there(self):
        self.assertEqual(self._values(self._send(self.april)), [2])
        self.assertEqual(self._values(self._send(self.four_weeks)), [8])

    def test_only_the_first_open_period_takes_them_back(self):
        self.assertFalse(self._prepare(self._period(202605)).line_ids)

    def test_period_that_takes_them_back_is_due(self):
        self._send(self.april)
        self.assertEqual(self._due(), self.four_weeks)

    def test_period_that_has_nothing_else_is_due(self):
        self.enough.unlink()
        self.assertEqual(self._due(), self.four_weeks + self.april)
        self._prepare(self.four_weeks)
        self.line.with_user(self.officer).action_loket_leave_out()
        self.assertNotIn(self.april, self._due())

    def test_nothing_is_left_to_take_them_back_from(self):
        self.enough.unlink()
        here = self._prepare(self.april)
        self.assertRecordValues(here.line_ids, [{"value": -8, "state": "refused"}])
        there = self._prepare(self.four_weeks)
        self.assertFalse(there.line_ids)
        self.assertEqual(self._problems(there).hours, 8)

    def test_who_was_paid_is_gone(self):
        self._employment(self.zero).date_end = date(2026, 3, 31)
        self.enough.unlink()
        here, there = self._prepare(self.april), self._prepare(self.four_weeks)
        self.assertFalse(here.line_ids + there.line_ids)
        self.assertEqual(self._problems(there).hours, 8)
        told = here.problem_ids.filtered(lambda p: p.severity != "info")
        self.assertRecordValues(told, [{"kind": "paid_elsewhere", "hours": 8}])
        self.line.with_user(self.officer).action_loket_leave_out()
        self.assertFalse(self._prepare(self.april).problem_ids)

    def test_somebody_can_decide_that_they_stay_paid(self):
        self._prepare(self.four_weeks)
        self.line.with_user(self.officer).action_loket_leave_out()
        there, here = self._prepare(self.four_weeks), self._prepare(self.april)
        self.assertFalse(there.line_ids)
        self.assertEqual(self._values(here), [10])
        self.assertFalse(self._problems(there | here))

    def test_nobody_gets_them_by_rule(self):
        self._leave_out_by_rule()
        self.assertFalse(self._prepare(self.four_weeks).line_ids)
        self._assert_taken_back_by_rule()

    def test_moved_to_another_day_as_well(self):
        self._reopen(self.period)
        self.line.date = date(2026, 4, 9)
        self._pay(self.period)
        four_weeks = self.other.period_ids.filtered(
            lambda p: p.date_start <= self.line.date <= p.date_end
        )
        self.assertFalse(self._prepare(four_weeks).line_ids)
        self.assertEqual(self._values(self._send(self.april)), [2])
        self.assertEqual(self._values(self._send(four_weeks)), [8])
        self._assert_unchanged(self.april, [2])

    def test_other_hours_of_that_day_stay_as_they_are(self):
        other = self._line(self.somebody, 3, DAY)
        there = self._send(self.four_weeks)
        self.assertEqual(self._values(there), [3])
        self.assertEqual(self._values(self._send(self.april)), [2])
        self.assertEqual(other.loket_export_state, "exported")
        self.assertEqual(self._values(self._send(self.four_weeks)), [11])

    def test_components_are_of_the_year_that_takes_them_back(self):
        """The other administration may be in the old year still."""
        self.april.year = 2027
        here = self._prepare(self.april)
        self.assertEqual(self._values(here), [2])
        self.assertEqual(here.line_ids.share_ids.mapped("quantity"), [-8, 10])
        here.action_file_imported()
        self.assertEqual(self._values(self._send(self.four_weeks)), [8])
        self._assert_unchanged(self.april, [2])

    def test_deleted_before_the_run(self):
        self._reopen(self.period)
        self.line.with_user(self.approver).unlink()
        self._pay(self.period)
        self.assertEqual(self._values(self._send(self.april)), [2])
        self.assertFalse(self._prepare(self.four_weeks).line_ids)
        self._assert_unchanged(self.april, [2])

    def test_locked_until_the_run_is_undone(self):
        for export in (False, True):
            if export:
                self._send(self.april)
            for change in (
                self.line.unlink,
                lambda: self.line.write({"employee_id": self.zero.id}),
            ):
                with self.assertRaisesRegex(UserError, "locked"):
                    change()

    def test_run_is_undone_and_they_go_back(self):
        self._send(self.april)
        self._send(self.four_weeks)
        self._reopen(self.period)
        self.assertEqual(self._values(self._send(self.april)), [10])
        self.assertEqual(self._prepare(self.period).line_ids.state, "removed")
        self._assert_unchanged(self.four_weeks, [8])
        self.line.employee_id = self.zero
        self._send(self.four_weeks)
        self._send(self.period)
        self._assert_unchanged(self.period, [8])
        self.assertFalse(self._prepare(self.four_weeks).line_ids)
        self._assert_unchanged(self.april, [10])
        self.assertEqual(self.line.loket_export_state, "exported")

    def test_run_is_undone_and_a_later_one_is_not(self):
        """The later one took them back, so its own period keeps what was sent."""
        self._send(self.april)
        self._pay(self.april)
        self._reopen(self.period)
        self._assert_unchanged(self.period, [8])
        self.assertEqual(self._values(self._send(self.four_weeks)), [8])
        self._assert_unchanged(self.period, [8])
        self.assertFalse(self._prepare(self._period(202605)).line_ids)

    def test_back_after_they_were_taken_back_and_paid(self):
        """In another way than on the screen, which refuses it."""
        may, june = self._period(202605), self._period(202606)
        self._send(self.april)
        self._pay(self.april)
        self._send(self.four_weeks)
        self._pay(self.four_weeks)
        self.env.cr.execute(
            "UPDATE account_analytic_line SET employee_id = %s WHERE id = %s",
            (self.zero.id, self.line.id),
        )
        self.env.invalidate_all()
        self.env["loket.export.gatherer"]._refresh_states(self.line.ids)
        self.assertFalse(self._prepare(may).line_ids)
        five = self.other.period_ids.filtered(
            lambda p: p.date_start > self.four_weeks.date_end
        ).sorted("date_start")[0]
        self._line(self.somebody, 20, five.date_start)
        self.assertEqual(self._values(self._send(five)), [12])
        self.assertEqual(self._values(self._send(may)), [8])
        self._assert_unchanged(five, [12])
        self._pay(five)
        self._pay(may)
        self.assertEqual(self.line.loket_export_state, "locked")
        self.assertFalse(self._prepare(june).line_ids)


class TestDaysGivenAway(GivenAwayCommon):
    """The day goes along, and what hangs on the line."""

    def _arrange(self):
        for code, key in ((self.code_days, DAYS), (self.code_travel, TRAVEL)):
            self._map_there(code, key)
        self._map(self.code_days, DAYS)
        # Enough days to take one back from as well.
        self._line(self.zero, 1, date(2026, 4, 3))
        self.allowance = self.env["loket.allowance"].create(
            {
                "timesheet_id": self.line.id,
                "wage_code_id": self.code_travel.id,
                "quantity": 7,
                "approved": True,
            }
        )
        self._send(self.period)

    def _by_component(self, export):
        return {line.component_id.key: line.value for line in export.line_ids}

    def test_they_are_taken_back_and_paid(self):
        self.assertFalse(self._prepare(self.four_weeks).line_ids)
        here = self._send(self.april)
        self.assertEqual(self._by_component(here), {HOURS: 3, DAYS: 1, TRAVEL: -7})
        there = self._send(self.four_weeks)
        self.assertEqual(self._by_component(there), {HOURS: 8, DAYS: 1, TRAVEL: 7})
        self.assertEqual(self.line.loket_export_state, "exported")
        self.assertEqual(self.allowance.export_state, "exported")
        for period in (self.april, self.four_weeks):
            states = self._prepare(period).line_ids.mapped("state")
            self.assertEqual(set(states), {"unchanged"})

    def test_day_on_which_something_is_left(self):
        self._line(self.zero, 1, DAY)
        here = self._send(self.april)
        self.assertEqual(self._by_component(here), {HOURS: 4, DAYS: 2, TRAVEL: -7})
        there = self._send(self.four_weeks)
        self.assertEqual(self._by_component(there), {HOURS: 8, DAYS: 1, TRAVEL: 7})


class TestGivenAwayByRule(GivenAwayCommon):
    """To somebody of the same administration, who has no hours by rule."""

    def _choose_somebody(self):
        return self._somebody(self.administration)

    def _arrange(self):
        self._leave_out_by_rule()

    def test_they_are_taken_back(self):
        self._assert_taken_back_by_rule()

    def test_who_was_paid_is_gone(self):
        """Nobody is left to take them back from: somebody has to know."""
        self._employment(self.zero).date_end = date(2026, 3, 31)
        self.enough.unlink()
        here = self._prepare(self.april)
        self.assertFalse(here.line_ids)
        told = here.problem_ids.filtered(lambda p: p.severity != "info")
        self.assertRecordValues(
            told, [{"kind": "ended", "hours": -8, "advice": "ended_gone"}]
        )
        found = self.env["loket.employment"].search(told._get_domain())
        self.assertEqual(found, self._employment(self.zero))


class TestGivenToAnotherCompany(GivenAwayCommon):
    """The other administration is of a venue of another company."""

    def _link(self):
        super()._link()
        self.other_employer = self.connection.employer_ids.sorted("employer_number")[0]
        self.other_employer.company_id = self.other_company
        return self.employer, self.other_employer

    def _choose_somebody(self):
        self.other_employer.action_fetch_payroll_setup()
        self.other_employer.action_sync()
        self.other_employer.export_rule_ids.exported = True
        self.other_employer.export_method = "file"
        return self._somebody(self.other_employer.administration_ids[:1])

    def _arrange(self):
        self.project.company_id = False
        self.other = self._employment(self.somebody).administration_id
        self._map_there(self.code_hours, HOURS)
        self.four_weeks = self.other.period_ids.filtered(
            lambda p: p.date_start <= DAY <= p.date_end
        )

    def test_they_are_taken_back_and_paid(self):
        self.assertEqual(self.somebody.company_id, self.other_company)
        there = self._prepare(self.four_weeks)
        self.assertFalse(there.line_ids)
        self.assertEqual(self._problems(there).hours, 8)
        self.assertEqual(self._values(self._send(self.april)), [2])
        there = self._send(self.four_weeks)
        self.assertEqual(self._values(there), [8])
        self._assert_unchanged(self.april, [2])
        self._assert_unchanged(self.four_weeks, [8])
        self.assertEqual(self.line.loket_export_state, "exported")

    def test_nobody_reads_of_the_other_company(self):
        """Who works in one of them is told how much, and opens nothing."""
        there, here = self._prepare(self.four_weeks), self._prepare(self.april)
        for export, company, other in (
            (there, self.other_company, here),
            (here, self.company, there),
        ):
            with self.subTest(company=company.name):
                reader = self._new_user(
                    f"reader_{company.id}", "loket_connector.group_loket_user"
                )
                reader.write(
                    {"company_id": company.id, "company_ids": [(6, 0, company.ids)]}
                )
                self.env.flush_all()
                self.env.invalidate_all()
                problem = self._problems(export.with_user(reader))
                self.assertRecordValues(problem, [{"people_count": 1, "hours": 8}])
                action = problem.action_open()
                found = self.env[action["res_model"]].with_user(reader)
                self.assertFalse(found.search(action["domain"]))
                exports = self.env["loket.export"].with_user(reader)
                self.assertNotIn(other, exports.search([]))
                told = str(problem.read()) + str(action)
                for text in (
                    other.administration_id.name,
                    other.company_id.name,
                    other.period_id.name,
                ):
                    self.assertNotIn(text, told)

    def test_somebody_can_decide(self):
        self._prepare(self.four_weeks)
        self.line.with_user(self.officer).action_loket_leave_out()
        self.assertEqual(self._values(self._prepare(self.april)), [10])
        self.assertFalse(self._prepare(self.four_weeks).line_ids)
        self.line.with_user(self.officer).action_loket_undecide()
        self.assertEqual(self._values(self._prepare(self.april)), [2])

    def test_somebody_without_employment_is_not_told_here(self):
        self._employment(self.somebody).date_start = date(2026, 4, 1)
        here = self._prepare(self.april)
        self.assertNotIn("no_employment", here.problem_ids.mapped("kind"))
        self.assertEqual(self._values(here), [2])
        there = self._prepare(self.four_weeks)
        self.assertIn("no_employment", there.problem_ids.mapped("kind"))
