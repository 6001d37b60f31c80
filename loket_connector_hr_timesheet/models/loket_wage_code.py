# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import UserError, ValidationError

#: Whose hours would be something else with another code, or none.
USES = (
    ("account.analytic.line", "loket_wage_code_id"),
    ("loket.allowance", "wage_code_id"),
    ("loket.export.booking", "wage_code_id"),
    ("project.task", "loket_wage_code_id"),
    ("project.project", "loket_wage_code_id"),
    ("hr.employee", "loket_wage_code_id"),
)


class LoketWageCode(models.Model):
    _inherit = "loket.wage.code"

    def write(self, vals):
        if "code_type" in vals:
            changed = self.filtered(lambda code: code.code_type != vals["code_type"])
            changed._check_unused()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_unused()

    def _check_unused(self):
        """Refuse what would turn hours that name these codes into something else."""
        for model, name in USES:
            records = self.env[model].sudo().with_context(active_test=False)
            used = records.search([(name, "in", self.ids)], limit=1)
            if used:
                raise UserError(
                    self.env._(
                        "Wage code “%(code)s” is in use, so it keeps its kind and is"
                        " not deleted. Archive it and make another one.",
                        code=used[name].display_name,
                    )
                )

    def _check_kind(self, *kinds):
        """Refuse codes of another kind: their component would get the wrong number."""
        for code in self.sudo():
            if code.code_type not in kinds:
                names = dict(self._fields["code_type"]._description_selection(self.env))
                raise ValidationError(
                    self.env._(
                        "Wage code “%(code)s” (%(kind)s) does not fit here. Choose"
                        " another one.",
                        code=code.display_name,
                        kind=names[code.code_type],
                    )
                )
