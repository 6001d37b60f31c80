# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class LoketPerson(models.Model):
    """Mirror of a Loket employee: a person at one employer, as Loket said last.

    ``values`` holds what the sync would write to the employee, by field group. It is
    kept so that a plan can be made, shown and applied without asking Loket again. It
    never holds a BSN and nobody reads it through the interface.
    """

    _name = "loket.person"
    _inherit = "loket.mirror.mixin"
    _description = "Loket Person"
    _order = "name, id"

    loket_id = fields.Char("Loket ID", required=True, copy=False, index=True)
    employer_id = fields.Many2one(
        "loket.employer", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="employer_id.company_id", store=True, index=True
    )
    name = fields.Char(required=True)
    number = fields.Integer("Employee Number", aggregator=None)
    birthday = fields.Date(groups="hr.group_hr_user")
    last_name_key = fields.Char(groups=fields.NO_ACCESS)
    email_key = fields.Char(groups=fields.NO_ACCESS)
    values = fields.Json(groups=fields.NO_ACCESS, copy=False)
    payload_hash = fields.Char(groups=fields.NO_ACCESS, copy=False)
    employee_id = fields.Many2one(
        "hr.employee", ondelete="set null", index=True, copy=False
    )
    matched_by = fields.Selection(
        [
            ("created", "Created from Loket"),
            ("loket_id", "Loket ID"),
            ("bsn", "BSN"),
            ("number", "Employee number"),
            ("name", "Birth date and last name"),
            ("email", "Birth date and e-mail"),
            ("choice", "Chosen by a user"),
        ],
        copy=False,
    )
    create_new = fields.Boolean(
        copy=False, help="Somebody decided that this is not one of the candidates."
    )
    main_employment_id = fields.Many2one(
        "loket.employment",
        "Chosen Main Employment",
        ondelete="set null",
        copy=False,
        domain="[('person_id', '=', id)]",
        help="Which employment Odoo shows as the contract. Empty: the one with most"
        " hours.",
    )
    ended_on = fields.Date(
        copy=False, help="The departure at this date was already handled."
    )
    photo_url = fields.Char(groups=fields.NO_ACCESS, copy=False)
    photo_done = fields.Char(
        groups=fields.NO_ACCESS,
        copy=False,
        help="The photo that the employee has; its address ends with its version.",
    )
    bsn_done = fields.Char(
        groups=fields.NO_ACCESS,
        copy=False,
        help="State of the person at Loket when the BSN was asked last.",
    )
    applied = fields.Json(
        groups=fields.NO_ACCESS,
        copy=False,
        help="What the sync wrote last, to recognise changes made in Odoo.",
    )
    employment_ids = fields.One2many("loket.employment", "person_id")

    _loket_id_uniq = models.UniqueIndex(
        "(employer_id, loket_id)", "This person is already known."
    )

    def _works(self):
        """Whether an employment runs or is yet to start."""
        today = fields.Date.context_today(self)
        return any(
            not employment.date_end or employment.date_end >= today
            for employment in self.employment_ids
        )

    def _choose(self, employee):
        """Settle an ambiguous match: this employee, or nobody (a new one).

        Remembered, so that the question is not asked again.
        """
        self.ensure_one()
        if not self.env.user.has_group("loket_connector.group_loket_user"):
            raise AccessError(self.env._("Only a Loket user can link employees."))
        employee.check_access("write")
        if employee.company_id and employee.company_id != self.company_id:
            raise UserError(
                self.env._("The employee works for another company than this venue.")
            )
        self.sudo().write(
            {
                "employee_id": employee.id,
                "matched_by": "choice" if employee else False,
                "create_new": not employee,
            }
        )
        if employee:
            employee.sudo().write(
                {
                    "loket_employee_id": self.loket_id,
                    "loket_employer_id": self.employer_id.id,
                }
            )
