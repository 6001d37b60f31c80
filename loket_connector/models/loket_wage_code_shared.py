# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import AccessError

#: What decides how hours are paid, in every company that uses the code.
SHARED = {"code_type", "is_default", "sequence", "active"}


class LoketWageCode(models.Model):
    """Wage codes are the same for all companies: one does not change them for others.

    A code is used where a payroll component stands for it.
    """

    _inherit = "loket.wage.code"

    @api.model_create_multi
    def create(self, vals_list):
        codes = super().create(vals_list)
        codes._check_defaults()
        return codes

    def write(self, vals):
        if SHARED & vals.keys():
            self._check_shared()
        res = super().write(vals)
        if SHARED & vals.keys():
            self._check_defaults()
        return res

    def _check_defaults(self):
        """A second default may take the place of the one that others go by."""
        types = self.filtered("is_default").mapped("code_type")
        self.search([("code_type", "in", types)])._check_shared()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used_elsewhere(self):
        self._check_shared()

    def _check_shared(self):
        """Refuse for codes of companies that the user has no access to."""
        if self.env.su:
            return
        for code in self:
            companies = code.sudo().mapping_ids.company_id
            if companies.filtered("active") - self.env.user.company_ids:
                raise AccessError(
                    self.env._(
                        "Another company uses wage code “%(code)s”, too. Only an"
                        " administrator of all these companies can change what it"
                        " means or delete it.",
                        code=code.name,
                    )
                )
