# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import UserError

from .test_sync_same_person import BORN, BSN, SamePersonCommon


class TwiceCommon(SamePersonCommon):
    def _assert_asked(self, run, record, *employees):
        line = self.line_of(run, record)
        self.assertEqual(line.action, "problem", line.message)
        self.assertEqual(set(line.candidate_ids.ids), {e.id for e in employees})
        self.assertFalse(self.mirror(record).employee_id)
        return line

    def _say_same(self, line, employee):
        choice = employee.with_user(self.officer)
        choice.with_context(loket_line_id=line.id).action_loket_choose()


class TestSyncTwiceAtLoket(TwiceCommon):
    """One person entered twice at a venue of Loket, both with a running employment."""

    def test_same_bsn_later_is_asked(self):
        self.connection.sync_bsn = True
        first = self._eva(BSN)
        self.sync()
        employee = self.in_odoo(first)
        second = self._eva(BSN, first_name="Evelien", start=date(2026, 3, 1))
        line = self._assert_asked(self.sync(), second, employee)
        self.assertIn("BSN", line.message)
        self.assertNotIn(BSN, line.message)
        self.assertTrue(line.can_choose)
        self.assertEqual(self._born_then(), employee)

    def test_both_new_are_one_employee_and_a_question(self):
        self.connection.sync_bsn = True
        first, second = self._eva(BSN), self._eva(BSN)
        preview = self.sync("preview")
        self.assertEqual((self.line_of(preview, first).action), "create")
        self.assertEqual((self.line_of(preview, second).action), "problem")
        run = self.sync()
        self._assert_asked(run, second, self.in_odoo(first))
        self.assertEqual(len(self._born_then()), 1)

    def test_same_name_and_birth_date_is_asked_without_bsn(self):
        first = self._eva()
        self.sync()
        second = self._eva()
        line = self._assert_asked(self.sync(), second, self.in_odoo(first))
        self.assertIn(str(first["row"]["employeeNumber"]), line.message)

    def test_asked_again_each_night_and_never_created(self):
        first, second = self._eva(), self._eva()
        self.sync()
        self.night()
        self.assertEqual(self._born_then(), self.in_odoo(first))
        self.assertTrue(self.mirror(second).is_due)

    def test_twins_are_two_employees(self):
        for bsn in (False, True):
            with self.subTest(bsn=bsn):
                self.connection.sync_bsn = bsn
                twins = [
                    self._eva(first_name=name, last_name=f"Twee{bsn}")
                    for name in ("Eva", "Evi")
                ]
                self.sync()
                self.assertEqual(len({self.in_odoo(twin).id for twin in twins}), 2)
                self.assertNotIn(False, [self.in_odoo(twin).id for twin in twins])

    def test_another_bsn_is_another_person(self):
        self.connection.sync_bsn = True
        first, second = self._eva(BSN), self._eva("111222333")
        self.sync()
        self.assertEqual(len(self._born_then()), 2)
        self.assertTrue(self.in_odoo(first) and self.in_odoo(second))

    def test_create_new_is_remembered(self):
        first, second = self._eva(), self._eva()
        line = self.line_of(self.sync(), second)
        line.with_user(self.officer).action_create_new()
        run = self.sync()
        self.assertEqual(self.line_of(run, second).action, "create")
        self.assertEqual(len(self._born_then()), 2)
        self.assertEqual(self.sync().problem_count, 0)
        self.assertNotEqual(self.in_odoo(first), self.in_odoo(second))

    def test_linked_is_one_more_employment(self):
        first, second = self._eva(), self._eva(job={"hours": 8})
        run = self.sync()
        employee = self.in_odoo(first)
        self._say_same(self.line_of(run, second), employee)
        run = self.sync()
        self.assertEqual(run.problem_count, 0)
        self.assertEqual(self._born_then(), employee)
        self.assertEqual(len(employee.loket_employment_ids), 2)
        self.assertEqual(employee.loket_employee_id, first["id"])
        main = employee.loket_employment_ids.filtered("is_main")
        self.assertEqual(main.loket_id, first["employments"][0])
        again = self.sync()
        self.assertEqual((again.updated_count, again.problem_count), (0, 0))

    def test_who_has_the_most_hours_leads_whoever_is_read_first(self):
        for hours in (8, 40):
            with self.subTest(hours=hours):
                last_name = f"Uur{hours}"
                one = self._eva(last_name=last_name)
                two = self._eva(last_name=last_name, job={"hours": hours})
                run = self.sync()
                employee = self.in_odoo(one)
                self._say_same(self.line_of(run, two), employee)
                self.sync()
                self.sync()
                leader = one if hours == 8 else two
                self.assertEqual(employee.loket_employee_id, leader["id"])
                self.set_details(leader, placeOfBirth=f"Ede{hours}")
                self.connection.last_night = False
                self.night()
                self.assertEqual(employee.place_of_birth, f"Ede{hours}")
                self.set_details(leader, placeOfBirth=f"Epe{hours}")
                self.sync()
                self.assertEqual(employee.place_of_birth, f"Epe{hours}")

    def test_end_of_one_is_no_departure_and_of_both_is_one(self):
        self.connection.ended_policy = "archive"
        first, second = self._eva(), self._eva(job={"hours": 8})
        run = self.sync()
        employee = self.in_odoo(first)
        self._say_same(self.line_of(run, second), employee)
        self.sync()
        self.admin.end_employment(first["employments"][0], "2026-03-01")
        run = self.sync()
        self.assertEqual((run.ended_count, employee.active), (0, True))
        self.assertEqual(employee.loket_employee_id, second["id"])
        self.admin.end_employment(second["employments"][0], "2026-03-05")
        run = self.sync()
        self.assertEqual((run.ended_count, employee.active), (1, False))
        self.assertEqual(self.sync().ended_count, 0)

    def test_not_offered_is_still_refused(self):
        one = self._eva()
        other = self._eva(first_name="Eefje", email="eefje@example.com")
        employee = self.new_employee("E. van Dijk", birthday=BORN)
        run = self.sync()
        self._say_same(self.line_of(run, one), employee)
        with self.assertRaisesRegex(UserError, "another person of this venue"):
            self._say_same(self.line_of(run, other), employee)

    def test_who_follows_up_is_one_employee(self):
        first = self._eva()
        self.sync()
        employee = self.in_odoo(first)
        self.admin.end_employment(first["employments"][0], "2026-03-31")
        second = self._eva(start=date(2026, 4, 1))
        line = self._assert_asked(self.sync(), second, employee)
        self._say_same(line, employee)
        self.sync()
        self.assertEqual(
            [
                (v.contract_date_start, v.contract_date_end)
                for v in self.versions(employee).values()
            ],
            [
                (date(2026, 1, 1), date(2026, 3, 31)),
                (date(2026, 4, 1), False),
            ],
        )

    def test_former_person_hired_again_is_still_followed(self):
        """Of two persons of one employee the one who works is read."""
        self.connection.write({"ended_policy": "archive", "sync_bsn": True})
        old = self._eva(BSN)
        self.sync()
        employee = self.in_odoo(old)
        self.admin.end_employment(old["employments"][0], "2026-01-31")
        self.sync()
        new = self._eva(BSN, start=date(2026, 3, 1))
        self.sync()
        self.sync()
        self.set_details(new, placeOfBirth="Ede")
        self.sync()
        self.assertEqual(employee.place_of_birth, "Ede")


class TestSyncTwiceAtLoketVenues(TwiceCommon):
    def setUp(self):
        super().setUp()
        self.other_employer.company_id = self.company

    def _both(self, first_name="Eva", bsn=None):
        self.first = self._eva(bsn)
        self.second = self._eva(
            bsn, first_name=first_name, employer=self.other_employer
        )
        self.sync()
        return self.sync(employer=self.other_employer)

    def test_same_name_is_one_employee(self):
        self._both()
        self.assertEqual(len(self._born_then()), 1)

    def test_same_bsn_is_one_employee(self):
        self.connection.sync_bsn = True
        self._both("Evelien", BSN)
        self.assertEqual(len(self._born_then()), 1)

    def test_twin_at_the_other_venue_is_asked(self):
        run = self._both("Lieke")
        self._assert_asked(run, self.second, self.in_odoo(self.first))
        self.assertEqual(self._born_then().name, "Eva van Dijk")
