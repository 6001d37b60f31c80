# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import LoketCommon


class TestWageCodeSuggestions(LoketCommon):
    def setUp(self):
        super().setUp()
        self._link()
        (self.employer + self.other_employer).action_fetch_payroll_setup()
        self.administration = self.employer.administration_ids
        self.month, self.four_weeks = self.other_employer.administration_ids.sorted(
            "client_number"
        )
        self.hours = self.env.ref("loket_connector.wage_code_hours")
        self.meal = self.env.ref("loket_connector.wage_code_meal")

    def _component(self, administration, key, year=2026):
        return administration.component_ids.filtered(
            lambda c: c.key == key and c.year == year
        )

    def _keys(self, found):
        return {code.code_type: component.key for code, component in found.items()}

    def _map(self, administration, code, key):
        return self.env["loket.wage.code.mapping"].create(
            {
                "wage_code_id": code.id,
                "administration_id": administration.id,
                "component_id": self._component(administration, key).id,
            }
        )

    def test_codes_of_a_new_database_get_suggestions(self):
        self.assertEqual(
            self._keys(self.administration._suggest_mappings()),
            {"hours": 1, "days": 60, "meal": 512, "allowance": 310},
        )

    def test_suggestions_are_of_the_present_payroll_year(self):
        found = self.administration._suggest_mappings()
        self.assertEqual({c.year for c in found.values()}, {2026})

    def test_mapped_code_is_not_suggested_again(self):
        self._map(self.administration, self.hours, 8)
        found = self.administration._suggest_mappings()
        self.assertNotIn(self.hours, found)
        self.administration._map(found | {self.hours: found[self.meal]})
        self.assertEqual(
            self.administration.mapping_ids.filtered(
                lambda m: m.wage_code_id == self.hours
            ).component_id.key,
            8,
        )

    def test_component_of_another_code_is_not_suggested(self):
        self._map(self.administration, self.hours, 310)
        self.assertNotIn(
            "allowance", self._keys(self.administration._suggest_mappings())
        )

    def test_administration_without_components_has_no_suggestions(self):
        self.administration.component_ids.unlink()
        self.assertEqual(self.administration._suggest_mappings(), {})

    def test_missing_codes_are_marked(self):
        self._map(self.administration, self.hours, 1)
        missing = self.administration.missing_wage_code_ids
        self.assertNotIn(self.hours, missing)
        self.assertIn(self.meal, missing)

    def test_assistant_shows_mapped_suggested_and_missing_codes(self):
        self._map(self.administration, self.hours, 8)
        strange = self.env["loket.wage.code"].create(
            {"name": "Zwemdiploma", "code_type": "allowance"}
        )
        assistant = self._open(self.administration)
        lines = {line.wage_code_id: line for line in assistant.line_ids}
        self.assertEqual(lines[self.hours].component_id.key, 8)
        self.assertEqual(lines[self.hours].source, "mapped")
        self.assertEqual(lines[self.meal].source, "name")
        self.assertFalse(lines[strange].component_id)
        # Nothing is chosen before somebody confirms it.
        self.assertEqual(len(self.administration.mapping_ids), 1)

    def _open(self, administration, user=None):
        action = administration.with_user(
            user or self.manager
        ).action_suggest_mappings()
        return (
            self.env[action["res_model"]]
            .with_user(user or self.manager)
            .browse(action["res_id"])
        )

    def test_mapping_says_of_which_administration_it_is(self):
        self._open(self.administration).action_confirm()
        number = self.administration.client_number
        names = self.administration.mapping_ids.mapped("display_name")
        self.assertTrue(names)
        for name in names:
            self.assertTrue(name.startswith(f"{number}: "), name)

    def test_confirmed_assistant_creates_the_mappings(self):
        assistant = self._open(self.administration)
        with Form(assistant) as form:
            for position in range(len(assistant.line_ids)):
                with form.line_ids.edit(position) as line:
                    if line.wage_code_id == self.meal:
                        line.component_id = self._component(self.administration, 515)
        assistant.action_confirm()
        self.assertEqual(
            {m.code_type: m.component_id.key for m in self.administration.mapping_ids},
            {"hours": 1, "days": 60, "meal": 515, "allowance": 310},
        )

    def test_copy_goes_by_number_and_leaves_what_was_chosen(self):
        self._map(self.administration, self.meal, 515)
        self._map(self.administration, self.hours, 8)
        self._map(self.month, self.hours, 1)
        assistant = self._open(self.month)
        assistant.copy_from_id = self.administration
        assistant.action_copy()
        assistant.action_confirm()
        keys = {m.code_type: m.component_id.key for m in self.month.mapping_ids}
        self.assertEqual(keys["hours"], 1)
        self.assertEqual(keys["meal"], 515)

    def test_copy_goes_by_name_when_the_number_means_something_else(self):
        self._map(self.administration, self.meal, 512)
        theirs = self._component(self.month, 512)
        self._component(self.month, 310).write({"name": "Aant. maaltijd"})
        theirs.write({"name": "Iets anders", "category_key": 1})
        found = self.month._suggest_from(self.administration)
        self.assertEqual(found[self.meal].key, 310)

    def test_copy_without_a_source_says_what_to_do(self):
        with self.assertRaisesRegex(UserError, "Choose the administration"):
            self._open(self.month).action_copy()

    def test_mapping_without_component_in_the_new_year_is_to_review(self):
        mapping = self._map(self.administration, self.hours, 1)
        self.assertFalse(self.administration.mapping_to_review_ids)
        self._component(self.administration, 1).active = False
        self.administration.invalidate_recordset()
        self.assertEqual(self.administration.mapping_to_review_ids, mapping)

    def test_officer_cannot_open_the_assistant(self):
        with self.assertRaises(AccessError):
            self._open(self.administration, self.officer)
