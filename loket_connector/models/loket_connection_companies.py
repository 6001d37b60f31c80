# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError


class LoketConnection(models.Model):
    """Whose a connection is; the record rules go by it.

    It is of the companies of its linked venues, and until one is linked of the company
    in which it was made. Administrators of any of them see it. Who changes it, signs
    in with it or links another one of its venues does so for all of them, and has to
    be an administrator of all.
    """

    _inherit = "loket.connection"

    company_ids = fields.Many2many(
        "res.company",
        compute="_compute_company_ids",
        store=True,
        groups=fields.NO_ACCESS,
        help="Companies of the linked venues. Record rules go by it: a rule on the"
        " venues themselves would leave those of other companies in the cache.",
    )
    owner_company_ids = fields.Many2many(
        "res.company",
        "loket_connection_owner_company_rel",
        compute="_compute_company_ids",
        store=True,
        groups=fields.NO_ACCESS,
        help="Whose the connection is, also while no venue is linked.",
    )
    home_company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        copy=False,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="Where the connection was made.",
    )

    @api.depends("employer_ids.company_id", "home_company_id")
    def _compute_company_ids(self):
        for connection in self:
            venues = connection.with_context(active_test=False).employer_ids
            connection.company_ids = venues.company_id
            connection.owner_company_ids = (
                venues.company_id or connection.home_company_id
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_home(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_home(vals)
        return super().write(vals)

    def _check_home(self, vals):
        """A connection is made where one works, and stays there."""
        company = vals.get("home_company_id", self.env.company.id)
        if company != self.env.company.id and not self.env.su:
            raise AccessError(
                self.env._("A connection belongs to the company in which it was made.")
            )
