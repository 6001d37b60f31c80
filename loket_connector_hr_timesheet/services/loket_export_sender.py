# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from odoo.addons.loket_connector.client import (
    LoketError,
    LoketRejectedError,
    LoketUnknownOutcomeError,
    PeriodDataIdentity,
    PeriodDataWrite,
)
from odoo.addons.loket_connector.errors import why

from ..mappers.batches import batches, by_employment, halves
from ..models.loket_export_line import IN_LOKET

_logger = logging.getLogger(__name__)
_lt = LazyTranslate(__name__)

#: Employments per request: small enough that an outcome is known soon.
BATCH_SIZE = 50


class LoketExportSender(models.AbstractModel):
    """Send the lines that differ; know of each of them what became of it.

    What is about to be sent is in the ledger before the call and the answer after
    it, both for good: whatever happens here, the next prepare can settle it.
    """

    _name = "loket.export.sender"
    _description = "Send Loket Export"

    @api.model
    def _send(self, export):
        """Send an export and read it back.

        Nothing is raised once a call was made: what happened is on the lines and in
        the message of the export.
        """
        export.period_id._lock_for_export()
        lines = export.line_ids.filtered_domain(
            self.env["loket.export.line"]._sendable_domain()
        )
        export.write({"state": "sending", "message": False})
        texts = []
        if lines:
            export.write({"sent_on": fields.Datetime.now(), "sent_by_id": self.env.uid})
            texts = self._send_lines(export, lines)
            export.period_id._note_export()
        self._finish(export, texts)

    def _send_lines(self, export, lines):
        """Send lines in batches; return what a person should know."""
        texts = []
        groups = by_employment(lines, lambda line: line.employment_id)
        connection = export.employer_id.connection_id
        try:
            with connection._loket_client(raise_user_error=False) as client:
                for part in batches(groups.values(), self._get_batch_size()):
                    texts += self._send_batch(client, export, part)
                    if self._is_closed(client, export, part):
                        texts.append(export._run_is_approved())
                        break
        except LoketError as error:
            texts.append(why(self.env, error))
            _logger.warning("Export %s stopped: %s", export.id, error)
        try:
            self.env["loket.export.verifier"]._verify(
                export, ("sent", "refused"), raise_user_error=False
            )
        except LoketError as error:
            texts.append(why(self.env, error))
        return texts

    def _is_closed(self, client, export, groups):
        """Whether Loket refused everybody because the run was approved meanwhile."""
        if any(line.state != "refused" for lines in groups for line in lines):
            return False
        export.administration_id._refresh_period_states(client)
        return export.period_id.state == "approved"

    @api.model
    def _get_batch_size(self):
        """Hook: how many employments go into one request."""
        return BATCH_SIZE

    def _send_batch(self, client, export, groups):
        """Send the lines of some employments in one request; return warnings.

        When Loket refuses the whole request, the employments that it names stay
        behind and the rest is sent again; when it names none, halves tell.

        :raise LoketError: nothing of this batch arrived, or nobody knows
        """
        ledger = self.env["loket.export.ledger"]
        lines = self.env["loket.export.line"].union(*(g for gs in groups for g in gs))
        planned = [line._to_planned() for line in lines]
        ledger._mark_pending(export.period_id, planned)
        try:
            outcome = client.patch_period_data(
                export.employer_id.loket_id, self._records(export, planned)
            )
        except LoketRejectedError as error:
            ledger._mark_unsent(export.period_id, planned)
            return self._narrow(client, export, groups, error)
        except LoketUnknownOutcomeError:
            self._set_state(lines, "unknown", self._no_answer())
            raise
        except LoketError:
            ledger._mark_unsent(export.period_id, planned)
            raise
        return self._store_outcome(export, lines, planned, outcome)

    def _narrow(self, client, export, groups, error):
        """Find out which employments made Loket refuse a request."""
        words = {}
        for message in error.messages:
            words.setdefault(message.id, []).append(message.description)
        named = [g for g in groups if self._key(g) in words]
        rest = [g for g in groups if self._key(g) not in words]
        if not named and len(groups) > 1:
            first, second = halves(groups)
            return self._send_batch(client, export, first) + self._send_batch(
                client, export, second
            )
        everything = [text for texts in words.values() for text in texts]
        for group in named or groups:
            texts = words.get(self._key(group)) or everything or why(self.env, error)
            lines = self.env["loket.export.line"].union(*group)
            self._set_refused(lines, texts)
        return self._send_batch(client, export, rest) if named and rest else []

    def _store_outcome(self, export, lines, planned, outcome):
        """Store what a successful answer says of each employment."""
        ledger = self.env["loket.export.ledger"]
        if outcome.unassigned:
            # Something was refused and Loket does not say of whom.
            self._set_state(lines, "unknown", outcome.unassigned)
            return list(outcome.unassigned)
        done, refused = [], []
        for line, plan in zip(lines, planned, strict=True):
            if plan.employment in outcome.failures:
                refused.append(plan)
                texts = outcome.failures[plan.employment]
                self._set_refused(line, texts)
            else:
                done.append(plan)
        warnings = outcome.warnings
        # Of a refused employment one record may have been taken: it stays pending
        # until Loket is read back.
        ledger._mark_answered(export.period_id, done)
        kept = {plan.employment for plan in refused}
        sent = lines.filtered(
            lambda line: line.employment_id.loket_id.lower() not in kept
        )
        self._set_state(sent, "sent", False)
        for line in sent:
            texts = warnings.get(line.employment_id.loket_id.lower())
            if texts:
                line.message = texts
        return [text for texts in warnings.values() for text in texts]

    def _records(self, export, planned):
        """Return the records of a request: one per employment and identity."""
        components = {}
        for line in planned:
            key = (line.employment, line.identity)
            components.setdefault(key, {})[line.component] = line.value
        spelling = {
            e.loket_id.lower(): e.loket_id for e in export.line_ids.employment_id
        }
        return [
            PeriodDataWrite(
                employment_id=spelling[employment],
                year=export.period_id.year,
                period_number=export.period_id.number,
                identity=PeriodDataIdentity(*identity),
                components=values,
            )
            for (employment, identity), values in components.items()
        ]

    def _key(self, group):
        return group[0].employment_id.loket_id.lower()

    def _set_refused(self, lines, message):
        """Keep why Loket refused; a default that is mended there is asked for."""
        self._set_state(lines, "refused", message)
        self.env["loket.period.identity"]._forget(lines.employment_id)

    def _set_state(self, lines, state, message):
        lines.write(
            {
                "state": state,
                "message": message,
                "sent_on": False if state == "refused" else fields.Datetime.now(),
            }
        )

    def _no_answer(self):
        return _lt(
            "Loket did not answer. Prepare again: what Loket holds is read first."
        )

    @api.model
    def _finish(self, export, texts=()):
        """Derive the state of the export from its lines."""
        states = set(export.line_ids.mapped("state"))
        if states <= {*IN_LOKET}:
            state = "done"
        elif states & {"verified", "imported", "sent"}:
            state = "partial"
        else:
            state = "failed"
        waiting = export.foreign_count
        if waiting:
            texts = [
                *texts,
                _lt(
                    "%(count)s values were changed in Loket by somebody else and were"
                    " not overwritten.",
                    count=waiting,
                ),
            ]
            state = "partial"
        export.write({"state": state, "message": texts})
        self.env["loket.export.preparer"]._refresh_line_problems(export)
        _logger.info("Export %s is %s", export.id, state)
