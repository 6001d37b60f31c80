# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from .sync_common import SyncCommon


class TestSyncGaps(SyncCommon):
    """What Loket does not show, or shows in a way of its own, is not nothing."""

    def _change(self, person, change):
        """Change something of the first employment's chains at Loket."""
        job = person["employments"][0]
        change(self.sandbox.state.employments[job])
        self.admin.set_employment(job, "isOnCallEmployment", False)
        run = self.sync()
        self.assertEqual((run.state, run.problem_count), ("done", 0))

    def test_wage_of_a_period_that_is_unknown_keeps_the_wage(self):
        person = self.hire(job={"hours": 40})
        self.sync()
        version = self.in_odoo(person).version_id
        wage = version.wage

        def quarterly(employment):
            for row in employment["wages"]:
                row["payrollPeriodType"] = {"key": 9, "value": "Kwartaal"}

        self._change(person, quarterly)
        self.assertTrue(wage)
        self.assertEqual(version.wage, wage)

    def test_hours_that_are_out_of_sight_keep_the_kind_of_contract(self):
        hourly = {"hourly": True, "gross_wage": 15}
        zero = self.hire(job={"flexible": 1, "hours": None, **hourly})
        fixed = self.hire(job={"hours": 24})
        self.sync()
        for person in (zero, fixed):
            self._change(person, lambda employment: employment["workinghours"].clear())
        self.assertEqual(self.in_odoo(zero).loket_contract_kind, "zero_hours")
        self.assertEqual(self.in_odoo(fixed).loket_contract_kind, "fixed")
        self.assertAlmostEqual(
            self.in_odoo(fixed).resource_calendar_id.hours_per_week, 24
        )
