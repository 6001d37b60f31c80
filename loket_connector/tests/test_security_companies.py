# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError

from .security_common import SecurityCommon


class TestWhoseConnection(SecurityCommon):
    """A connection is of the companies of its venues; until one is linked, of the
    company in which it was made."""

    def setUp(self):
        super().setUp()
        # An administrator of both companies, and one of each.
        self.manager_east = self._new_user(
            "manager_east", "loket_connector.group_loket_manager"
        )
        self.manager_east.company_ids = self.company

    def _seen(self, model, user):
        return self.env[model].with_user(user).search([])

    def _assert_may(self, user, records, *operations):
        """Of these operations, and of no other, the user may do all."""
        self.env.invalidate_all()
        found = {
            operation
            for operation in ("read", "write", "unlink")
            if records.with_user(user).has_access(operation)
        }
        self.assertEqual(found, set(operations))

    def test_unlinked_venue_is_for_those_who_have_its_connection(self):
        self.other_employer.company_id = False
        self._assert_may(self.manager_west, self.other_employer)
        self._assert_may(
            self.manager_east, self.other_employer, "read", "write", "unlink"
        )
        self.assertFalse(self._seen("loket.employer", self.manager_west))
        self.assertEqual(
            self._seen("loket.employer", self.manager_east),
            self.employer | self.other_employer,
        )

    def test_administrator_elsewhere_cannot_link_the_venue_of_others(self):
        self.other_employer.company_id = False
        venue = self.other_employer.with_user(self.manager_west)
        self.env.invalidate_all()
        for link in (
            lambda: venue.write({"company_id": self.other_company.id}),
            venue.action_link_suggested,
            venue.action_create_company,
        ):
            with self.assertRaises(AccessError):
                link()
        self.assertFalse(self.other_employer.company_id)

    def test_unlinked_venue_of_a_shared_connection_takes_all_companies(self):
        third = self.other_employer.sudo().copy(
            {"loket_id": "third", "company_id": False}
        )
        self._assert_may(self.manager_west, third)
        self._assert_may(self.manager_east, third)
        self._assert_may(self.manager, third, "read", "write", "unlink")

    def test_shared_connection_is_read_by_each_and_changed_by_who_has_all(self):
        for user in (self.manager_east, self.manager_west):
            self._assert_may(user, self.connection, "read")
        self._assert_may(self.manager, self.connection, "read", "write", "unlink")

    def test_shared_connection_is_not_redirected_nor_signed_out_by_one_company(self):
        connection = self.connection.with_user(self.manager_west)
        for change in (
            lambda: connection.write({"api_url": "https://elsewhere.example/v2"}),
            lambda: connection.write({"sync_bsn": True}),
            lambda: connection.write({"active": False}),
            connection.action_sign_in,
            connection.action_disconnect,
            connection.action_fetch_employers,
            connection.action_open_setup,
        ):
            with self.assertRaises(AccessError):
                change()
        self.assertEqual(self.connection.state, "connected")

    def test_each_company_keeps_its_own_venue_of_a_shared_connection(self):
        self._assert_may(
            self.manager_west, self.other_employer, "read", "write", "unlink"
        )
        venue = self.other_employer.with_user(self.manager_west)
        action = venue.action_unlink_company()
        self.assertFalse(self.other_employer.company_id)
        # The venue itself cannot be shown any more.
        self.assertEqual(action["res_model"], "loket.employer")
        self.assertFalse(action["res_id"])

    def test_company_that_is_archived_keeps_nobody_from_the_connection(self):
        # Nobody works there any more.
        users = self.officer_west | self.manager_west
        users.write({"company_id": self.company.id, "company_ids": self.company.ids})
        self.other_company.active = False
        self._assert_may(self.manager_east, self.connection, "read", "write", "unlink")
        self.assertEqual(
            self.connection.with_user(self.manager_east).search_count(
                [("id", "=", self.connection.id)]
            ),
            1,
        )

    def test_new_connection_is_of_the_company_in_which_it_was_made(self):
        draft = self._new_draft(name="New")
        self.env.flush_all()
        for user, has in (
            (self.manager, True),
            (self.manager_east, True),
            (self.manager_west, False),
            (self.officer, False),
        ):
            with self.subTest(user.login):
                self.assertEqual(draft in self._seen("loket.connection", user), has)

    def test_administrator_makes_a_connection_of_the_company_at_work(self):
        made = self.env["loket.connection"].with_user(self.manager_west).create({})
        self.assertEqual(made.sudo().owner_company_ids, self.other_company)
        made.name = "Of the west"
        self._assert_may(self.manager_east, made)
        copy = made.with_user(self.manager_west).copy()
        self.assertEqual(copy.sudo().owner_company_ids, self.other_company)

    def test_nobody_makes_a_connection_for_another_company(self):
        connections = self.env["loket.connection"].with_user(self.manager_west)
        with self.assertRaises(AccessError):
            connections.create({"home_company_id": self.company.id})

    def test_kinds_of_flexible_contract_hold_for_all_companies(self):
        kind = self.env["loket.flexible.contract"].create(
            {"connection_id": self.connection.id, "key": 77, "name": "Other"}
        )
        self._assert_may(self.manager_west, kind, "read")
        self._assert_may(self.manager, kind, "read", "write")

    def test_guided_set_up_is_for_who_may_change_the_connection(self):
        wizards = self.env["loket.setup.wizard"]
        wizard = wizards._for(self.connection)
        self._assert_may(self.manager_west, wizard)
        self._assert_may(self.manager, wizard, "read", "write", "unlink")
        with self.assertRaises(AccessError):
            wizards.with_user(self.manager_west).create(
                {"connection_id": self._new_draft().id}
            )

    def test_guided_set_up_of_one_company_gets_a_connection_of_its_own(self):
        wizards = self.env["loket.setup.wizard"].with_user(self.manager_west)
        wizard = wizards.browse(wizards.action_start()["res_id"])
        self.assertNotEqual(wizard.connection_id, self.connection)
        self.assertEqual(
            wizard.sudo().connection_id.owner_company_ids, self.other_company
        )
