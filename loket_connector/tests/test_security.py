# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import Form

from .common import LoketCommon

NOTHING, READ, ALL = "", "r", "crud"
#: What may be done with each model: outsider, HR officer, Loket user, Loket manager.
#: Employees, departments and the like keep the access of their own add-ons.
ACCESS = {
    "loket.connection": (NOTHING, NOTHING, READ, ALL),
    "loket.token": (NOTHING, NOTHING, NOTHING, NOTHING),
    "loket.employer": (NOTHING, NOTHING, READ, "rud"),
    "loket.right": (NOTHING, NOTHING, READ, READ),
    "loket.flexible.contract": (NOTHING, NOTHING, READ, "ru"),
    "loket.payroll.administration": (NOTHING, NOTHING, READ, READ),
    "loket.payroll.period": (NOTHING, NOTHING, READ, READ),
    "loket.payroll.component": (NOTHING, NOTHING, READ, READ),
    "loket.person": (NOTHING, NOTHING, READ, READ),
    "loket.employment": (NOTHING, NOTHING, READ, READ),
    "loket.employment.term": (NOTHING, NOTHING, READ, READ),
    "loket.wage.code": (READ, READ, READ, ALL),
    "loket.wage.code.mapping": (NOTHING, NOTHING, READ, ALL),
    "loket.sync.run": (NOTHING, NOTHING, READ, READ),
    "loket.sync.line": (NOTHING, NOTHING, READ, READ),
    "loket.end.reason": (NOTHING, READ, READ, READ),
    "loket.terminate.wizard": (NOTHING, NOTHING, "cru", "cru"),
    "loket.sign.in": (NOTHING, NOTHING, NOTHING, NOTHING),
}
OPERATIONS = {"c": "create", "r": "read", "u": "write", "d": "unlink"}
#: Models whose records belong to a company, and of which a Loket user of another
#: company sees nothing.
COMPANY_MODELS = [
    "loket.connection",
    "loket.employer",
    "loket.payroll.administration",
    "loket.payroll.period",
    "loket.payroll.component",
    "loket.person",
    "loket.employment",
    "loket.employment.term",
    "loket.wage.code.mapping",
    "loket.sync.run",
    "loket.sync.line",
    "loket.flexible.contract",
]
#: Buttons of each model; every one is called by somebody without rights.
BUTTONS = {
    "loket.connection": [
        "action_sign_in",
        "action_disconnect",
        "action_fetch_employers",
        "action_view_employers",
        "action_view_runs",
        "action_preview",
        "action_sync_now",
    ],
    "loket.employer": [
        "action_check_rights",
        "action_fetch_payroll_setup",
        "action_preview",
        "action_sync",
        "action_view_employments",
        "action_view_administrations",
    ],
}
#: Buttons that take the rights of a Loket administrator.
MANAGER_BUTTONS = ["action_sign_in", "action_disconnect", "action_fetch_employers"]


#: How a person is told that a right is missing, by Odoo or by us.
REFUSED = (
    "not allowed to (access|modify)|doesn't have|Loket user|No venue of this connection"
)


