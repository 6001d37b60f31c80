# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from unittest.mock import patch

from odoo.tests import tagged

from ..models import loket_employer_sync
from .sync_common import SyncCommon

LAST_DAY = date(2026, 3, 6)


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

    def test_wages_stay_hidden_in_any_language(self):
        self.admin.set_wage(self.person["employments"][0], date(2026, 5, 1), 2300)
        run = self.sync("preview")
        line = self.line_of(run, self.person).with_user(self.officer)
        for lang in ("nl_NL", "en_US"):
            html = str(line.with_context(lang=lang).changes_html)
            self.assertNotIn("300", html)
