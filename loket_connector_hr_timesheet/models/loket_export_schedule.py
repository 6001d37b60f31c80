# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from odoo.addons.loket_connector.client import LoketError
from odoo.addons.loket_connector.errors import for_log
from odoo.addons.loket_connector.services.dates import dutch_today
from odoo.addons.loket_connector.services.message import reason, render
from odoo.addons.loket_connector.services.plan import RECORD_ERRORS

_logger = logging.getLogger(__name__)
_lt = LazyTranslate(__name__)

#: How long after its end a period that is still open is exported at night.
GRACE = timedelta(days=62)


class LoketExport(models.Model):
    """What happens at night."""

    _inherit = "loket.export"

    @api.model
    def _cron_refresh_periods(self):
        """Read the payroll runs where something sent is not yet approved.

        One call for each of these administrations, and none for the others.
        """
        administrations = self._open_administrations()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(administrations))
        for administration in administrations:
            connection = administration.employer_id.connection_id
            try:
                with (
                    self.env.cr.savepoint(),
                    connection._loket_client(raise_user_error=False) as client,
                ):
                    administration._refresh_period_states(client)
            except (*RECORD_ERRORS, LoketError) as error:
                _logger.warning(
                    "Payroll runs of administration %s were not read: %s",
                    administration.id,
                    for_log(error),
                )
            if not cron._commit_progress(1):
                break

    @api.model
    def _open_administrations(self):
        """Return those with something sent in a period that is not yet approved.

        A crash may have lost the mark on the period, but not the ledger.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT p.administration_id
                   FROM loket_payroll_period p
                   JOIN loket_employer e ON e.id = p.employer_id AND e.active
                        AND e.export_method <> 'file'
                   JOIN loket_connection c ON c.id = e.connection_id AND c.active
                   JOIN res_company company ON company.id = e.company_id
                        AND company.active
                   WHERE p.state <> 'approved' AND (p.has_export OR EXISTS (
                       SELECT 1 FROM loket_export_ledger l
                       WHERE l.administration_ref = p.administration_id
                             AND l.period_key = p.loket_id
                             AND (l.is_pending OR l.value IS NOT NULL)))"""
            )
        )
        administrations = self.env["loket.payroll.administration"]
        return administrations.search([("id", "in", [row[0] for row in rows])])

    @api.model
    def _cron_export(self):
        """Prepare the open periods of venues that want it, and send what is right."""
        today = dutch_today(self)
        self._fetch_new_year(today)
        periods = self.env["loket.payroll.period"].search(
            [
                ("employer_id", "any", self._nightly_domain()),
                ("state", "=", "open"),
                ("date_start", "<=", today),
                ("date_end", ">=", today - GRACE),
            ],
            order="date_start, id",
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(periods))
        for period in periods:
            try:
                with self.env.cr.savepoint():
                    self._get_or_create(period)._export_unattended()
            except RECORD_ERRORS as error:
                # What was sent is in the ledger: the next preparation settles it.
                _logger.warning("Period %s was not exported", period.id, exc_info=True)
                message = _lt(
                    "The export of last night stopped unexpectedly (%(error)s). Prepare"
                    " and send it by hand; the log of Odoo tells more.",
                    error=type(error).__name__,
                )
                self._get_or_create(period)._ask_somebody(message)
            if not cron._commit_progress(1):
                break

    @api.model
    def _nightly_domain(self):
        """Return the domain of the venues whose hours are sent at night."""
        return self.env["loket.employer"]._at_work_domain() & Domain(
            [("export_nightly", "=", True), ("export_method", "=", "api")]
        )

    @api.model
    def _fetch_new_year(self, today):
        """Fetch the periods where the last one that is known is over.

        Nothing would be exported there any more, and nobody told.
        """
        venues = self.env["loket.employer"].search(self._nightly_domain())
        for venue in venues.filtered(lambda venue: self._ended_exports(venue, today)):
            try:
                with (
                    self.env.cr.savepoint(),
                    venue.connection_id._loket_client(raise_user_error=False) as client,
                ):
                    venue._fetch_payroll_setup(client)
            except (*RECORD_ERRORS, LoketError) as error:
                _logger.warning(
                    "Periods of venue %s were not read: %s", venue.id, for_log(error)
                )
            for export in self._ended_exports(venue, today):
                message = _lt(
                    "The last payroll period that is known of “%(administration)s” is"
                    " over, and Loket named no new one: nothing is exported any more."
                    " Ask the payroll administrator, then press “Fetch Payroll Set-up”"
                    " on the venue.",
                    administration=export.administration_id.display_name,
                )
                export._ask_somebody(message)

    @api.model
    def _ended_exports(self, venue, today):
        """Return the last export of each administration without a period from today
        on, of which somebody is employed still."""
        running = (
            self.env["loket.employment"]
            .search(
                [
                    ("administration_id", "in", venue.administration_ids.ids),
                    "|",
                    ("date_end", "=", False),
                    ("date_end", ">=", today),
                ]
            )
            .administration_id
        )
        ended = running.filtered(
            lambda a: max(a.period_ids.mapped("date_end"), default=today) < today
        )
        return self.union(*(a.export_ids.sorted("id")[-1:] for a in ended))

    def _export_unattended(self):
        """Prepare and send without anybody looking; ask somebody when in doubt."""
        self.ensure_one()
        try:
            self.action_prepare()
            if self.period_id.state == "approved":
                # Since the payroll runs were read last; nothing is left to do here.
                return
            if not self.warning_count and self.to_send_count:
                self.action_send()
        except UserError as error:
            self.sudo().message = reason(error)
            self._ask_somebody(reason(error))
            return
        if self.warning_count or self.state in ("partial", "failed"):
            self._ask_somebody()

    def _get_problem_text(self):
        kinds = dict(
            self.env["loket.export.problem"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        texts = [self.message] if self.message else []
        for problem in self.problem_ids.filtered(lambda p: p.severity != "info"):
            texts.append(f"{kinds[problem.kind]}: {problem.people_count}")
        return "\n".join(texts)

    def _ask_somebody(self, message=None):
        """Schedule one activity, in the language of who gets it, unless the last one
        is still open.

        :param message: why nothing was sent; the problems of the export otherwise
        """
        activity_type = "loket_connector_hr_timesheet.activity_export"
        if self.activity_search([activity_type]):
            return
        user = self.employer_id.connection_id._responsible()
        export = self.with_context(mail_activity_quick_update=True, lang=user.lang)
        export.activity_schedule(
            activity_type,
            summary=export.env._("Export to Loket needs you"),
            note=render(export.env, message) or export._get_problem_text(),
            user_id=user.id,
        )
