# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import AccessError, UserError

from .sync_common import SyncCommon

BORN = date(1984, 3, 9)


class TestSyncMatching(SyncCommon):
    """Who at Loket is who in Odoo."""

    def _eva(self, **person):
        """Somebody at Loket with a name of several words."""
        person = {
            "first_name": "Eva",
            "last_name": "Dijk",
            "prefix": "van",
            "birth": BORN,
            "email": "eva@example.com",
            **person,
        }
        return self.hire(**person)

    def _assert_linked(self, person, employee, step):
        run = self.sync()
        self.assertEqual(self.in_odoo(person), employee)
        self.assertEqual(self.mirror(person).matched_by, step)
        self.assertEqual(self.line_of(run, person).action, "link")
        second = self.sync()
        self.assertFalse(self.line_of(second, person))
        return run

    def _assert_created(self, person, *not_these):
        self.sync()
        self.assertEqual(len(self.in_odoo(person)), 1)
        self.assertEqual(self.mirror(person).matched_by, "created")
        self.assertNotIn(self.in_odoo(person).id, [e.id for e in not_these])

    # -- each step

    def test_loket_id_goes_first(self):
        person = self._eva()
        wrong = self.new_employee("Eva van Dijk", birthday=BORN)
        right = self.new_employee("Iemand", loket_employee_id=person["id"])
        self._assert_linked(person, right, "loket_id")
        self.assertFalse(wrong.loket_employee_id)

    def test_bsn_goes_before_number_and_name(self):
        self.connection.sync_bsn = True
        person = self._eva()
        number = str(person["row"]["employeeNumber"])
        self.new_employee("Ander", loket_employee_number=number)
        right = self.new_employee("E. Anders", ssnid=person["bsn"])
        self._assert_linked(person, right, "bsn")

    def test_bsn_is_compared_by_its_digits(self):
        self.connection.sync_bsn = True
        person = self._eva()
        bsn = person["bsn"]
        right = self.new_employee("E.", ssnid=f"{bsn[:4]}.{bsn[4:6]}.{bsn[6:]}")
        self._assert_linked(person, right, "bsn")

    def test_number_goes_before_name(self):
        person = self._eva()
        number = person["row"]["employeeNumber"]
        self.new_employee("Eva van Dijk", birthday=BORN)
        right = self.new_employee("E. van Dijk", loket_employee_number=f"00{number}")
        self._assert_linked(person, right, "number")

    def test_birth_date_and_last_name(self):
        person = self._eva()
        self.new_employee("Eva van Dijk", birthday=date(1984, 3, 10))
        right = self.new_employee("E. VAN DIJK", birthday=BORN)
        self._assert_linked(person, right, "name")

    def test_birth_date_and_name_of_the_partner(self):
        person = self._eva(partner=(None, "Günther"))
        right = self.new_employee("Eva Gunther", birthday=BORN)
        self._assert_linked(person, right, "name")

    def test_birth_date_and_email(self):
        person = self._eva()
        right = self.new_employee(
            "Eef", birthday=BORN, private_email="EVA@example.com "
        )
        self._assert_linked(person, right, "email")

    def test_name_without_birth_date_never_matches(self):
        person = self._eva()
        self._assert_created(person, self.new_employee("Eva van Dijk"))

    def test_email_alone_never_matches(self):
        person = self._eva()
        wrong = self.new_employee("Eef", private_email="eva@example.com")
        self._assert_created(person, wrong)

    def test_number_of_somebody_else_is_no_match(self):
        person = self._eva()
        wrong = self.new_employee(
            "Piet Puk",
            birthday=date(1960, 1, 1),
            loket_employee_number=str(person["row"]["employeeNumber"]),
        )
        self._assert_created(person, wrong)

    def test_number_with_nothing_else_to_go_by_is_asked(self):
        person = self._eva()
        number = str(person["row"]["employeeNumber"])
        employee = self.new_employee("Piet Puk", loket_employee_number=number)
        line = self.line_of(self.sync(), person)
        self.assertEqual((line.action, line.candidate_ids), ("problem", employee))
        self.assertEqual(employee.name, "Piet Puk")

    def test_number_and_birth_date_go_before_another_name(self):
        person = self._eva()
        number = str(person["row"]["employeeNumber"])
        right = self.new_employee(
            "Eva Bakker", birthday=BORN, loket_employee_number=number
        )
        self._assert_linked(person, right, "number")

    def test_another_bsn_is_another_person(self):
        self.connection.sync_bsn = True
        person = self._eva()
        wrong = self.new_employee("Eva van Dijk", birthday=BORN, ssnid="123456782")
        self._assert_created(person, wrong)

    # -- candidates

    def test_archived_employees_are_candidates(self):
        person = self._eva()
        archived = self.new_employee("Eva van Dijk", birthday=BORN, active=False)
        run = self.sync()
        self.assertEqual(self.line_of(run, person).action, "archived")
        self.assertEqual(self.mirror(person).employee_id, archived)
        self.assertEqual(len(self.mirror(person).employee_id), 1)
        self.assertFalse(archived.active)

    def test_employees_of_another_company_are_never_candidates(self):
        person = self._eva()
        other = self.new_employee(
            "Eva van Dijk",
            self.other_company,
            birthday=BORN,
            loket_employee_id=person["id"],
        )
        self.sync()
        mine = self.in_odoo(person) - other
        self.assertEqual(mine.company_id, self.company)

    def test_number_of_another_venue_of_the_company_says_nothing(self):
        self.other_employer.company_id = self.company
        self.sync()
        first = self._employees()
        run = self.sync(employer=self.other_employer)
        self.assertEqual(run.problem_count, 0)
        self.assertEqual(run.linked_count, 0)
        second = self._employees() - first
        self.assertEqual(len(second), run.created_count)
        self.assertEqual(second.loket_employer_id, self.other_employer)

    # -- twins and doubles

    def test_twins_are_never_guessed(self):
        lotte, lieke = self.at_loket("Lotte"), self.at_loket("Lieke")
        born = lotte["row"]["personalDetails"]["dateOfBirth"]
        employee = self.new_employee("L. de Vries", birthday=born)
        run = self.sync()
        for twin in (lotte, lieke):
            line = self.line_of(run, twin)
            self.assertEqual(line.action, "problem")
            self.assertEqual(line.candidate_ids, employee)
            self.assertIn("L. de Vries", line.message)
            self.assertFalse(self.in_odoo(twin))

    def test_twin_with_a_number_frees_the_other(self):
        lotte, lieke = self.at_loket("Lotte"), self.at_loket("Lieke")
        born = lotte["row"]["personalDetails"]["dateOfBirth"]
        employee = self.new_employee(
            "L. de Vries",
            birthday=born,
            loket_employee_number=str(lotte["row"]["employeeNumber"]),
        )
        run = self.sync()
        self.assertEqual(self.in_odoo(lotte), employee)
        self.assertEqual(self.line_of(run, lieke).action, "create")

    def test_two_loket_persons_for_one_employee_are_asked(self):
        one = self._eva()
        two = self._eva(first_name="Eefje", email="eefje@example.com")
        employee = self.new_employee("E. van Dijk", birthday=BORN)
        run = self.sync()
        self.assertEqual(
            {self.line_of(run, person).action for person in (one, two)}, {"problem"}
        )
        self.assertFalse(employee.loket_employee_id)

    # -- a click

    def _two_candidates(self):
        self.person = self._eva()
        self.candidates = self.new_employee("Eva van Dijk", birthday=BORN)
        self.candidates |= self.new_employee("E. van Dijk", birthday=BORN)
        run = self.sync()
        self.line = self.line_of(run, self.person)
        return self.line

    def test_two_candidates_are_a_problem_that_names_them(self):
        line = self._two_candidates()
        self.assertEqual(line.action, "problem")
        self.assertEqual(line.candidate_ids, self.candidates)
        self.assertTrue(line.can_choose)
        self.assertFalse(self.in_odoo(self.person))
        self.assertEqual(line.run_id.state, "done")

    def test_choosing_one_links_and_is_remembered(self):
        line = self._two_candidates()
        chosen = self.candidates[1]
        chosen.with_user(self.officer).with_context(
            loket_line_id=line.id
        ).action_loket_choose()
        self.assertFalse(line.can_choose)
        run = self.sync()
        self.assertEqual(self.in_odoo(self.person), chosen)
        self.assertEqual(chosen.name, "Eva van Dijk")
        self.assertEqual(self.mirror(self.person).matched_by, "choice")
        self.assertEqual(run.problem_count, 0)

    def test_choosing_a_new_one_creates_and_is_remembered(self):
        line = self._two_candidates()
        line.with_user(self.officer).action_create_new()
        self.assertFalse(line.can_choose)
        run = self.sync()
        self.assertEqual(self.line_of(run, self.person).action, "create")
        self.assertNotIn(self.in_odoo(self.person), self.candidates)
        self.assertEqual(self.sync().problem_count, 0)

    def test_choice_is_carried_out_by_a_night_without_changes(self):
        line = self._two_candidates()
        self.sync(employer=self.other_employer)
        line.action_create_new()
        self.night()
        self.assertTrue(self.in_odoo(self.person))

    def test_choice_is_for_loket_users_and_their_company(self):
        line = self._two_candidates()
        with self.assertRaises(AccessError):
            line.with_user(self.outsider).action_create_new()
        stranger = self.new_employee("Vreemd", self.other_company)
        with self.assertRaises(UserError):
            self.mirror(self.person).with_user(self.officer)._choose(stranger)
        with self.assertRaises(UserError):
            stranger.with_user(self.officer).with_context(
                loket_line_id=line.id
            ).action_loket_choose()
        self.assertFalse(self.mirror(self.person).employee_id)
