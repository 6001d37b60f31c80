# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

class LoketEmployer(models.Model):
    """Rights and payroll set-up of a venue, read from Loket."""

    _inherit = "loket.employer"

    def action_check_rights(self):
        """Ask Loket which activities the user has at each venue."""
        self.check_access("read")
        rights = self.env["loket.right"].sudo().search([])
        for connection, employers in self.grouped("connection_id").items():
            with connection._loket_client() as client:
                for employer in employers:
                    granted = client.get_authorizations(employer.loket_id)
                    employer._set_rights(rights, granted)

    def _set_rights(self, rights, granted):
        """Store which of ``rights`` are not among the ``granted`` activities."""
        missing = rights.filtered(lambda right: right.activity not in granted)
        if not missing:
            state = "complete"
        elif missing - missing.filtered("optional"):
            state = "missing"
        else:
            state = "partial"
        self.sudo().write(
            {
                "missing_right_ids": [fields.Command.set(missing.ids)],
                "rights_state": state,
                "rights_checked_on": fields.Datetime.now(),
            }
        )

    def action_fetch_payroll_setup(self):
        """Read administrations, periods and components of linked venues."""
        self.check_access("read")
        self._check_linked()
        for connection, employers in self.grouped("connection_id").items():
            with connection._loket_client() as client:
                for employer in employers:
                    employer._fetch_payroll_setup(client)

    def _fetch_payroll_setup(self, client):
        """Read this venue's payroll set-up. Calls: 1 + 2 to 4 per administration."""
        records = list(client.iter_payroll_administrations(self.loket_id))
        administrations = self._update_administrations(records)
        for administration in administrations:
            administration._update_periods(
                client.get_payroll_periods(administration.loket_id),
                list(client.iter_payroll_runs(administration.loket_id)),
            )
            for year in administration._component_years(fields.Date.today()):
                administration._update_components(
                    year,
                    client.get_payroll_components(administration.loket_id, year),
                )

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
