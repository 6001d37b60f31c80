# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo import api, models
from odoo.tools.translate import LazyTranslate

from .plan import NEW_PHOTO, PHOTO, Change

_lt = LazyTranslate(__name__)


class LoketPlanner(models.AbstractModel):
    """Is the person there, and how does the person look?"""

    _inherit = "loket.planner"

    @api.model
    def _plan_presence(self, line, contracts):
        """Ended, archived, hired again, no longer listed: is the person there?"""
        employee = line.employee
        handled = self._handled_ends(line)
        if contracts.has_ended:
            if contracts.ends_on not in handled:
                line.settled_on = contracts.ends_on
                if employee.active:
                    line.action = "end"
                    line.message = self._ended(contracts)
                elif employee.departure_date in handled:
                    # Who left on the day that Loket said then, left on this one.
                    vals = {"departure_date": contracts.ends_on}
                    line.employee_vals |= vals
                    line.changes += self._texts(vals, employee, {})
        elif contracts.is_out_of_sight and employee.active:
            line.action = "leave"
            line.message = _lt(
                "Loket no longer lists the employment of this person; nothing was"
                " changed. If it was removed at Loket, archive the employee. If not,"
                " check the rights of the Loket user."
            )
        elif not employee.active and contracts.contracts:
            self._plan_archived(line, contracts, handled)
        elif handled and contracts.ends_on not in handled:
            line.reinstate = True
            line.message = self._back(contracts, max(handled))

    @api.model
    def _plan_elsewhere(self, line, company):
        """Somebody moved the employee to another company in Odoo: the departments and
        schedules of this one have no place there."""
        line.action = "unchanged"
        if line.person._works():
            line.fail(
                _lt(
                    "Is employed at this venue, but works for %(other)s in Odoo instead"
                    " of %(company)s; nothing was changed. Set the company of the"
                    " employee back, or end the employment at Loket.",
                    other=line.employee.company_id.name,
                    company=company.name,
                )
            )
        return line

    @api.model
    def _handled_ends(self, line):
        """Last days at Loket that Odoo has followed already, at any venue: the
        employee can be two persons at Loket."""
        persons = line.person | line.employee.sudo().loket_person_ids
        return {person.ended_on for person in persons if person.ended_on}

    @api.model
    def _ended(self, contracts):
        if contracts.never_began:
            return _lt("The employment at Loket does not take place.")
        return _lt("The employment ended at Loket on %(day)s.", day=contracts.ends_on)

    @api.model
    def _back(self, contracts, left_on):
        """Why an end that Odoo has followed is none: a new employment, or none."""
        if contracts.newest_start > left_on:
            return _lt("Hired again on %(day)s.", day=contracts.newest_start)
        return _lt(
            "The end of the employment on %(day)s was withdrawn at Loket.", day=left_on
        )

    @api.model
    def _plan_archived(self, line, contracts, handled):
        """Archived in Odoo while an employment runs or will run at Loket.

        Hired again, or an end that was withdrawn after Odoo had followed it: the
        employee comes back. Archived by somebody in Odoo: only they can undo it.
        """
        departure = line.employee.departure_date
        # Who registers a departure may do so days after the last one at Loket.
        left_on = min({departure} - {False} | {max(handled, default=date.max)})
        if left_on < contracts.newest_start:
            line.restore = True
            line.message = self._back(contracts, left_on)
        elif departure in handled and contracts.ends_on not in handled:
            line.restore = True
            line.message = self._back(contracts, departure)
        elif contracts.ends_on:
            # Gone in Odoo already, and about to be at Loket: both agree.
            pass
        else:
            line.action = "archived"
            line.employee_vals, line.versions, line.changes = {}, [], []
            line.message = _lt(
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
            and (person.photo_url != person.photo_done or not person.employee_id)
            and (line.action == "create" or line.desired)
            and line.action in ("create", "link", "update")
        ):
            line.photo_url = person.photo_url
            line.changes.append(
                Change(
                    "image_1920",
                    self.env._(PHOTO),
                    "",
                    self.env._(NEW_PHOTO),
                )
            )
