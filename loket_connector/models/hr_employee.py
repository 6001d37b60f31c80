# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services.dates import dutch_today, in_words
from ..services.message import Message
from ..services.notification import notification


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    loket_employee_id = fields.Char(
        "Loket Employee ID",
        copy=False,
        index=True,
        readonly=True,
        groups="hr.group_hr_user",
    )
    loket_employee_number = fields.Char(
        copy=False, index=True, groups="hr.group_hr_user"
    )
    loket_employer_id = fields.Many2one(
        "loket.employer",
        "Loket Venue",
        copy=False,
        readonly=True,
        index=True,
        groups="loket_connector.group_loket_user",
    )
    loket_person_ids = fields.One2many(
        "loket.person",
        "employee_id",
        "Loket Persons",
        groups="loket_connector.group_loket_user",
    )
    loket_employment_ids = fields.One2many(
        "loket.employment",
        "employee_id",
        "Loket Employments",
        groups="loket_connector.group_loket_user",
    )
    loket_sync_state = fields.Selection(
        [
            ("none", "Not in Loket"),
            ("synced", "Synced"),
            ("ended", "Ended in Loket"),
            ("problem", "Problem"),
        ],
        "Loket State",
        compute="_compute_loket_sync_state",
        store=True,
        groups="hr.group_hr_user",
    )
    loket_last_sync = fields.Datetime(
        "Last Loket Sync", copy=False, readonly=True, groups="hr.group_hr_user"
    )
    loket_problem = Message(copy=False, readonly=True, groups="hr.group_hr_user")

    _loket_employee_id_uniq = models.UniqueIndex(
        "(loket_employee_id, company_id) WHERE loket_employee_id IS NOT NULL",
        "Another employee of this company is already linked to this Loket employee.",
    )

    @api.depends("loket_employee_id", "loket_problem")
    def _compute_loket_sync_state(self):
        # Not on the employments: a preview changes those and must not write here. A
        # sync refreshes the state itself.
        today = dutch_today(self)
        for employee in self:
            employee.loket_sync_state = employee._get_loket_sync_state(today)

    def _get_loket_sync_state(self, today):
        employments = self.loket_employment_ids
        if not self.loket_employee_id:
            return "none"
        if self.loket_problem:
            return "problem"
        if employments and all(
            employment.date_end and employment.date_end < today
            for employment in employments
        ):
            return "ended"
        return "synced"

    def _loket_refresh_state(self):
        """A day that passes changes the state too, without a change of any record."""
        today = dutch_today(self)
        for employee in self:
            state = employee._get_loket_sync_state(today)
            if employee.loket_sync_state != state:
                employee.loket_sync_state = state

    def _avatar_generate_svg(self):
        """Odoo draws a letter whenever somebody without a picture is shown. It also
        stores ten copies of it for each employee that an administrator or a scheduled
        action creates: more work than all the rest, and a rename leaves the old letter.
        """
        if self.env.context.get("loket_no_avatar"):
            return False
        return super()._avatar_generate_svg()

    def action_loket_sync(self):
        """Fetch the chosen employees from Loket, or whole venues when none is linked.

        Used by the buttons on the employee list and form.
        """
        return self._loket_sync("manual")

    def action_loket_preview(self):
        """Show what a sync of the chosen employees would change."""
        return self._loket_sync("preview")

    def _loket_sync(self, mode):
        if not self.env.user.has_group("loket_connector.group_loket_user"):
            raise UserError(
                self.env._("Ask a Loket user of your company to start the sync.")
            )
        employers = self.loket_person_ids.employer_id or self.env[
            "loket.employer"
        ].search([("company_id", "in", (self.company_id or self.env.companies).ids)])
        if not employers:
            raise UserError(
                self.env._(
                    "No Loket venue is linked to this company yet. An administrator"
                    " links venues to companies in the Loket app."
                )
            )
        return employers._sync(
            mode, persons=self.loket_person_ids or None
        ).action_open()

    def action_loket_choose(self):
        """Settle an ambiguous match: this employee is the person of the line.

        The line comes in the context (a button beside each candidate).
        """
        self.ensure_one()
        self.env["loket.person"]._check_loket_user()
        line = self.env["loket.sync.line"].browse(self.env.context.get("loket_line_id"))
        line.check_access("read")
        if self not in line.candidate_ids:
            raise UserError(
                self.env._("Open the line again: this employee is no longer proposed.")
            )
        line.person_id._choose(self, is_double=self in line.double_ids)
        return notification(
            self.env._(
                "%(name)s is linked. The next sync fills in the rest.", name=self.name
            )
        )

    def _loket_register_departure(self, day):
        """Run Odoo's own departure for an employee who left at Loket.

        The end of the contract is Loket's: it can be earlier than the departure.
        """
        reason = self.env.ref(
            "loket_connector.departure_reason_loket", raise_if_not_found=False
        )
        for employee in self.filtered("active"):
            vals = {
                "departure_date": day,
                "employee_ids": [fields.Command.set(employee.ids)],
                "set_date_end": False,
            }
            if reason:
                vals["departure_reason_id"] = reason.id
            self.env["hr.departure.wizard"].sudo().with_context(
                employee_termination=True
            ).create(vals).action_register_departure()

    def _loket_propose_departure(self, day, user):
        """Ask the responsible person to run the departure in Odoo, once."""
        # In the language of who reads it.
        self = self.with_context(mail_activity_quick_update=True, lang=user.lang)
        for employee in self.filtered("active"):
            employee.activity_unlink(["loket_connector.activity_departure"])
            employee.activity_schedule(
                "loket_connector.activity_departure",
                user_id=user.id,
                summary=self.env._(
                    "Left at Loket on %(day)s", day=in_words(self.env, day)
                ),
                note=self.env._(
                    "The employment of %(name)s ended at Loket on %(day)s. Register"
                    " the departure with the Archive button of the employee.",
                    name=employee.name,
                    day=in_words(self.env, day),
                ),
            )
