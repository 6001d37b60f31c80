# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from ..mappers.pattern import (
    attendance_hours,
    pattern_name,
    schedule_weeks,
)
from .plan import Reference

#: Reference kind → model, and the field that keeps Loket's key.
KINDS = {
    "department": ("hr.department", "loket_department_id"),
    "job": ("hr.job", "loket_function_id"),
    "calendar": ("resource.calendar", "loket_schedule_key"),
}


class LoketReferences(models.AbstractModel):
    """Departments, jobs and working schedules that contracts point at.

    Found by Loket's key; when that is new, a record of the same name that has no key
    yet; else it is created when the plan is applied. One schedule serves everybody
    with the same hours.
    """

    _name = "loket.references"
    _description = "Loket References"

    @api.model
    def _lookup(self, company):
        """Return ``{kind: ({key: record}, {lower-case name: record})}``.

        As references are made, ``tables["renames"]`` collects ``{record: new name}``
        and ``tables["adopted"]`` ``{record: key}`` of those that had the name only.
        """
        tables = {"renames": {}, "adopted": {}}
        for kind, (model, key_field) in KINDS.items():
            by_key, by_name = {}, {}
            records = (
                self.env[model]
                .sudo()
                .with_context(active_test=False)
                .search([("company_id", "in", [company.id, False])])
            )
            # A job of another venue of the company serves as well: Odoo allows only
            # one of a name. One without a key is adopted first. What all companies
            # share goes by its name alone.
            for record in records.sorted(key=lambda r: bool(r[key_field])):
                if record[key_field] and record.company_id == company:
                    by_key[record[key_field]] = record
                is_open = not record[key_field] or not record.company_id
                if record.active and (is_open or kind == "job"):
                    by_name.setdefault(self._name_key(record.name), record)
            tables[kind] = (by_key, by_name)
        return tables

    @api.model
    def _name_key(self, name):
        return (name or "").strip().lower()

    @api.model
    def _reference(self, tables, kind, key_and_name, renames=False, spec=()):
        """Return a ``Reference`` or None when Loket has nothing there.

        :param renames: whether the record follows when Loket has another name.
        """
        key, name = key_and_name
        if not key:
            return None
        by_key, by_name = tables[kind]
        record = by_key.get(key)
        if record is None and kind != "calendar":
            record = self._adopt(tables, kind, key, name)
        elif renames and record is not None and name and record.name != name:
            # Odoo allows only one job of a name.
            taken = kind == "job" and by_name.get(self._name_key(name), record)
            if not taken or taken == record:
                tables["renames"][record] = name
        return Reference(kind, key, name or key, record.id if record else None, spec)

    @api.model
    def _adopt(self, tables, kind, key, name):
        """A record that has the name; one department stands for one at Loket."""
        _by_key, by_name = tables[kind]
        record = by_name.get(self._name_key(name))
        if record and record.company_id and kind == "department":
            if tables["adopted"].setdefault(record, key) != key:
                return None
        return record

    @api.model
    def _calendar_reference(self, tables, term, odd_type):
        """Reference to the working schedule of a term; None means fully flexible.

        :param odd_type: which week of Odoo's two-week schedules is an odd one.
        """
        if term.contract_kind == "zero_hours" or not term.hours_per_week:
            return None
        hours = round(term.hours_per_week, 2)
        if term.contract_kind == "min_hours":
            return self._reference(
                tables,
                "calendar",
                (
                    f"flexible:{hours:g}",
                    self.env._("Minimum %(hours)s hours per week", hours=f"{hours:g}"),
                ),
                spec=("flexible", hours),
            )
        pattern = tuple(term.work_pattern or ())
        if not any(pattern):
            # No pattern at Loket: the hours spread evenly over Monday to Friday.
            week = (round(hours / 5, 4),) * 5 + (0.0, 0.0)
            return self._reference(
                tables,
                "calendar",
                (
                    f"hours:{hours:g}",
                    self.env._("%(hours)s hours per week", hours=f"{hours:g}"),
                ),
                spec=("pattern", week * 2),
            )
        # Which of Odoo's two weeks an odd week is changes after a year of 53 weeks,
        # so the schedule is named by Odoo's order, not by Loket's.
        weeks = tuple(float(h) for h in schedule_weeks(pattern, odd_type))
        key = "pattern:" + ",".join(f"{h:g}" for h in weeks)
        return self._reference(
            tables, "calendar", (key, pattern_name(weeks)), spec=("pattern", weeks)
        )

    @api.model
    def _rename(self, tables):
        """Give departments and jobs the name they have at Loket now.

        In every language: Odoo would keep the old name for who reads another one
        than whoever syncs.
        """
        langs = {"en_US", *dict(self.env["res.lang"].get_installed())}
        for record, name in tables["renames"].items():
            for lang in langs:
                record.sudo().with_context(lang=lang).name = name
        tables["renames"].clear()

    @api.model
    def _ensure(self, tables, references, company):
        """Create what is missing and adopt what has the name."""
        for reference in dict.fromkeys(references):
            model, key_field = KINDS[reference.kind]
            by_key, _by_name = tables[reference.kind]
            record = by_key.get(reference.key)
            if record is None:
                record = self.env[model].sudo().browse(reference.id)
                if reference.id:
                    if record.company_id and not record[key_field]:
                        record[key_field] = reference.key
                else:
                    record = record.create(
                        self._prepare_reference_vals(reference, company)
                    )
                by_key[reference.key] = record

    @api.model
    def _prepare_reference_vals(self, reference, company):
        _model, key_field = KINDS[reference.kind]
        vals = {
            "name": reference.name,
            key_field: reference.key,
            "company_id": company.id,
        }
        if reference.kind == "calendar":
            vals |= self._prepare_calendar_vals(company, *reference.spec)
        return vals

    @api.model
    def _prepare_calendar_vals(self, company, kind, value):
        """Values of a schedule: flexible hours per week, or lines of a pattern."""
        vals = {"tz": company.resource_calendar_id.tz or "Europe/Amsterdam"}
        if kind == "flexible":
            return vals | {"flexible_hours": True, "hours_per_week": value}
        # The weeks come in Odoo's order already: First is 0.
        lines = attendance_hours(value, odd_type=0)
        return vals | {
            "two_weeks_calendar": any(line[0] is not None for line in lines),
            "attendance_ids": [(5, 0, 0)]
            + [
                (
                    0,
                    0,
                    {
                        "name": f"{day_period}",
                        "week_type": False if week is None else str(week),
                        "dayofweek": str(day),
                        "hour_from": hour_from,
                        "hour_to": hour_to,
                        "day_period": day_period,
                    },
                )
                for week, day, hour_from, hour_to, day_period in lines
            ],
        }