class SecurityCommon(LoketCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr_officer = cls._new_user("hr_officer", "hr.group_hr_user")
        cls.hr_manager = cls._new_user(
            "hr_manager", "hr.group_hr_manager", "loket_connector.group_loket_user"
        )
        cls.officer_west = cls._new_user(
            "officer_west", "loket_connector.group_loket_user"
        )
        cls.officer_west.write(
            {
                "company_id": cls.other_company.id,
                "company_ids": [(6, 0, cls.other_company.ids)],
            }
        )
        cls.manager_west = cls._new_user(
            "manager_west", "loket_connector.group_loket_manager"
        )
        cls.manager_west.write(
            {
                "company_id": cls.other_company.id,
                "company_ids": [(6, 0, cls.other_company.ids)],
            }
        )

    def setUp(self):
        super().setUp()
        self._link()

    def _sync_and_map(self):
        """Fill every model with something of the first company only."""
        self.other_employer.company_id = False
        self.employer.action_fetch_payroll_setup()
        self.employer._sync("manual")
        administration = self.employer.administration_ids
        self.env["loket.wage.code.mapping"].create(
            {
                "wage_code_id": self.env.ref("loket_connector.wage_code_hours").id,
                "administration_id": administration.id,
                "component_id": administration.component_ids[0].id,
            }
        )


class TestAccess(SecurityCommon):
    def _own_models(self):
        """Models that this add-on brings; those of add-ons on top test their own."""
        return {
            name
            for name, model in self.env.registry.items()
            if model._original_module == "loket_connector" and not model._abstract
        }

    def test_every_model_of_the_add_on_is_in_the_table(self):
        self.assertEqual(self._own_models() - set(ACCESS), set())

    def test_everybody_may_do_what_the_table_says(self):
        users = (self.outsider, self.hr_officer, self.officer, self.manager)
        for name in sorted(self._own_models() & set(ACCESS)):
            for user, allowed in zip(users, ACCESS[name], strict=True):
                model = self.env[name].with_user(user)
                found = {
                    letter
                    for letter, operation in OPERATIONS.items()
                    if model.has_access(operation)
                }
                with self.subTest(model=name, user=user.login):
                    self.assertEqual(found, set(allowed))

    def test_settings_administrator_alone_gets_no_access_to_tokens(self):
        admin = self._new_user("settings_admin", "base.group_system")
        for name in ("loket.token", "loket.connection", "loket.employer"):
            with self.subTest(name):
                self.assertFalse(self.env[name].with_user(admin).has_access("read"))


class TestButtons(SecurityCommon):
    def _records(self, model):
        return self.connection if model == "loket.connection" else self.employer

    def _press(self, model, button, user):
        return call_kw(
            self.env[model].with_user(user), button, [self._records(model).ids], {}
        )

    def test_table_knows_every_button(self):
        for model, buttons in BUTTONS.items():
            public = {
                name
                for name in dir(self.env.registry[model])
                if name.startswith("action_")
                and getattr(self.env.registry[model], name).__module__.startswith(
                    "odoo.addons.loket_connector."
                )
            }
            with self.subTest(model):
                self.assertEqual(public, set(buttons))

    def test_no_other_method_can_be_called_from_outside(self):
        for model in ACCESS:
            if model not in self.env:
                continue
            for name, value in vars(self.env.registry[model]).items():
                with self.subTest(model=model, method=name):
                    self.assertFalse(callable(value) and not name.startswith("_"))
            for base in self.env.registry[model].__bases__:
                if not base.__module__.startswith("odoo.addons.loket_connector."):
                    continue
                public = {
                    name
                    for name, value in vars(base).items()
                    if callable(value) and not name.startswith(("_", "action_"))
                }
                with self.subTest(model=model, base=base):
                    self.assertLessEqual(public, {"write", "copy_data", "create"})

    def test_outsider_is_refused_everywhere(self):
        self._assert_refused(self.outsider, BUTTONS)

    def test_hr_officer_without_loket_is_refused_everywhere(self):
        self._assert_refused(self.hr_officer, BUTTONS)

    def test_loket_user_is_refused_what_takes_an_administrator(self):
        self._assert_refused(self.officer, {"loket.connection": MANAGER_BUTTONS})

    def test_loket_user_of_another_company_is_refused(self):
        self.connection.employer_ids.company_id = self.company
        self._assert_refused(self.officer_west, BUTTONS)
        self._assert_refused(self.manager_west, BUTTONS)

    def _assert_refused(self, user, buttons):
        self.sandbox.requests.clear()
        for model, names in buttons.items():
            for name in names:
                with (
                    self.subTest(model=model, button=name, user=user.login),
                    self.assertRaisesRegex(UserError, REFUSED),
                ):
                    self._press(model, name, user)
        self.assertEqual(self.sandbox.requests, [])

    def test_loket_user_may_check_fetch_and_sync(self):
        for name in BUTTONS["loket.employer"]:
            with self.subTest(name):
                self.assertTrue(self._press("loket.employer", name, self.officer))

    def test_private_methods_cannot_be_called_from_outside(self):
        for model, name in (
            ("loket.connection", "_oauth_client"),
            ("loket.connection", "_forget_tokens"),
            ("loket.connection", "_sign_in"),
            ("loket.token", "_get_access_token"),
            ("loket.employer", "_sync"),
            ("loket.person", "_choose"),
        ):
            records = self.env[model].with_user(self.manager)
            with self.subTest(name), self.assertRaises(AccessError):
                call_kw(records, name, [[]], {})


class TestCompanies(SecurityCommon):
    def test_user_of_another_company_sees_nothing(self):
        self._sync_and_map()
        for name in COMPANY_MODELS:
            records = self.env[name].with_context(active_test=False).search([])
            seen = records.with_user(self.officer_west).search([])
            with self.subTest(name):
                self.assertTrue(records)
                self.assertFalse(seen)

    def test_user_of_the_company_sees_it_all(self):
        self._sync_and_map()
        self.officer.company_ids = self.company
        for name in COMPANY_MODELS:
            with self.subTest(name):
                self.assertTrue(self.env[name].with_user(self.officer).search([]))

    def test_company_switched_off_is_not_shown(self):
        self._sync_and_map()
        west_only = {"allowed_company_ids": self.other_company.ids}
        for name in COMPANY_MODELS:
            model = self.env[name].with_user(self.officer).with_context(**west_only)
            with self.subTest(name):
                self.assertFalse(model.search([]))

    def test_administrator_of_another_company_sees_what_can_be_linked_only(self):
        self._sync_and_map()
        seen = self.env["loket.employer"].with_user(self.manager_west).search([])
        self.assertEqual(seen, self.other_employer)

    def test_connection_of_other_companies_is_hidden_from_administrators(self):
        self.connection.employer_ids.company_id = self.company
        self.env.flush_all()
        connections = self.env["loket.connection"].with_user(self.manager_west)
        self.assertFalse(connections.search([]))

    def test_new_connection_is_seen_by_administrators_not_by_users(self):
        draft = self._new_draft(name="New")
        connections = self.env["loket.connection"]
        self.assertIn(draft, connections.with_user(self.manager_west).search([]))
        self.assertNotIn(draft, connections.with_user(self.officer_west).search([]))

    def test_shared_connection_counts_and_syncs_only_own_venues(self):
        connection = self.connection.with_user(self.officer_west)
        connection.invalidate_recordset()
        self.assertEqual(connection.employer_count, 1)
        connection.action_sync_now()
        self.assertTrue(self.other_employer.last_sync)
        self.assertFalse(self.employer.last_sync)

    def test_runs_of_a_venue_unlinked_again_are_hidden(self):
        self.employer._sync("preview")
        self.employer.company_id = False
        for name in ("loket.sync.run", "loket.sync.line", "loket.person"):
            with self.subTest(name):
                records = self.env[name].with_user(self.officer_west).search([])
                self.assertFalse(records)


class TestFields(SecurityCommon):
    def setUp(self):
        super().setUp()
        self._sync_and_map()

    def test_ordinary_user_still_reads_names_of_employees(self):
        employee = self._employees()[0].with_user(self.outsider)
        self.env.invalidate_all()
        self.assertTrue(employee.name)

    def test_ordinary_user_still_sees_the_public_employees(self):
        public = self.env["hr.employee.public"].with_user(self.outsider)
        found = public.search([("company_id", "=", self.company.id)])
        self.assertTrue(found.read(["name", "department_id", "job_title"]))

    def test_ordinary_user_reads_no_field_of_ours(self):
        employee = self._employees()[0].with_user(self.outsider)
        for name in self._our_fields("hr.employee"):
            with self.subTest(name), self.assertRaises(AccessError):
                employee.read([name])

    def _our_fields(self, model):
        return [
            name
            for name, field in self.env[model]._fields.items()
            if name.startswith("loket_") and field.store
        ]

    def test_hr_officer_without_loket_opens_employee_and_contract(self):
        employee = self._employees()[0].with_user(self.hr_officer)
        self.env.invalidate_all()
        with Form(employee) as form:
            form.work_phone = "030 1234567"
        self.assertTrue(employee.version_id.read())

    def test_wages_are_for_hr_managers(self):
        term = self.employer.employment_ids.term_ids[0]
        for name in (
            "wage",
            "wage_type",
            "wage_period_type",
            "wage_full_time",
            "monthly_wage",
            "hourly_wage",
        ):
            with self.subTest(name):
                self.assertTrue(term.with_user(self.hr_manager).read([name]))
                with self.assertRaises(AccessError):
                    term.with_user(self.officer).read([name])
                with self.assertRaises(AccessError):
                    term.with_user(self.manager).search([(name, "!=", False)])

    def test_wage_changes_in_a_report_are_for_hr_managers(self):
        lines = self.employer.connection_id.run_ids.line_ids
        restricted = lines.filtered("changes_restricted")[0]
        label = restricted.changes_restricted[0]["label"]
        with self.assertRaises(AccessError):
            restricted.with_user(self.officer).read(["changes_restricted"])
        self.assertNotIn(
            f"<td>{label}</td>", restricted.with_user(self.officer).changes_html
        )
        self.env.invalidate_all()
        self.assertIn(
            f"<td>{label}</td>", restricted.with_user(self.hr_manager).changes_html
        )

    def test_mirror_values_are_unreadable_for_administrators(self):
        person = self.employer.person_ids[0].with_user(self.env.ref("base.user_admin"))
        for name in ("values", "applied", "payload_hash", "email_key"):
            with self.subTest(name), self.assertRaises(AccessError):
                person.read([name])
