# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from odoo.addons.loket_connector.services.message import reason, refusal, render
from odoo.addons.loket_connector.services.notification import notification

_lt = LazyTranslate(__name__)


class LoketExport(models.Model):
    """What goes to Loket, what Loket says of it, and what the payroll run did."""

    _inherit = "loket.export"

    def action_send(self):
        """Send what differs, read it back, and flag what Loket was seen to hold.

        What was prepared is sent as it was shown. After a while, or when something
        came in between, it is prepared again first, and only shown when it is no
        longer the same. Of several exports each is treated by itself.
        """
        self._check_loket_user()
        return self._notify_sent(
            {
                export: export._send_apart() if len(self) > 1 else export._send_shown()
                for export in self._one_by_one()
            }
        )

    def _send_apart(self):
        """Send one of several: what it refuses does not undo the others."""
        try:
            with self.env.cr.savepoint():
                return self._send_shown()
        except UserError as error:
            return False, render(self.env, reason(error))

    def _send_shown(self):
        """Send an export if what would go is what a person saw.

        :return: whether something was sent, and what a person should know
        """
        self.ensure_one()
        export_sudo = self.sudo()
        export_sudo._check_sendable()
        message = None
        if self._is_replaced_on_screen():
            message = _lt(
                "Nothing was sent: this export was prepared or sent again after you"
                " opened it. Look at it as it is now."
            )
        elif not export_sudo._is_current():
            message = export_sudo._prepare_for_sending()
        if message:
            return False, render(self.env, message)
        if self.state == "done":
            return False, ""
        self.env["loket.export.sender"].sudo()._send(export_sudo)
        return True, self.message or self._get_refusal_text()

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
            export._check_through_api()
            self.env["loket.export.verifier"].sudo()._verify(export.sudo())
        return True

    def action_refresh_period(self):
        """Ask Loket for the payroll runs: an undone one unlocks its lines.

        Every preparation does so too, and every night that something else of the
        administration is open. Where all is approved nothing is asked at night.
        """
        self._check_loket_user()
        texts = []
        for export in self:
            export._check_through_api()
            export_sudo = export.sudo()
            connection = export_sudo.employer_id.connection_id
            with connection._loket_client() as client:
                export_sudo.administration_id._refresh_period_states(client)
            period = export_sudo.period_id
            states = period._fields["state"]._description_selection(self.env)
            texts.append(f"{period.display_name}: {dict(states)[period.state]}")
        return notification("\n".join(texts), "info", self.env._("Payroll Run"))

    def _check_through_api(self):
        """Refuse for a venue that works with a file: its access is not granted yet."""
        self.ensure_one()
        if self.export_method == "file":
            raise refusal(
                self.env,
                _lt(
                    "Venue “%(venue)s” works with a file, so nothing is read from Loket"
                    " or sent to it. Download the file and import it there.",
                    venue=self.employer_id.name,
                ),
            )

    def _check_sendable(self):
        self._check_through_api()
        self.employer_id._check_linked()
        if self.period_id.state == "approved":
            raise refusal(self.env, self._run_is_approved())

    def _run_is_approved(self):
        """Return why nothing can be sent any more, as a message."""
        return _lt(
            "The payroll run of period %(period)s is approved: Loket accepts no changes"
            " any more. Late hours go into the next open period.",
            period=self.period_id.display_name,
        )

    def _notify_sent(self, outcomes):
        """Tell what happened; the form is read again afterwards.

        :param outcomes: ``{export: (whether something was sent, message)}``
        """
        texts = [
            f"{export.display_name}: {text}" if len(outcomes) > 1 else text
            for export, (_is_sent, text) in outcomes.items()
            if text
        ]
        if not texts and not any(is_sent for is_sent, _text in outcomes.values()):
            texts = [
                self.env._("Nothing to send: Loket holds everything that was prepared.")
            ]
        is_good = all(
            export.state == "done" and (is_sent or not text)
            for export, (is_sent, text) in outcomes.items()
        )
        return notification(
            "\n".join(texts) or self.env._("Loket holds everything that was prepared."),
            "success" if is_good else "warning",
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
