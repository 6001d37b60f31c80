# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.fields import Domain

from ..client import LoketAccessError
from ..errors import why
from ..services.message import refusal, render
from ..services.notification import notification


class LoketEmployer(models.Model):
    """Rights and payroll set-up of a venue, read from Loket."""

    _inherit = "loket.employer"

    def action_check_rights(self):
        """Ask Loket which activities the user has at each venue."""
        self.check_access("read")
        for connection, employers in self.grouped("connection_id").items():
            with connection._loket_client() as client:
                employers._check_rights(client)
        incomplete = self.filtered(lambda e: e.rights_state != "complete")
        if not incomplete:
            return notification(self.env._("No right is missing."))
        return notification(
            self.env._(
                "Rights are missing at “%(venues)s”. The page Rights of the venue"
                " tells what to ask for.",
                venues="”, “".join(incomplete.mapped("name")),
            ),
            "warning",
        )

    def _set_missing_rights(self, missing):
        """Store which rights the user lacks at this venue."""
        if not missing:
            state = "complete"
        elif missing - missing.filtered("optional"):
            state = "missing"
        else:
            state = "partial"
        before = set(self.sudo().missing_right_ids.mapped("feature"))
        self._catch_up(before - set(missing.mapped("feature")))
        self.sudo().write(
            {
                "missing_right_ids": [fields.Command.set(missing.ids)],
                "rights_state": state,
                "rights_checked_on": fields.Datetime.now(),
            }
        )

    def _catch_up(self, features):
        """Have the next sync read what the user may see from now on.

        :param features: those that no right is missing for any more.
        """
        employments = self.sudo().employment_ids
        if "history" in features:
            employments.filtered(lambda job: not job.history_read).payload_hash = False
        if features & {"bsn", "history"}:
            self.sudo().person_ids.is_due = True

    def action_fetch_payroll_setup(self):
        """Read administrations, periods and components of linked venues.

        What the user has no right to is left out and told; the rest is kept.
        """
        self.check_access("read")
        self._check_linked()
        refusals = []
        for connection, employers in self.grouped("connection_id").items():
            with connection._loket_client() as client:
                for employer in employers:
                    refusals += employer._fetch_payroll_setup(client)
        message = [why(self.env, error) for error in refusals]
        if message and not self.sudo().administration_ids:
            raise refusal(self.env, message)
        if message:
            return notification(render(self.env, message), "warning")
        return notification(
            self.env._(
                "%(count)s payroll administrations are up to date.",
                count=len(self.sudo().administration_ids),
            ),
            "success",
        )

    def _fetch_payroll_setup(self, client):
        """Read this venue's payroll set-up. Calls: 1 + 2 to 4 per administration.

        :return: the ``LoketAccessError`` of everything that had to be left out.
        """
        refusals = []
        try:
            records = list(client.iter_payroll_administrations(self.loket_id))
        except LoketAccessError as error:
            refusals.append(error)
        else:
            for administration in self._update_administrations(records):
                refusals += administration._fetch(client)
            self._mark_older_periods()
        self._add_missing_rights({error.activity for error in refusals})
        return refusals

    def _mark_older_periods(self):
        """Have the histories read that a period shows to be needed: one that is open
        and begins before what is known of somebody's terms."""
        if self._lacks("history"):
            return
        first_known = (
            self.env["loket.employment.term"]
            .sudo()
            ._read_group(
                [
                    ("employment_id.employer_id", "=", self.id),
                    ("employment_id.active", "=", True),
                    ("employment_id.history_read", "=", False),
                ],
                ["employment_id"],
                ["date_start:min"],
            )
        )
        open_from = self.sudo().administration_ids._open_from()
        for employment, day in first_known:
            since = open_from.get(employment.administration_id)
            if since and max(since, employment.date_start) < day:
                employment.payload_hash = False
                employment.person_id.is_due = True

    def _add_missing_rights(self, activities):
        """Loket just refused these: no need to wait for the next check of rights."""
        refused = self.env["loket.right"].sudo().search(Domain.TRUE)._among(activities)
        if refused - self.sudo().missing_right_ids:
            self._set_missing_rights(self.sudo().missing_right_ids | refused)

    def _update_administrations(self, records):
        model = self.env["loket.payroll.administration"].sudo()
        known = {
            administration.loket_id: administration
            for administration in model.with_context(active_test=False).search(
                [("employer_id", "=", self.id)]
            )
        }
        administrations = model
        for record in records:
            vals = {
                "name": record.name,
                "client_number": record.client_number or 0,
                "period_type": record.period_type or False,
                "date_start": record.start_date or False,
                "date_end": record.end_date or False,
                "active": True,
            }
            administration = known.pop(record.id, None)
            if administration is None:
                administration = model.create(
                    {"employer_id": self.id, "loket_id": record.id, **vals}
                )
            else:
                administration._write_changes(vals)
            administrations += administration
        for gone in known.values():
            gone._write_changes({"active": False})
        return administrations
