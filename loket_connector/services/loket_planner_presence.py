# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from .plan import Change


class LoketPlanner(models.AbstractModel):
    """Is the person there, and how does the person look?"""

    _inherit = "loket.planner"

    @api.model
    def _plan_presence(self, line, contracts):
        """Ended, archived, hired again, no longer listed: is the person there?"""
        person, employee = line.person, line.employee
        if contracts.has_ended:
            if person.ended_on != contracts.ends_on:
                line.settled_on = contracts.ends_on
                if employee.active:
                    line.action = "end"
                    line.message = self.env._(
                        "The employment ended at Loket on %(day)s.",
                        day=contracts.ends_on,
                    )
        elif contracts.is_out_of_sight and employee.active:
            line.action = "leave"
            line.message = self.env._(
                "Loket no longer lists the employment of this person; nothing was"
                " changed. If it was removed at Loket, archive the employee. If not,"
                " check the rights of the Loket user."
            )
        elif not employee.active and contracts.contracts:
            self._plan_archived(line, contracts)
        elif person.ended_on and person.ended_on != contracts.ends_on:
            line.message = self._withdrawn(person)
            line.reinstate = True

    @api.model
    def _withdrawn(self, person):
        return self.env._(
            "The end of the employment on %(day)s was withdrawn at Loket.",
            day=person.ended_on,
        )

    @api.model
    def _plan_archived(self, line, contracts):
        """Archived in Odoo while an employment runs or will run at Loket.

        Hired again, or an end that was withdrawn after Odoo had followed it: the
        employee comes back. Archived by somebody in Odoo: only they can undo it.
        """
        employee, person = line.employee, line.person
        left_on = employee.departure_date or person.ended_on
        if left_on and contracts.newest_start > left_on:
            line.restore = True
            line.message = self.env._(
                "Hired again on %(day)s.", day=contracts.newest_start
            )
        elif contracts.ends_on:
            # Gone in Odoo already, and about to be at Loket: both agree.
            pass
        elif person.ended_on and employee.departure_date == person.ended_on:
            line.restore = True
            line.message = self._withdrawn(person)
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
            and (line.action == "create" or line.desired)
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
