# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class LoketMirrorMixin(models.AbstractModel):
    """For models that repeat what Loket said: write only what differs."""

    _name = "loket.mirror.mixin"
    _description = "Loket Mirror"

    def _write_changes(self, vals):
        """Write the values that differ from the record; return whether any did."""
        self.ensure_one()
        changed = {
            name: value
            for name, value in vals.items()
            if self._fields[name].convert_to_write(self[name], self) != value
        }
        if changed:
            self.write(changed)
        return bool(changed)
