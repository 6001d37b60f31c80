# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..client import LoketError, Termination
from ..errors import explain

_lt = LazyTranslate(__name__)

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
        :raise UserError: with Loket's words; what was ended already is reinstated.
        """
        reason_text = self._why_not_end(self)
        if reason_text:
            raise UserError(reason_text)
        self.check_access("read")
        termination = Termination(
            end_date=day, tax_reason_key=reason.key, due_to_illness=due_to_illness
        )
        for connection, employments in (
            self.sudo()
            .grouped(lambda employment: employment.employer_id.connection_id)
            .items()
        ):
            done = []
            with connection._loket_client() as client:
                for employment in employments:
                    try:
                        client.terminate(employment.loket_id, termination)
                    except LoketError as error:
                        self._reinstate(client, done)
                        raise UserError(
                            self.env._(
                                "Employment %(employment)s was not ended at Loket, and"
                                " nothing was changed in Odoo. %(reason)s",
                                employment=employment.display_name,
                                reason=explain(self.env, error),
                            )
                        ) from error
                    done.append(employment)
            # What was read last has no end: without a hash the next sync reads again,
            # and sees it when the end is taken back at Loket.
            employments.write({"date_end": day, "payload_hash": False})
        # The end is known here already: no proposal to register it again.
        gone = self.sudo().person_id.filtered(
            lambda person: not person.employment_ids._is_running_on(day)
        )
        gone.ended_on = day

    @api.model
    def _reinstate(self, client, employments):
        """Undo the ends of this call as far as Loket lets us."""
        for employment in employments:
            try:
                client.reinstate(employment.loket_id)
            except LoketError:
                employment.person_id.employee_id.loket_problem = _lt(
                    "Employment %(employment)s was ended at Loket, but another one of"
                    " this person was not. Check the end dates in Loket.",
                    employment=employment.display_name,
                )
