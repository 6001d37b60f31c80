# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""Contracts of one person: which employments, and which is the main one."""

from collections import namedtuple
from datetime import date

from .version_plan import VersionPlan

#: ``terms``: of the employment, oldest first.
Contract = namedtuple("Contract", "employment start end terms")


class ContractPlan:
    """Turn the mirror's employments of a person into contracts of an employee.

    Odoo has one contract at a time. The main employment is the one shown; others are
    contracts too as long as they do not overlap it. All of them stay in the mirror.
    """

    def __init__(self, env, context, person, employee=None):
        self.env = env
        self.context = context
        self.today = context["today"]
        everything = person.employment_ids
        if employee:
            # The same employee can be a person at two venues of one company.
            company = context["employer"].company_id
            everything |= employee.sudo().loket_employment_ids.filtered(
                lambda employment: employment.company_id == company
            )
        self.employments = everything.filtered("active")
        self.unlisted = everything - self.employments
        self.main = self._choose_main()
        self.contracts = self._choose_contracts()

    def _choose_main(self):
        """The employment that counts as the contract: somebody's choice, else active
        before future before ended, payroll before outside payroll, most hours."""
        if len(self.employments) == 1:
            return self.employments
        best = max(self.employments, key=self._rank, default=None)
        chosen = self.employments.person_id.main_employment_id & self.employments
        for employment in chosen:
            # A choice does not outlive the employment that was chosen.
            if self._rank(employment)[0] >= self._rank(best)[0]:
                return employment
        return best

    def _rank(self, employment):
        start, end = employment.date_start, employment.date_end
        if not employment._takes_place():
            period, nearness = -1, end
        elif end and end < self.today:
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
        term = employment._term_on(self.today)
        return term.hours_per_week if term else 0.0

    def _choose_contracts(self):
        """The main employment and all others that never overlap a chosen one."""
        chosen = []
        ranked = self.main or ()
        if len(self.employments) > 1:
            others = self.employments.sorted(self._rank, reverse=True)
            ranked = [self.main, *others]
        for employment in ranked:
            start, end = self._dates(employment)
            if (not end or start <= end) and all(
                (end and end < contract.start)
                or (contract.end and contract.end < start)
                for contract in chosen
            ):
                chosen.append(Contract(employment, start, end, employment._terms()))
        return sorted(chosen, key=lambda contract: contract.start)

    @staticmethod
    def _dates(employment):
        """First and last day of the contract: it ends with the fixed term or with the
        employment, whichever comes first."""
        start, until = employment.date_start, employment.contract_end
        if until and until < start:
            # The fixed term of an earlier employment.
            until = None
        ends = [day for day in (employment.date_end, until) if day]
        return start, min(ends, default=None)

    @property
    def ends_on(self):
        """Last day at Loket, past or future; None when an employment goes on."""
        ends = self.employments.mapped("date_end")
        if not ends or not all(ends) or self._unlisted_goes_on:
            return None
        return max(ends)

    @property
    def has_ended(self):
        return bool(self.ends_on) and (self.ends_on < self.today or self.never_began)

    @property
    def never_began(self):
        """Whether all that Loket lists ends before its start: it never takes place."""
        return bool(self.employments) and not self.contracts

    @property
    def _unlisted_goes_on(self):
        """What Loket no longer lists is no reason to let somebody go."""
        return any(
            (not employment.date_end or employment.date_end >= self.today)
            and not self._is_replaced(employment)
            for employment in self.unlisted
        )

    def _is_replaced(self, unlisted):
        """Whether another employment of the same administration is listed from the
        same time: the rights are there, so the one that is not was removed."""
        return any(
            employment.administration_id
            and employment.administration_id == unlisted.administration_id
            and employment._takes_place()
            and (employment.date_end or date.max) >= unlisted.date_start
            for employment in self.employments
        )

    @property
    def is_out_of_sight(self):
        """Whether all there was is no longer listed, without having ended."""
        return not self.employments and self._unlisted_goes_on

    @property
    def newest_start(self):
        return max((c.employment.date_start for c in self.contracts), default=None)

    def hourly_wage(self):
        term = self.main and self.main._term_on(self.today)
        return term.hourly_wage if term else 0.0

    def steps_for_new(self):
        """Steps of a new employee: every known term, oldest first."""
        return VersionPlan(self).steps_for_new()

    def steps_for_known(self, employee, rules):
        """Return ``(steps, desired values by version)``, see ``VersionPlan``."""
        return VersionPlan(self).steps_for_known(employee, rules)
