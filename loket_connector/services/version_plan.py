# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""Dated versions of one employee: which terms of a contract they stand for."""

from dataclasses import replace
from datetime import date, timedelta

from .plan import VersionStep
from .stretches import lay_out, position
from .version_values import contract_vals, is_laid, version_vals

DAY = timedelta(days=1)
#: Contract fields: Odoo keeps them equal on all versions of one contract.
CONTRACT_FIELDS = ("contract_date_start", "contract_date_end")
#: What ties a version to Loket. Odoo does not copy these to a new version.
MARKS = ("loket_employment_id", "loket_term_date", "loket_contract_kind")


class VersionPlan:
    """Lay the terms of the contracts over the versions of an employee.

    A contract is followed from the first version on that was tied to it. One that
    nothing is tied to yet is followed from its present terms on: what Odoo had before
    somebody linked the employee stays. Where it is followed, every stretch gets a
    version that begins with it. Versions that people made within a stretch keep their
    date and get its values, those of the past only once they were tied.
    """

    def __init__(self, contract_plan):
        self.env = contract_plan.env
        self.context = contract_plan.context
        self.today = contract_plan.today
        self.contracts = contract_plan.contracts
        self.stretches = lay_out(
            self.contracts,
            self.today,
            swaps=self.context["policies"]["working_hours"] == "lead",
        )

    def steps_for_new(self):
        """Steps of a new employee: every known term, oldest first."""
        return [
            VersionStep(stretch.start, version_vals(self.env, self.context, stretch))
            for stretch in self.stretches
        ]

    def steps_for_known(self, employee, rules):
        """Return ``(steps, desired)`` that bring the versions of an employee in line.

        :param rules: says what differs (``differences(version, vals)``) and whether
            Loket leads a field (``leads(name)``), by the policies of the connection.
        :return: steps, empty when nothing differs, and ``{version: values wanted}``.
        """
        self.rules = rules
        self.versions = employee.version_ids.sorted("date_version")
        self.current = self._version_on(self.today)
        self.steps, self.desired = [], {}
        followed = [
            stretch
            for index in range(len(self.contracts))
            for stretch in self._followed(index)
        ]
        owners = self._owners(followed)
        for stretch in followed:
            self._follow(stretch, *owners.get(stretch, (None, False)))
        self._follow_others(followed, owners)
        self._align_dates()
        self.steps.sort(key=lambda step: (not step.remove, step.date))
        return self.steps, self.desired

    # -- from when on

    def _followed(self, index):
        """Stretches of one contract that Odoo follows."""
        contract = self.contracts[index]
        stretches = [s for s in self.stretches if s.contract is contract]
        first = self.versions.filtered(
            lambda v: v.loket_employment_id == contract.employment
        )[:1]
        if not stretches or self._is_followed_whole(contract, first):
            return stretches
        present = self._present(index, stretches)
        if not first:
            if present is None:
                return []
            linked = self._linked(stretches[present])
            return [linked, *stretches[present + 1 :]]
        place = position(stretches, first.date_version)
        if present is not None and present < place:
            return stretches[present:]
        start = first.date_version
        if is_laid(first):
            # What it stands for may have begun earlier than Loket said first.
            start = min(start, stretches[place].known)
        return [replace(stretches[place], start=start), *stretches[place + 1 :]]

    def _is_followed_whole(self, contract, first):
        """Whether a contract is followed from its first day: by version ``first``, as
        one that came after others that are followed, or in the place of another."""
        if first and first.date_version == first.contract_date_start:
            return True
        employments = {other.employment for other in self.contracts}
        return any(
            version.date_version <= contract.start
            or (
                version.loket_employment_id not in employments
                and self._contract_on(version.date_version) is contract
            )
            for version in self.versions
            if version.loket_employment_id
        )

    def _present(self, index, stretches):
        """Position of the stretch of today or the first to come; None when the
        contract is over."""
        last_day = self.contracts[index].employment.date_end or date.max
        for following in self.contracts[index + 1 : index + 2]:
            last_day = min(last_day, following.start - DAY)
        return None if last_day < self.today else position(stretches, self.today)

    def _linked(self, stretch):
        """The first stretch that is followed when an employee has just been linked."""
        start, current = stretch.start, self.current
        if start < stretch.known:
            before = self._version_on(stretch.known - DAY)
            if before.contract_date_start == stretch.contract.start:
                start = stretch.known
        if (
            len(self.versions) > 1
            and start < current.date_version <= self.today
            and not current.loket_employment_id
        ):
            start = current.date_version
            self._begin_contract(stretch.contract)
        return replace(stretch, start=start)

    def _begin_contract(self, contract):
        """A contract begins with a version, also where what Odoo had goes on."""
        base = self._version_on(contract.start)
        if (
            base.date_version < contract.start
            and base.contract_date_start != contract.start
        ):
            vals = contract_vals(contract)
            self.steps.append(VersionStep(contract.start, vals, base=base))

    # -- which version

    def _owners(self, followed):
        """Return ``{stretch: (version, whether it moves to its first day)}``; those
        without get a new version."""
        by_day = {version.date_version: version for version in self.versions}
        owners = {
            stretch: (by_day[stretch.start], False)
            for stretch in followed
            if stretch.start in by_day
        }
        taken = {version for version, _moves in owners.values()}
        for stretch in followed:
            if stretch not in owners:
                version, moves = self._find_owner(stretch, taken)
                if not version and stretch is followed[0]:
                    version, moves = self._first_version(stretch, taken)
                if version:
                    owners[stretch] = version, moves
                    taken.add(version)
        return owners

    def _find_owner(self, stretch, taken):
        """A version of ours whose own terms are gone, else one that is right."""
        spare = [
            version
            for version in self.versions
            if version not in taken
            and is_laid(version)
            and (
                version.loket_employment_id == stretch.contract.employment
                or self._contract_on(version.date_version) is stretch.contract
            )
        ]
        if spare:
            return min(spare, key=lambda v: abs(v.date_version - stretch.start)), True
        base = self._version_on(stretch.start)
        if (
            base not in taken
            and base.contract_date_start
            and not base.loket_employment_id
            and base.date_version < stretch.start
        ):
            wanted = self.rules.differences(
                base, version_vals(self.env, self.context, stretch)
            )
            if not wanted.keys() - set(MARKS):
                return base, False
        return None, False

    def _first_version(self, stretch, taken):
        """The version that Odoo made along with the employee begins with the contract,
        as long as there is no older one to keep."""
        first = self.versions[:1]
        is_bare = len(self.versions) == 1 and not first.contract_date_start
        if (
            first in taken
            or first.loket_employment_id
            or (first.date_version < stretch.start and not is_bare)
        ):
            return None, False
        return first, True

    # -- what it gets

    def _follow(self, stretch, own, moves):
        """The step for the version of a stretch, an existing or a new one."""
        vals = version_vals(self.env, self.context, stretch)
        if own:
            if moves:
                vals["date_version"] = stretch.start
            self._change(own, vals)
            return
        base = self._version_on(stretch.start)
        vals = self._new_vals(self.rules.differences(base, vals), vals)
        self.steps.append(VersionStep(stretch.start, vals, base=base))

    def _follow_others(self, followed, owners):
        """Versions within a stretch: those of withdrawn changes that were still to
        come go, the others get its values."""
        owned = {version for version, _moves in owners.values()}
        moved = {version for version, moves in owners.values() if moves}
        begun = [stretch.start for stretch in followed]
        begun += [v.date_version for v in self.versions if v not in moved]
        present = max((day for day in begun if day <= self.today), default=date.min)
        for version in self.versions:
            day = version.date_version
            begun = [stretch for stretch in followed if stretch.start <= day]
            if version in owned or not begun:
                continue
            stretch = max(begun, key=lambda stretch: stretch.start)
            if self._contract_on(day) is not stretch.contract:
                continue
            if day > self.today and is_laid(version):
                self.steps.append(VersionStep(day, {}, version, remove=True))
            elif version.loket_employment_id or day >= present:
                self._change(version, version_vals(self.env, self.context, stretch))

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
        self.desired[version] = vals
        if wanted := self.rules.differences(version, vals):
            self.steps.append(VersionStep(version.date_version, wanted, version))

    # -- contract dates of the others

    def _align_dates(self):
        """Odoo lets no two contracts overlap: what it has besides gives way."""
        removed = {step.version for step in self.steps if step.remove}
        for version in self.versions.filtered("contract_date_start"):
            if version not in removed and version not in self.desired:
                if dates := self._dates(version):
                    self._change(version, dates)

    def _dates(self, version):
        """The contract dates that a version has to have."""
        if not all(job._takes_place() for job in version.loket_employment_id):
            return dict.fromkeys(CONTRACT_FIELDS, False)
        day = version.date_version
        start, end = version.contract_date_start, version.contract_date_end
        for contract in self.contracts:
            last = contract.end or date.max
            if contract.start in (start, day) or any(
                contract.start <= moment <= last for moment in (start, day)
            ):
                return contract_vals(contract)
        following = [c.start for c in self.contracts if c.start > start]
        if following and (not end or end >= following[0]):
            return {"contract_date_end": following[0] - DAY}
        return {}

    def _contract_on(self, day):
        """The contract that began last; the end of a fixed term is no limit."""
        begun = [contract for contract in self.contracts if contract.start <= day]
        return begun[-1] if begun else None

    def _version_on(self, day):
        """The version that counts on a day; before the first one that first one."""
        begun = self.versions.filtered(lambda version: version.date_version <= day)
        return begun[-1:] or self.versions[:1]
