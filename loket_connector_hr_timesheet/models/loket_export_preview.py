# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from odoo.addons.loket_connector.services.message import stored

from ..mappers.preview import Shown, differing_places, typed_places

_lt = LazyTranslate(__name__)

#: How long a preview is taken for what the timesheets and Loket hold.
FRESH = timedelta(minutes=15)
#: A line in one of these states did not arrive yet, as far as a person can see.
WAITING = ("new", "changed", "removed", "sent", "unknown", "refused")


class LoketExport(models.Model):
    """What is sent is what somebody saw."""

    _inherit = "loket.export"

    @api.model
    def _get_fresh_time(self):
        """Hook: how long a preview may wait before Send looks again."""
        return FRESH

    def _is_current(self):
        """Whether the preview can be sent without reading Loket again."""
        self.ensure_one()
        return (
            self.state == "ready"
            and self.prepared_on > fields.Datetime.now() - self._get_fresh_time()
            and not self._is_overtaken()
        )

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

    def _is_replaced_on_screen(self):
        """Whether who presses Send sees another preview than the one that is stored."""
        shown = self.env.context.get("loket_shown")
        return bool(shown) and (
            self.state != "ready"
            or shown != fields.Datetime.to_string(self.prepared_on)
        )

    def _prepare_for_sending(self):
        """Prepare again what is to be sent.

        Where a preview waited it has to be the same still. What nobody prepared since
        the last send goes at once, unless it replaces what was typed at Loket.

        :return: a message why a person has to look first, or None
        """
        self.ensure_one()
        is_new = self.state in ("draft", "done")
        lines, problems = self._get_shown(), self._get_shown_problems()
        run = self.period_state
        self.env["loket.export.preparer"]._prepare(self)
        if self.period_state == "approved":
            return self._run_is_approved()
        if self.state == "done":
            return None
        if is_new:
            message = self._explain_typed() or self._explain_waiting()
        else:
            message = self._explain_difference(lines, problems, run)
        if message:
            self.message = message
        return message

    def _explain_typed(self):
        places = typed_places(self._get_shown().values())
        return places and _lt(
            "Nothing was sent. Values that would replace what somebody typed in Loket:"
            " %(count)s. Look at them, then press Send to Loket.",
            count=len(places),
        )

    def _explain_waiting(self):
        """Say that hours would be paid in two values, as one waits for a decision."""
        if "also_waiting" not in self.problem_ids.mapped("kind"):
            return None
        return _lt(
            "Nothing was sent: the value that hours come from was changed in Loket, so"
            " they would be paid there and in their new place. Look at Problems and"
            " Information, decide about that value, then press Send to Loket."
        )

    def _explain_difference(self, lines, problems, run):
        """Say what became different since these were shown, and note it on the lines.

        :param lines: what the older preview showed, see :meth:`_get_shown`
        :param problems: likewise, see :meth:`_get_shown_problems`
        :param run: the state of the payroll run then
        """
        now = self._get_shown()
        places = differing_places(lines.values(), now.values())
        if places:
            before = {row.place: row for row in lines.values() if row.is_waiting}
            for line, row in now.items():
                if row.is_waiting and row.place in places:
                    note = self._describe(before.get(row.place))
                    line.message = [stored(line, "message") or "", note]
            return _lt(
                "Nothing was sent. Values that became different since this was"
                " prepared, in the timesheets or in Loket: %(count)s. Look at them,"
                " then press Send to Loket again.",
                count=len(places),
            )
        if self._has_new_problem(problems) or self.period_state != run:
            return _lt(
                "Nothing was sent: there is a problem that this did not show before."
                " Look at Problems and Information, then press Send to Loket again."
            )
        return None

    def _describe(self, row):
        """Return what the older preview showed, for a line that differs now."""
        if row is None:
            return _lt("Not shown before.")
        if row.value is None:
            return _lt("Shown before: to be removed.")
        if row.held is None:
            return _lt("Shown before: %(value)s, nothing in Loket.", value=row.value)
        return _lt(
            "Shown before: %(value)s, in Loket %(held)s.",
            value=row.value,
            held=row.held,
        )

    def _get_shown(self):
        """Return ``{line: what a person sees of it}``."""
        return {
            line: Shown(
                place=(line.employment_id.id, line.component_id.id)
                + (line.cost_center_key or "", line.is_removal),
                value=None if line.is_removal else line._decimal("value"),
                held=line._decimal("loket_value") if line.is_in_loket else None,
                beside=line._decimal("other_value"),
                is_waiting=line.state in WAITING
                and not line.is_blocked
                and (line.overwrite or not line.is_foreign),
                is_typed=line.state == "changed" and not line.is_sent_before,
            )
            for line in self.line_ids
        }

    def _get_shown_problems(self):
        """Return ``{kind: (people, hours)}`` of the errors that a person sees."""
        errors = self.problem_ids.filtered(lambda p: p.severity == "error")
        return {
            (p.kind, p.res_model): (p.people_count, p.hours)
            for p in errors
            # A refusal is over once the value is prepared again.
            if p.kind != "refused"
        }

    def _has_new_problem(self, before):
        """Whether an error came up, or became one of more people or hours."""
        for key, (people, hours) in self._get_shown_problems().items():
            old_people, old_hours = before.get(key, (0, 0))
            if people > old_people or abs(hours) > abs(old_hours):
                return True
        return False
