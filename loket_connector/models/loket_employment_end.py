# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import UserError

from ..client import LoketError, LoketUnknownOutcomeError, Termination
from ..errors import explain

#: Activity at Loket that ending an employment needs.
TERMINATE = "PatchTerminateByEmploymentId"


class LoketEmployment(models.Model):
    """Ending an employment at Loket, from Odoo."""

    _inherit = "loket.employment"

    def _is_running_on(self, day):
        """Employments that have not ended by ``day``."""
        return self.filtered(lambda e: not e.date_end or e.date_end > day)

    @api.model
    def _why_not_end(self, employments):
        """Return why these employments cannot be ended from Odoo, or ``""``."""
        if not employments:
            return self.env._("There is no running employment at Loket.")
        if not self.env.user.has_group("loket_connector.group_loket_user"):
            return self.env._("Only a Loket user can end an employment at Loket.")
        employers = employments.sudo().employer_id
        if any(employer.connection_id.state != "connected" for employer in employers):
            return self.env._("Nobody is signed in at Loket for this venue.")
        if TERMINATE in employers.missing_right_ids.mapped("activity"):
            return self.env._(
                "The Loket user has no right to end employments"
                " (Beheer dienstverbanden)."
            )
        return ""

    def _end_at_loket(self, day, reason, due_to_illness=False):
        """End these employments at Loket: all of them, or none.

        :param day: the last day of employment.
        :param reason: ``loket.end.reason``, the tax authorities' reason.
        :raise UserError: with Loket's words; what was ended already is reinstated,
            whatever connection it was ended through.
        """
        reason_text = self._why_not_end(self)
        if reason_text:
            raise UserError(reason_text)
        self.check_access("read")
        termination = Termination(
            end_date=day, tax_reason_key=reason.key, due_to_illness=due_to_illness
        )
        ended = self.sudo().browse()
        for employment in self.sudo():
            try:
                with employment._loket_client() as client:
                    client.terminate(employment.loket_id, termination)
            except LoketError as error:
                raise UserError(
                    self._explain_not_ended(employment, error, ended._reinstate())
                ) from error
            ended |= employment
        # What was read last has no end: without a hash the next sync reads again, and
        # sees it when the end is taken back at Loket.
        ended.write({"date_end": day, "payload_hash": False})
        # The end is known here already: no proposal to register it again.
        gone = self.sudo().person_id.filtered(
            lambda person: not person.employment_ids._is_running_on(day)
        )
        gone.ended_on = day

    def _loket_client(self):
        connection = self.employer_id.connection_id
        return connection._loket_client(raise_user_error=False)

    def _reinstate(self):
        """Undo the ends of this call; return those that Loket keeps."""
        kept = self.browse()
        for employment in self:
            try:
                with employment._loket_client() as client:
                    client.reinstate(employment.loket_id)
            except LoketError:
                kept |= employment
        return kept

    @api.model
    def _explain_not_ended(self, employment, error, kept):
        """Say what became of it at Loket; in Odoo everything is undone.

        :param kept: employments that stay ended at Loket.
        """
        names = {"employment": employment.display_name}
        if isinstance(error, LoketUnknownOutcomeError):
            text = self.env._(
                "Loket did not answer, so it is not known whether employment"
                " %(employment)s was ended there. Nothing was changed in Odoo. Look at"
                " its end date in Loket before you try again.",
                **names,
            )
        else:
            text = self.env._(
                "Employment %(employment)s was not ended at Loket, and nothing was"
                " changed in Odoo. %(reason)s",
                **names,
                reason=explain(self.env, error),
            )
        if kept:
            text += "\n" + self.env._(
                "But %(employments)s was ended at Loket and could not be taken back."
                " Check the end dates in Loket.",
                employments=", ".join(kept.mapped("display_name")),
            )
        return text
