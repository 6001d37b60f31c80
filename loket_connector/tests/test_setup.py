# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from .common import LoketCommon

COMPONENTS_RIGHT = "GetPayrollComponentsByPayrollAdministrationIdAndYear"
RUNS_RIGHT = "GetPayrollRunsByPayrollAdministrationId"
ADMINISTRATIONS_RIGHT = "GetPayrollAdministrationsByEmployerId"


class TestPayrollSetup(LoketCommon):
    def setUp(self):
        super().setUp()
        self._link()

    def _fetch(self, employers=None):
        employers = employers or self.employer
        return employers.with_user(self.officer).action_fetch_payroll_setup()

    def _period(self, loket_id, employer=None):
        administration = (employer or self.employer).administration_ids[0]
        return administration.period_ids.filtered(lambda p: p.loket_id == loket_id)

    def _component(self, key, year=2026, employer=None):
        administration = (employer or self.employer).administration_ids[0]
        return administration.with_context(active_test=False).component_ids.filtered(
            lambda component: (component.key, component.year) == (key, year)
        )

    def test_administrations_have_number_and_kind_of_period(self):
        self._fetch(self.employer | self.other_employer)
        self.assertEqual(
            {
                (a.employer_id.loket_id, a.loket_id, a.client_number, a.period_type)
                for a in (self.employer | self.other_employer).administration_ids
            },
            {
                (
                    employer["id"],
                    administration["id"],
                    administration["clientNumber"],
                    {1: "month", 3: "four_weeks"}[administration["periodType"]],
                )
                for employer in self.sandbox.admin.summary()["employers"]
                for administration in employer["administrations"]
            },
        )

    def test_second_fetch_creates_and_changes_nothing(self):
        self._fetch()
        self.env.flush_all()
        administration = self.employer.administration_ids
        records = [administration, administration.period_ids]
        records.append(administration.component_ids)
        before = [(r.ids, r.mapped("write_date")) for r in records]
        self.env.cr.execute("UPDATE loket_payroll_period SET write_date = now()")
        self.env.invalidate_all()
        written = administration.period_ids.mapped("write_date")
        self._fetch()
        self.env.flush_all()
        self.assertEqual(administration.period_ids.mapped("write_date"), written)
        self.assertEqual([r.ids for r in records], [ids for ids, _dates in before])
        self.assertEqual(self.employer.administration_ids, administration)

    def test_period_states_follow_the_payroll_runs(self):
        administration = self.sandbox.admin.summary()["employers"][0][
            "administrations"
        ][0]["id"]
        expected = {
            None: "open",
            0: "run_pending",
            1: "run_pending",
            2: "run_pending",
            5: "open",
            6: "open",
            7: "open",
            8: "open",
            9: "approved",
        }
        for status, state in expected.items():
            with self.subTest(status=status):
                self.sandbox.admin.set_payroll_run(administration, 202603, status)
                self._fetch()
                self.assertEqual(self._period(202603).state, state)

    def test_past_periods_are_approved_and_coming_ones_open(self):
        self._fetch()
        self.assertEqual(self._period(202602).state, "approved")
        self.assertEqual(self._period(202604).state, "open")
        self.assertRecordValues(
            self._period(202602),
            [
                {
                    "year": 2026,
                    "number": 2,
                    "date_start": self.today().replace(month=2, day=1),
                    "date_end": self.today().replace(month=2, day=28),
                    "display_name": "2026-02",
                }
            ],
        )

    def test_components_are_known_per_year(self):
        self._fetch()
        years = set(self.employer.administration_ids.component_ids.mapped("year"))
        self.assertEqual(years, {2026, 2027})
        self.assertRecordValues(
            self._component(1),
            [{"name": "Gewerkte uren", "category": "Uren", "active": True}],
        )

    def test_component_that_vanished_is_archived_and_comes_back(self):
        self._fetch()
        administration = self.employer.administration_ids
        numbers = self._numbers(administration)
        self.sandbox.admin.set_components(
            administration.loket_id, 2026, sorted(numbers - {125})
        )
        self._fetch()
        self.assertFalse(self._component(125).active)
        self.assertTrue(self._component(125, 2027).active)
        self.sandbox.admin.set_components(
            administration.loket_id, 2026, sorted(numbers)
        )
        self._fetch()
        self.assertTrue(self._component(125).active)

    def _numbers(self, administration):
        return set(
            administration.component_ids.filtered(lambda c: c.year == 2026).mapped(
                "key"
            )
        )

    def test_administration_that_vanished_is_archived(self):
        self._fetch(self.other_employer)
        first, second = self.other_employer.administration_ids
        self.sandbox.state.administrations.pop(second.loket_id)
        self.sandbox.state.touch("administrations")
        self._fetch(self.other_employer)
        self.assertTrue(first.active)
        self.assertFalse(second.active)

    def test_year_without_components_does_not_stop_the_rest(self):
        self.sandbox.admin.fail(path="/payrollcomponents/year/2027", status=404)
        self._fetch()
        self.assertTrue(self._component(1))
        self.assertFalse(self._component(1, 2027))

    def test_right_to_components_missing_names_it_and_keeps_the_rest(self):
        self.sandbox.admin.take_right(COMPONENTS_RIGHT)
        action = self._fetch()
        self.assertEqual(action["params"]["type"], "warning")
        self.assertIn("Beheer variabele gegevens", action["params"]["message"])
        self.assertIn(COMPONENTS_RIGHT, action["params"]["message"])
        self.assertTrue(self._period(202603))
        self.assertEqual(self.employer.rights_state, "missing")

    def test_right_to_runs_missing_keeps_approved_periods(self):
        self.sandbox.admin.take_right(RUNS_RIGHT)
        action = self._fetch()
        self.assertIn("loonoutput", action["params"]["message"])
        self.assertEqual(self._period(202602).state, "approved")
        self.assertEqual(self._period(202603).state, "open")
        self.assertTrue(self._component(1))
        self.assertEqual(self.employer.rights_state, "partial")

    def test_no_right_at_all_is_an_error_that_names_the_right(self):
        self.sandbox.admin.take_right(ADMINISTRATIONS_RIGHT)
        with self.assertRaisesRegex(UserError, "“Raadplegen HRM”.*Ask the"):
            self._fetch()

    def test_one_venue_refused_keeps_the_other(self):
        self.sandbox.admin.take_right(ADMINISTRATIONS_RIGHT, self.employer.loket_id)
        action = self._fetch(self.employer | self.other_employer)
        self.assertEqual(action["params"]["type"], "warning")
        self.assertTrue(self.other_employer.administration_ids)
        self.assertFalse(self.employer.administration_ids)
        self.assertIn(
            ADMINISTRATIONS_RIGHT, self.employer.missing_right_ids.mapped("activity")
        )


