# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..mappers.company_match import best_company


class LoketEmployer(models.Model):
    """Choosing the company of a venue: suggested, chosen or created."""

    _inherit = "loket.employer"

    suggested_company_id = fields.Many2one(
        "res.company", "Suggestion", compute="_compute_suggested_company_id"
    )
    suggestion_reason = fields.Selection(
        [("number", "Same Chamber of Commerce number"), ("name", "Same name")],
        "Why",
        compute="_compute_suggested_company_id",
    )

    @api.depends("name", "chamber_of_commerce_number", "company_id")
    def _compute_suggested_company_id(self):
        companies = [
            (company.id, company.name, company.company_registry)
            for company in self.env.user.company_ids
        ]
        for employer in self:
            found, reason = None, False
            if not employer.company_id:
                found, reason = best_company(
                    employer.name, employer.chamber_of_commerce_number, companies
                )
            employer.suggested_company_id = found
            employer.suggestion_reason = reason or False

    def action_link_suggested(self):
        """Link these venues to the companies that are suggested for them."""
        self.check_access("write")
        for employer in self.filtered("suggested_company_id"):
            employer.company_id = employer.suggested_company_id
        return self._after_linking()

    def action_choose_company(self):
        """Ask for the company of one venue."""
        self.ensure_one()
        self.check_access("write")
        view = self.env.ref("loket_connector.loket_employer_view_form_company")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Company of %(venue)s", venue=self.name),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
            "target": "new",
            "context": {"loket_setup_id": self.env.context.get("loket_setup_id")},
        }

    def action_create_company(self):
        """Create a company like the venue, and link it."""
        self.ensure_one()
        self.check_access("write")
        if self.company_id:
            raise UserError(
                self.env._(
                    "%(venue)s is linked to %(company)s already.",
                    venue=self.name,
                    company=self.company_id.name,
                )
            )
        try:
            company = self.env["res.company"].create(self._prepare_company_vals())
        except AccessError as error:
            raise UserError(
                self.env._(
                    "You may not create companies in Odoo. Ask an administrator to"
                    " create %(venue)s under Settings, Companies, and to give you"
                    " access to it.",
                    venue=self.name,
                )
            ) from error
        self.company_id = company
        return self._after_linking()

    def _prepare_company_vals(self):
        """Hook: values of a company that is created for a venue."""
        return {
            "name": self.name,
            "company_registry": self.chamber_of_commerce_number or False,
            "city": self.city or False,
            "country_id": self.env.ref("base.nl").id,
            "currency_id": self.env.ref("base.EUR").id,
        }

    def action_unlink_company(self):
        """Undo a link, as long as nobody of the venue is in Odoo."""
        self.ensure_one()
        self.check_access("write")
        self.company_id = False
        if not self.has_access("read"):
            # From now on it is for the other companies of its connection only.
            return self.env["ir.actions.act_window"]._for_xml_id(
                "loket_connector.loket_employer_action_overview"
            )
        return self._after_linking()

    def action_confirm_company(self):
        """Keep the company that was chosen, and show the set-up again."""
        self.ensure_one()
        self.check_access("write")
        if not self.company_id:
            raise UserError(self.env._("Choose a company."))
        return self._after_linking()

    def _after_linking(self):
        """Start the web client anew when a company is not switched on in it."""
        if self.env.context.get("loket_setup_id") and (
            self.company_id - self.env.companies
        ):
            return self.env["loket.setup.wizard"]._restart_action()
        return False
