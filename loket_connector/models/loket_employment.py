# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class LoketEmployment(models.Model):
    """Mirror of a Loket employment (dienstverband): what Loket said last.

    Only a sync writes here. Exports read it, so that no call per person is needed.
    """

    _name = "loket.employment"
    _inherit = "loket.mirror.mixin"
    _description = "Loket Employment"
    _order = "person_id, date_start desc, id"
    _rec_names_search = ["person_id.name", "payroll_number_text"]

    loket_id = fields.Char("Loket ID", required=True, copy=False, index=True)
    employer_id = fields.Many2one(
        "loket.employer", "Venue", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="employer_id.company_id", store=True, index=True
    )
    person_id = fields.Many2one(
        "loket.person", required=True, ondelete="cascade", index=True
    )
    employee_id = fields.Many2one(
        related="person_id.employee_id", store=True, index=True
    )
    administration_id = fields.Many2one(
        "loket.payroll.administration",
        ondelete="set null",
        index=True,
        help="Empty for an employment outside payroll: nothing can be exported.",
    )
    payroll_number = fields.Integer(
        aggregator=None, help="Loket's payroll number of the employment (persnr)."
    )
    payroll_number_text = fields.Char(compute="_compute_texts", store=True)
    date_start = fields.Date("Start Date", required=True)
    contract_end = fields.Date(
        help="Last day of the fixed-term contract (aanstelling tot). Not the end of"
        " the employment."
    )
    date_end = fields.Date("End of Employment")
    is_on_call = fields.Boolean("On Call")
    duration_type = fields.Selection(
        [
            ("indefinite", "Indefinite"),
            ("definite", "Fixed term"),
            ("on_call", "On call"),
        ]
    )
    is_main = fields.Boolean(
        "Main Employment",
        help="The employment shown as the contract in Odoo; hours without a choice of"
        " employment go here.",
    )
    is_chosen_main = fields.Boolean("Chosen by Hand", compute="_compute_is_chosen_main")
    active = fields.Boolean(
        default=True, help="Off when Loket no longer lists this employment."
    )
    term_ids = fields.One2many("loket.employment.term", "employment_id")
    payload_hash = fields.Char(groups=fields.NO_ACCESS, copy=False)
    history_read = fields.Boolean(
        groups=fields.NO_ACCESS,
        help="The date chains of this employment were read, not just the present row.",
    )

    _loket_id_uniq = models.UniqueIndex(
        "(employer_id, loket_id)", "This employment is already known."
    )

    @api.depends("payroll_number")
    def _compute_texts(self):
        for employment in self:
            employment.payroll_number_text = str(employment.payroll_number or "")

    @api.depends("person_id.main_employment_id")
    def _compute_is_chosen_main(self):
        for employment in self:
            employment.is_chosen_main = (
                employment.person_id.main_employment_id == employment
            )

    @api.depends("person_id.name", "payroll_number")
    def _compute_display_name(self):
        for employment in self:
            name = employment.person_id.name or ""
            number = employment.payroll_number
            employment.display_name = f"{name} ({number})" if number else name

    def action_choose_main(self):
        """Show this employment as the contract, whatever its hours."""
        self.ensure_one()
        self.check_access("read")
        self.person_id._choose_main(self)
        return True

    def action_main_by_hours(self):
        """Let the hours decide again which employment is the contract."""
        self.ensure_one()
        self.check_access("read")
        self.person_id._choose_main(self.browse())
        return True

    def _takes_place(self):
        """Whether the employment has a day at all: Loket withdraws one that has not
        begun by an end before the start."""
        self.ensure_one()
        return not self.date_end or self.date_start <= self.date_end

    def _terms(self):
        """Terms of one employment, oldest first."""
        self.ensure_one()
        return self.term_ids.sorted("date_start")

    def _term_on(self, day):
        """The term of a day; before the first known one that first one."""
        terms = self._terms()
        running = terms.filtered(lambda term: term.date_start <= day)
        return running[-1:] or terms[:1]

    def _update_terms(self, term_vals, complete):
        """Bring the stored terms in line with Loket's.

        :param term_vals: values of terms, oldest first; none: what is known stays,
            up to the end of the employment.
        :param complete: whether they are the whole history; if not, they are the
            present term only, and what is known of earlier ones stays.
        """
        self.ensure_one()
        if not term_vals:
            self._end_terms()
            return
        known = {term.date_start: term for term in self.term_ids}
        first, last = term_vals[0]["date_start"], term_vals[-1]["date_end"]
        for vals in term_vals:
            term = known.pop(vals["date_start"], None)
            if term:
                term._write_changes(vals)
            else:
                self.write({"term_ids": [fields.Command.create(vals)]})
        for day, term in known.items():
            if complete or day > (self.date_end or day):
                term.unlink()
            elif day > first:
                # What follows the present term is known from before.
                if not last or day <= last:
                    term.unlink()
            elif not term.date_end or term.date_end >= first:
                term.date_end = fields.Date.subtract(first, days=1)

    def _end_terms(self):
        """Let no term hold after the end of the employment."""
        terms = self._terms()
        later = terms[1:].filtered(lambda term: term.date_start > self.date_end)
        later.unlink()
        last = (terms - later)[-1]
        last._write_changes({"date_end": max(last.date_start, self.date_end)})
