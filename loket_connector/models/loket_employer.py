# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class LoketEmployer(models.Model):
    """A Loket employer (venue); setting its company links it, so that it is synced."""

    _name = "loket.employer"
    _description = "Loket Venue"
    _inherit = ["loket.mirror.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "name, id"
    _rec_names_search = ["name", "employer_number_text", "chamber_of_commerce_number"]

    connection_id = fields.Many2one(
        "loket.connection", required=True, ondelete="cascade", index=True
    )
    connection_state = fields.Selection(related="connection_id.state")
    loket_id = fields.Char(
        "Werkgever ID", required=True, readonly=True, copy=False, index=True
    )
    name = fields.Char(required=True, readonly=True)
    employer_number = fields.Integer(readonly=True, aggregator=None)
    employer_number_text = fields.Char(compute="_compute_employer_number", store=True)
    chamber_of_commerce_number = fields.Char("Chamber of Commerce No.", readonly=True)
    city = fields.Char(readonly=True)
    company_id = fields.Many2one(
        "res.company", index=True, tracking=True, ondelete="restrict"
    )
    rights_state = fields.Selection(
        [
            ("unknown", "Not checked"),
            ("complete", "Complete"),
            ("partial", "Partly missing"),
            ("missing", "Missing"),
        ],
        "Rights",
        default="unknown",
        required=True,
        readonly=True,
    )
    missing_right_ids = fields.Many2many("loket.right", readonly=True)
    rights_checked_on = fields.Datetime(readonly=True)
    last_version_number = fields.Char(
        readonly=True,
        default="0",
        copy=False,
        help="Everything up to this change at Loket is in Odoo.",
    )
    last_sync = fields.Datetime(readonly=True, copy=False)
    administration_ids = fields.One2many("loket.payroll.administration", "employer_id")
    employment_ids = fields.One2many("loket.employment", "employer_id")
    person_ids = fields.One2many("loket.person", "employer_id")
    employment_count = fields.Integer(compute="_compute_employment_count")
    active = fields.Boolean(default=True)

    _loket_id_uniq = models.UniqueIndex(
        "(connection_id, loket_id)", "This venue is already known on this connection."
    )

    @api.depends("employer_number")
    def _compute_employer_number(self):
        for employer in self:
            employer.employer_number_text = str(employer.employer_number or "")

    def _compute_employment_count(self):
        counts = dict(
            self.env["loket.employment"]._read_group(
                [("employer_id", "in", self.ids)], ["employer_id"], ["__count"]
            )
        )
        for employer in self:
            employer.employment_count = counts.get(employer, 0)

    @api.constrains("company_id")
    def _check_company_in_use(self):
        """A venue that filled a company stays with it: its people are there."""
        for employer in self:
            people = employer.sudo().person_ids.filtered("employee_id")
            if people.employee_id.company_id - employer.company_id:
                raise UserError(
                    self.env._(
                        "Employees of %(company)s are already linked to venue"
                        " “%(venue)s”. Unlink them before you choose another company.",
                        company=people.employee_id.company_id[:1].display_name,
                        venue=employer.name,
                    )
                )

    @api.constrains("company_id", "loket_id")
    def _check_linked_once(self):
        """The same people would be synced twice, by turns."""
        for employer in self.sudo().filtered("company_id"):
            twin = employer.search(
                [
                    ("id", "!=", employer.id),
                    ("loket_id", "=", employer.loket_id),
                    ("company_id", "!=", False),
                ],
                limit=1,
            )
            if twin:
                raise UserError(
                    self.env._(
                        "%(venue)s is linked through connection %(connection)s"
                        " already. Unlink it there first.",
                        venue=employer.name,
                        connection=twin.connection_id.name,
                    )
                )

    def write(self, vals):
        if {"connection_id", "loket_id"} & vals.keys() and not self.env.su:
            raise AccessError(self.env._("Only Loket says which venue this is."))
        # Not a constraint: those do not know whether a person or the sync writes.
        if vals.get("company_id") and not self.env.su:
            company = self.env["res.company"].browse(vals["company_id"])
            if company - self.env.user.company_ids:
                raise UserError(
                    self.env._(
                        "You can only link a venue to a company that you have access"
                        " to."
                    )
                )
        before = {employer: employer.company_id for employer in self}
        res = super().write(vals)
        for employer, company in before.items():
            if employer.company_id != company:
                employer.sudo().person_ids._forget_settled()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_linked(self):
        """Its mirror, and what was sent from it, go along with a venue."""
        for employer in self.filtered("company_id")[:1]:
            raise UserError(
                self.env._(
                    "Venue %(venue)s is linked to a company. Archive it instead, or"
                    " unlink it first.",
                    venue=employer.name,
                )
            )

    @api.model
    def _update_from_loket(self, connection, employers):
        """Create or update the venues of a connection; hide those out of sight.

        :param employers: the complete list of employer records that Loket returned.
        """
        known = {
            employer.loket_id: employer
            for employer in self.sudo()
            .with_context(active_test=False)
            .search([("connection_id", "=", connection.id)])
        }
        new_vals = []
        for record in employers:
            vals = self._prepare_employer_vals(record)
            employer = known.pop(record.id, None)
            if employer is None:
                new_vals.append(
                    {"connection_id": connection.id, "loket_id": record.id, **vals}
                )
            else:
                employer._write_changes({**vals, "active": True})
        for employer in known.values():
            # Out of sight for this user is not gone: a linked venue stays visible.
            if not employer.company_id:
                employer._write_changes({"active": False})
        self.sudo().create(new_vals)

    @api.model
    def _prepare_employer_vals(self, record):
        return {
            "name": record.name,
            "employer_number": record.employer_number or 0,
            "chamber_of_commerce_number": record.chamber_of_commerce_number or False,
            "city": record.city or False,
        }

    @api.model
    def _at_work_domain(self):
        """Return the domain of venues for which anything is done at night."""
        return Domain(
            [
                ("active", "=", True),
                ("company_id.active", "=", True),
                ("connection_id.active", "=", True),
            ]
        )

    def _check_linked(self):
        """Refuse to do anything for a venue without a company, or archived ones.

        :raise UserError: says what to do about it
        """
        # Not all that a company has, for this one of it.
        self.company_id.fetch(["active"])
        for employer in self:
            if not employer.company_id:
                raise UserError(
                    self.env._(
                        "Venue %(venue)s is not linked to a company yet. Choose its"
                        " company first.",
                        venue=employer.name,
                    )
                )
            for record in (
                employer,
                employer.sudo().connection_id,
                employer.company_id,
            ):
                if not record.active:
                    raise UserError(
                        self.env._(
                            "%(name)s is archived, so nothing is exchanged with Loket"
                            " for venue “%(venue)s”. Restore it first.",
                            name=record.display_name,
                            venue=employer.name,
                        )
                    )

    def action_view_employments(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Employments"),
            "res_model": "loket.employment",
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            "domain": [("employer_id", "=", self.id)],
        }

    def action_view_administrations(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Payroll Administrations"),
            "res_model": "loket.payroll.administration",
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            "domain": [("employer_id", "=", self.id)],
        }
