# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


class LoketConnection(models.Model):
    _inherit = "loket.connection"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_exported(self):
        """The database deletes the venues along, without asking them."""
        employers_sudo = self.sudo().with_context(active_test=False).employer_ids
        employers_sudo._unlink_except_exported()
