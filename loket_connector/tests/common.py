# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""Everything that talks to Loket in these tests talks to the sandbox in ``tests/``."""

from contextlib import ExitStack
from datetime import date
from pathlib import Path
from sys import path

from odoo.tests import TransactionCase, freeze_time

try:
    from loket_sandbox import serve
except ImportError:  # started without the repository's tests folder on the path
    path.append(str(Path(__file__).resolve().parents[2] / "tests"))
    from loket_sandbox import serve

#: The day on which these tests happen: the middle of a month that is still open.
TODAY = date(2026, 3, 12)


class LoketCommon(TransactionCase):
    """A signed-in connection to a fresh sandbox, with users of every kind."""

    #: Arguments of the sandbox.
    sandbox_options = {"employers": 2, "employees": 25, "seed": 1}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Zorggroep Oost"})
        cls.other_company = cls.env["res.company"].create({"name": "Zorggroep West"})
        companies = cls.company | cls.other_company
        cls.env.user.company_ids |= companies
        cls.env.ref("base.user_admin").company_ids |= companies
        cls.manager = cls._new_user(
            "loket_manager", "loket_connector.group_loket_manager"
        )
        cls.officer = cls._new_user("loket_officer", "loket_connector.group_loket_user")
        cls.outsider = cls._new_user("outsider", "base.group_user")

    @classmethod
    def _new_user(cls, login, *groups):
        return (
            cls.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": login.replace("_", " ").title(),
                    "login": login,
                    "password": login + "-password",
                    "company_id": cls.company.id,
                    "company_ids": [(6, 0, (cls.company | cls.other_company).ids)],
                    "group_ids": [(6, 0, [cls.env.ref(group).id for group in groups])],
                }
            )
        )

    def setUp(self):
        super().setUp()
        stack = ExitStack()
        self.addCleanup(stack.close)
        # Tokens are stored through a cursor of their own; in this mode it sees the
        # test's data.
        if not type(self)._registry_patched:  # HttpCase is in it already
            stack.enter_context(self.enter_registry_test_mode())
        stack.enter_context(freeze_time(self.today()))
        self.sandbox = stack.enter_context(
            serve(today=self.today(), contract=True, **self.sandbox_options)
        )
        self.addCleanup(self._check_contract)
        self.connection = self._new_connection()

    def today(self):
        return TODAY

    def _check_contract(self):
        self.assertEqual(list(self.sandbox.violations), [])

    def _new_connection(self, **vals):
        connection = self._new_draft(**vals)
        redirect_uri = connection.redirect_uri
        connection._sign_in(self.sandbox.sign_in(redirect_uri), redirect_uri)
        return connection

    def _new_draft(self, **vals):
        """Return a connection to the sandbox that nobody signed in on yet."""
        return self.env["loket.connection"].create(
            {
                "name": "Sandbox",
                "environment": "custom",
                "api_url": self.sandbox.api_url,
                "oauth_url": self.sandbox.oauth_url,
                "client_id": self.sandbox.client_id,
                "client_secret": self.sandbox.client_secret,
                "responsible_id": self.manager.id,
                "home_company_id": self.company.id,
                **vals,
            }
        )

    def _link(self):
        """Fetch the venues and link the first two to the two companies."""
        self.connection.action_fetch_employers()
        self.employer, self.other_employer = self.connection.employer_ids.sorted(
            "employer_number"
        )[:2]
        self.employer.company_id = self.company
        self.other_employer.company_id = self.other_company
        return self.employer, self.other_employer

    def _employees(self, company=None):
        return (
            self.env["hr.employee"]
            .with_context(active_test=False)
            .search([("company_id", "=", (company or self.company).id)])
        )
