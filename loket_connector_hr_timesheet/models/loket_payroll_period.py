# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import LockError, UserError


class LoketPayrollPeriod(models.Model):
    _inherit = "loket.payroll.period"

    has_export = fields.Boolean(
        readonly=True,
        help="Something of this period was sent, so late hours of it become a"
        " correction.",
    )

    def _lock_for_export(self):
        """Keep others from preparing or sending the same period until we are done."""
        try:
            self.sudo().lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "The export of period %(period)s is being prepared or sent by"
                    " somebody else right now. Wait a moment and try again.",
                    period=self.display_name,
                )
            ) from error
