# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from .common import HOURS, LateCommon


class TestExportCostCenters(LateCommon):
    """Hours of an analytic account on a cost center: none lost, none twice."""

    def setUp(self):
        super().setUp()
        self.office = self.project.copy({"name": "Kantoor", "account_id": False})
        self.office.allow_timesheets = True

    def _map_account(self, key):
        return self.env["loket.cost.center"].create(
            {
                "employer_id": self.employer.id,
                "account_id": self.project.account_id.id,
                "key": key,
            }
        )

    def _by_center(self, employee, number=202603):
        """Return ``{cost center key: hours}`` that the sandbox holds."""
        employment = self._employment(employee)
        stored = self.sandbox.admin.period_data(employment.loket_id)
        found = {}
        for record in stored.get(employment.loket_id, ()):
            period = record["payrollPeriod"]
            if period["year"] * 100 + period["periodNumber"] != number:
                continue
            for component in record["payrollComponents"]:
                if component["payrollComponent"]["key"] == HOURS:
                    center = (record["costCenter"] or {}).get("key")
                    self.assertNotIn(center, found)
                    found[center] = float(component["value"])
        return found

    def _own_center(self, employee):
        """Return the key that Loket proposes for somebody, or None."""
        with self.connection._loket_client() as client:
            answer = client.get_period_data_defaults(
                self._employment(employee).loket_id
            )
        return answer.cost_center

    def _with_own_center(self):
        """Return somebody for whom Loket proposes a cost center."""
        for employment in self.employer.employment_ids.sorted("payroll_number"):
            employee = employment.employee_id
            if (
                employee
                and employment.administration_id == self.administration
                and not employment.date_end
                and employment.date_start < self.period.date_start
                and len(employee.loket_employment_ids) == 1
                and self._own_center(employee)
            ):
                return employee
        raise AssertionError("the sandbox proposes no cost center for anybody")

    def test_center_that_is_also_the_own_one_gets_all_hours(self):
        self.employer.export_rule_ids.exported = True
        employee = self._with_own_center()
        own = self._own_center(employee)
        self._map_account(own)
        here = self._line(employee, 3)
        there = self._line(employee, 5, project_id=self.office.id)
        export = self._export()
        export.action_send()
        self.assertEqual(self._by_center(employee), {own: 8.0})
        self.assertEqual(export.state, "done")
        self.assertEqual(export.line_ids.timesheet_ids, here + there)
        self.assertEqual((here + there).mapped("loket_export_state"), ["exported"] * 2)

    def test_center_that_is_also_the_own_one_is_locked_after_the_run(self):
        self.employer.export_rule_ids.exported = True
        employee = self._with_own_center()
        self._map_account(self._own_center(employee))
        line = self._line(employee, 3)
        self._export().action_send()
        self._approve_run(self.period)
        self._night()
        self.assertEqual(line.loket_export_state, "locked")
        self.assertFalse(self._prepared(self.april).line_ids)

    def test_hours_elsewhere_that_come_later_keep_their_own_center(self):
        self._map_account(2)
        own = self._own_center(self.zero)
        self._line(self.zero, 3)
        self._export().action_send()
        self.assertEqual(self._by_center(self.zero), {2: 3.0})
        self._line(self.zero, 5, project_id=self.office.id)
        export = self._export()
        export.action_send()
        self.assertEqual(self._by_center(self.zero), {2: 3.0, own: 5.0})
        self.assertEqual(export.state, "done")

    def test_center_that_dropped_out_is_removed_from_it(self):
        center = self._map_account(2)
        own = self._own_center(self.zero)
        self._line(self.zero, 3)
        self._export().action_send()
        center.unlink()
        self._export().action_send()
        self.assertEqual(self._by_center(self.zero), {own: 3.0})

    def test_moved_to_another_account_moves_to_its_center(self):
        self._map_account(2)
        own = self._own_center(self.zero)
        line = self._line(self.zero, 3)
        self._export().action_send()
        line.write({"project_id": self.office.id})
        self.assertEqual(line.loket_export_state, "changed")
        self._export().action_send()
        self.assertEqual(self._by_center(self.zero), {own: 3.0})
        self.assertEqual(line.loket_export_state, "exported")
