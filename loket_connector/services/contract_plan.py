# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""Contracts of one person: which employments, which dated versions."""

from collections import namedtuple
from datetime import date, timedelta

from .plan import VersionStep

Contract = namedtuple("Contract", "employment start end")

DAY = timedelta(days=1)
#: Contract fields: Odoo keeps them equal on all versions of one contract.
CONTRACT_FIELDS = ("contract_date_start", "contract_date_end")


class ContractPlan:
    """Turn the mirror's employments of a person into steps on ``hr.version``.

    Odoo has one contract at a time. The main employment is the one shown; others are
    contracts too as long as they do not overlap it. All of them stay in the mirror.
    """

    def __init__(self, env, context, person, employee=None):
        self.env = env
        self.context = context
        self.today = context["today"]
        self.employments = person.employment_ids
        if employee:
            # The same employee can be a person at two venues of one company.
            self.employments |= employee.sudo().loket_employment_ids
        self.main = self._choose_main()
        self.contracts = self._choose_contracts()

    def _choose_main(self):
        """The employment that counts as the contract: somebody's choice, else active
        before future before ended, payroll before outside payroll, most hours."""
        chosen = self.employments.person_id.main_employment_id
        if chosen:
            return chosen[0]
        return max(self.employments, key=self._rank, default=None)

    def _rank(self, employment):
        start, end = employment.date_start, employment.date_end
        if end and end < self.today:
            period, nearness = 0, end
        elif start > self.today:
            # Of several future ones the first to start comes first.
            period, nearness = 1, date.max - (start - date.min)
        else:
            period, nearness = 2, date.max - (start - date.min)
        return (
            period,
            bool(employment.administration_id),
            self._hours(employment),
            nearness,
            employment.loket_id,
        )

    def _hours(self, employment):
        term = self._term_on(employment, self.today)
        return term.hours_per_week if term else 0.0

    @staticmethod
    def _term_on(employment, day):
        """The term of a day; before the first known one that first one."""
        terms = employment.term_ids.sorted("date_start")
        running = terms.filtered(lambda term: term.date_start <= day)
        return (running[-1:] or terms[:1]) or None

    def _choose_contracts(self):
        """The main employment and all others that never overlap a chosen one."""
        chosen = []
        others = self.employments.sorted(self._rank, reverse=True)
        for employment in [self.main, *others] if self.main else []:
            start, end = self._dates(employment)
            if all(
                (end and end < contract.start) or (contract.end and contract.end < start)
                for contract in chosen
            ):
                chosen.append(Contract(employment, start, end))
        return sorted(chosen, key=lambda contract: contract.start)

    @staticmethod
    def _dates(employment):
        """First and last day of the contract: it ends with the fixed term or with the
        employment, whichever comes first."""
        end, until = employment.date_end, employment.contract_end
        ends = [day for day in (end, until) if day]
        return employment.date_start, min(ends, default=None)

    @property
    def has_ended(self):
        return bool(self.employments) and all(
            employment.date_end and employment.date_end < self.today
            for employment in self.employments
        )

    @property
    def ended_on(self):
        return max(self.employments.mapped("date_end"))

    def steps_for_new(self):
        """Steps of a new employee: every known term, oldest first."""
        return [
            VersionStep(self._term_start(contract, term), self._vals(contract, term))
            for contract in self.contracts
            for term in contract.employment.term_ids.sorted("date_start")
        ]

    def steps_for_known(self, employee, differences):
        """Steps that bring the versions of an employee in line; empty when they are.

        :param differences: function of a version and wanted values that returns the
            values to write, by the policies of the connection.
        """
        versions = employee.version_ids.sorted("date_version")
        followed_from = min(
            versions.filtered("loket_term_date").mapped("loket_term_date"), default=None
        )
        steps = []
        for contract in self.contracts:
            dates_done = False
            for term in contract.employment.term_ids.sorted("date_start"):
                if not self._is_followed(term, followed_from):
                    continue
                step = self._step(versions, contract, term, differences, dates_done)
                if step:
                    steps.append(step)
                dates_done = True
        return steps

    def _is_followed(self, term, followed_from):
        """Present and future terms, and past ones since we began to follow."""
        if not term.date_end or term.date_end >= self.today:
            return True
        return bool(followed_from) and term.date_start >= followed_from

    def _step(self, versions, contract, term, differences, dates_done):
        day = self._term_start(contract, term)
        vals = self._vals(contract, term)
        version, is_own = self._version_for(versions, contract, term, day)
        if dates_done:
            # Odoo copies contract dates over the versions of a contract by itself.
            vals = {k: v for k, v in vals.items() if k not in CONTRACT_FIELDS}
        wanted = differences(version, vals)
        if is_own or not self._changes_terms(wanted):
            return VersionStep(day, wanted, version) if wanted else None
        # A new version takes everything that is wanted, not only the differences:
        # what it copies is the version before it.
        return VersionStep(day, self._vals(contract, term))

    @staticmethod
    def _changes_terms(wanted):
        """Whether more differs than the marks that tie a version to its term."""
        return any(
            name not in ("loket_term_date", "loket_employment_id") for name in wanted
        )

    def _version_for(self, versions, contract, term, day):
        """Return ``(version, whether it may be changed in place)`` for a term."""
        tied = versions.filtered(
            lambda v: v.loket_employment_id == contract.employment
            and v.loket_term_date == term.date_start
        )
        if tied:
            return tied[0], True
        same_day = versions.filtered(lambda v: v.date_version == day)
        if same_day:
            return same_day[0], True
        before = versions.filtered(lambda v: v.date_version < day)
        if not before:
            # The first version starts later than the terms: it is the one meant when
            # nobody gave it a contract yet, or when it is not tied to other terms.
            return versions[0], not versions[0].loket_term_date
        base = before[-1]
        no_contract_yet = not base.contract_date_start and not base.loket_term_date
        return base, no_contract_yet

    def _term_start(self, contract, term):
        """A version starts with its term, the first one with the contract."""
        terms = contract.employment.term_ids
        first = min(terms.mapped("date_start"))
        if term.date_start == first:
            return contract.start
        return max(term.date_start, contract.start)

    def _vals(self, contract, term):
        """All values of a version for a term, references included."""
        context = self.context
        policies = context["policies"]
        references = self.env["loket.references"]
        vals = {
            "contract_date_start": contract.start,
            "contract_date_end": contract.end or False,
            "loket_employment_id": contract.employment.id,
            "loket_term_date": term.date_start,
            "loket_contract_kind": term.contract_kind,
        }
        contract_type = context["contract_types"].get(contract.employment.duration_type)
        if contract_type:
            vals["contract_type_id"] = contract_type
        if policies["job"] != "ignore":
            tables = context["tables"]
            vals |= {
                "department_id": references._reference(
                    tables, "department", term.department_loket_id, term.department_name
                )
                or False,
                "job_id": references._reference(
                    tables, "job", term.function_loket_id, term.function_name
                )
                or False,
                "job_title": term.job_title or term.function_name or False,
            }
        if policies["working_hours"] != "ignore":
            vals["resource_calendar_id"] = (
                references._calendar_reference(context["tables"], term) or False
            )
        if policies["wage"] != "ignore" and term.wage_type:
            # No wage record at Loket says nothing; a wage per hour without hours
            # means that there is no monthly wage.
            vals["wage"] = term.monthly_wage
        return vals
