# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.tools import mute_logger

from .sync_common import SyncCommon

START = date(2026, 1, 1)
CHANGE = date(2026, 5, 1)
#: The three chains of one employment.
CHAINS = ("/wages", "/workinghours", "/organizationalentities")


class TestSyncHistory(SyncCommon):
    """Loket's date chains become dated versions of the employee."""

    def _hired(self, start=START, **job):
        self.person = self.hire(start=start, job=job)
        self.sync()
        self.job = self.job_of(self.person)
        return self.in_odoo(self.person)

    def _chain_calls(self, job=None):
        return [
            call
            for call in self.calls(job["id"] if job else "")
            if call["path"].endswith(CHAINS)
        ]

    def _wages(self, employee):
        return {day: v.wage for day, v in self.versions(employee).items()}

    # -- future

    def test_future_change_arrives_now_as_a_future_version(self):
        employee = self._hired(hours=40)
        self.admin.set_wage(self.job["id"], CHANGE, 2300)
        run = self.sync()
        self.assertEqual(self._wages(employee), {START: 2000, CHANGE: 2300})
        self.assertEqual(employee.version_id.date_version, START)
        line = self.line_of(run, self.person).sudo()
        self.assertEqual(
            [(c["field"], c["new"], c["since"]) for c in line.changes_restricted],
            [("wage", "2300.00", "2026-05-01")],
        )

    def test_future_version_belongs_to_the_same_contract(self):
        employee = self._hired(hours=40, commission_until=date(2026, 12, 31))
        self.admin.set_hours(self.job["id"], CHANGE, hours=20)
        self.sync()
        for version in self.versions(employee).values():
            self.assertRecordValues(
                version,
                [
                    {
                        "contract_date_start": START,
                        "contract_date_end": date(2026, 12, 31),
                    }
                ],
            )

    def test_future_change_of_a_new_employee_is_there_at_once(self):
        person = self.hire(job={"hours": 40})
        self.admin.set_wage(self.job_of(person)["id"], CHANGE, 2300)
        self.sync()
        employee = self.in_odoo(person)
        self.assertEqual(self._wages(employee), {START: 2000, CHANGE: 2300})
        future = self.versions(employee)[CHANGE]
        self.assertEqual(future.private_city, employee.private_city)
        self.assertTrue(employee.private_city)

    def test_changed_future_change_is_corrected_in_place(self):
        employee = self._hired(hours=40)
        self.admin.set_wage(self.job["id"], CHANGE, 2300)
        self.sync()
        version = self.versions(employee)[CHANGE]
        self.admin.set_wage(self.job["id"], CHANGE, 2400)
        self.sync()
        self.assertEqual(self._wages(employee), {START: 2000, CHANGE: 2400})
        self.assertEqual(self.versions(employee)[CHANGE], version)

    def test_moved_future_change_moves_its_version(self):
        employee = self._hired(hours=40)
        self.admin.set_wage(self.job["id"], CHANGE, 2300)
        self.sync()
        version = self.versions(employee)[CHANGE]
        self.admin.set_wage(self.job["id"], date(2026, 4, 1), 2300)
        self.sync()
        self.assertEqual(self._wages(employee), {START: 2000, date(2026, 4, 1): 2300})
        self.assertEqual(version.date_version, date(2026, 4, 1))

    def _withdraw(self):
        """Take the last wage back at Loket."""
        job = self.job_of(self.person)
        job["wages"].pop()
        job["wages"][-1]["endDate"] = None
        self.admin.set_employment(job["id"], "commissionUntilDate", None)

    def test_withdrawn_future_change_disappears(self):
        employee = self._hired(hours=40)
        self.admin.set_wage(self.job["id"], CHANGE, 2300)
        self.sync()
        self._withdraw()
        preview = self.sync("preview")
        self.assertIn("date_version", self.texts(self.line_of(preview, self.person)))
        self.assertEqual(len(self.versions(employee)), 2)
        self.sync()
        self.assertEqual(self._wages(employee), {START: 2000})
        self.assertEqual(employee.loket_employment_ids.term_ids.date_start, START)
        self.assertEqual(employee.current_version_id.date_version, START)

    def test_future_change_counts_when_its_day_comes(self):
        employee = self._hired(hours=40)
        self.admin.set_wage(self.job["id"], CHANGE, 2300)
        self.sync()
        self.sync(employer=self.other_employer)
        self.forget_calls()
        self.night(CHANGE)
        with self.on(CHANGE):
            self.assertEqual(employee.current_version_id.date_version, CHANGE)
        self.assertEqual(len(self.calls()), 1)

    # -- back in time

    def test_change_back_in_time_corrects_its_own_version(self):
        employee = self._hired(hours=40)
        self.admin.set_wage(self.job["id"], date(2026, 2, 1), 2100)
        self.admin.set_wage(self.job["id"], date(2026, 3, 1), 2200)
        self.sync()
        wages = self._wages(employee)
        self.assertEqual(
            wages, {START: 2000, date(2026, 2, 1): 2100, date(2026, 3, 1): 2200}
        )
        # Only the past link changes: the row of today says nothing about it.
        self.job_of(self.person)["wages"][1]["grossWage"] = 2150
        self.admin.set_employment(self.job["id"], "commissionUntilDate", None)
        self.sync()
        self.assertEqual(
            self._wages(employee),
            {START: 2000, date(2026, 2, 1): 2150, date(2026, 3, 1): 2200},
        )

    def test_correction_that_no_row_shows_is_read_at_night(self):
        employee = self._hired(hours=40)
        self.admin.set_wage(self.job["id"], date(2026, 2, 1), 2100)
        self.admin.set_wage(self.job["id"], date(2026, 3, 1), 2200)
        self.sync()
        self.job_of(self.person)["wages"][1]["grossWage"] = 2150
        self.admin.set_employment(self.job["id"], "commissionUntilDate", None)
        self.forget_calls()
        self.night()
        self.assertEqual(self._wages(employee)[date(2026, 2, 1)], 2150)
        self.assertEqual(len(self._chain_calls(self.job)), 3)

    def test_change_that_began_earlier_than_first_told_moves_its_version(self):
        employee = self._hired(hours=40)
        self.admin.set_wage(self.job["id"], date(2026, 3, 1), 2200)
        self.sync()
        self.admin.set_wage(self.job["id"], date(2026, 2, 15), 2200)
        self.sync()
        self.assertEqual(self._wages(employee), {START: 2000, date(2026, 2, 15): 2200})

    def test_start_corrected_at_loket_moves_the_contract(self):
        employee = self._hired(hours=40)
        for name in ("wages", "workinghours", "organizationalentities"):
            self.job_of(self.person)[name][0]["startDate"] = "2025-12-15"
        self.admin.set_employment(self.job["id"], "startDate", "2025-12-15")
        self.sync()
        version = self.versions(employee)
        self.assertEqual(list(version), [date(2025, 12, 15)])
        self.assertEqual(employee.version_id.contract_date_start, date(2025, 12, 15))

    # -- which day

    def test_kind_on_a_given_day_is_answerable(self):
        person = self.hire(start=START, job={"hours": None, "flexible": 1})
        self.admin.set_hours(self.job_of(person)["id"], CHANGE, hours=24)
        self.sync()
        employee = self.in_odoo(person)
        employment = employee.loket_employment_ids
        for day, kind in ((self.day_before(CHANGE), "zero_hours"), (CHANGE, "fixed")):
            self.assertEqual(employment._term_on(day).contract_kind, kind)
            self.assertEqual(employee._get_version(day).loket_contract_kind, kind)

    def test_kind_earlier_in_an_open_period_is_answerable_after_the_first_sync(self):
        # Periods before this month are approved; the change was on the 10th of it.
        self.other_employer.action_fetch_payroll_setup()
        person = self.hire(
            self.other_employer, start=START, job={"hours": None, "flexible": 1}
        )
        self.admin.set_hours(self.job_of(person)["id"], date(2026, 3, 10), hours=24)
        self.sync(employer=self.other_employer)
        employment = self.in_odoo(person).loket_employment_ids
        self.assertEqual(
            employment._term_on(date(2026, 3, 9)).contract_kind, "zero_hours"
        )
        self.assertEqual(employment._term_on(date(2026, 3, 10)).contract_kind, "fixed")

    # -- only then

    def test_chains_are_read_only_where_they_are_needed(self):
        self.other_employer.action_fetch_payroll_setup()
        self.forget_calls()
        self.sync(employer=self.other_employer)
        needing = {
            job["id"]
            for job in self.admin.employments(self.other_employer.loket_id)
            if job["name"].startswith(self._names("Marleen", "Ruud"))
        }
        read = {call["path"].split("/")[-2] for call in self._chain_calls()}
        self.assertEqual(read, needing)
        self.assertEqual(len(self._chain_calls()), 3 * len(needing))

    def _names(self, *first_names):
        people = [self.at_loket(name, self.other_employer) for name in first_names]
        return tuple(p["row"]["personalDetails"]["formattedName"] for p in people)

    def test_chain_is_not_read_again_without_a_change(self):
        self._hired(hours=40)
        self.admin.set_wage(self.job["id"], CHANGE, 2300)
        self.sync()
        self.forget_calls()
        self.sync()
        self.assertFalse(self._chain_calls())

    @mute_logger("odoo.addons.loket_connector.services.loket_importer_terms")
    def test_without_the_right_for_histories_the_present_is_synced(self):
        self.admin.take_right("GetWagesByEmploymentId")
        person = self.hire(job={"hours": 40})
        self.admin.set_wage(self.job_of(person)["id"], CHANGE, 2300)
        run = self.sync()
        self.assertEqual(run.state, "done")
        self.assertEqual(self._wages(self.in_odoo(person)), {START: 2000})
        # One refusal is enough.
        self.assertEqual(len(self.calls("/wages")), 1)

    # -- versions that people made

    def test_version_made_in_odoo_follows_the_present_terms(self):
        employee = self._hired(hours=40)
        manual = employee.create_version(
            {"date_version": date(2026, 2, 10), "additional_note": "moved"}
        )
        employee.version_id.wage = 1
        self.assertEqual(employee.version_id, manual)
        self.sync()
        self.assertRecordValues(
            manual,
            [
                {
                    "date_version": date(2026, 2, 10),
                    "wage": 2000,
                    "additional_note": "moved",
                    "loket_contract_kind": "fixed",
                }
            ],
        )
        self.assertEqual(len(self.versions(employee)), 2)
        run = self.sync()
        self.assertEqual(run.updated_count, 0)

    def test_employee_with_two_versions_keeps_what_was_before(self):
        person = self.hire(birth=date(1985, 6, 7), job={"hours": 40})
        employee = self.new_employee(
            "Nieuw Mens",
            birthday=date(1985, 6, 7),
            contract_date_start=date(2024, 1, 1),
            wage=1500,
        )
        employee.create_version({"date_version": date(2025, 7, 1), "wage": 1700})
        self.sync()
        self.assertEqual(self.in_odoo(person), employee)
        versions = self.versions(employee)
        self.assertEqual(
            self._wages(employee),
            {date(2024, 1, 1): 1500, date(2025, 7, 1): 1700, START: 2000},
        )
        self.assertEqual(
            versions[date(2025, 7, 1)].contract_date_end, date(2025, 12, 31)
        )
        self.assertEqual(versions[START].contract_date_start, START)

    def test_version_of_the_present_is_used_when_an_employee_is_linked(self):
        person = self.hire(birth=date(1985, 6, 7), job={"hours": 40})
        employee = self.new_employee("Nieuw Mens", birthday=date(1985, 6, 7))
        self.sync()
        self.assertEqual(self.in_odoo(person), employee)
        self.assertEqual(list(self.versions(employee)), [START])
        self.assertEqual(employee.version_id.contract_date_start, START)

    def test_future_version_made_in_odoo_is_led_by_loket_too(self):
        employee = self._hired(hours=40)
        manual = employee.create_version({"date_version": date(2026, 6, 1), "wage": 5})
        self.sync()
        self.assertEqual(manual.wage, 2000)
