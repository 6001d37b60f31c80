# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

from ..services.message import Message
from ..services.notification import notification
from ..services.plan import NEW_PHOTO, PHOTO, WITHDRAWN

#: Records whose names Odoo brings along in every language.
TRANSLATED = ("res.country", "hr.contract.type")
#: What a report calls a change that is not just another value of the field.
LABELS = {"date_version": WITHDRAWN, "image_1920": PHOTO}


class LoketSyncLine(models.Model):
    """One person in a plan: what happens, field by field, or what is in the way."""

    _name = "loket.sync.line"
    _description = "Loket Sync Line"
    _order = "run_id, sequence, id"

    run_id = fields.Many2one(
        "loket.sync.run", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="run_id.company_id")
    sequence = fields.Integer()
    action = fields.Selection(
        [
            ("problem", "Problem"),
            ("create", "Create"),
            ("link", "Link"),
            ("update", "Update"),
            ("archived", "Archived in Odoo"),
            ("end", "Ended"),
            ("leave", "Left alone"),
        ],
        required=True,
    )
    name = fields.Char("Person", required=True)
    person_id = fields.Many2one(
        "loket.person", "Loket Person", ondelete="set null", index=True
    )
    employee_id = fields.Many2one("hr.employee", ondelete="set null", index=True)
    loket_id = fields.Char("Loket ID")
    changes = fields.Json(
        "Changed Values",
        help="List of {field, label, old, new} for everybody who may see runs.",
    )
    changes_restricted = fields.Json(
        "Changed Wage Values",
        groups="hr.group_hr_manager",
        help="The same for wages and contract dates.",
    )
    changes_html = fields.Html("Changes", compute="_compute_changes_html")
    message = Message()
    candidate_ids = fields.Many2many(
        "hr.employee", string="Candidates", context={"active_test": False}
    )
    double_ids = fields.Many2many(
        "hr.employee",
        "loket_sync_line_double_rel",
        string="Perhaps Entered Twice",
        context={"active_test": False},
        help="Candidates who are another person of the venue at Loket already.",
    )
    can_choose = fields.Boolean(compute="_compute_can_choose")
    can_restore = fields.Boolean(compute="_compute_can_restore")

    @api.depends_context("uid", "lang")
    @api.depends("changes")
    def _compute_changes_html(self):
        may_see_wages = self.env.user.has_group("hr.group_hr_manager")
        words = {}
        for line in self:
            changes = list(line.changes or [])
            if may_see_wages:
                changes += line.changes_restricted or []
            rows = Markup().join(self._change_row(change, words) for change in changes)
            line.changes_html = (
                Markup('<table class="o_loket_changes">%s</table>') % rows
                if rows
                else False
            )

    @api.model
    def _change_row(self, change, words):
        """One changed value as a row: what, old, new, and what people should know."""
        notes = []
        if change.get("since"):
            day = self._reader_date(change["since"])
            notes.append(self.env._("from %(day)s", day=day))
        if change.get("changed_in_odoo"):
            notes.append(self.env._("changed in Odoo"))
        return Markup(
            "<tr><td>%s</td><td>%s</td><td>→</td><td>%s</td><td>%s</td></tr>"
        ) % (*self._reader_texts(change, words), ", ".join(notes))

    @api.model
    def _reader_texts(self, change, words):
        """Label, old and new value in the language of the reader, which need not be
        the one of whoever made the plan.

        :param words: what is known of fields by now, for all lines together.
        """
        texts = [change["label"], change["old"], change["new"]]
        field = self.env["hr.employee"]._fields.get(change["field"])
        if not field:
            return texts
        if field not in words:
            words[field] = self._reader_words(field)
        labels, values = words[field]
        label, *texts = texts
        return [
            labels.get(label, label),
            *(self._reader_value(field, values.get(text, text)) for text in texts),
        ]

    @api.model
    def _reader_words(self, field):
        """Return ``{label in a language: label for the reader}``, and the same for the
        values that Odoo has words for."""
        labels, values = {}, {}
        langs = {"en_US", *dict(self.env["res.lang"].get_installed())}
        # A word of the reader's own language stays, whatever it means in another one.
        for lang in sorted(langs, key=lambda lang: lang == self.env.lang):
            writer = self.with_context(lang=lang)
            labels |= zip(writer._labels(field), self._labels(field), strict=True)
            values |= zip(writer._choices(field), self._choices(field), strict=True)
        return labels, values

    @api.model
    def _labels(self, field):
        """What the field is called, in a report and elsewhere."""
        own = LABELS.get(field.name)
        own = [self.env._(own)] if own else []
        return [field._description_string(self.env), *own]

    @api.model
    def _choices(self, field):
        """The words for the values of a field, always in the same order."""
        if field.name == "image_1920":
            return [self.env._(NEW_PHOTO)]
        if field.type == "selection":
            return [text for _key, text in field._description_selection(self.env)]
        if field.type == "many2one" and field.comodel_name in TRANSLATED:
            records = (
                self.env[field.comodel_name].sudo().with_context(active_test=False)
            )
            records = records.search_fetch(Domain.TRUE, ["name"], order="id")
            return records.mapped("display_name")
        return []

    @api.model
    def _reader_value(self, field, text):
        """A date or number as people write it; the report keeps them plain."""
        if field.type == "date":
            return self._reader_date(text)
        if text and field.type in ("float", "monetary"):
            return formatLang(self.env, float(text), digits=2)
        return text

    @api.model
    def _reader_date(self, text):
        """A day as the reader writes it; what is no day stays as it is."""
        try:
            return format_date(self.env, date.fromisoformat(text))
        except (TypeError, ValueError):
            return text

    @api.depends("action", "candidate_ids", "person_id.employee_id")
    def _compute_can_choose(self):
        for line in self:
            line.can_choose = bool(
                line.action == "problem"
                and line.candidate_ids
                and line.person_id
                and not line.person_id.employee_id
                and not line.person_id.create_new
            )

    @api.depends("action", "employee_id.active")
    def _compute_can_restore(self):
        for line in self:
            line.can_restore = line.action == "archived" and bool(
                line.employee_id and not line.employee_id.active
            )

    def action_create_new(self):
        """Decide that the person is none of the candidates; the next sync creates."""
        self.ensure_one()
        self.check_access("read")
        self.person_id._choose(self.env["hr.employee"])
        return notification(
            self.env._("The next sync creates “%(name)s”.", name=self.name)
        )

    def action_restore_employee(self):
        """Bring back somebody who was archived in Odoo but works according to Loket."""
        self.ensure_one()
        self._check_archived()
        self.employee_id.check_access("write")
        self.employee_id.action_unarchive()
        self.person_id.sudo().is_due = True
        return True

    def action_end_at_loket(self):
        """End the employment at Loket of somebody who left in Odoo."""
        self.ensure_one()
        self._check_archived()
        return self.employee_id.action_loket_terminate()

    def _check_archived(self):
        self.check_access("read")
        if self.action != "archived" or not self.employee_id or self.employee_id.active:
            raise UserError(
                self.env._("This was settled already. Sync again to see how it is now.")
            )
