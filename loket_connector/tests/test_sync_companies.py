# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from .sync_common import SyncCommon

CHANGE = date(2026, 3, 1)


class TestSyncCompanies(SyncCommon):
    """What is stored is the venue's company's, from wherever somebody syncs."""

    def setUp(self):
        super().setUp()
        self.person = self.hire()
        self.admin.set_wage(self.person["employments"][0], CHANGE, 2600)

    def _assert_of_the_company(self):
        self.employee = self.in_odoo(self.person)
        versions = self.employee.version_ids
        self.assertEqual(len(versions), 2)
        self.assertEqual(versions.company_id, self.company)
        self.assertEqual(versions.address_id, self.company.partner_id)
        local = self._new_user("local_hr", "hr.group_hr_manager")
        local.write({"company_ids": [(6, 0, self.company.ids)]})
        wages = versions.with_user(local).mapped("wage")
        self.assertEqual(len(wages), 2)

    def test_night(self):
        self.connection.last_night = False
        self.night()
        self._assert_of_the_company()

    def test_somebody_at_another_company(self):
        self.officer.company_id = self.other_company
        self.sync()
        self._assert_of_the_company()

    def test_versions_of_before_are_brought_home(self):
        self.sync()
        elsewhere = self.env.ref("base.main_company")
        version = self.versions(self.in_odoo(self.person))[CHANGE]
        version.write(
            {"company_id": elsewhere.id, "address_id": elsewhere.partner_id.id}
        )
        self.sync("preview")
        self.assertEqual(version.company_id, elsewhere)
        self.connection.last_night = False
        self.mirror(self.person).is_due = True
        self.night()
        self._assert_of_the_company()

    def test_working_hours_left_alone_are_those_of_the_company(self):
        self.connection.working_hours_policy = "ignore"
        self.sync()
        versions = self.in_odoo(self.person).version_ids
        self.assertEqual(
            versions.mapped("resource_calendar_id"), self.company.resource_calendar_id
        )
        self.assertTrue(all(version.resource_calendar_id for version in versions))
