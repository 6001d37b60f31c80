# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ..mappers.names import first_names, may_be_namesakes
from .contract_plan import ContractPlan

_lt = LazyTranslate(__name__)


class LoketPlanner(models.AbstractModel):
    """One person entered twice at a venue of Loket is one person in Odoo too.

    Nobody is created who may be there already: by BSN, or by birth date with first
    and last name. The report names both and a click decides, as it may be twins.
    """

    _inherit = "loket.planner"

    @api.model
    def _tellers(self, context, employer):
        """Of several persons of the venue who are one employee, one tells how things
        are: the one with the main employment. Return those, and note the others."""
        persons = self.env["loket.person"].sudo().with_context(active_test=False)
        groups = persons._read_group(
            [("employer_id", "=", employer.id), ("employee_id", "!=", False)],
            ["employee_id"],
            ["id:recordset"],
            having=[("__count", ">", 1)],
        )
        context["silent"] = set()
        tellers = persons.browse()
        for employee, same in groups:
            contracts = ContractPlan(self.env, context, same[0], employee)
            leading = contracts.main.person_id if contracts.main else same[:0]
            teller = leading & same or same.sorted("id")[-1]
            tellers |= teller
            context["silent"].update((same - teller).ids)
        return tellers

    @api.model
    def _prepare_doubles(self, context, employer, unlinked):
        """Gather who is in Odoo as a person of the venue and may still work there."""
        context["namesakes"] = defaultdict(list)
        if not unlinked:
            return
        persons = employer.sudo().person_ids
        there = persons.filtered("employee_id") - persons._gone(employer)
        for person in there:
            self._note_present(context, person)

    @api.model
    def _note_present(self, context, person):
        """From now on the person counts as being in Odoo."""
        number = self._bsn_of(context, person)
        for key in self._double_keys(person, number):
            context["namesakes"][key].append((person, number))

    @api.model
    def _find_doubles(self, context, person):
        """Return ``(persons of the venue who may be the same one, by BSN or not)``."""
        number = self._bsn_of(context, person)
        by_number = by_name = person.browse()
        for key in self._double_keys(person, number):
            for other, other_number in context["namesakes"].get(key, ()):
                if number and number == other_number:
                    by_number |= other
                elif (
                    not (number and other_number)
                    and other != person
                    and may_be_namesakes(*self._first_names(person | other))
                ):
                    by_name |= other
        return by_number or by_name, bool(by_number)

    @api.model
    def _bsn_of(self, context, person):
        digits = self.env["loket.matcher"]._digits
        return digits(context["numbers"].get(person) or person.employee_id.ssnid or "")

    @api.model
    def _double_keys(self, person, number):
        last_names = {name for name in (person.last_name_key or "").split("|") if name}
        keys = [(person.birthday, name) for name in last_names if person.birthday]
        return keys + ([number] if number else [])

    @api.model
    def _first_names(self, persons):
        return [first_names(p.name, p.last_name_key or "") for p in persons]

    @api.model
    def _ask_double(self, line, others, by_number):
        """Leave it to somebody whether the person is in Odoo already."""
        line.doubles = others
        numbers = ", ".join(str(other.number or other.name) for other in others)
        if by_number:
            line.fail(
                _lt(
                    "Has the same BSN as “%(names)s” of this venue (employee number"
                    " %(numbers)s). If both are one person, link to that employee: it"
                    " is one more employment. If not, correct the BSN at Loket or"
                    " create a new employee.",
                    names="”, “".join(others.mapped("name")),
                    numbers=numbers,
                )
            )
            return
        line.fail(
            _lt(
                "Has the same name and birth date as “%(names)s” of this venue"
                " (employee number %(numbers)s). If both are one person, link to that"
                " employee: it is one more employment. If not, create a new employee.",
                names="”, “".join(others.mapped("name")),
                numbers=numbers,
            )
        )
