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
        others = (terms.employment_id.term_ids - terms).grouped("employment_id")
        changed = self.browse()
        for term in terms if others else ():
            before = self._held_on(others.get(term.employment_id), term.date_start)
            if before and before.contract_kind != term.contract_kind:
                changed |= term
        changed._note_kind_changed()
        return terms

    def write(self, vals):
        kind = vals.get("contract_kind")
        changed = self.filtered(lambda term: kind and term.contract_kind != kind)
        res = super().write(vals)
        changed._note_kind_changed()
        return res

    def unlink(self):
        rest = (self.employment_id.term_ids - self).grouped("employment_id")
        changed = self.browse()
        for term in self:
            heir = self._held_on(rest.get(term.employment_id), term.date_start)
            if heir and heir.contract_kind != term.contract_kind:
                changed |= heir
        changed._note_kind_changed()
        return super().unlink()

    def _note_kind_changed(self):
        if self:
            self.write({"kind_changed_on": fields.Datetime.now()})

    @api.model
    def _held_on(self, terms, day):
        """Return the term of a day among those of one employment, or an empty one."""
        terms = (terms or self.browse()).sorted("date_start")
        return terms.filtered(lambda term: term.date_start <= day)[-1:] or terms[:1]
