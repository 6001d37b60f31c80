# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import Counter, defaultdict

from odoo import api, models

from ..mappers.names import first_names, may_be_namesakes, normalise

#: Order of the design: the first step with exactly one candidate wins.
STEPS = ("loket_id", "bsn", "number", "name", "email")


class LoketMatcher(models.AbstractModel):
    """Which employee of a company is this person at Loket?

    A step only counts when it is unique on both sides: one employee for the person,
    and no other person at the venue who would claim the same employee. Everybody
    goes through a step before the next, weaker one begins, so a sure match takes its
    employee away from the guesses. E-mail alone never matches.
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
        claims = self._count_claims(employer, keys)
        found, taken = {}, set()
        doubtful = defaultdict(self.env["hr.employee"].browse)
        for step in STEPS:
            sure = {}
            for person, person_keys in keys.items():
                if person in found:
                    continue
                candidates = self._candidates(index[step], person_keys[step], taken)
                agreeing = candidates
                if step not in ("loket_id", "bsn"):
                    candidates, agreeing = self._weigh(person, person_keys, candidates)
                alone = all(claims[step][key] <= 1 for key in person_keys[step])
                doubt = doubtful[person]
                unique = len(agreeing) == len(candidates) == 1 and alone
                if unique and (not doubt or agreeing in doubt):
                    sure[person] = agreeing
                else:
                    doubtful[person] = doubt | candidates
            claimed = Counter(sure.values())
            for person, employee in sure.items():
                if claimed[employee] > 1:
                    # Two persons for one employee: neither is sure.
                    doubtful[person] |= employee
                    continue
                found[person] = (employee, step)
                taken.add(employee.id)
        ambiguous = {}
        for person, candidates in doubtful.items():
            candidates = candidates.filtered(lambda e: e.id not in taken)
            if person not in found and candidates:
                ambiguous[person] = candidates
        return found, ambiguous

    @api.model
    def _candidates(self, by_key, keys, taken):
        return self.env["hr.employee"].union(
            *(
                employee
                for key in keys
                for employee in by_key.get(key, ())
                if employee.id not in taken
            )
        )

    @api.model
    def _weigh(self, person, person_keys, candidates):
        """Return ``(possible, agreeing)`` candidates.

        Another BSN is another person. Another birth date is too, unless the last name
        is the same: then somebody may have mistyped the date, and a person decides.
        So does one for a number with neither birth date nor last name to go by, and for
        who is another person at Loket with another first name: twins work at two
        venues.
        """
        bsn = person_keys["bsn"]
        last_names = {name for name in (person.last_name_key or "").split("|") if name}
        possible = agreeing = self.env["hr.employee"]
        for employee in candidates:
            number = self._digits(employee.ssnid or "")
            if bsn and number and number != bsn[0]:
                continue
            days = {person.birthday, employee.birthday}
            has_name = bool(last_names & self._parts(employee.name))
            if has_name or len(days - {False}) <= 1:
                possible |= employee
            if len(days - {False}) == 2 or not (has_name or False not in days):
                continue
            if self._may_be_same(person, employee.loket_person_ids):
                agreeing |= employee
        return possible, agreeing

    @api.model
    def _may_be_same(self, person, others):
        """Whether no other person at Loket has another first name."""
        names = first_names(person.name, person.last_name_key or "")
        return all(
            may_be_namesakes(names, first_names(other.name, other.last_name_key or ""))
            for other in others
        )

    @api.model
    def _parts(self, name):
        """All that can be the last name in a full name: it may have several words
        ("berg van dijk") and, in "Dijk, Eva van", come first; so every run of words.
        A first name among them does no harm next to a birth date."""
        words = normalise(name or "").split()
        return {
            " ".join(words[start:end])
            for start in range(len(words))
            for end in range(start + 1, len(words) + 1)
        }

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
    def _count_claims(self, employer, known_keys):
        """How many persons of the venue have each key (linked ones included)."""
        claims = {step: Counter() for step in STEPS}
        for person in (
            self.env["loket.person"].sudo().search([("employer_id", "=", employer.id)])
        ):
            keys = known_keys.get(person) or self._keys(person, {})
            for step, step_keys in keys.items():
                claims[step].update(set(step_keys))
        return claims

    @api.model
    def _index(self, employer):
        """Index the employees of the company that nobody of this venue is linked to.

        Nobody who works or may still work, that is: Loket may have who is hired again
        after years as another person.
        """
        index = {step: defaultdict(list) for step in STEPS}
        persons = employer.sudo().person_ids
        linked = (persons - persons._gone(employer)).employee_id
        employees = (
            self.env["hr.employee"]
            .sudo()
            .with_context(active_test=False)
            .search([("company_id", "=", employer.company_id.id)])
            - linked
        )
        for employee in employees:
            self._index_employee(employer, index, employee)
        return index

    @api.model
    def _index_employee(self, employer, index, employee):
        if employee.loket_employee_id:
            index["loket_id"][employee.loket_employee_id].append(employee)
        if employee.ssnid:
            index["bsn"][self._digits(employee.ssnid)].append(employee)
        # Each venue counts its people from one: the number of another venue says
        # nothing here.
        if employee.loket_employer_id in (employer, employer.browse()):
            for number in self._employee_numbers(employee):
                index["number"][number].append(employee)
        day = employee.birthday
        if not day:
            return
        for name in self._parts(employee.name):
            index["name"][day, name].append(employee)
        emails = {employee.work_email, employee.private_email} - {False}
        for email in {email.strip().lower() for email in emails}:
            index["email"][day, email].append(employee)

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
