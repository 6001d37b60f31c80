# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError

from .common import LoketTimesheetCommon

DAY = date(2026, 3, 2)


class RightsCommon(LoketTimesheetCommon):
    def setUp(self):
        super().setUp()
        self.manager_west = self._new_user(
            "manager_west", "loket_connector.group_loket_manager"
        )
        self.manager_west.write(
            {
                "company_id": self.other_company.id,
                "company_ids": [(6, 0, self.other_company.ids)],
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()


class TestRightsMail(LoketTimesheetCommon):
    def test_mail_about_rights_goes_to_the_known_salary_administrator(self):
        partner = self.env["res.partner"].create(
            {"name": "Accountant", "email": "Salaris@example.com"}
        )
        self.employer.ready_emails = "salaris@example.com; ander@example.com"
        count = self.env["res.partner"].search_count([])
        context = self.employer.action_mail_rights()["context"]
        self.assertEqual(context["default_partner_ids"], partner.ids)
        self.assertEqual(self.env["res.partner"].search_count([]), count)
        self.employer.ready_emails = False
        context = self.employer.action_mail_rights()["context"]
        self.assertEqual(context["default_partner_ids"], [])


class TestAllowanceRights(RightsCommon):
    def _allowance(self, user, employee, **vals):
        return (
            self.env["loket.allowance"]
            .with_user(user)
            .create(
                {
                    "employee_id": employee.id,
                    "date": DAY,
                    "wage_code_id": self.code_travel.id,
                    "quantity": 500,
                    **vals,
                }
            )
        )

    def test_own_allowance_does_not_ride_on_the_line_of_a_colleague(self):
        line = self._line(self.minimum, 8, approved=False)
        with self.assertRaises(ValidationError):
            self._allowance(self.worker, self.zero, timesheet_id=line.id)
        own = self._allowance(self.worker, self.zero)
        with self.assertRaises(AccessError):
            own.timesheet_id = line

    def test_approver_does_not_approve_himself_through_the_line_of_another(self):
        self.fixed.user_id = self.approver
        line = self._line(self.minimum, 8, approved=False)
        with self.assertRaises(ValidationError):
            self._allowance(self.approver, self.fixed, timesheet_id=line.id)

    def test_allowance_goes_along_when_its_line_is_of_somebody_else(self):
        line = self._line(self.minimum, 8, approved=False)
        allowance = self.env["loket.allowance"].create(
            {"timesheet_id": line.id, "wage_code_id": self.code_travel.id}
        )
        line.employee_id = self.zero
        self.assertEqual(allowance.employee_id, self.zero)

    def test_allowance_is_not_moved_to_a_colleague(self):
        allowance = self._allowance(self.worker, self.zero)
        with self.assertRaises(AccessError):
            allowance.employee_id = self.minimum

    def test_approved_allowance_does_not_become_ones_own_with_its_line(self):
        me = self.env["hr.employee"].create(
            {
                "name": "Me",
                "user_id": self.approver.id,
                "company_id": self.company.id,
            }
        )
        line = (
            self.env["account.analytic.line"]
            .with_user(self.approver)
            .create(
                {
                    "name": "Work",
                    "employee_id": self.zero.id,
                    "project_id": self.project.id,
                    "date": DAY,
                    "unit_amount": 1,
                }
            )
        )
        self._allowance(self.approver, self.zero, timesheet_id=line.id, approved=True)
        with self.assertRaisesRegex(AccessError, "not their own"):
            line.employee_id = me

    def test_approver_does_not_say_whose_the_own_allowance_is(self):
        self.fixed.user_id = self.approver
        allowance = self._allowance(self.approver, self.fixed)
        for vals in (
            {"user_id": self.worker.id},
            {"company_id": self.other_company.id},
            {"approved": True},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                allowance.write(vals)

    def test_defaults_of_a_user_say_nothing_about_export_and_decision(self):
        allowances = self.env["loket.allowance"].with_context(
            default_export_state="exported",
            default_late_choice="correct",
            default_approved_by_id=self.approver.id,
        )
        self.env = allowances.env
        allowance = self._allowance(self.worker, self.zero).sudo()
        self.assertEqual(allowance.export_state, "none")
        self.assertFalse(allowance.late_choice)
        self.assertFalse(allowance.approved_by_id)


class TestLineRights(RightsCommon):
    def test_defaults_of_a_user_say_nothing_about_export_and_decision(self):
        line = (
            self.env["account.analytic.line"]
            .with_user(self.worker)
            .with_context(
                default_loket_export_state="locked",
                default_loket_late_choice="correct",
                default_loket_approved_by_id=self.approver.id,
            )
            .create(
                {
                    "name": "Work",
                    "project_id": self.project.id,
                    "employee_id": self.zero.id,
                    "date": DAY,
                    "unit_amount": 8,
                }
            )
            .sudo()
        )
        self.assertEqual(line.loket_export_state, "none")
        self.assertFalse(line.loket_late_choice)
        self.assertFalse(line.loket_approved_by_id)


class TestExportRights(RightsCommon):
    def setUp(self):
        super().setUp()
        self._line(self.zero, 8)
        self.export = self._export()
        self.export.action_prepare()

    def test_what_an_export_says_of_itself_is_not_written_by_hand(self):
        for vals in (
            {"state": "done"},
            {"prepared_on": "2026-03-12 00:00:00"},
            {"sent_on": False},
            {"sent_by_id": self.manager.id},
            {"verified_on": False},
            {"message": "All is well"},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                self.export.write(vals)

    def test_defaults_of_a_user_say_nothing_about_an_export(self):
        export = (
            self.env["loket.export"]
            .with_user(self.officer)
            .with_context(default_state="ready", default_sent_on="2026-03-01")
            .create(
                {
                    "administration_id": self.administration.id,
                    "period_id": self._period(202604).id,
                }
            )
        )
        self.assertEqual(export.state, "draft")
        self.assertFalse(export.sent_on)

    def test_prepared_values_do_not_move_to_another_period(self):
        with self.assertRaisesRegex(UserError, "was prepared already"):
            self.export.period_id = self._period(202604)

    def test_new_export_may_be_of_another_period_still(self):
        export = self._export()
        export.period_id = self._period(202604)
        self.assertEqual(export.period_id.loket_id, 202604)

    def test_new_export_does_not_move_to_another_company(self):
        self.other_employer.action_fetch_payroll_setup()
        period = self.other_employer.administration_ids.period_ids[0]
        export = self._export()
        self.officer.company_ids = self.company
        self.env.flush_all()
        self.env.invalidate_all()
        theirs = {
            "administration_id": period.administration_id.id,
            "period_id": period.id,
        }
        for vals in (theirs, {**theirs, "company_id": self.company.id}):
            with self.subTest(vals), self.assertRaises(AccessError):
                export.write(vals)

    def test_search_through_timesheets_tells_no_wages(self):
        lines = self.env["loket.export.line"]
        wages = [("timesheet_ids.employee_id.version_id.wage", ">=", 0)]
        self.assertTrue(lines.search(wages))
        with self.assertRaises(AccessError):
            lines.with_user(self.officer).search(wages)
        ours = [("timesheet_ids.employee_id", "=", self.zero.id)]
        self.assertTrue(lines.with_user(self.officer).search(ours))


class TestSharedSettings(RightsCommon):
    def test_wage_code_of_other_companies_is_not_changed_for_them(self):
        code = self.code_hours.with_user(self.manager_west)
        for change in (
            lambda: code.write({"code_type": "days"}),
            lambda: code.write({"is_default": False}),
            lambda: code.write({"sequence": 99}),
            lambda: code.write({"active": False}),
            code.unlink,
            lambda: code.copy({"is_default": True}),
            lambda: code.create({"name": "Mine", "is_default": True}),
        ):
            with self.assertRaisesRegex(AccessError, "Another company uses"):
                change()
        own = code.create({"name": "Overtime", "sequence": 50})
        with self.assertRaisesRegex(AccessError, "Another company uses"):
            own.is_default = True
        own.unlink()

    def test_administrator_of_all_companies_changes_a_wage_code(self):
        code = self.code_hours.with_user(self.manager)
        code.write({"sequence": 5})
        code.copy().unlink()

    def test_wage_code_that_is_in_use_is_not_deleted(self):
        code = self.env["loket.wage.code"].create({"name": "Overtime"})
        for record in (
            self._line(self.zero, 8, approved=False),
            self.project,
            self.zero,
        ):
            with self.subTest(record._name):
                record.loket_wage_code_id = code
                with self.assertRaisesRegex(UserError, "in use"):
                    code.with_user(self.manager).unlink()
                record.loket_wage_code_id = False
        code.with_user(self.manager).unlink()

    def test_mapping_is_not_moved_to_another_company(self):
        self.other_employer.action_fetch_payroll_setup()
        administration = self.other_employer.administration_ids[0]
        mapping = (
            self.env["loket.wage.code.mapping"]
            .with_user(self.manager_west)
            .create(
                {
                    "wage_code_id": self.code_days.id,
                    "administration_id": administration.id,
                    "component_id": administration.component_ids[0].id,
                }
            )
        )
        self.env.flush_all()
        self.env.invalidate_all()
        theirs = {
            "administration_id": self.administration.id,
            "component_id": self.administration.component_ids[5].id,
        }
        for vals in (theirs, {**theirs, "company_id": self.other_company.id}):
            with self.subTest(vals), self.assertRaises(AccessError):
                mapping.write(vals)

    def test_cost_center_is_set_up_for_own_venues_only(self):
        plan = self.env["account.analytic.plan"].search([], limit=1)
        account = self.env["account.analytic.account"].create(
            {"name": "Ward", "plan_id": plan.id}
        )
        centers = self.env["loket.cost.center"].with_user(self.manager_west)
        vals = {"account_id": account.id, "key": 5}
        with self.assertRaises(AccessError):
            centers.create({**vals, "employer_id": self.employer.id})
        own = centers.create({**vals, "employer_id": self.other_employer.id})
        with self.assertRaises(AccessError):
            own.employer_id = self.employer
        with self.assertRaises(AccessError):
            own.company_id = self.company

    def test_export_rule_is_switched_and_nothing_else(self):
        rule = self.other_employer.export_rule_ids[0].with_user(self.manager_west)
        rule.exported = not rule.exported
        for vals in (
            {"employer_id": self.employer.id},
            {"company_id": self.company.id},
            {"code_type": "days"},
            {"switched_on": False},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                rule.write(vals)

    def test_settings_of_an_unlinked_venue_are_for_its_administrators(self):
        self.other_employer.company_id = False
        self.env.flush_all()
        self.env.invalidate_all()
        rules = self.other_employer.export_rule_ids
        self.assertFalse(rules.with_user(self.manager_west).has_access("read"))
        self.assertTrue(rules.with_user(self.manager).has_access("write"))

    def test_kind_of_flexible_contract_stays_with_its_connection(self):
        kind = self.env["loket.flexible.contract"].create(
            {"connection_id": self.connection.id, "key": 77, "name": "Other"}
        )
        with self.assertRaises(AccessError):
            kind.with_user(self.manager).key = 1
        kind.with_user(self.manager).contract_kind = "zero_hours"
