# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .sync_common import SyncCommon

APPLIER = "odoo.addons.loket_connector.services.loket_applier"
RUN = "odoo.addons.loket_connector.models.loket_sync_run"


class TestSyncPlan(SyncCommon):
    """Preview, sync and report are the same plan."""

    def _plan_of(self, run):
        """What a run says, person by person."""
        return sorted(
            (
                line.loket_id,
                line.action,
                line.message or "",
                str(line.changes),
                str(line.changes_restricted),
            )
            for line in run.sudo().line_ids
        )

    # -- preview

    def test_preview_of_a_first_sync_writes_nothing(self):
        before = self.tables()
        run = self.sync("preview")
        self.assert_untouched(before)
        self.assertEqual((run.mode, run.state), ("preview", "done"))
        working = [
            job["employee"]
            for job in self.admin.employments(self.employer.loket_id)
            if not job["row"]["endDate"] or job["row"]["endDate"] >= str(self.today())
        ]
        self.assertEqual(run.created_count, len(set(working)))
        self.assertFalse(self.employer.last_sync)
        self.assertEqual(self.employer.last_version_number, "0")

    def test_preview_of_changes_writes_nothing(self):
        person = self.hire()
        leaver = self.hire(first_name="Weg")
        self.sync()
        self.set_details(person, lastName="Anders", placeOfBirth="Elders")
        self.admin.set_wage(self.job_of(person)["id"], date(2026, 5, 1), 2500)
        self.admin.end_employment(leaver["employments"][0], "2026-03-01")
        before = self.tables()
        run = self.sync("preview")
        self.assert_untouched(before)
        texts = self.texts(self.line_of(run, person))
        self.assertEqual(texts["name"], ("Nieuw Mens", "Nieuw Anders"))
        self.assertEqual(texts["wage"], ("1600.00", "2000.00"))
        self.assertEqual(self.line_of(run, leaver).action, "end")

    def test_preview_on_connection_shows_all_linked_venues(self):
        action = self.connection.with_user(self.officer).action_preview()
        runs = self.env["loket.sync.run"].search(action["domain"])
        self.assertEqual(runs.employer_id, self.employer | self.other_employer)
        self.assertEqual(set(runs.mapped("mode")), {"preview"})

    def test_preview_on_venue_opens_its_run(self):
        action = self.employer.with_user(self.officer).action_preview()
        run = self.env["loket.sync.run"].browse(action["res_id"])
        self.assertEqual(run.employer_id, self.employer)

    def test_preview_on_employee_is_about_that_one(self):
        person, other = self.hire(), self.hire(first_name="Ander")
        self.sync()
        self.set_details(person, lastName="Een")
        self.set_details(other, lastName="Twee")
        action = self.in_odoo(person).with_user(self.officer).action_loket_preview()
        run = self.env["loket.sync.run"].browse(action["res_id"])
        self.assertEqual(run.line_ids.mapped("loket_id"), [person["id"]])
        self.assertEqual(self.in_odoo(person).name, "Nieuw Mens")

    def test_sync_on_employee_leaves_the_others(self):
        person, other = self.hire(), self.hire(first_name="Ander")
        self.sync()
        bookmark = self.employer.last_version_number
        self.set_details(person, lastName="Een")
        self.set_details(other, lastName="Twee")
        self.in_odoo(person).with_user(self.officer).action_loket_sync()
        self.assertEqual(self.in_odoo(person).name, "Nieuw Een")
        self.assertEqual(self.in_odoo(other).name, "Ander Mens")
        self.assertEqual(self.employer.last_version_number, bookmark)
        self.sync()
        self.assertEqual(self.in_odoo(other).name, "Ander Twee")

    # -- the same plan

    def test_sync_applies_exactly_the_previewed_plan(self):
        born = date(1991, 4, 5)
        linked = self.hire(first_name="Oud", birth=born)
        self.new_employee("Oud Mens", birthday=born)
        preview = self.sync("preview")
        plan = self._plan_of(preview)
        run = self.sync()
        self.assertEqual(self._plan_of(run), plan)
        self.assertEqual(self.line_of(run, linked).action, "link")
        for name in ("created", "linked", "updated", "ended", "problem", "unchanged"):
            self.assertEqual(run[f"{name}_count"], preview[f"{name}_count"], name)

    def test_every_previewed_value_is_in_odoo_afterwards(self):
        person = self.hire()
        self.sync()
        self.set_details(person, lastName="Anders", placeOfBirth="Elders")
        texts = self.texts(self.line_of(self.sync("preview"), person))
        self.sync()
        employee = self.in_odoo(person)
        self.assertEqual(
            {name: employee[name] for name in texts},
            {name: new for name, (_old, new) in texts.items()},
        )
        self.assertEqual(set(texts), {"name", "legal_name", "place_of_birth"})

    # -- the report

    def test_report_counts_calls_and_people(self):
        first, second = self.hire(), self.hire(first_name="Tweede")
        self.sync()
        self.set_details(first, lastName="Anders")
        self.admin.end_employment(second["employments"][0], "2026-03-01")
        self.forget_calls()
        run = self.sync()
        people = len(self.admin.employees(self.employer.loket_id))
        self.assertRecordValues(
            run,
            [
                {
                    "state": "done",
                    "created_count": 0,
                    "linked_count": 0,
                    "updated_count": 1,
                    "ended_count": 1,
                    "problem_count": 0,
                    "unchanged_count": people - 2,
                    "api_call_count": len(self.calls()),
                }
            ],
        )

    def test_values_changed_in_odoo_are_marked_before_they_are_overwritten(self):
        person = self.hire(birth=date(1980, 1, 1))
        self.sync()
        employee = self.in_odoo(person)
        department = self.env["hr.department"].create(
            {"name": "Eigen", "company_id": self.company.id}
        )
        employee.write({"place_of_birth": "Odoostad", "department_id": department.id})
        self.set_details(person, lastName="Anders")
        line = self.line_of(self.sync("preview"), person)
        marked = {c["field"]: c["changed_in_odoo"] for c in line.changes}
        self.assertEqual(
            marked,
            {
                "name": False,
                "legal_name": False,
                "place_of_birth": True,
                "department_id": True,
            },
        )
        html = str(line.changes_html)
        self.assertEqual(html.count("changed in Odoo"), 2)
        self.assertIn("Odoostad", html)
        self.assertEqual(employee.place_of_birth, "Odoostad")
        self.sync()
        self.assertNotEqual(employee.place_of_birth, "Odoostad")

    def test_wage_changed_in_odoo_is_marked_next_to_a_future_change(self):
        person = self.hire(job={"hours": 40})
        self.admin.set_wage(self.job_of(person)["id"], date(2026, 5, 1), 2500)
        self.sync()
        run = self.sync("preview")
        self.assertFalse(self.line_of(run, person))
        self.in_odoo(person).version_id.wage = 1
        line = self.line_of(self.sync("preview"), person).sudo()
        self.assertEqual(
            [
                (c["old"], c["new"], c["changed_in_odoo"])
                for c in line.changes_restricted
            ],
            [("1.00", "2000.00", True)],
        )

    def test_wages_are_for_hr_managers_only(self):
        person = self.hire(job={"hours": 40})
        line = self.line_of(self.sync(), person)
        self.assertEqual(line.env.user, self.officer)
        self.assertFalse(self.officer.has_group("hr.group_hr_manager"))
        self.assertNotIn("2,000.00", str(line.changes_html))
        self.assertNotIn("2000.00", str(line.changes))
        with self.assertRaises(AccessError):
            line.read(["changes_restricted"])
        self.officer.group_ids += self.env.ref("hr.group_hr_manager")
        line.invalidate_recordset()
        self.assertIn("2,000.00", str(line.changes_html))

    def test_wage_in_the_mirror_is_for_hr_managers_only(self):
        self.sync()
        term = self.employer.employment_ids.term_ids[0]
        with self.assertRaises(AccessError):
            term.with_user(self.officer).read(["wage"])

    # -- one bad record

    @mute_logger(APPLIER, "odoo.sql_db")
    def test_one_bad_record_does_not_stop_the_others(self):
        bad = self.hire(first_name="Slecht")
        good = self.hire(first_name="Goed")
        original = type(self.env["hr.employee"]).create

        def create(records, vals_list):
            if any(vals.get("name") == "Slecht Mens" for vals in vals_list):
                raise UserError(records.env._("Names like that are not allowed here."))
            return original(records, vals_list)

        with patch.object(type(self.env["hr.employee"]), "create", create):
            run = self.sync()
        self.assertEqual(run.state, "done")
        self.assertEqual(run.problem_count, 1)
        self.assertFalse(self.in_odoo(bad))
        self.assertTrue(self.in_odoo(good))
        line = self.line_of(run, bad)
        self.assertEqual(line.action, "problem")
        self.assertIn("Slecht Mens", line.name)
        self.assertIn("not allowed here", line.message)
        self.assertTrue(self.mirror(bad).is_due)
        self.sync()
        self.assertTrue(self.in_odoo(bad))

    @mute_logger(APPLIER, "odoo.sql_db")
    def test_refusal_of_the_database_is_a_problem_without_personal_data(self):
        person = self.hire()
        self.sync()
        good = self.hire(first_name="Goed")
        employee = self.in_odoo(person)
        self.env.cr.execute(
            "ALTER TABLE hr_employee ADD CONSTRAINT no_elders"
            " CHECK (place_of_birth IS DISTINCT FROM 'Elders')"
        )
        self.set_details(person, placeOfBirth="Elders")
        run = self.sync()
        line = self.line_of(run, person)
        self.assertEqual(line.action, "problem")
        self.assertNotIn("Elders", line.message)
        self.assertTrue(self.in_odoo(good))
        self.assertEqual(employee.loket_problem, line.message)
        self.assertEqual(employee.loket_sync_state, "problem")
        self.env.cr.execute("ALTER TABLE hr_employee DROP CONSTRAINT no_elders")
        self.sync()
        self.assertEqual(employee.place_of_birth, "Elders")
        self.assertFalse(employee.loket_problem)
        self.assertEqual(employee.loket_sync_state, "synced")

    @mute_logger("odoo.addons.loket_connector.services.loket_planner")
    def test_odd_data_of_one_person_is_a_problem_of_that_one(self):
        bad, good = self.hire(first_name="Raar"), self.hire(first_name="Goed")
        self.sync("preview")
        self.mirror(bad).values = {"personal": {"birthday": "no date"}}
        run = self.sync()
        self.assertEqual(self.line_of(run, bad).action, "problem")
        self.assertTrue(self.in_odoo(good))

    # -- failures of Loket

    @mute_logger(RUN)
    def test_page_that_fails_in_the_middle_fails_the_run_and_the_next_completes(self):
        self.admin.fail(kind="status", status=403, path="/wages", times=1)
        self.admin.fail(kind="status", status=400, path="/employees", times=9)
        run = self.sync()
        self.assertEqual(run.state, "failed")
        self.assertTrue(run.message)
        self.assertEqual(self.employer.last_version_number, "0")
        self.assertFalse(self.employer.last_sync)
        self.admin.clear_failures()
        again = self.sync()
        self.assertEqual(again.state, "done")
        self.assertEqual(len(self._employees()), again.created_count)
        self.assertEqual(self.sync().created_count, 0)

    def test_one_venue_that_fails_does_not_stop_the_next(self):
        self.admin.fail(kind="status", status=400, path=self.employer.loket_id, times=9)
        with mute_logger(RUN):
            self.connection.with_user(self.officer).action_sync_now()
        self.assertFalse(self._employees())
        self.assertTrue(self._employees(self.other_company))

    # -- housekeeping

    def test_old_previews_go_and_syncs_stay(self):
        old, sync = self.sync("preview"), self.sync()
        (old | sync).sudo().started_on = "2026-03-01 10:00:00"
        fresh = self.sync("preview")
        self.env["loket.sync.run"]._gc_previews()
        self.assertEqual((old | sync | fresh).exists(), sync | fresh)

    def test_sync_is_for_loket_users(self):
        with self.assertRaises(UserError):
            self.employer.with_user(self.outsider).action_sync()
        self.assertFalse(self._employees())