class TestWageCodeMapping(LoketCommon):
    def setUp(self):
        super().setUp()
        self._link()
        (self.employer | self.other_employer).action_fetch_payroll_setup()
        self.hours = self.env.ref("loket_connector.wage_code_hours")
        self.meal = self.env.ref("loket_connector.wage_code_meal")
        self.administration = self.employer.administration_ids
        self.foreign = self.other_employer.administration_ids[0]

    def _component(self, key, year=2026, administration=None):
        return self.env["loket.payroll.component"].search(
            [
                ("administration_id", "=", (administration or self.administration).id),
                ("key", "=", key),
                ("year", "=", year),
            ]
        )

    def _map(self, code, component, administration=None):
        return (
            self.env["loket.wage.code.mapping"]
            .with_user(self.manager)
            .create(
                {
                    "wage_code_id": code.id,
                    "administration_id": (administration or self.administration).id,
                    "component_id": component.id,
                }
            )
        )

    def test_component_of_another_administration_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "is not a component of"):
            self._map(self.hours, self._component(1, administration=self.foreign))

    def test_second_component_for_a_code_is_refused(self):
        self._map(self.hours, self._component(1))
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._map(self.hours, self._component(4))

    def test_same_code_in_two_administrations_is_accepted(self):
        self._map(self.hours, self._component(1))
        self._map(
            self.hours, self._component(1, administration=self.foreign), self.foreign
        )
        self.assertEqual(len(self.hours.mapping_ids), 2)

    def test_component_for_another_year_has_the_same_number(self):
        mapping = self._map(self.hours, self._component(1))
        self.assertEqual(
            mapping._component_for_year(2027), {mapping: self._component(1, 2027)}
        )

    def test_components_for_a_year_come_in_one_query(self):
        mappings = self._map(self.hours, self._component(1))
        mappings += self._map(self.meal, self._component(512))
        mappings += self._map(
            self.hours,
            self._component(4, administration=self.foreign),
            self.foreign,
        )
        mappings.component_id.mapped("key")
        with self.assertQueryCount(1):
            found = mappings.sudo()._component_for_year(2027)
        self.assertEqual(
            [found[mapping] for mapping in mappings.sudo()],
            [
                self._component(1, 2027),
                self._component(512, 2027),
                self._component(4, 2027, self.foreign),
            ],
        )

    def test_year_without_the_component_gives_none(self):
        mapping = self._map(self.hours, self._component(1))
        found = mapping._component_for_year(2024)
        self.assertEqual(found, {mapping: self.env["loket.payroll.component"]})

    def test_archived_component_of_the_year_gives_none(self):
        mapping = self._map(self.hours, self._component(1))
        self._component(1, 2027).active = False
        found = mapping.with_context(active_test=False)._component_for_year(2027)
        self.assertFalse(found[mapping])
