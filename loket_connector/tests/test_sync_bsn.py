# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
from datetime import date
from unittest.mock import patch

from odoo.tools import mute_logger

from ..client import LoketClient, transport
from .sync_common import SyncCommon

BSN = "citizenservicenumber"


class TestSyncPhotoAndBsn(SyncCommon):
    """What has a setting of its own: photo and citizen service number."""

    # -- photo

    def test_photo_is_left_alone_unless_asked_for(self):
        person = self.at_loket("Daan")
        self.assertTrue(person["photo"])
        self.sync()
        self.assertFalse(self.calls("/photo/"))

    def test_photo_is_fetched_once_per_version(self):
        self.connection.sync_photo = True
        person = self.at_loket("Daan")
        self.sync()
        employee = self.in_odoo(person)
        first = employee.image_1920
        self.assertEqual(len(self.calls("/photo/")), 1)
        self.assertTrue(first)
        self.sync()
        self.assertEqual(len(self.calls("/photo/")), 1)
        self.admin.set_employee(
            person["id"], "photo", "00000000-0000-4000-8000-000000000001"
        )
        run = self.sync()
        self.assertEqual(len(self.calls("/photo/")), 2)
        self.assertIn("image_1920", self.texts(self.line_of(run, person)))

    @mute_logger("odoo.addons.loket_connector.services.loket_applier")
    def _sync_without_photos(self, **failure):
        self.connection.sync_photo = True
        person = self.at_loket("Daan")
        self.admin.fail(path="/photo/", times=99, **failure)
        with patch.object(transport, "retry_delay", lambda *_a, **_k: None):
            run = self.sync()
        self.assertEqual((run.state, run.problem_count), ("done", 0))
        self.assertIn("photo could not be fetched", self.line_of(run, person).message)
        self.assertFalse(self.in_odoo(person).image_1920)
        self.assertEqual(len(self._employees()), run.created_count)
        self.admin.clear_failures()
        return person

    def test_photo_that_fails_to_arrive_comes_with_the_next_night(self):
        person = self._sync_without_photos(kind="status", status=500)
        self.assertTrue(self.mirror(person).is_due)
        self.night()
        self.assertTrue(self.in_odoo(person).image_1920)
        self.assertFalse(self.mirror(person).is_due)

    @mute_logger("odoo.addons.loket_connector.services.loket_applier")
    def test_photo_that_is_no_image_keeps_nobody_out(self):
        person = self.at_loket("Daan")
        self.sync()
        self.connection.sync_photo = True
        self.set_details(person, placeOfBirth="Elders")
        with patch.object(LoketClient, "get_photo", return_value=b"GIF89a"):
            line = self.line_of(self.sync(), person)
        self.assertEqual(line.action, "update")
        self.assertIn("photo could not be fetched", line.message)
        self.assertEqual(self.in_odoo(person).place_of_birth, "Elders")
        self.in_odoo(person).unlink()
        with patch.object(LoketClient, "get_photo", return_value=b"\x89PNG"):
            self.sync()
        self.assertTrue(self.in_odoo(person))

    def test_photo_that_loket_refuses_is_not_asked_every_night(self):
        person = self._sync_without_photos(kind="status", status=403)
        self.assertFalse(self.mirror(person).is_due)
        self.forget_calls()
        self.night()
        self.assertFalse(self.calls(f"{person['id']}/photo/"))

    def test_employee_deleted_in_odoo_comes_back_with_photo_and_bsn(self):
        self.connection.write({"sync_photo": True, "sync_bsn": True})
        person = self.at_loket("Daan")
        self.sync()
        self.in_odoo(person).unlink()
        self.assertFalse(self.in_odoo(person))
        self.sync()
        employee = self.in_odoo(person)
        self.assertTrue(employee.image_1920)
        self.assertEqual(employee.ssnid, person["bsn"])

    # -- BSN

    def test_bsn_is_not_asked_without_the_setting(self):
        self.sync()
        self.assertFalse(self.calls(BSN))
        self.assertFalse(any(self._employees().mapped("ssnid")))

    def test_bsn_is_asked_once_and_again_after_a_change(self):
        self.connection.sync_bsn = True
        self.sync()
        working = {
            record["id"]: record["bsn"]
            for record in self.admin.employees(self.employer.loket_id)
            if self.in_odoo(record)
        }
        self.assertEqual(
            {e.loket_employee_id: e.ssnid for e in self._employees()}, working
        )
        self.assertEqual(len(self.calls(BSN)), len(working))
        self.sync()
        self.assertEqual(len(self.calls(BSN)), len(working))
        person = self.at_loket("Sanne")
        self.admin.set_employee(person["id"], "bsn", "123456782")
        self.sync()
        self.assertEqual(len(self.calls(BSN)), len(working) + 1)
        self.assertEqual(self.in_odoo(person).ssnid, "123456782")

    def test_bsn_switched_on_later_is_fetched_by_the_next_night(self):
        self.sync()
        self.sync(employer=self.other_employer)
        self.assertFalse(self.calls(BSN))
        self.connection.sync_bsn = True
        self.night()
        person = self.at_loket("Sanne")
        self.assertEqual(self.in_odoo(person).ssnid, person["bsn"])

    def test_bsn_in_odoo_stays_where_personal_data_are_left_alone(self):
        self.connection.write({"sync_bsn": True, "personal_policy": "ignore"})
        kept, filled = self.at_loket("Sanne"), self.at_loket("Daan")
        self.sync()
        self.in_odoo(kept).ssnid, self.in_odoo(filled).ssnid = "111222333", False
        for person in (kept, filled):
            self.set_details(person, placeOfBirth="Elders")
        self.sync()
        self.assertEqual(self.in_odoo(kept).ssnid, "111222333")
        self.assertEqual(self.in_odoo(filled).ssnid, filled["bsn"])

    def test_bsn_without_the_right_is_left_out(self):
        self.connection.sync_bsn = True
        self.admin.take_right("GetCitizenServiceNumberByEmployeeId")
        with self.assertNoLogs("odoo.addons.loket_connector", level=logging.ERROR):
            run = self.sync()
        self.assertEqual(run.state, "done")
        self.assertEqual(len(self.calls(BSN)), 1)
        self.assertTrue(self._employees())
        self.assertFalse(any(self._employees().mapped("ssnid")))

    def test_bsn_of_an_unsettled_person_is_asked_until_it_is_stored(self):
        self.connection.sync_bsn = True
        person = self.at_loket("Sanne")
        day = person["row"]["personalDetails"]["dateOfBirth"]
        for name in ("S. Bakker", "Sanne Bakker"):
            self.new_employee(name, birthday=day)
        run = self.sync()
        self.assertEqual(self.line_of(run, person).action, "problem")
        self.line_of(run, person).with_user(self.officer).action_create_new()
        self.sync()
        self.assertEqual(self.in_odoo(person).ssnid, person["bsn"])

    def test_bsn_never_reaches_chatter_report_mirror_or_log(self):
        self.connection.sync_bsn = True
        person = self.hire()
        self.admin.set_hours(self.job_of(person)["id"], date(2026, 5, 1), hours=16)
        with self.assertLogs("odoo.addons.loket_connector", level=logging.DEBUG) as log:
            self.sync()
            self.admin.set_employee(person["id"], "bsn", "123456782")
            run = self.sync()
        self.env.flush_all()
        self.env.cr.precommit.run()
        employee = self.in_odoo(person)
        self.assertEqual(employee.ssnid, "123456782")
        secrets = ("123456782", person["bsn"])
        haystacks = {
            "log": "\n".join(log.output),
            "report": str(
                run.search([])
                .sudo()
                .line_ids.mapped(
                    lambda li: (li.changes, li.changes_restricted, li.message)
                )
            ),
            "mirror": str(self.mirror(person).sudo().read()),
        }
        messages = self.env["mail.message"].search([])
        tracking = messages.sudo().tracking_value_ids
        haystacks["chatter"] = str(messages.mapped("body")) + str(
            tracking.mapped(lambda t: (t.old_value_char, t.new_value_char))
        )
        for where, text in haystacks.items():
            for secret in secrets:
                self.assertNotIn(secret, text, where)
        self.assertIn("ssnid", self.texts(self.line_of(run, person)))
