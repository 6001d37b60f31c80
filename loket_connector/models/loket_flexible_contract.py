# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import namedtuple

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..mappers.contract import contract_kind, default_kind

#: What the mapper looks at of Loket's working hours.
_Hours = namedtuple("_Hours", "flexible_key flexible hours_per_week")


class LoketFlexibleContract(models.Model):
    """What a kind of flexible-hours contract at Loket means for exports.

    Loket hands out the keys; which of them are zero-hours contracts decides whose
    hours are paid, so the table is visible and an administrator can change it.
    """

    _name = "loket.flexible.contract"
    _description = "Loket Flexible Contract"
    _order = "connection_id, key"

    connection_id = fields.Many2one(
        "loket.connection", required=True, ondelete="cascade", index=True
    )
    key = fields.Integer("Loket Key", required=True, aggregator=None)
    name = fields.Char("Name in Loket", required=True)
    contract_kind = fields.Selection(
        [
            ("zero_hours", "Zero hours"),
            ("min_hours", "Minimum hours"),
            ("fixed", "Fixed"),
        ],
        required=True,
        default="fixed",
    )
    to_review = fields.Boolean(
        help="The name did not tell what it is. Until somebody looked at it, the hours"
        " and the on-call mark of the employment decide."
    )

    _key_uniq = models.UniqueIndex(
        "(connection_id, key)", "This kind of flexible contract is already known."
    )

    @api.model
    def _get_kinds(self, connection, seen):
        """Return ``{key: kind}`` after adding the kinds of ``seen`` that are new.

        :param seen: ``{key: name}`` as Loket sent them.
        """
        known = self.sudo().search([("connection_id", "=", connection.id)])
        missing = sorted(set(seen) - set(known.mapped("key")))
        if missing:
            known += self.sudo().create(
                [self._prepare_vals(connection, key, seen[key]) for key in missing]
            )
        # A kind that nobody looked at says nothing: the hours decide until then.
        return {kind.key: kind.contract_kind for kind in known if not kind.to_review}

    @api.model
    def _prepare_vals(self, connection, key, name):
        kind = default_kind(key, name)
        return {
            "connection_id": connection.id,
            "key": key,
            "name": name or str(key),
            "contract_kind": kind or "fixed",
            "to_review": not kind,
        }

    def write(self, vals):
        if {"connection_id", "key"} & vals.keys() and not self.env.su:
            raise AccessError(self.env._("Only Loket says which kind this is."))
        if "contract_kind" in vals:
            vals = {"to_review": False, **vals}
        res = super().write(vals)
        if {"contract_kind", "to_review"} & vals.keys():
            self._apply_to_terms()
        return res

    def _apply_to_terms(self):
        """Judge the known terms again: Loket's rows do not change along with us.

        The mirror follows at once; the employees at the next sync.
        """
        for kind in self:
            kinds = {} if kind.to_review else {kind.key: kind.contract_kind}
            terms = (
                self.env["loket.employment.term"]
                .sudo()
                .with_context(active_test=False)
                .search(
                    [
                        ("flexible_key", "=", kind.key),
                        (
                            "employment_id.employer_id.connection_id",
                            "=",
                            kind.connection_id.id,
                        ),
                    ]
                )
            )
            for term in terms:
                hours = _Hours(kind.key, kind.name, term.hours_per_week)
                judged = contract_kind(hours, term.employment_id.is_on_call, kinds)
                if term.contract_kind != judged:
                    term.contract_kind = judged
                    term.employment_id.person_id.is_due = True
