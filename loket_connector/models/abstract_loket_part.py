# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.exceptions import AccessError


class LoketPartMixin(models.AbstractModel):
    """For what people write and what is of the company of something else.

    Record rules look at a record before it is written, and believe the company that
    is stored with it. So that nobody moves a record of the own company into another
    one, they are asked once more afterwards, and what follows from another record is
    not written by hand.
    """

    _name = "loket.part.mixin"
    _description = "Part of Something of a Company"

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        written = [self._fields[name] for name in vals if name in self._fields]
        for field in written:
            if field.related and field.store:
                raise AccessError(
                    self.env._(
                        "“%(field)s” follows from another record.",
                        field=field._description_string(self.env),
                    )
                )
        res = super().write(vals)
        if any(field.type == "many2one" for field in written):
            self.check_access("write")
        return res
