# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError

from .common import LoketCommon, serve

COMPONENTS_RIGHT = "GetPayrollComponentsByPayrollAdministrationIdAndYear"


class TestVenues(LoketCommon):
    def _at_loket(self, employer):
        return self.sandbox.state.employers[employer.loket_id]

    def test_first_fetch_creates_the_venues_as_loket_names_them(self):
        self.connection.with_user(self.manager).action_fetch_employers()
        expected = {
            employer["id"]: (employer["name"], employer["employerNumber"])
            for employer in self.sandbox.admin.summary()["employers"]
        }
        self.assertEqual(
            {
                employer.loket_id: (employer.name, employer.employer_number)
                for employer in self.connection.employer_ids
            },
            expected,
        )

    def test_second_fetch_creates_nothing(self):
        self.connection.action_fetch_employers()
        before = self.connection.employer_ids
        self.connection.action_fetch_employers()
        self.assertEqual(self.connection.employer_ids, before)

    def test_renamed_venue_is_renamed_and_stays_linked(self):
        employer, _other = self._link()
        self._at_loket(employer)["row"]["companyName"] = "Nieuwe Naam B.V."
        self.connection.action_fetch_employers()
        self.assertRecordValues(
            employer, [{"name": "Nieuwe Naam B.V.", "company_id": self.company.id}]
        )

    def test_venue_out_of_sight_is_hidden_and_comes_back(self):
        self.connection.action_fetch_employers()
        employer = self.connection.employer_ids[0]
        row = self.sandbox.state.employers.pop(employer.loket_id)
        self.connection.action_fetch_employers()
        self.assertFalse(employer.active)
        self.sandbox.state.employers[employer.loket_id] = row
        self.connection.action_fetch_employers()
        self.assertTrue(employer.active)
        self.assertEqual(len(self.connection.employer_ids), 2)

    def test_linked_venue_out_of_sight_stays(self):
        employer, _other = self._link()
        self.sandbox.state.employers.pop(employer.loket_id)
        self.connection.action_fetch_employers()
        self.assertRecordValues(
            employer, [{"active": True, "company_id": self.company.id}]
        )

    def test_link_shows_on_the_company(self):
        employer, other = self._link()
        self.assertEqual(self.company.loket_employer_ids, employer)
        self.assertEqual(self.other_company.loket_employer_ids, other)

    def test_two_connections_fill_one_company(self):
        employer, _other = self._link()
        second = self.enterContext(serve(today=self.today(), seed=2))
        connection = self._new_draft(
            name="Second", api_url=second.api_url, oauth_url=second.oauth_url
        )
        connection._sign_in(second.sign_in("http://x/y"), "http://x/y")
        connection.action_fetch_employers()
        joined = connection.employer_ids[0]
        joined.company_id = self.company
        (employer | joined)._sync("manual")
        self.assertEqual(self.company.loket_employer_ids, employer | joined)
        self.assertEqual(
            self._employees().loket_employer_id,
            employer | joined,
        )

    def test_venue_seen_through_two_connections_is_linked_once(self):
        employer, _other = self._link()
        second = self._new_connection(name="Second")
        second.action_fetch_employers()
        twin = second.employer_ids.filtered(
            lambda venue: venue.loket_id == employer.loket_id
        )
        with self.assertRaisesRegex(UserError, "linked through connection Sandbox"):
            twin.company_id = self.company
        employer.company_id = False
        twin.company_id = self.company

    def test_venue_with_people_keeps_its_company(self):
        employer, _other = self._link()
        employer._sync("manual")
        with self.assertRaisesRegex(UserError, "already linked to venue"):
            employer.company_id = self.other_company
        with self.assertRaisesRegex(UserError, "already linked to venue"):
            employer.company_id = False

    def test_administrator_links_only_companies_of_his_own(self):
        employer, _other = self._link()
        employer.company_id = False
        self.manager.company_ids = self.company
        with self.assertRaisesRegex(UserError, "company that you have access"):
            employer.with_user(self.manager).company_id = self.other_company

    def test_officer_cannot_link(self):
        employer, _other = self._link()
        with self.assertRaises(AccessError):
            employer.with_user(self.officer).company_id = self.other_company


class TestRights(LoketCommon):
    def setUp(self):
        super().setUp()
        self._link()
        self.employers = self.employer | self.other_employer

    def _check(self, employers=None):
        return (
            (employers or self.employer).with_user(self.officer).action_check_rights()
        )

    def test_all_rights_are_complete(self):
        action = self._check()
        self.assertRecordValues(
            self.employer,
            [{"rights_state": "complete", "missing_right_ids": []}],
        )
        self.assertTrue(self.employer.rights_checked_on)
        self.assertEqual(action["params"]["type"], "success")

    def test_optional_right_missing_is_partial_and_named(self):
        self.sandbox.admin.take_right("GetCitizenServiceNumberByEmployeeId")
        action = self._check()
        self.assertEqual(self.employer.rights_state, "partial")
        self.assertEqual(
            self.employer.missing_right_ids.mapped("name"),
            ["Beheren en raadplegen BSN"],
        )
        self.assertEqual(action["params"]["type"], "warning")
        self.assertIn(self.employer.name, action["params"]["message"])

    def test_needed_right_missing_is_missing(self):
        self.sandbox.admin.take_right("GetEmploymentsComprehensiveByEmployerId")
        self._check()
        self.assertEqual(self.employer.rights_state, "missing")

    def test_right_taken_at_one_venue_leaves_the_other_complete(self):
        self.sandbox.admin.take_right(COMPONENTS_RIGHT, self.employer.loket_id)
        self._check(self.employers)
        self.assertEqual(self.employers.mapped("rights_state"), ["missing", "complete"])

    def test_right_given_back_is_complete_again(self):
        self.sandbox.admin.take_right(COMPONENTS_RIGHT)
        self._check()
        self.sandbox.admin.give_right(COMPONENTS_RIGHT)
        self._check()
        self.assertRecordValues(
            self.employer, [{"rights_state": "complete", "missing_right_ids": []}]
        )
