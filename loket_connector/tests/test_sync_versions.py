# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from .sync_common import SyncCommon

BORN = date(1985, 6, 7)
START = date(2026, 1, 1)


class TestSyncVersions(SyncCommon):
    """Which version stands for what, when things happen in another order."""

    maxDiff = None

    def _wages(self, employee):
        return {day: v.wage for day, v in self.versions(employee).items()}

    def _contracts(self, employee):
        return {
            day: (v.contract_date_start, v.contract_date_end or None, v.wage)
            for day, v in self.versions(employee).items()
        }

    def _assert_settled(self, person):
        """Nothing is left to do."""
        self.assertFalse(self.line_of(self.sync("preview"), person))

    def _hired(self, start=START, **job):
        self.person = self.hire(start=start, birth=BORN, job={"hours": 40, **job})
        self.job = self.job_of(self.person)

    # -- made by the sync

    def test_history_read_later_becomes_versions_too(self):
        """The first sync knows the present terms only, and takes them for all."""
        self._hired(start=date(2024, 1, 1))
        self.admin.set_wage(self.job["id"], date(2025, 6, 1), 2300)
        self.sync()
        employee = self.in_odoo(self.person)
        self.assertEqual(self._wages(employee), {date(2024, 1, 1): 2300})
        self.admin.set_wage(self.job["id"], date(2026, 5, 1), 2600)
        self.sync()
        self.assertEqual(
            self._wages(employee),
            {
                date(2024, 1, 1): 2000,
                date(2025, 6, 1): 2300,
                date(2026, 5, 1): 2600,
            },
        )
        self._assert_settled(self.person)

    def test_successor_entered_late_takes_over_on_its_own_day(self):
        """A change that turns out to be of the time after the employment."""
        self._hired()
        self.admin.set_wage(self.job["id"], date(2026, 3, 1), 2200)
        self.sync()
        self.job_of(self.person)["wages"].pop()
        self.admin.end_employment(self.job["id"], date(2026, 2, 15))
        self.admin.add_employment(
            self.person["id"], date(2026, 2, 16), hours=40, gross_wage=2200
        )
        self.sync()
        self.assertEqual(
            self._contracts(self.in_odoo(self.person)),
            {
                START: (START, date(2026, 2, 15), 2000),
                date(2026, 2, 16): (date(2026, 2, 16), None, 2200),
            },
        )
        self._assert_settled(self.person)

    def test_short_employment_between_two_syncs_is_a_contract(self):
        self._hired()
        self.sync()
        with self.on(date(2026, 6, 1)):
            self.admin.end_employment(self.job["id"], date(2026, 3, 31))
            for start, end, wage in (
                ("2026-04-01", "2026-05-10", 2100),
                ("2026-05-11", None, 2200),
            ):
                self.admin.add_employment(
                    self.person["id"], start, end=end, hours=40, gross_wage=wage
                )
            self.sync()
            self.assertEqual(
                self._contracts(self.in_odoo(self.person)),
                {
                    START: (START, date(2026, 3, 31), 2000),
                    date(2026, 4, 1): (date(2026, 4, 1), date(2026, 5, 10), 2100),
                    date(2026, 5, 11): (date(2026, 5, 11), None, 2200),
                },
            )
            self._assert_settled(self.person)

    def test_future_employment_that_is_withdrawn_leaves_no_version(self):
        self._hired()
        self.admin.end_employment(self.job["id"], date(2026, 4, 30))
        later = self.admin.add_employment(
            self.person["id"], date(2026, 5, 1), hours=40, gross_wage=2500
        )
        self.sync()
        employee = self.in_odoo(self.person)
        self.assertEqual(len(self.versions(employee)), 2)
        self.admin.reinstate_employment(self.job["id"])
        # It never takes place: the end is before the start.
        self.admin.set_employment(later["id"], "endDate", "2026-04-30")
        self.sync()
        self.assertEqual(self._contracts(employee), {START: (START, None, 2000)})
        self._assert_settled(self.person)

    def test_contract_takes_the_place_of_the_one_chosen_before(self):
        self._hired(hours=20)
        second = self.admin.add_employment(
            self.person["id"], date(2026, 2, 1), hours=16, gross_wage=3000
        )
        self.sync()
        employee = self.in_odoo(self.person)
        self.admin.set_hours(second["id"], date(2026, 3, 1), hours=32)
        self.sync()
        # 3000 for 40 hours: 16 of them in February, 32 from March on.
        self.assertEqual(
            self._contracts(employee),
            {
                START: (START, date(2026, 1, 31), 1000),
                date(2026, 2, 1): (date(2026, 2, 1), None, 1200),
                date(2026, 3, 1): (date(2026, 2, 1), None, 2400),
            },
        )
        self._assert_settled(self.person)

    # -- what people had in Odoo

    def _known(self, *versions):
        """An employee in Odoo with a contract of dated wages, oldest first."""
        (start, wage), *later = versions
        employee = self.new_employee(
            "Nieuw Mens", birthday=BORN, contract_date_start=start, wage=wage
        )
        for day, amount in later:
            employee.create_version({"date_version": day, "wage": amount})
        return employee

    def test_older_wage_of_the_same_contract_stays(self):
        self._hired(start=date(2024, 1, 1))
        self.admin.set_wage(self.job["id"], START, 2500)
        employee = self._known((date(2024, 1, 1), 1900))
        self.sync()
        self.assertEqual(
            self._contracts(employee),
            {
                date(2024, 1, 1): (date(2024, 1, 1), None, 1900),
                START: (date(2024, 1, 1), None, 2500),
            },
        )
        self._assert_settled(self.person)

    def test_version_that_says_the_same_is_used_as_it_is(self):
        self.connection.write({"job_policy": "ignore", "working_hours_policy": "fill"})
        self._hired(start=date(2024, 1, 1))
        self.admin.set_wage(self.job["id"], START, 1950)
        employee = self._known((date(2024, 1, 1), 1950))
        employee.contract_type_id = self.env.ref("hr.contract_type_permanent")
        self.sync()
        self.assertEqual(self._wages(employee), {date(2024, 1, 1): 1950})
        self.assertEqual(employee.loket_contract_kind, "fixed")
        self._assert_settled(self.person)

    def test_contract_begins_at_loket_where_odoo_had_another_one(self):
        """No day is without a contract, and the wages of the past stay."""
        self._hired(start=date(2025, 8, 8))
        employee = self._known(
            (date(2025, 3, 19), 1700), (date(2025, 10, 1), 1800), (START, 1900)
        )
        self.sync()
        self.assertEqual(
            self._contracts(employee),
            {
                date(2025, 3, 19): (date(2025, 3, 19), date(2025, 8, 7), 1700),
                date(2025, 8, 8): (date(2025, 8, 8), None, 1700),
                date(2025, 10, 1): (date(2025, 8, 8), None, 1800),
                START: (date(2025, 8, 8), None, 2000),
            },
        )
        self._assert_settled(self.person)

    def test_correction_before_the_first_followed_day_is_loket_s(self):
        self._hired(start=date(2024, 1, 1))
        self.admin.set_wage(self.job["id"], START, 2500)
        employee = self._known((date(2024, 1, 1), 1900))
        self.sync()
        self.admin.set_wage(self.job["id"], date(2025, 11, 1), 2500)
        self.sync()
        self.assertEqual(
            self._wages(employee), {date(2024, 1, 1): 1900, date(2025, 11, 1): 2500}
        )
        self._assert_settled(self.person)
