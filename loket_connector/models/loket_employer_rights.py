# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ..client import LoketAccessError, LoketError, LoketNotFoundError
from ..errors import for_log
from ..mappers import rights_message
from ..services.plan import RECORD_ERRORS

_logger = logging.getLogger(__name__)

#: Venues checked more recently than this are left alone by the scheduled check.
FRESH = timedelta(hours=1)


class LoketEmployer(models.Model):
    """The rights doctor: which functions are off at a venue, and what to ask for."""

    _inherit = "loket.employer"

    rights_html = fields.Html(
        "Functions", compute="_compute_rights_html", sanitize=False
    )
    missing_right_names = fields.Char(
        "Ask For",
        compute="_compute_missing_right_names",
        help="Each right once, however many activities it stands for.",
    )
    rights_message_nl = fields.Text(
        "Message in Dutch", compute="_compute_rights_messages"
    )
    rights_message_en = fields.Text(
        "Message in English", compute="_compute_rights_messages"
    )

    @api.depends("missing_right_ids")
    def _compute_missing_right_names(self):
        for employer in self:
            names = employer.missing_right_ids.mapped("name")
            employer.missing_right_names = ", ".join(dict.fromkeys(names))

    @api.depends("missing_right_ids", "rights_state")
    @api.depends_context("lang")
    def _compute_rights_html(self):
        rights = self.env["loket.right"].sudo().search(Domain.TRUE)
        features = dict(rights._fields["feature"]._description_selection(self.env))
        for employer in self:
            rows = []
            for feature, group in rights.grouped("feature").items():
                missing = group & employer.missing_right_ids
                rows.append(employer._rights_row(features[feature], group, missing))
            employer.rights_html = Markup(
                '<table class="table table-sm o_loket_rights">'
                '<thead><tr class="d-none d-md-table-row">'
                "<th>%s</th><th>%s</th><th>%s</th></tr></thead>"
                "<tbody>%s</tbody></table>"
            ) % (
                self.env._("Function"),
                self.env._("Right in Loket"),
                self.env._("State"),
                Markup().join(rows),
            )

    def _rights_row(self, feature, rights, missing):
        """Return a table row: the function, its rights, whether it works and why.

        On a telephone its cells stand one below the other.
        """
        if self.rights_state == "unknown":
            kind, state = "secondary", self.env._("Not checked")
        elif missing - missing.filtered("optional"):
            kind, state = "danger", self.env._("Off")
        elif missing:
            kind, state = "warning", self.env._("Partly off")
        else:
            kind, state = "success", self.env._("On")
        reason = Markup()
        if missing:
            reason = Markup(
                ' <span class="text-muted text-break">%s</span>'
            ) % self.env._(
                "missing: %(activities)s",
                activities=", ".join(missing.mapped("activity")),
            )
        return Markup(
            '<tr class="d-block d-md-table-row py-2 border-bottom">'
            '<td class="d-block d-md-table-cell py-0 py-md-1 border-0 fw-bold">%s</td>'
            '<td class="d-block d-md-table-cell py-0 py-md-1 border-0">%s</td>'
            '<td class="d-block d-md-table-cell py-0 py-md-1 border-0">'
            '<span class="badge rounded-pill text-bg-%s">%s</span>%s</td></tr>'
        ) % (
            feature,
            ", ".join(dict.fromkeys((missing or rights).mapped("name"))),
            kind,
            state,
            reason,
        )

    @api.depends("missing_right_ids")
    @api.depends_context("lang")
    def _compute_rights_messages(self):
        for employer in self:
            employer.rights_message_nl = employer._rights_message("nl")
            employer.rights_message_en = employer._rights_message("en")

    def _rights_message(self, language):
        """Return the message to the payroll administrator, in his or her language."""
        self.ensure_one()
        return rights_message.message(
            language,
            self.name,
            [
                rights_message.Need(
                    right.name, right._purpose(language), right.activity
                )
                for right in self.missing_right_ids
            ],
            user=self.sudo().connection_id.signed_in_as or "",
            number=self.employer_number,
            venue_id=self.loket_id,
        )

    def _lacks(self, feature):
        """Whether a function is off here for want of a right."""
        return feature in self.sudo().missing_right_ids.mapped("feature")

    def _is_out_of_reach(self):
        """Whether not even the people of the venue can be read."""
        missing = self.sudo().missing_right_ids
        return any(r.feature == "employees" and not r.optional for r in missing)

    def _regain_unlisted(self):
        """What belongs to the user as such was just allowed."""
        missing = self.sudo().missing_right_ids
        if unlisted := missing.filtered(lambda right: not right.per_venue):
            self._set_missing_rights(missing - unlisted)

    def action_open_rights(self):
        """Show the venue, where functions and rights stand one below the other."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def action_mail_rights(self):
        """Write to the payroll administrator; the message is ready, in Dutch.

        A button may name the other language in the context.
        """
        self.ensure_one()
        self.check_access("read")
        language = "en" if self.env.context.get("loket_language") == "en" else "nl"
        message = self[f"rights_message_{language}"] or ""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for Rights"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_subject": rights_message.subject(language, self.name),
                "default_body": rights_message.html(message),
                "default_email_layout_xmlid": "mail.mail_notification_light",
                "force_email": True,
            },
        }

    @api.model
    def _cron_check_rights(self):
        """Weekly, and soon after a sign-in or a refusal: look at the rights."""
        due = self.search(
            [
                ("company_id", "!=", False),
                ("connection_id.active", "=", True),
                ("connection_id.state", "=", "connected"),
                "|",
                ("rights_checked_on", "=", False),
                ("rights_checked_on", "<", fields.Datetime.now() - FRESH),
            ]
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for connection, employers in due.grouped("connection_id").items():
            try:
                with connection._loket_client(raise_user_error=False) as client:
                    employers._check_rights(client)
                    self.env.flush_all()
            except (*RECORD_ERRORS, LoketError) as error:
                # The others are looked at all the same: this one next time.
                self.env.cr.rollback()
                _logger.warning(
                    "Rights of connection %s were not checked: %s",
                    connection.id,
                    for_log(error),
                )
            if not cron._commit_progress(len(employers)):
                break

    def _check_rights(self, client):
        """Ask Loket what the user may do at each of these venues; one call each.

        A venue that refuses does not keep the others from being looked at.
        """
        rights = self.env["loket.right"].sudo().search(Domain.TRUE)
        for employer in self:
            try:
                granted = client.get_authorizations(employer.loket_id)
            except LoketNotFoundError:
                # Out of reach for this user, whatever was allowed before.
                granted = frozenset()
            except LoketAccessError:
                # Not even this may be asked: what is allowed shows when it is tried.
                employer.sudo().write(
                    {
                        "rights_state": "unknown",
                        "rights_checked_on": fields.Datetime.now(),
                    }
                )
                continue
            known = employer.sudo().missing_right_ids
            # What no list shows stays as it was seen last.
            unlisted = known.filtered(lambda right: not right.per_venue)
            employer._set_missing_rights(rights._missing_from(granted) | unlisted)
