# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.translate import LazyTranslate

from ..models import loket_employer_sync
from .sync_common import SyncCommon

LAST_DAY = date(2026, 3, 6)
lazy = LazyTranslate("odoo.addons.loket_connector")
RUN = "odoo.addons.loket_connector.models.loket_sync_run"
APPLIER = "odoo.addons.loket_connector.services.loket_applier"


@tagged("post_install", "-at_install")
class TestSyncLanguage(SyncCommon):
    """Reports, as an HR officer in the Netherlands reads them."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("nl_NL")
        module = self.env["ir.module.module"].search([("name", "=", "loket_connector")])
        module._update_translations(["nl_NL"])
        self.person = self.hire(birth=date(1979, 8, 1), job={"hours": 40})
        self.sync()
        self.sync(employer=self.other_employer)
        self.employee = self.in_odoo(self.person)

    def _line(self, lang="nl_NL"):
        """The last line about the person, as an HR manager reads it."""
        self.officer.group_ids += self.env.ref("hr.group_hr_manager")
        line = self.env["loket.sync.line"].search(
            [("loket_id", "=", self.person["id"])], order="id desc", limit=1
        )
        return line.with_user(self.officer).with_context(lang=lang)

    def test_night_writes_to_the_responsible_person(self):
        self.manager.lang = "nl_NL"
        self.admin.end_employment(self.person["employments"][0], LAST_DAY)
        self.night()
        self.assertIn("6 maart 2026", self._line().message)
        self.assertIn("Loket", self._line().message)
        self.assertNotIn("ended", self._line().message)
        self.assertIn("6 maart 2026", self.employee.activity_ids.summary)
        self.assertNotIn("Register", self.employee.activity_ids.note)

    def test_run_in_the_background_writes_to_who_asked_for_it(self):
        self.officer.lang = "nl_NL"
        self.admin.end_employment(self.person["employments"][0], LAST_DAY)
        with patch.object(loket_employer_sync, "BIG", 5):
            self.employer.with_user(self.officer).action_sync()
            self.night()
        self.assertIn("6 maart 2026", self._line().message)

    def test_changes_are_read_in_the_language_of_the_reader(self):
        self.set_details(self.person, dateOfBirth="1980-02-03")
        self.admin.set_hours(
            self.person["employments"][0], date(2026, 1, 1), flexible=2, hours=40
        )
        self.admin.set_wage(self.person["employments"][0], date(2026, 5, 1), 2300)
        for writer in ("nl_NL", "en_US"):
            self.officer.lang = writer
            self.employer.with_user(self.officer).with_context(lang=writer)._sync(
                "preview"
            )
            with self.subTest(writer=writer):
                dutch = str(self._line("nl_NL").changes_html)
                for text in (
                    "03-02-1980",
                    "2.300,00",
                    "Min-urencontract",
                    "01-05-2026",
                ):
                    self.assertIn(text, dutch)
                self.assertNotIn("Minimum hours", dutch)
                english = str(self._line("en_US").changes_html)
                for text in ("02/03/1980", "2,300.00", "Minimum hours", "05/01/2026"):
                    self.assertIn(text, english)

    def test_names_and_marks_of_changes_are_read_in_the_language_of_the_reader(self):
        germany = self.env.ref("base.de")
        germany.with_context(lang="nl_NL").name = dutch = "Duitsland"
        changes = [
            {"field": "image_1920", "label": "Photo", "old": "", "new": "New photo"},
            {"field": "private_country_id", "label": "x", "old": dutch, "new": "Foto"},
            {"field": "job_title", "label": "Job Title", "old": "Photo", "new": "Male"},
        ]
        changes[0]["new"] += " from Loket"
        line = self._line()
        line.sudo().changes = changes
        html = str(line.changes_html)
        self.assertIn("<td>Foto</td>", html)
        self.assertIn("<td>Nieuwe foto uit Loket</td>", html)
        # What people typed is no word of Odoo, even if it looks like one.
        self.assertIn("<td>Photo</td>", html)
        self.assertIn("<td>Male</td>", html)
        html = str(self._line("en_US").changes_html)
        self.assertIn("<td>Germany</td>", html)
        self.assertNotIn(dutch, html)

    def test_report_of_an_english_night_is_read_in_dutch(self):
        self.manager.lang = "en_US"
        self.admin.end_employment(self.person["employments"][0], LAST_DAY)
        self.night()
        self.assertEqual(
            self._line("nl_NL").message,
            "Het dienstverband is in Loket beëindigd op 6 maart 2026.",
        )
        self.assertEqual(
            self._line("en_US").message,
            "The employment ended at Loket on 6 March 2026.",
        )

    def test_activity_is_in_the_language_of_who_gets_it(self):
        self.manager.lang = "nl_NL"
        self.officer.lang = "en_US"
        self.admin.end_employment(self.person["employments"][0], LAST_DAY)
        self.employer.with_user(self.officer).with_context(lang="en_US")._sync("manual")
        activity = self.employee.activity_ids
        self.assertEqual(activity.user_id, self.manager)
        self.assertIn("6 maart 2026", activity.summary)
        self.assertNotIn("Register", activity.note)

    def test_problem_of_an_employee_is_read_in_the_language_of_the_reader(self):
        self.employee.company_id = self.other_company
        self.employer.with_user(self.officer).with_context(lang="en_US")._sync("manual")
        self.env.flush_all()
        self.env.invalidate_all()
        english = self.employee.with_context(lang="en_US").loket_problem
        dutch = self.employee.with_context(lang="nl_NL").loket_problem
        self.assertIn("Is employed at this venue, but works for", english)
        self.assertIn("Heeft een dienstverband bij deze werkgever", dutch)
        for text in (english, dutch, self._line().message):
            self.assertIn(self.other_company.name, text)
        self.assertEqual(dutch, self._line("nl_NL").message)
        # The same problem, found by somebody else, is no news.
        before = self.tables()["hr_employee"]
        self.employer.with_user(self.officer).with_context(lang="nl_NL")._sync("manual")
        self.assertEqual(self.tables()["hr_employee"], before)

    @mute_logger(APPLIER)
    def test_refusal_of_odoo_keeps_its_own_words(self):
        self.set_details(self.person, dateOfBirth="1980-02-03")
        refused = ValidationError("No birthday here")
        employees = self.env.registry["hr.employee"]
        with patch.object(employees, "write", side_effect=refused):
            self.employer.with_user(self.officer)._sync("manual")
        self.assertEqual(
            self._line("nl_NL").message, "Odoo weigert dit: No birthday here"
        )

    @mute_logger(RUN)
    def test_failed_run_is_read_in_the_language_of_the_reader(self):
        self.admin.take_right("GetEmploymentsComprehensiveByEmployerId")
        run = (
            self.employer.with_user(self.officer)
            .with_context(lang="en_US")
            ._sync("manual")
        )
        self.assertEqual(run.state, "failed")
        for lang, part in (("nl_NL", "mist het recht"), ("en_US", "misses the right")):
            message = run.with_context(lang=lang).message
            self.assertIn(part, message)
            self.assertIn("Raadplegen dienstverbanden", message)

    def test_venue_that_is_busy_is_told_in_the_language_of_the_reader(self):
        with self.employer.with_context(lang="en_US")._sync_lock():
            with mute_logger(RUN):
                run = self.employer.with_context(lang="en_US")._sync("scheduled")
        self.assertIn("synced at this moment", run.with_context(lang="en_US").message)
        dutch = run.with_context(lang="nl_NL").message
        self.assertIn("op dit moment gesynchroniseerd", dutch)
        self.assertIn(self.employer.name, dutch)

    def test_what_loket_calls_differently_is_told_in_the_language_of_the_reader(self):
        run = self.env["loket.sync.run"]._start(self.employer, "manual")
        run.note = lazy("%(old)s is called %(new)s at Loket now.", old="A", new="B")
        self.assertEqual(run.with_context(lang="nl_NL").note, "A heet in Loket nu “B”.")

    def test_new_name_of_a_department_is_read_in_every_language(self):
        department = self.employee.department_id
        department.with_context(lang="nl_NL").name = department.name
        renames = {department: "Zorg Thuis"}
        references = self.env["loket.references"].with_context(lang="en_US")
        references._rename({"renames": renames})
        self.env.flush_all()
        self.env.invalidate_all()
        for lang in ("nl_NL", "en_US"):
            self.assertEqual(department.with_context(lang=lang).name, "Zorg Thuis")

    def test_connection_is_read_in_the_language_of_the_reader(self):
        self.manager.lang = "nl_NL"
        self.officer.lang = "en_US"
        self.admin.revoke_refresh_tokens()
        self.admin.expire_access_tokens()
        english = self.employer.with_user(self.officer).with_context(lang="en_US")
        with mute_logger(RUN):
            run = english._sync("manual")
        self.assertEqual(run.state, "failed")
        self.env.invalidate_all()
        connection = self.connection.with_user(self.officer)
        self.assertEqual(connection.state, "error")
        self.assertIn(
            "no longer accepts", connection.with_context(lang="en_US").state_message
        )
        self.assertIn("aanmelding", connection.with_context(lang="nl_NL").state_message)
        activity = self.connection.activity_ids
        self.assertEqual(activity.user_id, self.manager)
        self.assertEqual(activity.summary, "Opnieuw aanmelden bij Loket")
        self.assertNotIn("accepts", activity.note)

    def test_wages_stay_hidden_in_any_language(self):
        self.admin.set_wage(self.person["employments"][0], date(2026, 5, 1), 2300)
        run = self.sync("preview")
        line = self.line_of(run, self.person).with_user(self.officer)
        for lang in ("nl_NL", "en_US"):
            html = str(line.with_context(lang=lang).changes_html)
            self.assertNotIn("300", html)
