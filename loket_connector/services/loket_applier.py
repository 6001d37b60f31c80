# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import logging
from functools import partial

from psycopg2 import Error as DatabaseError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..client import LoketError
from .plan import Reference

_logger = logging.getLogger(__name__)

#: Actions of a line that change something.
CARRIED_OUT = ("create", "link", "update", "end")
#: How many employees are created or changed in one go.
BATCH = 100
#: What a record can be refused for without the whole run being wrong.
RECORD_ERRORS = (UserError, DatabaseError, ValueError, KeyError)


class LoketApplier(models.AbstractModel):
    """Carry out a plan: exactly what it says, in batches, one bad record apart.

    A batch that fails is undone and repeated line by line, so that only the line
    that is wrong becomes a problem of the report.
    """

    _name = "loket.applier"
    _description = "Loket Applier"

    @api.model
    def _apply(self, employer, plan, client, commit=None):
        """Apply the plan of a venue.

        :param client: Loket client, for photos.

        :param commit: called after each batch.
        """
        # The run report is the history of these changes; a message per person would
        # bury the chatter, and a BSN must never get there.
        self = self.with_context(  # noqa: PLW0642
            tracking_disable=True, mail_create_nosubscribe=True, no_wizard=True
        )
        employer = employer.with_env(self.env)
        tables = self._ensure_references(employer, plan)
        todo = [line for line in plan if line.action in CARRIED_OUT]
        self._fetch_photos(todo, client)
        creating = [line for line in todo if line.action == "create"]
        changing = [line for line in todo if line.action != "create"]
        for lines, method in ((creating, self._create), (changing, self._change)):
            for start in range(0, len(lines), BATCH):
                batch = lines[start : start + BATCH]
                self._guarded(partial(method, employer, tables), batch)
                if commit:
                    commit()
        self._note_problems(plan)
        self._mark_main(plan)

    @api.model
    def _fetch_photos(self, lines, client):
        """Fetch the photos that are new, one call each; a failing one is left out."""
        for line in lines:
            if not line.photo_url:
                continue
            try:
                photo = client.get_photo(line.photo_url)
            except LoketError as error:
                _logger.warning(
                    "Photo of Loket person %s was not fetched: %s", line.person.id, error
                )
                line.photo_url = ""
                continue
            line.employee_vals["image_1920"] = base64.b64encode(photo) if photo else False

    @api.model
    def _mark_main(self, plan):
        """Show in the mirror which employment is the contract."""
        for line in plan:
            for employment in line.main.person_id.employment_ids if line.main else ():
                employment._write_changes({"is_main": employment == line.main})

    @api.model
    def _guarded(self, method, lines):
        """Run ``method`` on the lines in a savepoint; on an error line by line."""
        try:
            with self.env.cr.savepoint():
                method(lines)
                self.env.flush_all()
        except RECORD_ERRORS as error:
            self.env.invalidate_all(flush=False)
            if len(lines) > 1:
                for line in lines:
                    self._guarded(method, [line])
                return
            _logger.warning(
                "Loket person %s could not be stored: %s",
                lines[0].person.id,
                type(error).__name__,
            )
            lines[0].fail(self._explain(error))

    @api.model
    def _explain(self, error):
        """A refusal in words; database texts can hold personal data, so not those."""
        if isinstance(error, UserError):
            return self.env._("Odoo refused this: %(reason)s", reason=str(error))
        return self.env._(
            "Odoo could not store the data of this person (%(error)s). Compare the"
            " person in Loket and in Odoo.",
            error=type(error).__name__,
        )

    @api.model
    def _ensure_references(self, employer, plan):
        """Make the departments, jobs and schedules that the plan points at."""
        references = self.env["loket.references"]
        wanted = [
            value
            for line in plan
            if line.action in CARRIED_OUT
            for step in line.versions
            for value in step.vals.values()
            if isinstance(value, Reference)
        ]
        company = employer.company_id
        tables = references._lookup(company)
        for record, name in plan.renames.items():
            record.sudo().name = name
        references._ensure(tables, wanted, company)
        return tables

    @api.model
    def _resolved(self, tables, vals):
        """Values with the ids of the records they point at (a copy)."""
        return {
            name: tables[value.kind][0][value.key].id
            if isinstance(value, Reference)
            else value
            for name, value in vals.items()
        }

    @api.model
    def _create(self, employer, tables, lines):
        """Create the employees of the lines with all their versions."""
        now = fields.Datetime.now()
        employees = (
            self.env["hr.employee"]
            .sudo()
            .create(
                [
                    {
                        **self._common_vals(employer, now),
                        **line.employee_vals,
                        **self._resolved(tables, line.versions[0].vals),
                    }
                    for line in lines
                ]
            )
        )
        for line, employee in zip(lines, employees, strict=True):
            line.employee = employee
            self._link(line, "created")
        self._create_further_versions(employer, tables, lines)

    @api.model
    def _common_vals(self, employer, now):
        responsible = employer.connection_id.responsible_id or self.env.user
        return {
            "company_id": employer.company_id.id,
            # Odoo sends reminders about contracts to this person; as the superuser
            # they would go to OdooBot.
            "hr_responsible_id": responsible.id,
            "loket_last_sync": now,
        }

    @api.model
    def _create_further_versions(self, employer, tables, lines):
        """Add the later terms of new employees in one go.

        A version made directly inherits nothing, so each one gets the values that
        its employee keeps per version too.
        """
        version_model = self.env["hr.version"].sudo()
        rows = []
        for line in lines:
            personal = {
                name: value
                for name, value in line.employee_vals.items()
                if name in version_model._fields and name not in ("name", "active")
            }
            for step in line.versions[1:]:
                rows.append(
                    {
                        **personal,
                        **self._resolved(tables, step.vals),
                        "employee_id": line.employee.id,
                        "date_version": step.date,
                        "hr_responsible_id": line.employee.hr_responsible_id.id,
                    }
                )
        if rows:
            version_model.create(rows)
            self.env["hr.employee"].sudo().union(
                *(line.employee for line in lines)
            )._compute_current_version_id()

    @api.model
    def _change(self, employer, tables, lines):
        """Bring known employees in line with the plan."""
        now = fields.Datetime.now()
        for line in lines:
            employee = line.employee.sudo().with_context(active_test=False)
            if line.restore:
                employee.action_unarchive()
            if line.employee_vals:
                employee.write({**line.employee_vals, "loket_last_sync": now})
            self._close_older_contracts(employee, line)
            for step in line.versions:
                vals = self._resolved(tables, step.vals)
                if step.version:
                    step.version.sudo().write(vals)
                else:
                    employee.create_version({"date_version": step.date, **vals})
            if line.action == "link":
                self._link(line, line.matched_by)
            if line.action == "end":
                self._end(employer, line)
            elif line.restore or line.reinstate:
                line.person.ended_on = False
                employee.activity_unlink(["loket_connector.activity_departure"])
            self._remember(line)

    @api.model
    def _close_older_contracts(self, employee, line):
        """End an open contract of Odoo before a new one starts: they may not overlap."""
        for step in line.versions:
            start = step.vals.get("contract_date_start")
            if step.version or not start:
                continue
            for version in employee.version_ids:
                if (
                    version.contract_date_start
                    and version.contract_date_start < start
                    and not version.loket_term_date
                    and (
                        not version.contract_date_end
                        or version.contract_date_end >= start
                    )
                ):
                    version.sudo().contract_date_end = fields.Date.subtract(
                        start, days=1
                    )

    @api.model
    def _link(self, line, matched_by):
        line.person.write(
            {"employee_id": line.employee.id, "matched_by": matched_by}
        )
        self._remember(line)

    @api.model
    def _remember(self, line):
        """Keep what was written, to recognise later what people changed in Odoo."""
        applied = dict(line.person.applied or {})
        vals = dict(line.employee_vals)
        for step in line.versions:
            vals |= step.vals
        for name, value in vals.items():
            if name in ("ssnid", "image_1920") or isinstance(value, Reference):
                continue
            applied[name] = value.isoformat() if hasattr(value, "isoformat") else value
        if applied != (line.person.applied or {}):
            line.person.applied = applied
        if line.photo_url:
            line.person.photo_done = line.photo_url

    @api.model
    def _end(self, employer, line):
        """Follow the connection's policy for somebody who left at Loket, once."""
        policy = employer.connection_id.ended_policy
        ended_on = max(line.person.employment_ids.mapped("date_end"))
        line.person.ended_on = ended_on
        if policy == "archive":
            line.employee._loket_register_departure(ended_on)
        elif policy == "propose":
            line.employee._loket_propose_departure(
                ended_on, employer.connection_id.responsible_id or self.env.user
            )

    @api.model
    def _note_problems(self, plan):
        """Show problems on the employees they are about, and clear the solved ones."""
        for line in plan:
            if line.action == "problem" and line.employee:
                if line.employee.loket_problem != line.message:
                    line.employee.sudo().loket_problem = line.message
