# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
from datetime import date

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError

from .common import HOURS, LoketTimesheetCommon


class TestExportDocument(LoketTimesheetCommon):
    """The export as a record: rights, file, message to the accountant, report."""

    def test_outsiders_may_not_export(self):
        export = self._export()
        for user in (self.outsider, self.approver):
            for method in (
                "action_prepare",
                "action_send",
                "action_verify",
                "action_csv",
                "action_overwrite",
                "action_period_ready",
            ):
                with self.subTest(user=user.login, method=method):
                    with self.assertRaises(AccessError):
                        getattr(export.with_user(user), method)()

    def test_actions_can_be_called_over_xml_rpc(self):
        """That protocol has no None: an action answers with something else."""
        self._line(self.zero, 8)
        export = self._export()
        for method in ("action_prepare", "action_overwrite", "action_send"):
            with self.subTest(method=method):
                self.assertIsNotNone(getattr(export, method)())
        self.assertIsNotNone(export.action_verify())

    def test_export_of_another_company_is_out_of_sight(self):
        export = self._export()
        self.officer.company_id = self.other_company
        self.officer.company_ids = self.other_company
        stranger = export.with_user(self.officer)
        self.assertFalse(stranger.search([]))
        with self.assertRaises(AccessError):
            stranger.action_prepare()

    def test_lines_cannot_be_written_by_people(self):
        self._line(self.zero, 8)
        export = self._export()
        export.action_prepare()
        with self.assertRaises(AccessError):
            export.line_ids.with_user(self.officer).value = 100

    def test_ledger_cannot_be_read_by_people(self):
        with self.assertRaises(AccessError):
            self.env["loket.export.ledger"].with_user(self.manager).search([])

    def test_period_of_another_administration_is_refused(self):
        other = self.env["loket.payroll.administration"].create(
            {"name": "Elders", "loket_id": "x", "employer_id": self.employer.id}
        )
        with self.assertRaises(ValidationError):
            self.env["loket.export"].create(
                {"administration_id": other.id, "period_id": self.period.id}
            )

    def test_sent_export_is_kept(self):
        self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        with self.assertRaises(UserError):
            export.unlink()

    def test_people_write_nothing_of_what_was_sent(self):
        """Nor can it be made deletable, or look as if somebody had seen it."""
        self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        now = fields.Datetime.now()
        for vals in (
            {"sent_on": False},
            {"state": "draft"},
            {"prepared_on": now},
            {"sent_by_id": self.approver.id, "verified_on": now, "message": "Fine"},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                export.with_user(self.manager).write(vals)
            with self.subTest(created=vals), self.assertRaises(AccessError):
                export.with_user(self.manager).create(
                    {
                        "administration_id": self.administration.id,
                        "period_id": self.period.id,
                        **vals,
                    }
                )
        self.assertTrue(export.sent_on)

    def test_prepared_export_stays_with_its_period(self):
        """Its values are of that period, and would be sent to another one."""
        self._line(self.zero, 8)
        export = self._export()
        april = self._period(202604)
        export.period_id = april
        export.period_id = self.period
        export.action_prepare()
        for state in ("ready", "done"):
            self.assertEqual(export.state, state)
            with self.assertRaisesRegex(UserError, "prepared already"):
                export.period_id = april
            if state == "ready":
                export.action_send()
        self.assertEqual(self._in_loket(self.zero, 202604), {})

    def test_venue_of_a_sent_export_is_kept(self):
        self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        # Nobody of the venue is in Odoo any more, so it can be taken from its company.
        self.employer.person_ids.employee_id = False
        self.connection.employer_ids.company_id = False
        self.env.flush_all()
        for record in (self.employer, self.connection):
            with self.assertRaisesRegex(UserError, "record of what people are paid"):
                record.with_user(self.manager).unlink()
        self.assertTrue(export.sudo().line_ids)

    def test_file_holds_the_totals(self):
        self._line(self.zero, 8.5)
        export = self._export()
        action = export.action_csv()
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "loket.export"), ("res_id", "=", export.id)]
        )
        self.assertIn(str(attachment.id), action["url"])
        number = self._employment(self.zero).payroll_number
        self.assertEqual(
            base64.b64decode(attachment.datas).decode(),
            "aanslnr;persnr;ploeg;1\r\n"
            f"{self.administration.client_number};{number};1;8,5\r\n",
        )

    def test_venue_with_a_file_makes_no_call(self):
        self.employer.export_method = "file"
        self._line(self.zero, 8)
        export = self._export()
        export.action_csv()
        self.assertEqual(list(self.sandbox.requests), [])
        with self.assertRaisesRegex(UserError, "file"):
            export.action_send()

    def test_accountant_is_told_after_a_verified_export(self):
        self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        wizard = (
            self.env["loket.period.ready"]
            .with_user(self.officer)
            .create({"export_id": export.id, "emails": "a@example.com; b@example.com"})
        )
        self.assertIn(": 8.00 (people: 1)", wizard.comment)
        wizard.action_send()
        (message,) = self.sandbox.admin.ready_messages()
        self.assertIn("a@example.com", str(message))
        self.assertIn("b@example.com", str(message))
        self.assertIn(": 8.00 (people: 1)", str(message))

    def test_accountant_is_told_the_whole_total(self):
        """Six figures of it are not enough, and "1e+06" is nothing to read."""
        self._line(self.zero, 8)
        export = self._export()
        export.action_prepare()
        export.line_ids.sudo().value = 1234567.25
        self.assertIn(": 1,234,567.25 (people: 1)", export._get_summary())

    def test_accountant_is_not_told_before(self):
        self._line(self.zero, 8)
        export = self._export()
        export.action_prepare()
        wizard = self.env["loket.period.ready"].create(
            {"export_id": export.id, "emails": "a@example.com"}
        )
        with self.assertRaisesRegex(UserError, "does not hold everything"):
            wizard.action_send()

    def test_summary_is_printable(self):
        self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "loket_connector_hr_timesheet.report_export", export.ids
        )
        text = html.decode()
        self.assertIn(self._employment(self.zero).display_name, text)
        self.assertIn("8.00", text)

    def test_totals_are_told_to_the_last_decimal(self):
        """To the accountant and on paper, in the language of who reads them."""
        self.code_travel.mapping_ids.decimals = 4
        self._line(self.zero, 12.5)
        self.env["loket.allowance"].create(
            {
                "employee_id": self.zero.id,
                "date": date(2026, 3, 2),
                "wage_code_id": self.code_travel.id,
                "quantity": 1234567.8912,
                "approved": True,
            }
        )
        export = self._export()
        export.action_send()
        self.assertIn(": 12.50 (people", export._get_summary())
        self.assertIn(": 1,234,567.8912 (people", export._get_summary())
        report = self.env["ir.actions.report"]
        name = "loket_connector_hr_timesheet.report_export"
        html, _kind = report._render_qweb_html(name, export.ids)
        self.assertEqual(html.decode().count("1,234,567.8912"), 2)
        self.assertIn("12.50", html.decode())
        self.env["res.lang"]._activate_lang("nl_NL")
        dutch = self.env(context={**self.env.context, "lang": "nl_NL"})
        self.assertIn("1.234.567,8912", export.with_env(dutch)._get_summary())
        html, _kind = report.with_env(dutch)._render_qweb_html(name, export.ids)
        self.assertIn("1.234.567,8912", html.decode())
        self.assertIn("Totalen", html.decode())

    def test_summary_is_on_the_paper_of_its_company(self):
        self._line(self.zero, 8)
        export = self._export()
        export.action_send()
        html, _kind = (
            self.env["ir.actions.report"]
            .with_company(self.other_company)
            ._render_qweb_html("loket_connector_hr_timesheet.report_export", export.ids)
        )
        self.assertNotIn(self.other_company.name, html.decode())
        self.assertIn(self.company.name, html.decode())

    def test_report_names_what_stayed_behind(self):
        self._line(self.zero, 8)
        self._line(self.minimum, 3.25, approved=False)
        export = self._export()
        export.action_send()
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.officer)
            ._render_qweb_html("loket_connector_hr_timesheet.report_export", export.ids)
        )
        text = html.decode()
        self.assertIn("Not approved", text)
        self.assertIn("3.25", text)
        self.assertIn(self.officer.name, text)

    def test_reported_totals_have_two_decimals(self):
        fields = self.env["loket.export.booking"].fields_get(["quantity"])
        self.assertEqual(fields["quantity"]["digits"], (16, 2))

    def test_exported_hours_can_be_reported(self):
        self._line(self.zero, 8)
        self._line(self.minimum, 4, date(2026, 3, 3))
        self._export().action_send()
        groups = (
            self.env["loket.export.booking"]
            .with_user(self.officer)
            ._read_group(
                [("code_type", "=", "hours")],
                ["employer_id", "period_id", "wage_code_id", "contract_kind"],
                ["quantity:sum"],
            )
        )
        self.assertEqual(
            sorted(groups, key=lambda group: group[3]),
            [
                (self.employer, self.period, self.code_hours, "min_hours", 4.0),
                (self.employer, self.period, self.code_hours, "zero_hours", 8.0),
            ],
        )

    def test_month_of_several_administrations_is_one_column(self):
        self._line(self.zero, 8)
        self._export().action_send()
        booking = self.env["loket.export.booking"].search([])
        other = self.administration.copy({"loket_id": "other"})
        period = self.period.copy({"administration_id": other.id})
        booking.copy({"period_id": period.id, "quantity": 4})
        view = self.env["loket.export.booking"].get_view(view_type="pivot")
        self.assertIn('name="period_name" type="col"', view["arch"])
        groups = self.env["loket.export.booking"].formatted_read_group(
            [], ["period_name"], ["quantity:sum"]
        )
        self.assertEqual(
            [(group["period_name"], group["quantity:sum"]) for group in groups],
            [("2026-03", 12.0)],
        )

    def test_timesheets_behind_a_line_open_for_loket_users(self):
        lines = self._line(self.zero, 8) + self._line(self.zero, 1)
        export = self._export()
        export.action_prepare()
        action = export.line_ids.action_view_timesheets()
        found = self.env["account.analytic.line"].with_user(self.officer)
        self.assertEqual(found.search(action["domain"]), lines.sorted("id", True))
        self.assertEqual(
            found.search([("loket_export_line_ids", "in", export.line_ids.ids)]),
            lines.sorted("id", True),
        )

    def test_queries_do_not_grow_with_the_lines(self):
        def queries(hours):
            for hour in hours:
                self._line(self.zero, hour, date(2026, 3, 2 + hour % 20))
            export = self._export()
            export.action_prepare()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            export.action_prepare()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few = queries(range(1, 6))
        self.assertLessEqual(queries(range(1, 31)), few)

    def test_total_of_many_lines_is_exact(self):
        for day in range(1, 29):
            self._line(self.zero, 0.1, date(2026, 3, day))
        self._export().action_send()
        self.assertEqual(self._in_loket(self.zero), {HOURS: 2.8})
