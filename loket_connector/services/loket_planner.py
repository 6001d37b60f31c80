# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

from odoo import api, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ..mappers.person import PERSONAL, PRIVATE, WORK
from .contract_plan import ContractPlan
from .dates import dutch_today
from .plan import RECORD_ERRORS, Plan, PlanLine, VersionStep

_logger = logging.getLogger(__name__)
_lt = LazyTranslate(__name__)

#: How many persons are planned at a time: bounds memory, keeps reads in bulk.
CHUNK = 500
#: Field group → field of the connection that says who leads.
POLICY_FIELDS = {
    PERSONAL: "personal_policy",
    PRIVATE: "private_contact_policy",
    WORK: "work_contact_policy",
    "job": "job_policy",
    "working_hours": "working_hours_policy",
    "wage": "wage_policy",
}


class LoketPlanner(models.AbstractModel):
    """Compare the mirror with the employees and say what a sync would change."""

    _name = "loket.planner"
    _description = "Loket Planner"

    @api.model
    def _plans(self, employer, persons, ask_numbers=None):
        """Yield a :class:`Plan` for every ``CHUNK`` of the persons of a venue.

        Nothing is written here. The caller may apply a plan before it asks for the
        next one; persons without an employee are matched once, all together.

        :param ask_numbers: ``callable(persons)`` that returns ``{person: bsn}``.
        """
        # A mirror row that Loket no longer lists still says something.
        persons = persons.sudo().with_context(active_test=False)
        ask = ask_numbers or (lambda _persons: {})
        unlinked = persons.filtered(lambda p: not p.employee_id and not p.create_new)
        numbers = ask(unlinked) if unlinked else {}
        found, ambiguous = {}, {}
        if unlinked:
            found, ambiguous = self.env["loket.matcher"]._match(
                employer, unlinked, numbers
            )
        context = self._prepare_context(employer)
        context["linking"] = {employee.id for employee, _step in found.values()}
        # Whatever is new of one of them, the teller deals with it.
        employees = persons.employee_id
        persons |= self._tellers(context, employer).filtered(
            lambda teller: teller.employee_id in employees
        )
        self._prepare_doubles(context, employer, unlinked)
        for start in range(0, len(persons), CHUNK):
            chunk = persons.browse(persons.ids[start : start + CHUNK])
            settled = self._settled(context, chunk)
            chunk -= settled
            context["numbers"] = numbers | ask(chunk - unlinked)
            self._preload(chunk)
            lines = [
                self._plan_guarded(context, person, found, ambiguous)
                for person in chunk
            ]
            yield Plan(lines, context, settled)

    @api.model
    def _preload(self, persons):
        """Read in bulk what the plan of each person looks at."""
        employees = persons.employee_id
        employments = persons.employment_ids | employees.sudo().loket_employment_ids
        employments.mapped("date_start")
        employments.person_id.mapped("main_employment_id")
        employments.term_ids.mapped("date_start")
        employees.mapped("name")
        employees.version_ids.mapped("date_version")

    @api.model
    def _plan_guarded(self, context, person, found, ambiguous):
        """Plan one person; odd data of one person never stops the others."""
        try:
            return self._plan_person(context, person, found, ambiguous)
        except RECORD_ERRORS as error:
            _logger.warning(
                "Loket person %s could not be planned: %s",
                person.id,
                type(error).__name__,
            )
            line = PlanLine(person, "problem", person.employee_id)
            line.fail(
                _lt(
                    "The data of this person cannot be compared (%(error)s). Look at"
                    " the person in Loket: something is missing or contradictory.",
                    error=type(error).__name__,
                )
            )
            return line

    @api.model
    def _prepare_context(self, employer):
        """Gather once what every person needs."""
        connection = employer.connection_id.sudo()
        context = {
            "employer": employer.sudo(),
            "connection": connection,
            "today": dutch_today(employer),
            "policies": {
                group: connection[name] for group, name in POLICY_FIELDS.items()
            },
            "tables": self.env["loket.references"]._lookup(employer.company_id),
            "countries": {
                country.code: country.id
                for country in self.env["res.country"].search_fetch(
                    Domain.TRUE, ["code"]
                )
            },
            "contract_types": self._contract_types(),
            "numbers": {},
            "planned": set(),
        }
        context["digest"] = self._context_digest(context)
        return context

    @api.model
    def _contract_types(self):
        """Return ``{duration type of the mirror: hr.contract.type id}``."""
        xml_ids = {
            "indefinite": "hr.contract_type_permanent",
            "definite": "hr.contract_type_temporary",
            "on_call": "loket_connector.contract_type_on_call",
        }
        return {
            kind: record.id
            for kind, xml_id in xml_ids.items()
            if (record := self.env.ref(xml_id, raise_if_not_found=False))
        }

    @api.model
    def _plan_person(self, context, person, found, ambiguous):
        """Return the plan line of one person."""
        line = PlanLine(person, "update", person.employee_id)
        if person in found:
            employee, line.matched_by = found[person]
            line.employee = person.employee_id.browse(employee.id)
            line.action = "link"
        elif line.employee and line.employee.id in context["linking"]:
            # Hired again as another person at Loket: that one tells how things are.
            line.action, line.is_unfinished = "unchanged", True
            return line
        elif person.id in context["silent"]:
            line.action = "unchanged"
            return line
        elif person in ambiguous:
            line.candidates = ambiguous[person]
            line.doubles, _by_number = self._find_doubles(context, person)
            known = line.candidates | line.doubles.employee_id.with_env(self.env)
            line.fail(
                _lt(
                    "More than one person can be meant: “%(names)s”. Choose one, or"
                    " create a new employee.",
                    names="”, “".join(known.mapped("name")),
                )
            )
            return line
        company = context["employer"].company_id
        if line.employee and line.employee.company_id != company:
            return self._plan_elsewhere(line, company)
        contracts = ContractPlan(self.env, context, person, line.employee)
        line.main = contracts.main
        if not line.employee:
            return self._plan_new(context, line, contracts)
        return self._plan_known(context, line, contracts)

    @api.model
    def _plan_new(self, context, line, contracts):
        """A person who is not in Odoo yet."""
        if not contracts.contracts:
            line.action = "leave"
            line.message = _lt(
                "Has no employment at Loket, so there is nobody to create in Odoo."
            )
            return line
        if contracts.has_ended:
            line.action = "leave"
            line.message = _lt(
                "The employment ended on %(day)s, before this person was ever in Odoo.",
                day=contracts.ends_on,
            )
            return line
        doubles, by_number = self._find_doubles(context, line.person)
        if doubles and not line.person.create_new:
            self._ask_double(line, doubles, by_number)
            return line
        self._note_present(context, line.person)
        line.action = "create"
        line.employee_vals = self._desired(context, line.person, contracts)
        line.desired = dict(line.employee_vals)
        line.versions = contracts.steps_for_new()
        line.changes = self._changes_of_new(line)
        self._plan_photo(context, line)
        return line

    @api.model
    def _plan_known(self, context, line, contracts):
        """A person whose employee is known or was just found."""
        employee = line.employee
        if employee.id not in context["planned"]:
            context["planned"].add(employee.id)
            if self._leads(line.person, employee, contracts):
                line.desired = self._desired(context, line.person, contracts)
                line.employee_vals = self._differences(context, employee, line.desired)
            rules = _Rules(self, context)
            line.versions, line.desired_versions = contracts.steps_for_known(
                employee, rules
            )
            self._plan_later_versions(line, rules)
            line.changes = self._changes(line)
        self._plan_presence(line, contracts)
        self._plan_photo(context, line)
        if line.action == "update" and not line.has_work:
            line.action = "unchanged"
        return line

    @api.model
    def _leads(self, person, employee, contracts):
        """Whether this person's data are the employee's.

        The same employee can be two persons at Loket, at two venues of a company: the
        one with the main employment leads, the other only adds its contracts.
        """
        if contracts.main:
            return contracts.main.person_id == person
        return employee.loket_employee_id in (False, person.loket_id)

    @api.model
    def _plan_later_versions(self, line, rules):
        """What is true of the person is also true in the versions still to come."""
        versions = line.employee.version_ids
        current = line.employee.current_version_id
        if len(versions) == 1 or not line.desired:
            return
        personal = {
            name: value
            for name, value in line.desired.items()
            if name in self.env["hr.version"]._fields and name != "name"
        }
        steps = {step.version: step for step in line.versions if step.version}
        for version in versions:
            if version.date_version <= current.date_version:
                continue
            wanted = rules.differences(version, personal)
            if wanted and version in steps:
                steps[version].vals |= {} if steps[version].remove else wanted
            elif wanted:
                line.versions.append(VersionStep(version.date_version, wanted, version))
        line.versions.sort(key=lambda step: (not step.remove, step.date))


class _Rules:
    """The policies of a connection, as the plan of versions needs them."""

    def __init__(self, planner, context):
        self._planner, self._context = planner, context

    def differences(self, record, vals):
        return self._planner._differences(self._context, record, vals)

    def leads(self, name):
        return self._planner._policy(self._context, name) == "lead"
