# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from odoo.addons.loket_connector.services.message import refusal
from odoo.addons.loket_connector.services.notification import notification

_lt = LazyTranslate(__name__)


class LoketExport(models.Model):
    """What goes to Loket, what Loket says of it, and what the payroll run did."""

    _inherit = "loket.export"

    def action_send(self):
        """Send what differs, read it back, and flag what Loket was seen to hold.

        What was not prepared yet is prepared first.
        """
        self._check_loket_user()
        preparer = self.env["loket.export.preparer"].sudo()
        sender = self.env["loket.export.sender"].sudo()
        sent = self.browse()
        for export in self._one_by_one():
            export_sudo = export.sudo()
            export_sudo._check_sendable()
            if export.state != "ready" or export_sudo._is_overtaken():
                preparer._prepare(export_sudo)
                export_sudo._check_sendable()
            if export.state != "done":
                sender._send(export_sudo)
                sent += export
        return self._notify_sent(sent)

    def _is_overtaken(self):
        """Whether Loket may hold something that this preparation does not know of.

        A send without an answer, or another export of the same period.
        """
        self.ensure_one()
        others = Domain("period_id", "=", self.period_id.id) & Domain(
            "id", "!=", self.id
        )
        return self.is_interrupted or bool(
            self.search_count(
                others & Domain("sent_on", ">=", self.prepared_on), limit=1
            )
        )

    def action_file_imported(self):
        """Note that the file was imported in Loket: its hours are exported from now on.

        Nothing can be read back here, so this is the word of whoever presses.
        """
        self._check_loket_user()
        for export in self._one_by_one():
            if export.export_method != "file" or export.state == "draft":
                raise UserError(
                    self.env._(
                        "Only a file that was prepared can be imported. Prepare it,"
                        " download it, and import it in Loket first."
                    )
                )
            if export.sudo()._is_file_outdated():
                raise UserError(
                    self.env._(
                        "The totals changed after the file was downloaded. Download it"
                        " and import it in Loket again, so that both have the same."
                    )
                )
            self.env["loket.export.verifier"].sudo()._accept_file(export.sudo())
        return True

    def action_verify(self):
        """Read Loket back and compare it with what was sent."""
        self._check_loket_user()
        for export in self._one_by_one():
            self.env["loket.export.verifier"].sudo()._verify(export.sudo())
        return True

    def action_refresh_period(self):
        """Ask Loket for the payroll runs: an undone one unlocks its lines.

        Every preparation does so too, and every night that something else of the
        administration is open. Where all is approved nothing is asked at night.
        """
        self._check_loket_user()
        for export_sudo in self.sudo():
            connection = export_sudo.employer_id.connection_id
            with connection._loket_client() as client:
                export_sudo.administration_id._refresh_period_states(client)
        return True

    def _check_sendable(self):
        self.ensure_one()
        if self.export_method == "file":
            raise refusal(
                self.env,
                _lt(
                    "Venue %(venue)s works with a file: download it and import it in"
                    " Loket.",
                    venue=self.employer_id.name,
                ),
            )
        if self.period_id.state == "approved":
            raise refusal(self.env, self._run_is_approved())

    def _run_is_approved(self):
        """Return why nothing can be sent any more, as a message."""
        return _lt(
            "The payroll run of period %(period)s is approved: Loket accepts no changes"
            " any more. Late hours go into the next open period.",
            period=self.period_id.display_name,
        )

    def _notify_sent(self, sent):
        """Tell what happened; the form is read again afterwards.

        :param sent: those of the exports that were not done already
        """
        is_done = all(export.state == "done" for export in self)
        message = "\n".join(export.message or "" for export in self).strip()
        if not sent:
            message = self.env._(
                "Nothing to send: Loket holds everything that was prepared."
            )
        if not is_done:
            message = message or self._get_refusal_text()
        return notification(
            message or self.env._("Loket holds everything that was prepared."),
            "success" if is_done else "warning",
        )

    def _get_refusal_text(self):
        """Return how many values Loket did not get, or ``""``."""
        refused = self.line_ids.filtered(lambda line: line.state == "refused")
        if not refused:
            return ""
        return self.env._(
            "Values that were not accepted: %(count)s. Each says why; mend it and"
            " prepare again.",
            count=len(refused),
        )
