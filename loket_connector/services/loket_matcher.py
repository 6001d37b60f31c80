# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import Counter, defaultdict

from odoo import api, models

from ..mappers.names import normalise

#: Order of the design: the first step with exactly one candidate wins.
STEPS = ("loket_id", "bsn", "number", "name", "email")


class LoketMatcher(models.AbstractModel):
    """Which employee of a company is this person at Loket?

    A step only counts when it is unique on both sides: one employee for the person,
    and no other person at the venue who would claim the same employee. E-mail alone
    never matches.
    """

    _name = "loket.matcher"
    _description = "Loket Matcher"

    @api.model
    def _match(self, employer, persons, numbers=None):
        """Return ``{person: (employee, step)}`` and ``{person: candidates}``.

        :param persons: unlinked persons of the venue.
        :param numbers: ``{person: bsn}`` for those whose BSN was fetched; it is only
            compared here, never stored or shown.
        """
        index = self._index(employer)
        keys = {person: self._keys(person, numbers or {}) for person in persons}
        claims = self._count_claims(employer)
        found, ambiguous = {}, {}
        for person, person_keys in keys.items():
            employee, step, candidates = self._match_one(person_keys, index, claims)
            if employee:
                found[person] = (employee, step)
            elif candidates:
                ambiguous[person] = candidates
        return self._without_double_claims(found, ambiguous)

    @api.model
    def _match_one(self, person_keys, index, claims):
        """Return ``(employee, step, candidates)`` for one person."""
        doubtful = self.env["hr.employee"]
        for step in STEPS:
            candidates = self.env["hr.employee"].union(
                *(
                    employee
                    for key in person_keys[step]
                    for employee in index[step].get(key, ())
                )
            )
            alone = all(claims[step][key] <= 1 for key in person_keys[step])
            if len(candidates) == 1 and alone:
                if not doubtful or candidates in doubtful:
                    return candidates, step, None
            doubtful |= candidates
        return None, None, doubtful

    @api.model
    def _without_double_claims(self, found, ambiguous):
        """Two persons for one employee: neither is sure."""
        taken = Counter(employee for employee, _step in found.values())
        for person in [p for p, (employee, _s) in found.items() if taken[employee] > 1]:
            ambiguous[person] = found.pop(person)[0]
        return found, ambiguous

    @api.model
    def _keys(self, person, numbers):
        """Return ``{step: [key, …]}`` of one person."""
        day = person.birthday
        return {
            "loket_id": [person.loket_id],
            "bsn": [numbers[person]] if numbers.get(person) else [],
            "number": [str(person.number)] if person.number else [],
            "name": [
                (day, name) for name in (person.last_name_key or "").split("|") if name
            ]
            if day
            else [],
            "email": [
                (day, email) for email in (person.email_key or "").split("|") if email
            ]
            if day
            else [],
        }

    @api.model
    def _count_claims(self, employer):
        """How many persons of the venue have each key (linked ones included)."""
        claims = {step: Counter() for step in STEPS}
        for person in self.env["loket.person"].sudo().search(
            [("employer_id", "=", employer.id)]
        ):
            for step, keys in self._keys(person, {}).items():
                claims[step].update(set(keys))
        return claims

    @api.model
    def _index(self, employer):
        """Index the employees of the company that nobody of this venue is linked to."""
        index = {step: defaultdict(list) for step in STEPS}
        linked = employer.sudo().person_ids.employee_id
        employees = (
            self.env["hr.employee"]
            .sudo()
            .with_context(active_test=False)
            .search([("company_id", "=", employer.company_id.id)])
            - linked
        )
        for employee in employees:
            self._index_employee(index, employee)
        return index

    @api.model
    def _index_employee(self, index, employee):
        if employee.loket_employee_id:
            index["loket_id"][employee.loket_employee_id].append(employee)
        if employee.ssnid:
            index["bsn"][self._digits(employee.ssnid)].append(employee)
        for number in self._employee_numbers(employee):
            index["number"][number].append(employee)
        day = employee.birthday
        if not day:
            return
        words = normalise(employee.name or "").split()
        # The last name may have several words ("berg van dijk"): every tail and
        # every run of words of the name can be it.
        for start in range(1, len(words)):
            for end in range(start + 1, len(words) + 1):
                index["name"][day, " ".join(words[start:end])].append(employee)
        for email in {employee.work_email, employee.private_email} - {False}:
            index["email"][day, email.strip().lower()].append(employee)

    @api.model
    def _employee_numbers(self, employee):
        """Employee numbers of an Odoo employee (Enterprise has a field of its own)."""
        names = ["loket_employee_number"]
        if "registration_number" in employee._fields:
            names.append("registration_number")
        return {
            str(employee[name]).strip().lstrip("0") for name in names if employee[name]
        }

    @api.model
    def _digits(self, text):
        return "".join(filter(str.isdigit, text))
