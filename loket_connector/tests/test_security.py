# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw

from .security_common import SecurityCommon

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
    "loket.setup.wizard": (NOTHING, NOTHING, NOTHING, ALL),
    "loket.wage.code.assistant": (NOTHING, NOTHING, NOTHING, ALL),
    "loket.wage.code.assistant.line": (NOTHING, NOTHING, NOTHING, ALL),
}
OPERATIONS = {"c": "create", "r": "read", "u": "write", "d": "unlink"}
#: Models of which every button is pressed by people without the right.
BUTTON_MODELS = ["loket.connection", "loket.employer", "loket.payroll.administration"]
#: Buttons of a venue that every Loket user may press.
USER_BUTTONS = [
    "action_check_rights",
    "action_fetch_payroll_setup",
    "action_preview",
    "action_sync",
    "action_view_employments",
    "action_view_administrations",
]
#: Buttons that take the rights of a Loket administrator.
MANAGER_BUTTONS = ["action_sign_in", "action_disconnect", "action_fetch_employers"]


#: How a person is told that a right is missing, by Odoo or by us.
REFUSED = (
    "not allowed to (access|modify|create)|not have enough rights|Loket user"
    "|doesn't have|No venue of this connection|no longer proposed"
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
    def setUp(self):
        super().setUp()
        self.employer.action_fetch_payroll_setup()
        self.records = {
            "loket.connection": self.connection,
            "loket.employer": self.employer,
            "loket.payroll.administration": self.employer.administration_ids,
        }

    def _press(self, model, button, user):
        return call_kw(
            self.env[model].with_user(user), button, [self.records[model].ids], {}
        )

    def _buttons(self, model):
        """Every button that this add-on gives to a model."""
        found = sorted(
            name
            for base in self.env.registry[model].__mro__
            if base.__module__.startswith("odoo.addons.loket_connector.")
            for name in vars(base)
            if name.startswith("action_")
        )
        self.assertTrue(found)
        return found

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
                    # Odoo's own hooks, which have no name of their own for inside.
                    hooks = {"write", "copy_data", "create", "get_empty_list_help"}
                    self.assertLessEqual(public, hooks)

    def test_outsider_is_refused_everywhere(self):
        self._assert_refused(self.outsider)

    def test_hr_officer_without_loket_is_refused_everywhere(self):
        self._assert_refused(self.hr_officer)

    def test_loket_user_is_refused_what_takes_an_administrator(self):
        self._assert_refused(self.officer, {"loket.connection": MANAGER_BUTTONS})

    def test_loket_user_of_another_company_is_refused(self):
        self.connection.employer_ids.company_id = self.company
        self._assert_refused(self.officer_west)
        self._assert_refused(self.manager_west)

    def _assert_refused(self, user, buttons=None):
        self.sandbox.requests.clear()
        buttons = buttons or {model: self._buttons(model) for model in BUTTON_MODELS}
        for model, names in buttons.items():
            for name in names:
                with (
                    self.subTest(model=model, button=name, user=user.login),
                    self.assertRaisesRegex(UserError, REFUSED),
                ):
                    self._press(model, name, user)
        self.assertEqual(self.sandbox.requests, [])

    def test_loket_user_may_check_fetch_and_sync(self):
        for name in USER_BUTTONS:
            with self.subTest(name):
                self.assertTrue(self._press("loket.employer", name, self.officer))

    def test_buttons_of_employees_are_refused_without_loket(self):
        self.employer._sync("manual")
        self.records["hr.employee"] = self._employees()[0]
        buttons = {"hr.employee": self._buttons("hr.employee")}
        self._assert_refused(self.outsider, buttons)
        self._assert_refused(self.hr_officer, buttons)

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
