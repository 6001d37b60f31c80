# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.tools import mute_logger

from .sync_common import SyncCommon


class TestSyncHistoryEnded(SyncCommon):
    """What held in an employment that ended: its row does not say that any more."""

    def _chain_calls(self):
        return self.calls("/workinghours") + self.calls("/wages")

    def _kinds(self, person):
        """Kind of contract and period of each term that the mirror has."""
        terms = self.mirror(person).employment_ids.term_ids
        return [
            (term.date_start, term.date_end, term.contract_kind)
            for term in terms.sorted("date_start")
        ]

    def test_kind_is_known_after_an_end_long_ago(self):
        """The row of an ended employment says nothing of its hours any more."""
        started, ended = date(2025, 1, 1), date(2025, 10, 20)
        person = self.hire(start=started, job={"hours": None, "flexible": 1})
        self.sync()
        self.admin.end_employment(person["employments"][0], ended)
        self.sync()
        self.assertEqual(self._kinds(person), [(started, ended, "zero_hours")])
        versions = self.in_odoo(person).version_ids
        self.assertEqual(versions.mapped("loket_contract_kind"), ["zero_hours"])
        self.assertEqual(versions.contract_date_end, ended)

    @mute_logger("odoo.addons.loket_connector.services.loket_importer_terms")
    def test_what_is_known_stays_when_the_history_of_an_end_is_refused(self):
        started, raised = date(2025, 1, 1), date(2025, 11, 1)
        person = self.hire(start=started, job={"hours": None, "flexible": 1})
        job_id = person["employments"][0]
        self.sync()
        self.admin.set_hours(job_id, raised, hours=24)
        self.sync()
        self.admin.take_right("GetWorkingHoursByEmploymentId")
        for ended in (date(2025, 12, 10), date(2025, 12, 20), date(2025, 10, 20)):
            with self.subTest(ended=ended):
                self.admin.end_employment(job_id, ended)
                self.sync()
                self.assertEqual(self._kinds(person)[-1][1], ended)
                self.assertEqual(self._kinds(person)[0][0], started)
                self.assertEqual(self._kinds(person)[0][2], "zero_hours")
        self.assertEqual(self._kinds(person), [(started, ended, "zero_hours")])

    def test_kind_of_an_end_before_the_first_sync_is_known_of_who_works_on(self):
        started, ended = date(2025, 1, 1), date(2025, 10, 20)
        flexible = {"hours": None, "flexible": 1}
        gone = self.hire(start=started, job=flexible)
        stays = self.hire(start=started, job=flexible)
        for person in (gone, stays):
            self.admin.end_employment(person["employments"][0], ended)
        self.admin.add_employment(stays["id"], date(2026, 1, 1), hours=40)
        self.forget_calls()
        self.sync()
        self.assertIn((started, ended, "zero_hours"), self._kinds(stays))
        read = {call["path"].split("/")[-2] for call in self._chain_calls()}
        self.assertIn(stays["employments"][0], read)
        self.assertNotIn(gone["employments"][0], read)
        self.forget_calls()
        self.sync()
        self.assertFalse(self._chain_calls())
