# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import UserError

from .sync_common import SyncCommon

BORN = date(1985, 5, 5)
BSN = "123456782"


class SamePersonCommon(SyncCommon):
    def _eva(self, bsn=None, **person):
        person = {"first_name": "Eva", "last_name": "Dijk", "prefix": "van", **person}
        record = self.hire(birth=BORN, **person)
        if bsn:
            self.admin.set_employee(record["id"], "bsn", bsn)
        return record

    def _born_then(self):
        return self._employees().filtered(lambda employee: employee.birthday == BORN)


class TestSyncHiredAgainAsAnother(SamePersonCommon):
    """Who is hired again after years may get a new number at Loket."""

    def _come_back(self, bsn=None, policy="archive"):
        self.connection.write({"ended_policy": policy, "sync_bsn": bool(bsn)})
        self.old = self._eva(bsn)
        self.sync()
        self.employee = self.in_odoo(self.old)
        self.admin.end_employment(self.old["employments"][0], "2026-01-31")
        self.sync()
        self.new = self._eva(bsn, start=date(2026, 3, 1))

    def _assert_back(self):
        self.assertEqual(self._born_then(), self.employee)
        self.assertTrue(self.employee.active)
        self.assertEqual(self.employee.loket_employee_id, self.new["id"])
        self.assertEqual(
            [
                (v.contract_date_start, v.contract_date_end)
                for v in self.versions(self.employee).values()
            ],
            [
                (date(2026, 1, 1), date(2026, 1, 31)),
                (date(2026, 3, 1), False),
            ],
        )

    def test_same_bsn_is_the_same_employee(self):
        self._come_back(BSN)
        self.assertFalse(self.employee.active)
        run = self.sync()
        self.assertEqual(self.line_of(run, self.new).action, "link")
        self._assert_back()
        again = self.sync()
        self.assertEqual((again.updated_count, again.ended_count), (0, 0))

    def test_same_bsn_at_night(self):
        self._come_back(BSN)
        self.sync(employer=self.other_employer)
        self.night()
        self._assert_back()
        self.night(date(2026, 3, 20))
        self._assert_back()

    def test_end_and_new_start_seen_at_once_is_no_departure(self):
        self.connection.write({"ended_policy": "archive", "sync_bsn": True})
        self.old = self._eva(BSN)
        self.sync()
        self.employee = self.in_odoo(self.old)
        self.admin.end_employment(self.old["employments"][0], "2026-01-31")
        self.new = self._eva(BSN, start=date(2026, 3, 1))
        self.assertEqual(self.sync().ended_count, 0)
        self._assert_back()
        self.assertFalse(self.employee.departure_date)

    def test_without_bsn_somebody_is_asked(self):
        self._come_back()
        line = self.line_of(self.sync(), self.new)
        self.assertEqual((line.action, line.candidate_ids), ("problem", self.employee))
        choice = self.employee.with_user(self.officer)
        choice.with_context(loket_line_id=line.id).action_loket_choose()
        self.sync()
        self._assert_back()

    def test_who_still_works_is_nobody_else(self):
        self.connection.sync_bsn = True
        first, second = self._eva(BSN), self._eva(BSN)
        self.sync()
        self.admin.set_employment(first["employments"][0], "endDate", "2026-12-31")
        run = self.sync()
        self.assertTrue(self.mirror(first).employee_id)
        self.assertFalse(self.mirror(second).employee_id)
        self.assertEqual(self.line_of(run, second).action, "problem")

    def test_out_of_sight_at_loket_is_not_gone(self):
        person = self._eva()
        self.sync()
        self.mirror(person).employment_ids.active = False
        self.assertFalse(
            self.mirror(person) & self.env["loket.person"]._gone(self.employer)
        )


class TestSyncNameOrder(SamePersonCommon):
    def test_last_name_first_is_the_same_person(self):
        person = self._eva()
        employee = self.new_employee("Dijk, Eva van", birthday=BORN)
        self.sync()
        self.assertEqual(self.in_odoo(person), employee)
        self.assertEqual(self._born_then(), employee)


class TestSyncSettledMeanwhile(SamePersonCommon):
    """The screen shows a question that somebody else, or a sync, has answered."""

    def _choose(self, employee, line):
        employee = employee.with_user(self.officer)
        employee.with_context(loket_line_id=line.id).action_loket_choose()

    def test_one_employee_is_not_given_to_two_persons(self):
        one = self._eva()
        two = self._eva(first_name="Eefje", email="eefje@example.com")
        employee = self.new_employee("E. van Dijk", birthday=BORN)
        run = self.sync()
        self._choose(employee, self.line_of(run, one))
        with self.assertRaisesRegex(UserError, "another person of this venue"):
            self._choose(employee, self.line_of(run, two))
        self.sync()
        self.assertEqual(self.in_odoo(one), employee)
        self.assertTrue(self.in_odoo(two) - employee)

    def test_who_is_in_odoo_already_is_not_created_again(self):
        person = self._eva()
        line = self.line_of(self.sync(), person)
        with self.assertRaisesRegex(UserError, "linked to employee"):
            line.with_user(self.officer).action_create_new()
        self.sync()
        self.assertEqual(self._born_then(), self.in_odoo(person))

    def test_who_was_created_is_not_linked_to_another_one(self):
        person = self._eva()
        candidate = self.new_employee("Eva van Dijk", birthday=BORN)
        self.new_employee("E. van Dijk", birthday=BORN)
        line = self.line_of(self.sync(), person)
        line.with_user(self.officer).action_create_new()
        self.sync()
        created = self.in_odoo(person)
        with self.assertRaisesRegex(UserError, "linked to employee"):
            self._choose(candidate, line)
        self.assertEqual(self.mirror(person).employee_id, created)
