# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class LoketRight(models.Model):
    """An activity at Loket that a function of the connector needs.

    ``activity`` is the name that Loket's authorization list uses; ``name`` is the
    right (recht) that an accountant ticks for the user in Loket.
    """

    _name = "loket.right"
    _description = "Loket Right"
    _order = "sequence, id"

    name = fields.Char("Right in Loket", required=True)
    activity = fields.Char(required=True)
    feature = fields.Selection(
        [
            ("employees", "Employees and contracts"),
            ("history", "History of contracts"),
            ("bsn", "Citizen service number"),
            ("payroll", "Administrations, periods and components"),
            ("terminate", "End an employment"),
        ],
        required=True,
    )
    optional = fields.Boolean(
        help="Without it one function stays off; everything else works."
    )
    sequence = fields.Integer(default=10)

    _activity_uniq = models.UniqueIndex(
        "(activity)", "This activity is listed already."
    )
