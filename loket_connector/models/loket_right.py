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
    other_activity = fields.Char(
        help="Another name that Loket has for the same activity."
    )
    feature = fields.Selection(
        [
            ("employees", "Employees and contracts"),
            ("history", "History of contracts"),
            ("bsn", "Citizen service number"),
            ("payroll", "Administrations, periods and components"),
            ("terminate", "End an employment"),
        ],
        "Function",
        required=True,
    )
    purpose_nl = fields.Char(
        "Purpose in Dutch",
        help="What it is needed for, in the message to a Dutch payroll administrator.",
    )
    per_venue = fields.Boolean(
        default=True,
        help="Loket lists it among the rights at a venue. The others belong to the"
        " user as such: whether they are missing shows when they are refused.",
    )
    optional = fields.Boolean(
        help="Without it one function stays off; everything else works."
    )
    sequence = fields.Integer(default=10)

    _activity_uniq = models.UniqueIndex(
        "(activity)", "This activity is listed already."
    )

    def _missing_from(self, granted):
        """Return the rights that a list of activities of a venue lacks."""
        return self.filtered(
            lambda right: (
                right.per_venue and not {right.activity, right.other_activity} & granted
            )
        )

    def _among(self, activities):
        """Return the rights that go by one of these names."""
        return self.filtered(
            lambda right: {right.activity, right.other_activity} & set(activities)
        )

    def _purpose(self, language):
        """Return what the right is needed for, in a language of the message."""
        self.ensure_one()
        if language == "nl":
            return self.purpose_nl or self.feature
        field = self.with_context(lang="en_US")._fields["feature"]
        labels = field._description_selection(self.with_context(lang="en_US").env)
        return dict(labels)[self.feature].lower()
