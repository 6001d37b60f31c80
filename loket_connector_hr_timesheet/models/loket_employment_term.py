# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class LoketEmploymentTerm(models.Model):
    """When Loket said another kind of contract for days that it had said something of.

    Hours that a rule left out before that are looked for, those of everybody else not.
    """

    _inherit = "loket.employment.term"

    kind_changed_on = fields.Datetime(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Days of this term had another kind of contract until then.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        terms = super().create(vals_list)
        others = terms.employment_id.term_ids - terms
        for term in terms if others else ():
            before = others._held_on(term.employment_id, term.date_start)
            if before and before.contract_kind != term.contract_kind:
                term.kind_changed_on = fields.Datetime.now()
        return terms

    def write(self, vals):
        kind = vals.get("contract_kind")
        changed = self.filtered(lambda term: kind and term.contract_kind != kind)
        res = super().write(vals)
        if changed:
            changed.write({"kind_changed_on": fields.Datetime.now()})
        return res

    def unlink(self):
        rest = self.employment_id.term_ids - self
        changed = self.browse()
        for term in self:
            heir = rest._held_on(term.employment_id, term.date_start)
            if heir.contract_kind != term.contract_kind:
                changed |= heir
        changed.write({"kind_changed_on": fields.Datetime.now()})
        return super().unlink()

    def _held_on(self, employment, day):
        """Return the term of a day among these, see ``loket.employment._term_on``."""
        terms = self.filtered(lambda term: term.employment_id == employment)
        terms = terms.sorted("date_start")
        return terms.filtered(lambda term: term.date_start <= day)[-1:] or terms[:1]
