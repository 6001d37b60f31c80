# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from .common import DAYS, HOURS, MEALS, TRAVEL, LoketTimesheetCommon

COMPONENTS = {"hours": HOURS, "days": DAYS, "meal": MEALS, "allowance": TRAVEL}
#: What goes to Loket for a contract unless a venue decides otherwise.
USUAL = {
    "zero_hours": {HOURS: 8, DAYS: 1, MEALS: 2, TRAVEL: 7},
    "min_hours": {HOURS: 8, DAYS: 1, MEALS: 2, TRAVEL: 7},
    "fixed": {MEALS: 2, TRAVEL: 7},
}


class TestExportRules(LoketTimesheetCommon):
    """What is exported for whom: every cell of the table."""

    def setUp(self):
        super().setUp()
        self._map(self.code_days, DAYS)
        self.people = {
            "zero_hours": self.zero,
            "min_hours": self.minimum,
            "fixed": self.fixed,
        }
        for employee in self.people.values():
            self._line(employee, 8, loket_meal_count=2)
            self.env["loket.allowance"].create(
                {
                    "employee_id": employee.id,
                    "date": date(2026, 3, 2),
                    "wage_code_id": self.code_travel.id,
                    "quantity": 7,
                    "approved": True,
                }
            )
        self.export = self._export()

    def _values(self):
        self.export.action_prepare()
        return {
            kind: {
                line.component_id.key: line.value
                for line in self.export.line_ids
                if line.employee_id == employee
            }
            for kind, employee in self.people.items()
        }

    def test_usual_rules(self):
        self.assertEqual(self._values(), USUAL)

    def test_each_cell_can_be_switched(self):
        self.employer.export_rule_ids.exported = True
        everything = {kind: USUAL["zero_hours"] for kind in USUAL}
        self.assertEqual(self._values(), everything)
        rules = self.employer.export_rule_ids
        self.assertEqual(len(rules), 12)
        for rule in rules:
            kind, key = rule.contract_kind, COMPONENTS[rule.code_type]
            rule.exported = False
            rest = {k: v for k, v in everything[kind].items() if k != key}
            with self.subTest(kind=kind, type=rule.code_type):
                self.assertEqual(self._values(), {**everything, kind: rest})
            rule.exported = True

    def test_rules_of_another_venue_change_nothing(self):
        self.other_employer.export_rule_ids.exported = False
        self.assertEqual(self._values(), USUAL)

    def test_each_record_has_the_place_that_loket_proposes(self):
        self.export.action_send()
        names = ("shift", "payslipType", "distributionUnit", "costCenter", "costUnit")
        for employee in self.people.values():
            employment = self._employment(employee)
            with self.connection._loket_client() as client:
                proposed = client.get_period_data_defaults(employment.loket_id)
            (record,) = self.sandbox.admin.period_data(employment.loket_id)[
                employment.loket_id
            ]
            for name in names:
                wanted = proposed.to_json()[name]
                for part, value in (wanted or {}).items():
                    self.assertEqual(record[name][part], value)
                self.assertEqual(bool(record[name]), bool(wanted))

    def test_calls_of_a_whole_export(self):
        """Runs and categories to prepare, one request, the categories to verify."""
        self.export.action_prepare()
        categories = 4
        self.assertEqual(len(self._requests("GET", "/payrollruns")), 1)
        self.assertEqual(len(self._requests("GET", "/payrollPeriods/")), categories)
        self.sandbox.admin.clear_requests()
        self.export.action_send()
        self.assertEqual(len(self._requests("PATCH", "")), 1)
        self.assertEqual(len(self._requests("GET", "/payrollPeriods/")), categories)
        self.assertEqual(len(self.sandbox.requests), 1 + categories)
