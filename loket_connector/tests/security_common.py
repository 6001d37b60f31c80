# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from .common import LoketCommon


class SecurityCommon(LoketCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr_officer = cls._new_user("hr_officer", "hr.group_hr_user")
        cls.hr_manager = cls._new_user(
            "hr_manager", "hr.group_hr_manager", "loket_connector.group_loket_user"
        )
        cls.officer_west = cls._new_user(
            "officer_west", "loket_connector.group_loket_user"
        )
        cls.officer_west.write(
            {
                "company_id": cls.other_company.id,
                "company_ids": [(6, 0, cls.other_company.ids)],
            }
        )
        cls.manager_west = cls._new_user(
            "manager_west", "loket_connector.group_loket_manager"
        )
        cls.manager_west.write(
            {
                "company_id": cls.other_company.id,
                "company_ids": [(6, 0, cls.other_company.ids)],
            }
        )

    def setUp(self):
        super().setUp()
        self._link()

    def _sync_and_map(self):
        """Fill every model with something of the first company only."""
        self.other_employer.company_id = False
        self.employer.action_fetch_payroll_setup()
        self.employer._sync("manual")
        administration = self.employer.administration_ids
        self.env["loket.wage.code.mapping"].create(
            {
                "wage_code_id": self.env.ref("loket_connector.wage_code_hours").id,
                "administration_id": administration.id,
                "component_id": administration.component_ids[0].id,
            }
        )
