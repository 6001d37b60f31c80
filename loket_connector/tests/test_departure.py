# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import LoketCommon

LAST_DAY = date(2026, 3, 31)


@tagged("post_install", "-at_install")
class TestDeparture(LoketCommon):
    """Somebody leaves in Odoo, and at Loket too when that is asked."""

    def setUp(self):
        super().setUp()
        # Odoo lets only HR managers open its departure wizard.
        self.officer.group_ids |= self.env.ref("hr.group_hr_manager")
        self._link()
        self.employer._sync("manual")
        self.employee = self.employer.person_ids.filtered(
            lambda person: person.employee_id and len(person.employment_ids) == 1
        )[0].employee_id
        self.employment = self.employee.loket_employment_ids

    def _wizard(self, employees, user=None):
        model = self.env["hr.departure.wizard"].with_user(user or self.officer)
        return Form(
            model.with_context(
                active_ids=employees.ids,
                employee_termination=True,
                allowed_company_ids=self.company.ids,
            )
        )

    def _depart(self, employees, **values):
        with self._wizard(employees) as form:
            form.departure_date = LAST_DAY
            form.loket_end_employment = True
            form.loket_reason_id = self._reason(form)
            for name, value in values.items():
                form[name] = value
        return form.record.action_register_departure()

    def _reason(self, form):
        return self.env["loket.end.reason"].search(
            [("connection_id", "=", self.connection.id)], limit=1
        )

    def _end_at_loket(self, employment):
        row = next(
            record["row"]
            for record in self.sandbox.admin.employments()
            if record["id"] == employment.loket_id
        )
        return row["endDate"]

    def test_departure_with_the_option_ends_the_employment_at_loket(self):
        self._depart(self.employee)
        self.assertFalse(self.employee.active)
        self.assertEqual(self._end_at_loket(self.employment), "2026-03-31")
        self.assertEqual(self.employment.date_end, LAST_DAY)

    def test_departure_without_the_option_leaves_loket_alone(self):
        with self._wizard(self.employee) as form:
            form.departure_date = LAST_DAY
        form.record.action_register_departure()
        self.assertFalse(self.employee.active)
        self.assertFalse(self._end_at_loket(self.employment))

    def test_departure_needs_a_reason_for_loket(self):
        wizard = (
            self.env["hr.departure.wizard"]
            .with_user(self.officer)
            .create(
                {
                    "employee_ids": [(6, 0, self.employee.ids)],
                    "departure_date": LAST_DAY,
                    "loket_end_employment": True,
                }
            )
        )
        with self.assertRaisesRegex(UserError, "reason"):
            wizard.action_register_departure()
        self.assertFalse(self._end_at_loket(self.employment))

    def test_refusal_by_loket_undoes_the_departure_in_odoo(self):
        with self._wizard(self.employee) as form:
            form.departure_date = date(2000, 1, 1)
            form.loket_end_employment = True
            form.loket_reason_id = self._reason(form)
            form.departure_date = LAST_DAY
        self.sandbox.admin.fail(
            kind="status", status=500, times=9, method="PATCH", path="terminate"
        )
        with self.assertRaises(UserError), self.cr.savepoint():
            form.record.action_register_departure()
        self.assertTrue(self.employee.active)
        self.assertFalse(self.employment.date_end)

    def test_end_before_the_start_is_refused_in_lokets_words(self):
        self.env["loket.end.reason"]._fetch(self.employment)
        reason = self._reason(None)
        with self.assertRaisesRegex(UserError, "not ended at Loket"):
            self.employment.with_user(self.officer)._end_at_loket(
                date(1990, 1, 1), reason
            )

    def test_second_refusal_reinstates_the_first_employment(self):
        person = self.employer.person_ids.filtered(
            lambda person: len(person.employment_ids._is_running_on(LAST_DAY)) == 2
        )
        first, second = person.employment_ids
        self.env["loket.end.reason"]._fetch(first)
        self.sandbox.admin.fail(
            kind="status",
            status=500,
            times=9,
            method="PATCH",
            path=f"{second.loket_id}/terminate",
        )
        with self.assertRaises(UserError), self.cr.savepoint():
            (first | second).with_user(self.officer)._end_at_loket(
                LAST_DAY, self._reason(None)
            )
        self.assertFalse(self._end_at_loket(first))

    def test_missing_right_hides_the_option_and_says_why(self):
        self.sandbox.admin.take_right("PatchTerminateByEmploymentId")
        self.employer.action_check_rights()
        with self._wizard(self.employee) as form:
            self.assertIn("Beheer dienstverbanden", form.loket_why_not)
            form.departure_date = LAST_DAY
        with self.assertRaisesRegex(UserError, "Beheer dienstverbanden"):
            self.employment.with_user(self.officer)._end_at_loket(
                LAST_DAY, self.env["loket.end.reason"]
            )

    def test_sync_after_the_departure_does_not_propose_it_again(self):
        self._depart(self.employee, departure_date=date(2026, 3, 11))
        run = self.employer._sync("manual")
        line = run.line_ids.filtered(lambda li: li.employee_id == self.employee)
        self.assertNotIn("end", line.mapped("action"))
        self.assertFalse(self.employee.activity_ids)
        self.assertFalse(self.employee.active)

    def test_end_that_is_taken_back_at_loket_is_seen_by_the_next_sync(self):
        self._depart(self.employee)
        self.sandbox.admin.reinstate_employment(self.employment.loket_id)
        self.employee.action_unarchive()
        self.employee.with_user(self.officer).action_loket_sync()
        self.assertFalse(self.employment.date_end)
        self.assertFalse(self.employee.contract_date_end)

    def test_archived_in_odoo_can_be_ended_at_loket_later(self):
        self.employee.with_context(no_wizard=True).action_archive()
        action = self.employee.with_user(self.officer).action_loket_terminate()
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.officer)
            .browse(action["res_id"])
        )
        wizard.end_date = LAST_DAY
        wizard.reason_id = self._reason(None)
        wizard.action_terminate()
        self.assertEqual(self._end_at_loket(self.employment), "2026-03-31")

    def test_hr_manager_without_loket_registers_departures_as_ever(self):
        manager = self._new_user("plain_hr_manager", "hr.group_hr_manager")
        with self._wizard(self.employee, manager) as form:
            form.departure_date = LAST_DAY
        form.record.action_register_departure()
        self.assertFalse(self.employee.active)
        self.assertFalse(self._end_at_loket(self.employment))

    def test_hr_manager_without_loket_reads_employees_whole(self):
        manager = self._new_user("plain_hr_manager", "hr.group_hr_manager")
        self.env.invalidate_all()
        values = self.employee.with_user(manager).read()[0]
        self.assertEqual(values["name"], self.employee.name)
        self.assertNotIn("loket_employment_ids", values)
