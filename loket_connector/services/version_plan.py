# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""Dated versions of one employee: which terms of a contract they stand for."""

from datetime import timedelta

from .plan import VersionStep

DAY = timedelta(days=1)
#: Contract fields: Odoo keeps them equal on all versions of one contract.
CONTRACT_FIELDS = ("contract_date_start", "contract_date_end")
#: What ties a version to Loket. Odoo does not copy these to a new version.
MARKS = ("loket_employment_id", "loket_term_date", "loket_contract_kind")


class VersionPlan:
    """Lay the terms of the contracts over the versions of an employee.

    Followed are the present and future terms, and past ones since the first term that
    a version was tied to: what Odoo had before somebody linked the employee stays. A
    version that people made within a term keeps its date and gets the term's values
    as long as it counts today or later.
    """

    def __init__(self, contract_plan):
        self.env = contract_plan.env
        self.context = contract_plan.context
        self.today = contract_plan.today
        self.contracts = contract_plan.contracts

    def steps_for_new(self):
        """Steps of a new employee: every known term, oldest first."""
        return [
            VersionStep(self._term_start(contract, term), self._vals(contract, term))
            for contract in self.contracts
            for term in contract.terms
            if self._is_within(contract, term)
        ]

    def steps_for_known(self, employee, rules):
        """Return ``(steps, desired)`` that bring the versions of an employee in line.

        :param rules: says what differs (``differences(version, vals)``) and whether
            Loket leads a field (``leads(name)``), by the policies of the connection.
        :return: steps, empty when nothing differs, and ``{version: values wanted}``.
        """
        self.rules = rules
        self.versions = employee.version_ids.sorted("date_version")
        followed = self.env["loket.employment"].union(
            *(contract.employment for contract in self.contracts)
        )
        #: Versions of employments that are no contract any more, as another one is.
        self.displaced = self.versions.filtered(
            lambda v: v.loket_employment_id and v.loket_employment_id not in followed
        )
        self.steps, self.desired = [], {}
        for contract in self.contracts:
            self._follow(contract)
        self.steps.sort(key=lambda step: (not step.remove, step.date))
        return self.steps, self.desired

    def _follow(self, contract):
        """Steps for all terms of one contract."""
        employment = contract.employment
        tied = self.versions.filtered(lambda v: v.loket_employment_id == employment)
        terms = self._followed_terms(contract, tied)
        days = {term.date_start for term in employment.term_ids}
        orphans = list(tied.filtered(lambda v: v.loket_term_date not in days))
        for index, term in enumerate(terms):
            start = self._term_start(contract, term)
            after = (
                self._term_start(contract, terms[index + 1])
                if index + 1 < len(terms)
                else None
            )
            own = tied.filtered(lambda v, day=term.date_start: v.loket_term_date == day)
            if not own and orphans:
                own = orphans.pop(0)
            self._follow_term(contract, term, (start, after), own[:1])
        for version in orphans:
            if version.date_version == version.loket_term_date:
                self.steps.append(
                    VersionStep(version.date_version, {}, version, remove=True)
                )
        self._align_dates(contract, tied)

    def _align_dates(self, contract, tied):
        """Contract dates of the other versions: equal within the contract, and an
        older contract ends before this one begins. Odoo lets no two overlap."""
        removed = {step.version for step in self.steps if step.remove}
        for version in self.versions:
            start, end = version.contract_date_start, version.contract_date_end
            if version in self.desired or version in removed or not start:
                continue
            is_ours = version in tied or version in self.displaced
            if version.loket_term_date and not is_ours:
                continue
            if version.date_version >= contract.start:
                if not contract.end or version.date_version <= contract.end:
                    self._change(
                        version,
                        {
                            "contract_date_start": contract.start,
                            "contract_date_end": contract.end or False,
                        },
                    )
            elif not end or end >= contract.start:
                self._change(version, {"contract_date_end": contract.start - DAY})

    def _followed_terms(self, contract, tied):
        """Terms from the first one that a version stands for, at least the present."""
        known_from = min(
            tied.filtered("loket_term_date").mapped("loket_term_date"), default=None
        )
        terms = contract.terms
        followed = [
            term
            for term in terms
            if not term.date_end
            or term.date_end >= self.today
            or (known_from and term.date_start >= known_from)
        ]
        if not followed and tied:
            # An ended contract whose terms moved: the last one is what it ended with.
            followed = list(terms[-1:])
        return [term for term in followed if self._is_within(contract, term)]

    def _is_within(self, contract, dated):
        """Whether no later contract has begun. The end of a fixed term is no limit:
        the employment and its terms can go on after it."""
        return not any(
            contract.start < other.start <= self._day(dated) for other in self.contracts
        )

    @staticmethod
    def _day(dated):
        """First day of a term or a version."""
        return dated["date_version" if "date_version" in dated else "date_start"]

    def _follow_term(self, contract, term, period, own):
        """Steps for one term: its own version, and others within its period."""
        start, after = period
        vals = self._vals(contract, term)
        if own:
            # A version that began with its term or its contract moves along with it.
            began = {own.loket_term_date, own.contract_date_start}
            if own.date_version != start and own.date_version in began:
                if own.loket_term_date != term.date_start or start == contract.start:
                    vals["date_version"] = start
            self._change(own, vals)
        else:
            own = self._adopt(term, start, vals)
        for version in self.versions:
            if (
                version != own
                and version.date_version > max(start, own.date_version or start)
                and (not after or version.date_version < after)
                and self._is_open_to(version, term)
                and self._is_within(contract, version)
            ):
                self._change(version, vals)

    def _is_open_to(self, version, term):
        """Whether a version within the period of a term gets the term's values."""
        if version in self.displaced:
            return True
        is_past = version.date_version < self._version_on(self.today).date_version
        return not is_past and version.loket_term_date in (False, term.date_start)

    def _adopt(self, term, start, vals):
        """Find a version for a term that has none yet, or plan a new one."""
        base = self._version_on(start)
        ended = term.date_end and term.date_end < self.today
        current = self._version_on(self.today)
        if not ended and start <= self.today and current.date_version >= start:
            base = current
        free = not base.loket_term_date or base in self.displaced
        in_place = base.date_version >= start or not base.contract_date_start
        wanted = self.rules.differences(base, vals)
        if base not in self.desired and (
            base.date_version == start
            or (free and (in_place or not wanted.keys() - set(MARKS)))
        ):
            if len(self.versions) == 1 and in_place:
                vals = {**vals, "date_version": start}
            self._change(base, vals)
            return base
        self.steps.append(VersionStep(start, self._new_vals(wanted, vals), base=base))
        return self.env["hr.version"]

    def _new_vals(self, wanted, vals):
        """A new version copies the one before it: where Loket does not lead, only
        what is wanted is written over the copy."""
        return {
            name: value
            for name, value in vals.items()
            if name in wanted
            or name in MARKS
            or name in CONTRACT_FIELDS
            or self.rules.leads(name)
        }

    def _change(self, version, vals):
        """Plan the values that a version lacks."""
        wanted = self.rules.differences(version, vals)
        self.desired[version] = vals
        if wanted:
            self.steps.append(VersionStep(version.date_version, wanted, version))

    def _version_on(self, day):
        """The version that counts on a day; before the first one that first one."""
        begun = self.versions.filtered(lambda version: version.date_version <= day)
        return begun[-1:] or self.versions[:1]

    @staticmethod
    def _term_start(contract, term):
        """A version starts with its term, the first one with the contract."""
        if term == contract.terms[:1]:
            return contract.start
        return max(term.date_start, contract.start)

    def _vals(self, contract, term):
        """All values of a version for a term, references included."""
        policies = self.context["policies"]
        tables = self.context["tables"]
        references = self.env["loket.references"]
        vals = {
            "contract_date_start": contract.start,
            "contract_date_end": contract.end or False,
            "loket_employment_id": contract.employment.id,
            "loket_term_date": term.date_start,
            "loket_contract_kind": term.contract_kind,
        }
        contract_type = self.context["contract_types"].get(
            contract.employment.duration_type
        )
        if contract_type:
            vals["contract_type_id"] = contract_type
        if policies["job"] != "ignore":
            renames = policies["job"] == "lead"
            vals |= {
                "department_id": references._reference(
                    tables,
                    "department",
                    (term.department_loket_id, term.department_name),
                    renames,
                )
                or False,
                "job_id": references._reference(
                    tables, "job", (term.function_loket_id, term.function_name), renames
                )
                or False,
                "job_title": term.job_title or term.function_name or False,
            }
        if policies["working_hours"] != "ignore":
            vals["resource_calendar_id"] = (
                references._calendar_reference(tables, term, self.today) or False
            )
        if policies["wage"] != "ignore" and term.wage_type:
            # No wage record at Loket says nothing; a wage per hour without hours
            # means that there is no monthly wage.
            vals["wage"] = term.monthly_wage
        return vals
