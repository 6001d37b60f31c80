# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..mappers.pattern import parity_change
from ..services.dates import dutch_today
from ..services.stretches import AHEAD


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
    # Read when it is needed only: of the bulk of people nothing but a hash is.
    values = fields.Json(groups=fields.NO_ACCESS, copy=False, prefetch=False)
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
    is_due = fields.Boolean(
        default=True,
        copy=False,
        index=True,
        help="Something of this person still has to be compared with Odoo: the next"
        " sync does it, whether or not Loket has news.",
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
        prefetch=False,
        help="What the sync wrote last, to recognise changes made in Odoo.",
    )
    settled = fields.Char(
        groups=fields.NO_ACCESS,
        copy=False,
        prefetch=False,
        help="Hash of all there was when the sync last found nothing to do here.",
    )
    employment_ids = fields.One2many("loket.employment", "person_id")

    _loket_id_uniq = models.UniqueIndex(
        "(employer_id, loket_id)", "This person is already known."
    )

    @api.constrains("main_employment_id")
    def _check_main_employment(self):
        for person in self.filtered("main_employment_id"):
            owner = person.main_employment_id.person_id
            same_employee = (
                owner.employee_id and owner.employee_id == person.employee_id
            )
            if owner != person and not same_employee:
                raise ValidationError(
                    self.env._("The main employment has to be one of this person.")
                )

    def _works(self):
        """Whether an employment runs or is yet to start."""
        today = dutch_today(self)
        return any(
            not employment.date_end or employment.date_end >= today
            for employment in self.employment_ids
        )

    @api.model
    def _by_date(self, employer, since, today):
        """Persons of a venue for whom a day after ``since``, up to today, matters:
        something began, or the day before was the last one."""
        Domain = fields.Domain

        # One record for both sides of a period: of two terms, one past and one to
        # come, neither says anything.
        def came(path, name):
            period = Domain(name, ">", since) & Domain(name, "<=", today)
            return Domain(path, "any", period)

        def ended(path, name):
            period = Domain(name, ">=", since) & Domain(name, "<", today)
            return Domain(path, "any", period)

        matters = (
            came("employment_ids", "date_start")
            | ended("employment_ids", "date_end")
            | ended("employment_ids", "contract_end")
            | came("employment_ids.term_ids", "date_start")
        )
        if parity_change(since + AHEAD) <= today + AHEAD:
            # After a week 53 odd weeks are the other ones of a two-week schedule.
            matters |= Domain("employment_ids.term_ids.work_pattern", "!=", False)
        return self.search(Domain("employer_id", "=", employer.id) & matters)

    @api.model
    def _gone(self, employer):
        """Persons of a venue who worked there, and for whom that is over."""
        Domain = fields.Domain
        today = dutch_today(employer)
        # Off the list of Loket is not over.
        jobs = self.env["loket.employment"].with_context(active_test=False)
        there = Domain("employer_id", "=", employer.id)
        running = Domain("date_end", "=", False) | Domain("date_end", ">=", today)
        ((worked,),) = jobs._read_group(there, [], ["person_id:recordset"])
        ((working,),) = jobs._read_group(there & running, [], ["person_id:recordset"])
        return worked - working

    def _check_loket_user(self):
        if not self.env.user.has_group("loket_connector.group_loket_user"):
            raise AccessError(
                self.env._("Only a Loket user can decide this. Ask one of yours.")
            )
        self.check_access("read")

    def _choose_main(self, employment):
        """Settle which employment is the contract; an empty one leaves it to the
        hours again. All persons of the employee follow."""
        self.ensure_one()
        self._check_loket_user()
        if employment.company_id not in (self.company_id, self.env["res.company"]):
            raise UserError(
                self.env._("The employment belongs to another company than the person.")
            )
        person_sudo = self.sudo()
        persons_sudo = person_sudo | person_sudo.employee_id.loket_person_ids
        persons_sudo.main_employment_id = False
        person_sudo.main_employment_id = employment
        persons_sudo.is_due = True

    def _forget_settled(self):
        """The venue is for another company: what was settled was about the people of
        the one before."""
        self.write({"create_new": False, "ended_on": False, "is_due": True})

    def _check_unsettled(self, employee, is_double=False):
        """One person, one employee: neither may have found another one already.

        :param is_double: the employee was offered as another person of the venue.
        """
        person_sudo = self.sudo()
        if person_sudo.employee_id and person_sudo.employee_id != employee:
            raise UserError(
                self.env._(
                    "%(name)s is linked to employee “%(employee)s” already. Sync again"
                    " to see how it is now.",
                    name=person_sudo.name,
                    employee=person_sudo.employee_id.name,
                )
            )
        if is_double:
            return
        others = employee.sudo().loket_person_ids.filtered(
            lambda person: person.employer_id == person_sudo.employer_id
        )
        if others - person_sudo - self.sudo()._gone(person_sudo.employer_id):
            raise UserError(
                self.env._(
                    "Employee “%(employee)s” is linked to another person of this venue"
                    " already. Choose another one, or create a new employee.",
                    employee=employee.name,
                )
            )

    def _choose(self, employee, is_double=False):
        """Settle an ambiguous match: this employee, or nobody (a new one).

        Who is another person of the venue already has one more employment then.

        Remembered, so that the question is not asked again. Who was settled meanwhile,
        by a sync or by somebody else, stays as that is.
        """
        self.ensure_one()
        self._check_loket_user()
        employee.check_access("write")
        self._check_unsettled(employee, is_double)
        if employee.company_id and employee.company_id != self.company_id:
            raise UserError(
                self.env._("The employee works for another company than this venue.")
            )
        self.sudo().write(
            {
                "employee_id": employee.id,
                "matched_by": "choice" if employee else False,
                "create_new": not employee,
                "is_due": True,
            }
        )
        # Which of two persons tells how somebody is depends on the employments.
        if employee and not is_double:
            employee.sudo().write(
                {
                    "loket_employee_id": self.loket_id,
                    "loket_employer_id": self.employer_id.id,
                }
            )
