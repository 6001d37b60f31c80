# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import logging
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools.image import ImageProcess
from odoo.tools.translate import LazyTranslate

from ..client import LoketError, LoketTransientError
from .message import reason
from .plan import RECORD_ERRORS, Reference

_logger = logging.getLogger(__name__)
_lt = LazyTranslate(__name__)

#: Actions of a line that change somebody who is in Odoo already.
CHANGING = ("link", "update", "end")
#: Actions of a line that change something.
CARRIED_OUT = ("create", *CHANGING)
#: What reading a photo fails with that is broken or cut off.
NO_IMAGE = (OSError, SyntaxError, UserError, ValueError)
#: How many employees are created or changed in one go.
BATCH = 100


class LoketApplier(models.AbstractModel):
    """Carry out a plan: exactly what it says, in batches, one bad record apart.

    A batch that fails is undone and repeated line by line, so that only the line
    that is wrong becomes a problem of the report.
    """

    _name = "loket.applier"
    _description = "Loket Applier"

    @api.model
    def _apply(self, employer, plan, client, done=None):
        """Apply a plan of a venue.

        :param client: Loket client, for photos.
        :param done: called with the number of lines after each batch.
        """
        # The run report is the history of these changes; a message per person would
        # bury the chatter, and a BSN must never get there.
        # What Odoo fills in itself is the venue's too, whoever syncs and at night.
        self = self.with_company(employer.company_id).with_context(
            tracking_disable=True, mail_create_nosubscribe=True, no_wizard=True
        )
        employer = employer.with_env(self.env)
        self._ensure_references(employer, plan)
        # Those without work first and at once: what the plan read is at hand still.
        others = [line for line in plan if line.action not in CARRIED_OUT]
        self._settle(others)
        self._note_settled(plan, others)
        if done:
            done(len(others) + len(plan.settled))
        creating = [line for line in plan if line.action == "create"]
        changing = [line for line in plan if line.action in CHANGING]
        for lines, method in ((creating, self._create), (changing, self._change)):
            for start in range(0, len(lines), BATCH):
                batch = lines[start : start + BATCH]
                self._fetch_photos(batch, client)
                self._guarded(partial(method, employer, plan.tables), batch)
                self._settle(batch)
                self._note_settled(plan, batch)
                if done:
                    done(len(batch))

    @api.model
    def _fetch_photos(self, lines, client):
        """Fetch the photos that are new, one call each.

        A failing one is left out. When Loket does not answer, the others of the batch
        wait for the next sync too: each would wait just as long.
        """
        is_reachable = True
        for line in lines:
            if not line.photo_url:
                continue
            if is_reachable:
                try:
                    photo = client.get_photo(line.photo_url)
                    self._check_image(photo)
                    line.employee_vals["image_1920"] = (
                        base64.b64encode(photo) if photo else False
                    )
                    continue
                except NO_IMAGE as error:
                    _logger.warning(
                        "Photo of Loket person %s is no image: %s",
                        line.person.id,
                        type(error).__name__,
                    )
                except LoketError as error:
                    _logger.warning(
                        "Photo of Loket person %s was not fetched: %s",
                        line.person.id,
                        error,
                    )
                    is_reachable = not isinstance(error, LoketTransientError)
            line.drop_photo(
                _lt("The photo could not be fetched from Loket."),
                again=not is_reachable,
            )

    @api.model
    def _check_image(self, photo):
        """Odoo would refuse the whole person for one that it cannot draw."""
        if image := ImageProcess(photo).image:
            image.load()

    @api.model
    def _guarded(self, method, lines):
        """Run ``method`` on the lines in a savepoint; on an error line by line."""
        try:
            with self.env.cr.savepoint():
                method(lines)
                self.env.flush_all()
        except RECORD_ERRORS as error:
            self.env.invalidate_all(flush=False)
            for line in lines:
                if line.action == "create":
                    # Undone with the savepoint.
                    line.employee = None
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
        """A refusal as a message; what a database says can hold personal data."""
        if isinstance(error, UserError):
            return _lt("Odoo refused this: %(reason)s", reason=reason(error))
        if isinstance(error, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
            return _lt(
                "Somebody changed the same data in Odoo at this very moment. Nothing is"
                " lost; the next sync tries again."
            )
        return _lt(
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
        references._rename(plan.tables)
        references._ensure(plan.tables, wanted, employer.company_id)

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
            .with_context(loket_no_avatar=True)
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
            line.employee = employee.with_env(self.env)
            line.person.write({"employee_id": employee.id, "matched_by": "created"})
        versions = self._create_further_versions(tables, lines)
        for line in lines:
            line.desired_versions = {line.employee.version_id: line.versions[0].vals}
        for version, (line, step) in versions.items():
            line.desired_versions[version] = step.vals
        for line in lines:
            self._remember(line, tables)

    @api.model
    def _create_further_versions(self, tables, lines):
        """Add the later terms of new employees in one go.

        A version made directly inherits nothing, so each one gets the values that
        its employee keeps per version too.

        :return: ``{version: (line, step)}``
        """
        version_model = self.env["hr.version"].sudo()
        sources, rows = [], []
        for line in lines:
            personal = {
                name: value
                for name, value in line.employee_vals.items()
                if name in version_model._fields and name not in ("name", "active")
            }
            # Left alone is what Odoo gave the employee, not a lack of hours.
            personal["resource_calendar_id"] = line.employee.resource_calendar_id.id
            for step in line.versions[1:]:
                sources.append((line, step))
                rows.append(
                    {
                        **personal,
                        **self._resolved(tables, step.vals),
                        "employee_id": line.employee.id,
                        "date_version": step.date,
                        "hr_responsible_id": line.employee.hr_responsible_id.id,
                    }
                )
        if not rows:
            return {}
        versions = version_model.create(rows)
        versions.employee_id._compute_current_version_id()
        return dict(zip(versions, sources, strict=True))

    @api.model
    def _change(self, employer, tables, lines):
        """Bring known employees in line with the plan."""
        now = fields.Datetime.now()
        for line in lines:
            employee = self._employee(line)
            if line.restore:
                employee.action_unarchive()
            if line.employee_vals:
                employee.write({**line.employee_vals, "loket_last_sync": now})
            if line.versions:
                self._change_versions(employee, tables, line)
            if line.matched_by:
                line.person.write(
                    {"employee_id": employee.id, "matched_by": line.matched_by}
                )
            if line.action == "end":
                self._end(employer, line)
            elif line.restore or line.reinstate:
                persons = line.person | employee.loket_person_ids
                persons.filtered("ended_on").ended_on = False
                employee.activity_unlink(["loket_connector.activity_departure"])
            self._remember(line, tables)

    @api.model
    def _employee(self, line):
        """The employee of a line, without messages in the chatter."""
        return (
            self.env["hr.employee"]
            .sudo()
            .with_context(active_test=False)
            .browse(line.employee.id)
        )

    @api.model
    def _end(self, employer, line):
        """Follow the connection's policy for somebody who left at Loket, once."""
        connection = employer.connection_id
        employee = self._employee(line)
        if connection.ended_policy == "archive":
            employee._loket_register_departure(line.settled_on)
        elif connection.ended_policy == "propose":
            employee._loket_propose_departure(
                line.settled_on, connection._responsible()
            )
