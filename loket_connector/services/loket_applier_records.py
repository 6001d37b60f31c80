# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import SUPERUSER_ID, api, models

from .message import dump, stored
from .plan import RECORD_ERRORS, Reference

CONTRACT_FIELDS = {"contract_date_start", "contract_date_end"}
#: Odoo keeps these on the present version and copies them to no other one.
DEPARTURE_FIELDS = ("departure_date", "departure_reason_id", "departure_description")


class LoketApplier(models.AbstractModel):
    """Values of new employees, versions of known ones, what is remembered of lines."""

    _inherit = "loket.applier"

    @api.model
    def _common_vals(self, employer, now):
        responsible = employer.connection_id._responsible()
        return {
            "company_id": employer.company_id.id,
            # Odoo sends reminders about contracts to this person; as the superuser
            # they would go to OdooBot.
            "hr_responsible_id": responsible.id,
            "loket_last_sync": now,
        }

    @api.model
    def _change_versions(self, employee, tables, line):
        """Carry out the steps of a line, in their order.

        The plan gives every version its contract dates. Odoo's own copying of them
        over the versions of a contract is off, and dates that change are cleared
        first: on the way to the new ones no two contracts may overlap either.
        """
        departure = not employee.active and {
            name: employee[name] for name in DEPARTURE_FIELDS
        }
        # The context that Odoo itself uses to write contract dates as they are given.
        versions = self.env["hr.version"].sudo().with_context(sync_contract_dates=True)
        moving = versions.browse(
            step.version.id
            for step in line.versions
            if step.version and CONTRACT_FIELDS & step.vals.keys()
        )
        dates = {
            version.id: {name: version[name] for name in CONTRACT_FIELDS}
            for version in moving
        }
        if len(employee.version_ids) > 1:
            moving.write(dict.fromkeys(CONTRACT_FIELDS, False))
        for step in line.versions:
            vals = self._resolved(tables, step.vals)
            if step.remove:
                versions.browse(step.version.id).unlink()
            elif step.version:
                vals = dates.get(step.version.id, {}) | vals
                versions.browse(step.version.id).write(vals)
            else:
                # Odoo leaves sudo there, and a Loket user need not be an HR manager.
                version = employee.with_user(SUPERUSER_ID).create_version(
                    {"date_version": step.date, **vals}
                )
                line.desired_versions[version] = step.vals
        employee._compute_current_version_id()
        if departure and departure["departure_date"] and not employee.departure_date:
            # A correction of the time before made another version the present one.
            employee.write(departure)

    @api.model
    def _remember(self, line, tables):
        """Keep what Loket wants, to recognise later what people changed in Odoo."""
        applied = dict(line.person.applied or {})
        by_version = dict(applied.get("versions", {}))
        applied |= self._plain_vals(tables, line.desired)
        for version, vals in line.desired_versions.items():
            known = by_version.get(str(version.id), {})
            by_version[str(version.id)] = known | self._plain_vals(tables, vals)
        applied["versions"] = by_version
        if applied != line.person.applied:
            line.person.applied = applied
        if line.photo_url:
            line.person.photo_done = line.photo_url

    @api.model
    def _plain_vals(self, tables, vals):
        """Values as JSON keeps them; a BSN is kept nowhere but in its field."""
        plain = self.env["loket.planner"]._plain
        return {
            name: plain(value)
            for name, value in self._resolved_if_known(tables, vals).items()
            if name not in ("ssnid", "image_1920") and not name.startswith("loket_")
        }

    @api.model
    def _resolved_if_known(self, tables, vals):
        known = {
            name: value
            for name, value in vals.items()
            if not isinstance(value, Reference) or value.key in tables[value.kind][0]
        }
        return self._resolved(tables, known)

    @api.model
    def _settle(self, lines):
        """Book what is true of all lines, also of those without work.

        A line that could not be carried out stays due: the next sync tries again.
        """
        done = self.env["loket.person"]
        for line in lines:
            if line.action == "archived" and line.matched_by:
                line.person.write(
                    {"employee_id": line.employee.id, "matched_by": line.matched_by}
                )
            if line.action == "problem":
                self._note_problem(line)
                continue
            if not line.is_unfinished:
                done |= line.person
            if line.settled_on:
                line.person._write_changes({"ended_on": line.settled_on})
        self.env["hr.employee"].sudo().browse(
            line.employee.id
            for line in lines
            if line.employee and line.action != "problem"
        )._loket_refresh_state()
        self._mark_main([line for line in lines if line.action != "problem"])
        done.filtered("is_due").is_due = False
        failed = self.env["loket.person"].union(
            *(line.person for line in lines if line.action == "problem")
        )
        failed.filtered(lambda person: not person.is_due).is_due = True

    @api.model
    def _note_settled(self, plan, lines):
        """Those who are as Loket has them need no plan until something changes."""
        persons = self.env["loket.person"].browse(
            line.person.id
            for line in lines
            if not line.message
            and (
                line.action == "unchanged"
                or (line.action == "create" and self._is_complete(plan, line))
            )
        )
        self.env["loket.planner"]._note_settled(plan.context, persons.sudo())

    @api.model
    def _is_complete(self, plan, line):
        """Whether a new employee has all that was wanted: Odoo may refuse silently."""
        planner = self.env["loket.planner"]
        wanted = {line.employee.sudo(): line.desired, **line.desired_versions}
        return not any(
            planner._differences(
                plan.context, record, self._resolved(plan.tables, vals)
            )
            for record, vals in wanted.items()
        )

    @api.model
    def _mark_main(self, lines):
        """Show in the mirror which employments are the contracts, all at once: after
        a commit nothing is in the cache any more."""
        mains = {line.main.id for line in lines if line.main}
        settled = [line for line in lines if line.main]
        persons = (
            self.env["loket.person"]
            .sudo()
            .with_context(active_test=False)
            .browse(line.person.id for line in settled)
        )
        employees = (
            self.env["hr.employee"]
            .sudo()
            .with_context(active_test=False)
            .browse(line.employee.id for line in settled if line.employee)
        )
        employments = persons.employment_ids | employees.loket_employment_ids
        wrong = employments.filtered(lambda e: e.is_main != (e.id in mains))
        begun = wrong.filtered(lambda e: e.id in mains)
        begun.is_main = True
        # At another venue of the company perhaps, and compared already.
        (begun.person_id - persons).is_due = True
        wrong.filtered(lambda e: e.id not in mains).is_main = False

    @api.model
    def _note_problem(self, line):
        """Show a problem on the employee it is about; the next sync clears it.

        What Odoo refuses there as well, as somebody is at this employee, is told by
        the report alone.
        """
        known = line.employee and stored(line.employee, "loket_problem")
        if line.employee and known != dump(line.message):
            try:
                with self.env.cr.savepoint():
                    self._employee(line).loket_problem = line.message
            except RECORD_ERRORS:
                self.env.invalidate_all(flush=False)
