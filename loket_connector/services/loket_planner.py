# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..mappers.person import PERSONAL, PRIVATE, WORK, nationality_country
from .contract_plan import ContractPlan
from .plan import Change, Plan, PlanLine, Reference

_logger = logging.getLogger(__name__)

#: How many persons are compared at a time: bounds memory, keeps reads in bulk.
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
#: Fields that Odoo cannot have empty: an empty value at Loket keeps what is there.
NEVER_EMPTY = {"name", "marital", "distance_home_work", "wage"}


class LoketPlanner(models.AbstractModel):
    """Compare the mirror with the employees and say what a sync would change."""

    _name = "loket.planner"
    _description = "Loket Planner"

    @api.model
    def _plan(self, employer, persons, numbers=None):
        """Return the :class:`Plan` for ``persons`` of a venue; writes nothing.

        :param numbers: ``{person: bsn}`` fetched in this run.
        """
        persons = persons.sudo()
        unlinked = persons.filtered(
            lambda person: not person.employee_id and not person.create_new
        )
        found, ambiguous = {}, {}
        if unlinked:
            found, ambiguous = self.env["loket.matcher"]._match(
                employer, unlinked, numbers
            )
        context = self._prepare_context(employer, numbers or {})
        plan = Plan()
        for start in range(0, len(persons), CHUNK):
            for person in persons[start : start + CHUNK]:
                plan.append(self._plan_guarded(context, person, found, ambiguous))
        plan.renames = context["tables"]["renames"]
        return plan

    @api.model
    def _plan_guarded(self, context, person, found, ambiguous):
        """Plan one person; odd data of one person never stops the others."""
        try:
            return self._plan_person(context, person, found, ambiguous)
        except (UserError, ValueError, KeyError, TypeError) as error:
            _logger.warning(
                "Loket person %s could not be planned: %s",
                person.id,
                type(error).__name__,
            )
            line = PlanLine(person, "problem", person.employee_id)
            line.fail(
                self.env._(
                    "The data of this person cannot be compared (%(error)s). Look at"
                    " the person in Loket: something is missing or contradictory.",
                    error=type(error).__name__,
                )
            )
            return line

    @api.model
    def _prepare_context(self, employer, numbers):
        """Gather once what every person needs."""
        connection = employer.connection_id.sudo()
        return {
            "employer": employer.sudo(),
            "connection": connection,
            "today": fields.Date.context_today(employer),
            "policies": {
                group: connection[name] for group, name in POLICY_FIELDS.items()
            },
            "tables": self.env["loket.references"]._lookup(employer.company_id),
            "countries": {
                country.code: country.id for country in self.env["res.country"].search([])
            },
            "contract_types": self._contract_types(),
            "numbers": numbers,
        }

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
        employee = person.employee_id.with_context(active_test=False)
        line = PlanLine(person, "update", employee)
        if person in found:
            line.employee, line.matched_by = found[person]
            line.action = "link"
        elif person in ambiguous:
            line.candidates = ambiguous[person]
            line.fail(
                self.env._(
                    "More than one person can be meant: %(names)s. Choose one, or"
                    " create a new employee.",
                    names=", ".join(line.candidates.mapped("name")),
                )
            )
            return line
        contracts = ContractPlan(self.env, context, person, line.employee)
        line.main = contracts.main
        if not line.employee:
            return self._plan_new(context, line, contracts)
        if contracts.main and contracts.main.person_id != person:
            return self._plan_follower(line)
        return self._plan_known(context, line, contracts)

    @api.model
    def _plan_follower(self, line):
        """The employee is also a person at another venue, and that one leads."""
        if line.action != "link":
            line.action = "unchanged"
        return line

    @api.model
    def _plan_new(self, context, line, contracts):
        """A person who is not in Odoo yet."""
        if not contracts.contracts:
            line.action = "leave"
            line.message = self.env._(
                "Has no employment at Loket, so there is nobody to create in Odoo."
            )
            return line
        if contracts.has_ended:
            line.action = "leave"
            line.message = self.env._(
                "The employment ended on %(day)s, before this person was ever in Odoo.",
                day=contracts.ended_on,
            )
            return line
        line.action = "create"
        line.employee_vals = self._desired(context, line.person)
        line.versions = contracts.steps_for_new()
        line.changes = self._changes(
            line, self.env["hr.employee"], self._all_vals(line), {}
        )
        self._plan_photo(context, line)
        return line

    @api.model
    def _plan_known(self, context, line, contracts):
        """A person whose employee is known or was just found."""
        employee = line.employee
        applied = line.person.applied or {}
        line.employee_vals = self._differences(
            context, employee, self._desired(context, line.person)
        )
        line.versions = contracts.steps_for_known(
            employee,
            lambda version, vals: self._differences(context, version, vals),
        )
        line.changes = self._changes(line, employee, self._all_vals(line), applied)
        if contracts.has_ended:
            self._plan_ended(line, contracts)
        elif not employee.active and contracts.contracts:
            self._plan_archived(line, contracts)
        elif line.person.ended_on:
            line.message = self.env._(
                "The end of the employment on %(day)s was withdrawn at Loket.",
                day=line.person.ended_on,
            )
            line.reinstate = True
        self._plan_photo(context, line)
        if line.action == "update" and not line.has_work:
            line.action = "unchanged"
        return line

    @api.model
    def _plan_ended(self, line, contracts):
        """Every employment ended: follow the policy, once for each end."""
        if line.employee.active and line.person.ended_on != contracts.ended_on:
            line.action = "end"
            line.message = self.env._(
                "The employment ended at Loket on %(day)s.", day=contracts.ended_on
            )

    @api.model
    def _plan_archived(self, line, contracts):
        """Archived in Odoo while an employment runs or will run at Loket.

        Hired again, or an end that was withdrawn after Odoo had followed it: the
        employee comes back. Archived by somebody in Odoo: only they can undo it.
        """
        employee, person = line.employee, line.person
        newest = max(contract.employment.date_start for contract in contracts.contracts)
        left_on = employee.departure_date or person.ended_on
        if left_on and newest > left_on:
            line.restore = True
            line.message = self.env._("Hired again on %(day)s.", day=newest)
        elif person.ended_on and employee.departure_date == person.ended_on:
            line.restore = True
            line.message = self.env._(
                "The end of the employment on %(day)s was withdrawn at Loket.",
                day=person.ended_on,
            )
        else:
            line.action = "archived"
            line.employee_vals, line.versions, line.changes = {}, [], []
            line.message = self.env._(
                "Active at Loket, archived in Odoo. Restore the employee, or end the"
                " employment at Loket too."
            )

    @api.model
    def _plan_photo(self, context, line):
        """A photo is fetched only when its version at Loket is new."""
        person = line.person
        if (
            context["connection"].sync_photo
            and person.photo_url
            and person.photo_url != person.photo_done
            and line.action in ("create", "link", "update")
        ):
            line.photo_url = person.photo_url
            line.changes.append(
                Change(
                    "image_1920",
                    self.env._("Photo"),
                    "",
                    self.env._("New photo from Loket"),
                )
            )

    @api.model
    def _desired(self, context, person):
        """Values that Loket gives for the employee, by Odoo field."""
        employer = context["employer"]
        desired = {
            "loket_employee_id": person.loket_id,
            "loket_employee_number": str(person.number or "") or False,
            "loket_employer_id": employer.id,
            "loket_problem": False,
        }
        for group, values in (person.values or {}).items():
            if context["policies"].get(group) == "ignore":
                continue
            for name, value in self._resolve(context, values).items():
                if value or name not in NEVER_EMPTY:
                    desired[name] = value or False
        if context["policies"][PERSONAL] == "ignore" and not person.employee_id:
            desired["name"] = person.name
        if self._hourly_cost_follows(context):
            desired |= self._hourly_cost(context, person)
        if context["numbers"].get(person):
            desired["ssnid"] = context["numbers"][person]
        return desired

    @api.model
    def _hourly_cost_follows(self, context):
        """Timesheets' hourly cost exists only with that app, and follows the wage."""
        return (
            "hourly_cost" in self.env["hr.employee"]._fields
            and context["policies"]["wage"] != "ignore"
        )

    @api.model
    def _hourly_cost(self, context, person):
        contracts = ContractPlan(self.env, context, person, person.employee_id)
        term = contracts.main and contracts._term_on(contracts.main, context["today"])
        return {"hourly_cost": term.hourly_wage} if term and term.hourly_wage else {}

    @api.model
    def _resolve(self, context, values):
        """Turn Loket's keys into ids of Odoo."""
        values = dict(values)
        values.pop("nationality_key", None)
        nationality = values.pop("nationality", None)
        if nationality is not None:
            code = nationality_country(nationality)
            if code in context["countries"]:
                values["country_id"] = context["countries"][code]
        if "private_country_code" in values:
            code = values.pop("private_country_code")
            values["private_country_id"] = context["countries"].get(code, False)
        if values.get("birthday"):
            values["birthday"] = fields.Date.to_date(values["birthday"])
        return values

    @api.model
    def _differences(self, context, record, desired):
        """Return what of ``desired`` the record does not have yet, by the policies."""
        differences = {}
        for name, value in desired.items():
            current = self._current(record, name)
            if isinstance(value, Reference):
                same = value.id is not None and value.id == current
            else:
                same = self._same(record, name, current, value)
            if not same and not (
                current and self._policy(context, name) == "fill"
            ):
                differences[name] = value
        return differences

    @api.model
    def _policy(self, context, name):
        return context["policies"].get(GROUP_BY_FIELD.get(name), "lead")

    @api.model
    def _current(self, record, name):
        value = record[name]
        return value.id if isinstance(value, models.BaseModel) else value

    @api.model
    def _same(self, record, name, current, value):
        if record._fields[name].type == "float":
            return abs((current or 0.0) - (value or 0.0)) < 0.005
        return (current or False) == (value or False)

    @api.model
    def _all_vals(self, line):
        """All values of a line: the employee's own and those of the newest version."""
        vals = dict(line.employee_vals)
        for step in line.versions:
            vals |= step.vals
        return vals

    @api.model
    def _changes(self, line, record, vals, applied):
        """Return the changes as people read them: label, old and new value."""
        changes = []
        for name, value in vals.items():
            if name.startswith("loket_") and name != "loket_contract_kind":
                continue
            field = self.env["hr.employee"]._fields[name]
            old = self._current(record, name) if record else False
            changes.append(
                Change(
                    name,
                    field._description_string(self.env),
                    self._text(name, old),
                    self._text(name, value),
                    changed_in_odoo=bool(
                        record
                        and name in applied
                        and applied[name] != self._plain(old)
                    ),
                )
            )
        return changes

    @api.model
    def _plain(self, value):
        """A value as JSON keeps it."""
        return value.isoformat() if hasattr(value, "isoformat") else value

    @api.model
    def _text(self, name, value):
        """A value as people read it; a BSN is never written out."""
        if name == "ssnid":
            return "•••••••••" if value else ""
        if isinstance(value, Reference):
            return value.name
        field = self.env["hr.employee"]._fields[name]
        if value is False or value is None:
            return ""
        if field.type == "many2one":
            return self.env[field.comodel_name].sudo().browse(value).display_name
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, str(value))
        if field.type == "date":
            return fields.Date.to_string(value)
        if field.type == "float":
            return f"{value:.2f}"
        return str(value)


#: Odoo field → field group whose policy counts.
GROUP_BY_FIELD = {
    **dict.fromkeys(
        (
            "name legal_name birthday place_of_birth sex marital country_id ssnid"
        ).split(),
        PERSONAL,
    ),
    **dict.fromkeys(
        (
            "private_street private_street2 private_zip private_city"
            " private_country_id private_phone private_email distance_home_work"
        ).split(),
        PRIVATE,
    ),
    **dict.fromkeys("work_email work_phone mobile_phone".split(), WORK),
    **dict.fromkeys("department_id job_id job_title".split(), "job"),
    "resource_calendar_id": "working_hours",
    "wage": "wage",
    "hourly_cost": "wage",
}
