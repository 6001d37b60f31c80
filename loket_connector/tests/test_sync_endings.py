# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import UserError

from .sync_common import SyncCommon

LAST_DAY = date(2026, 3, 6)
START = date(2026, 1, 1)


class TestSyncEndings(SyncCommon):
    """Who left where, and what follows from it."""

    def setUp(self):
        super().setUp()
        self.person = self.hire()
        self.job_id = self.person["employments"][0]
        self.sync()
        self.sync(employer=self.other_employer)
        self.employee = self.in_odoo(self.person)

    def _leave(self, day=LAST_DAY):
        self.admin.end_employment(self.job_id, day)
        return self.sync()

    def _proposals(self):
        kind = self.env.ref("loket_connector.activity_departure")
        return self.employee.activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )

    def _depart(self, day=LAST_DAY):
        """Register the departure in Odoo, as HR does."""
        wizard = (
            self.env["hr.departure.wizard"]
            .with_context(active_ids=self.employee.ids, employee_termination=True)
            .create({"departure_date": day})
        )
        wizard.employee_ids = self.employee
        wizard.action_register_departure()

    # -- ended at Loket

    def test_propose_makes_one_activity_that_names_the_next_step(self):
        run = self._leave()
        line = self.line_of(run, self.person)
        self.assertEqual(line.action, "end")
        self.assertEqual(run.ended_count, 1)
        self.assertIn("6 March 2026", line.message)
        activity = self._proposals()
        self.assertRecordValues(activity, [{"user_id": self.manager.id}])
        self.assertIn("Archive", activity.note)
        self.assertTrue(self.employee.active)
        self.assertEqual(self.employee.version_id.contract_date_end, LAST_DAY)
        self.assertEqual(self.employee.loket_sync_state, "ended")
        self.sync()
        self.night()
        self.assertEqual(self._proposals(), activity)

    def test_another_last_day_replaces_the_proposal(self):
        self._leave()
        self._leave(date(2026, 3, 9))
        self.assertEqual(len(self._proposals()), 1)
        self.assertIn("9 March 2026", self._proposals().summary)

    def test_archive_runs_the_departure_of_odoo(self):
        self.connection.ended_policy = "archive"
        self._leave()
        self.assertRecordValues(
            self.employee,
            [
                {
                    "active": False,
                    "departure_date": LAST_DAY,
                    "departure_reason_id": self.env.ref(
                        "loket_connector.departure_reason_loket"
                    ).id,
                }
            ],
        )
        self.assertEqual(self.employee.version_id.contract_date_end, LAST_DAY)
        self.assertFalse(self._proposals())
        run = self.sync()
        self.assertFalse(self.line_of(run, self.person))

    def test_archive_works_at_night_too(self):
        self.connection.ended_policy = "archive"
        self.admin.end_employment(self.job_id, LAST_DAY)
        self.night()
        self.assertFalse(self.employee.active)

    def test_nothing_reports_and_leaves_the_employee(self):
        self.connection.ended_policy = "nothing"
        run = self._leave()
        self.assertEqual(self.line_of(run, self.person).action, "end")
        self.assertTrue(self.employee.active)
        self.assertFalse(self._proposals())
        self.assertFalse(self.line_of(self.sync(), self.person))

    def test_preview_of_an_ending_proposes_nothing(self):
        self.admin.end_employment(self.job_id, LAST_DAY)
        run = self.sync("preview")
        self.assertEqual(self.line_of(run, self.person).action, "end")
        self.assertFalse(self._proposals())
        self.assertFalse(self.employee.version_id.contract_date_end)

    def test_last_day_is_still_worked(self):
        run = self._leave(self.today())
        self.assertNotEqual(self.line_of(run, self.person).action, "end")
        self.assertFalse(self._proposals())

    def test_future_end_is_in_the_contract_and_proposed_when_it_passed(self):
        run = self._leave(date(2026, 4, 30))
        self.assertEqual(self.line_of(run, self.person).action, "update")
        self.assertEqual(self.employee.version_id.contract_date_end, date(2026, 4, 30))
        self.night(date(2026, 4, 30))
        self.assertFalse(self._proposals())
        self.forget_calls()
        self.night(date(2026, 5, 1))
        self.assertEqual(len(self._proposals()), 1)
        # Loket had nothing new: the mirror knew the day.
        self.assertEqual(len(self.calls()), 1)
        self.night(date(2026, 5, 2))
        self.assertEqual(len(self._proposals()), 1)

    def test_end_of_a_fixed_term_is_no_ending(self):
        self.admin.set_employment(self.job_id, "commissionUntilDate", "2026-02-28")
        run = self.sync()
        self.assertEqual(run.ended_count, 0)
        self.assertEqual(self.employee.version_id.contract_date_end, date(2026, 2, 28))
        self.assertFalse(self._proposals())
        self.assertEqual(self.employee.loket_sync_state, "synced")

    def test_people_who_had_left_are_never_created(self):
        henk = self.at_loket("Henk")
        self.assertFalse(self.in_odoo(henk))
        run = self.sync()
        self.assertEqual(self.line_of(run, henk).action, "leave")
        self.assertIn("ended on", self.line_of(run, henk).message)

    def test_somebody_who_left_is_linked_and_proposed_at_the_first_sync(self):
        born = date(1970, 2, 3)
        left = self.hire(first_name="Oud", birth=born, job={"end": LAST_DAY})
        employee = self.new_employee("Oud Mens", birthday=born)
        run = self.sync()
        self.assertEqual(self.line_of(run, left).action, "end")
        self.assertEqual(self.in_odoo(left), employee)
        self.assertEqual(len(employee.activity_ids), 1)
        self.assertFalse(self.line_of(self.sync(), left))

    # -- ended only in Odoo

    def test_archived_in_odoo_is_not_brought_back(self):
        self.employee.with_context(no_wizard=True).action_archive()
        run = self.sync()
        line = self.line_of(run, self.person)
        self.assertEqual(line.action, "archived")
        self.assertIn("archived in Odoo", line.message)
        self.assertTrue(line.can_restore)
        self.assertFalse(self.employee.active)
        self.assertEqual(self.line_of(self.sync(), self.person).action, "archived")

    def test_restore_brings_the_employee_back(self):
        self.employee.with_context(no_wizard=True).action_archive()
        line = self.line_of(self.sync(), self.person)
        line.with_user(self.officer).action_restore_employee()
        self.assertTrue(self.employee.active)
        self.assertFalse(line.can_restore)
        with self.assertRaises(UserError):
            line.with_user(self.officer).action_restore_employee()
        self.assertFalse(self.line_of(self.sync(), self.person))

    def test_end_at_loket_too_opens_its_form(self):
        self._depart()
        line = self.line_of(self.sync(), self.person)
        self.assertEqual(line.action, "archived")
        action = line.with_user(self.officer).action_end_at_loket()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(wizard.employee_id, self.employee)

    def test_left_in_odoo_and_soon_at_loket_is_no_problem(self):
        self._depart(self.today())
        self.admin.end_employment(self.job_id, date(2026, 3, 31))
        run = self.sync()
        self.assertNotEqual(self.line_of(run, self.person).action, "archived")
        self.assertEqual(run.problem_count, 0)
        self.assertFalse(self.employee.active)

    # -- back again

    def test_hired_again_comes_back_with_a_new_contract(self):
        self._leave()
        self._depart()
        self.assertFalse(self.employee.active)
        self.sync()
        self.admin.add_employment(
            self.person["id"], "2026-03-12", hours=40, gross_wage=3000
        )
        run = self.sync()
        self.assertIn("Hired again", self.line_of(run, self.person).message)
        self.assertEqual(self.in_odoo(self.person), self.employee)
        self.assertTrue(self.employee.active)
        self.assertFalse(self.employee.departure_date)
        self.assertEqual(
            [
                (v.contract_date_start, v.contract_date_end, v.wage)
                for v in self.versions(self.employee).values()
            ],
            [(START, LAST_DAY, 1600), (date(2026, 3, 12), False, 3000)],
        )
        self.assertFalse(self.line_of(self.sync(), self.person))

    def test_hired_again_after_a_plain_archive_comes_back_too(self):
        self._leave()
        self.employee.with_context(no_wizard=True).action_archive()
        self.sync()
        self.admin.add_employment(
            self.person["id"], "2026-03-12", hours=40, gross_wage=3000
        )
        self.sync()
        self.assertTrue(self.employee.active)
        self.assertEqual(self.in_odoo(self.person), self.employee)

    def test_hired_again_before_anybody_archived_goes_on(self):
        self._leave()
        self.admin.add_employment(
            self.person["id"], "2026-03-12", hours=40, gross_wage=3000
        )
        self.sync()
        self.assertFalse(self._proposals())
        self.assertEqual(len(self.versions(self.employee)), 2)

    def test_withdrawn_end_takes_the_proposal_away(self):
        self._leave()
        self.admin.reinstate_employment(self.job_id)
        run = self.sync()
        self.assertIn("withdrawn", self.line_of(run, self.person).message)
        self.assertFalse(self._proposals())
        self.assertFalse(self.employee.version_id.contract_date_end)
        self.assertFalse(self.line_of(self.sync(), self.person))

    def test_withdrawn_end_brings_back_who_was_archived_for_it(self):
        self.connection.ended_policy = "archive"
        self._leave()
        self.assertFalse(self.employee.active)
        self.admin.reinstate_employment(self.job_id)
        self.sync()
        self.assertTrue(self.employee.active)
        self.assertFalse(self.employee.version_id.contract_date_end)

    def test_end_that_moves_to_a_day_to_come_brings_back_who_was_archived(self):
        self.connection.ended_policy = "archive"
        self._leave()
        self._leave(date(2026, 12, 31))
        self.assertTrue(self.employee.active)
        self.assertEqual(self.employee.version_id.contract_date_end, date(2026, 12, 31))
        with self.on(date(2027, 1, 4)):
            self.sync()
        self.assertFalse(self.employee.active)

    def test_withdrawn_end_can_come_again(self):
        self._leave()
        self.admin.reinstate_employment(self.job_id)
        self.sync()
        self._leave()
        self.assertEqual(len(self._proposals()), 1)
