# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..mappers.person import PERSONAL, PRIVATE, WORK, nationality_country
from .plan import WITHDRAWN, Change, Reference

#: Fields that Odoo cannot have empty: an empty value at Loket keeps what is there.
NEVER_EMPTY = {"name", "marital"}
#: What Odoo sends to who signs in, like a new password, goes to this address: who edits
#: Loket does not choose it. One that is missing is filled in.
OF_THE_USER = {"work_email"}
#: A field that says how to read another one and is only written along with it.
FOLLOWS = {"distance_home_work_unit": "distance_home_work"}
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
            " distance_home_work_unit"
        ).split(),
        PRIVATE,
    ),
    **dict.fromkeys("work_email work_phone mobile_phone".split(), WORK),
    **dict.fromkeys("department_id job_id job_title".split(), "job"),
    "resource_calendar_id": "working_hours",
    "wage": "wage",
    "hourly_cost": "wage",
}
#: Order in which people read the fields; the mirror's JSON keeps none.
POSITION = {name: position for position, name in enumerate(GROUP_BY_FIELD)}
#: Fields of ours that people see in a report; the others are marks.
SHOWN = {"loket_contract_kind"}


class LoketPlanner(models.AbstractModel):
    """Values: what Loket wants, what differs, and how people read it."""

    _inherit = "loket.planner"

    @api.model
    def _desired(self, context, person, contracts):
        """Values that Loket gives for the employee, by Odoo field."""
        desired = {
            "loket_employee_id": person.loket_id,
            "loket_employee_number": str(person.number or "") or False,
            "loket_employer_id": context["employer"].id,
            "loket_problem": False,
        }
        for group, values in (person.values or {}).items():
            if context["policies"].get(group) == "ignore":
                continue
            for name, value in self._resolve(context, values).items():
                if value or name not in NEVER_EMPTY:
                    desired[name] = value or False
        if context["policies"][PERSONAL] == "ignore" and not person.employee_id:
            desired.setdefault("name", person.name)
        # Timesheets' hourly cost exists only with that app, and follows the wage.
        if (
            "hourly_cost" in self.env["hr.employee"]._fields
            and context["policies"]["wage"] != "ignore"
            and (hourly_wage := contracts.hourly_wage())
        ):
            desired["hourly_cost"] = hourly_wage
        if context["numbers"].get(person):
            desired["ssnid"] = context["numbers"][person]
        return desired

    @api.model
    def _resolve(self, context, values):
        """Turn Loket's keys into ids of Odoo."""
        values = dict(values)
        values.pop("nationality_key", None)
        if "nationality" in values:
            nationality = values.pop("nationality")
            code = nationality_country(nationality) if nationality else None
            # A nationality that Odoo does not know keeps what is there.
            if not nationality or code in context["countries"]:
                values["country_id"] = context["countries"].get(code, False)
        if "private_country_code" in values:
            code = values.pop("private_country_code")
            values["private_country_id"] = context["countries"].get(code, False)
        if values.get("birthday"):
            values["birthday"] = fields.Date.to_date(values["birthday"])
        if values.get("distance_home_work"):
            values["distance_home_work_unit"] = "kilometers"
        return values

    @api.model
    def _differences(self, context, record, desired):
        """Return what of ``desired`` the record does not have yet, by the policies."""
        differences = {}
        # Where Odoo would take an inherited field from as well, at several times the
        # cost.
        is_employee = record._name == "hr.employee"
        version = record.version_id if is_employee else record
        for name, value in desired.items():
            field = record._fields[name]
            holder = version if field.inherited else record
            if self._is_same(field, holder[name], value):
                continue
            judged_by = FOLLOWS.get(name, name)
            current = self._current(record, judged_by)
            if current and self._keeps(context, record, judged_by):
                continue
            differences[name] = value
        return differences

    @api.model
    def _keeps(self, context, record, name):
        """Whether what is in a field stays there, whatever Loket says."""
        if name in OF_THE_USER and record.user_id:
            return True
        # A BSN that was asked for is filled in where the rest is left alone.
        return self._policy(context, name) != "lead"

    @api.model
    def _policy(self, context, name):
        return context["policies"].get(GROUP_BY_FIELD.get(name), "lead")

    @api.model
    def _current(self, record, name):
        value = record[name]
        return value.id if isinstance(value, models.BaseModel) else value

    @api.model
    def _same(self, record, name, value):
        """Whether the record has the value already."""
        return self._is_same(record._fields[name], record[name], value)

    @api.model
    def _is_same(self, field, current, value):
        """Whether a value read from a field is the one wanted."""
        if field.type == "many2one":
            current = current.id
            if isinstance(value, Reference):
                return value.id is not None and value.id == current
        elif field.type in ("float", "monetary"):
            return abs((current or 0.0) - (value or 0.0)) < 0.005
        return (current or False) == (value or False)

    @api.model
    def _changes_of_new(self, line):
        """What a new employee gets: all values, then what later versions change."""
        employee = self.env["hr.employee"]
        before, changes = {}, self._texts(line.employee_vals, employee, {})
        for index, step in enumerate(line.versions):
            news = {k: v for k, v in step.vals.items() if before.get(k, False) != v}
            changes += self._texts(news, before, {}, since=step.date if index else None)
            before |= step.vals
        return [change for change in changes if change.old != change.new]

    @api.model
    def _changes(self, line):
        """Return the changes as people read them: label, old and new value."""
        if not line.employee_vals and not line.versions:
            return []
        applied = line.person.applied or {}
        by_version = applied.get("versions", {})
        changes = self._texts(line.employee_vals, line.employee, applied)
        for step in line.versions:
            if step.remove:
                day = fields.Date.to_string(step.date)
                label = self.env._(WITHDRAWN)
                changes.append(Change("date_version", label, day, "", since=step.date))
                continue
            record = step.version or step.base
            is_current = step.version == line.employee.current_version_id
            news = {
                name: value
                for name, value in step.vals.items()
                if line.employee_vals.get(name) != value
                and not (step.base and self._same(record, name, value))
            }
            changes += self._texts(
                news,
                record,
                by_version.get(str(step.version.id), {}) if step.version else {},
                since=None if is_current else step.date,
            )
        return changes

    @api.model
    def _texts(self, vals, record, applied, since=None):
        """Return the changes of some values against a record (or a dict)."""
        changes = []
        last = len(POSITION)
        for name in sorted(vals, key=lambda name: POSITION.get(name, last)):
            value = vals[name]
            if name.startswith("loket_") and name not in SHOWN:
                continue
            field = self.env["hr.employee"]._fields.get(name)
            field = field or self.env["hr.version"]._fields[name]
            if isinstance(record, dict):
                old = record.get(name, False)
            else:
                old = self._current(record, name) if record else False
            changes.append(
                Change(
                    name,
                    field._description_string(self.env),
                    self._text(field, old),
                    self._text(field, value),
                    changed_in_odoo=name in applied
                    and not self._same(record, name, self._from_plain(applied, name)),
                    since=since,
                )
            )
        return changes

    @api.model
    def _plain(self, value):
        """A value as JSON keeps it."""
        return value.isoformat() if hasattr(value, "isoformat") else value

    @api.model
    def _from_plain(self, applied, name):
        field = self.env["hr.employee"]._fields[name]
        value = applied[name]
        return fields.Date.to_date(value) if field.type == "date" else value

    @api.model
    def _text(self, field, value):
        """A value as people read it; a BSN is never written out."""
        if field.name == "ssnid":
            return "•••••••••" if value else ""
        if isinstance(value, Reference):
            return value.name
        if value is False or value is None:
            return ""
        if field.type == "many2one":
            return self.env[field.comodel_name].sudo().browse(value).display_name
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, str(value))
        if field.type == "date":
            return fields.Date.to_string(value)
        if field.type in ("float", "monetary"):
            return f"{value:.2f}"
        return str(value)
