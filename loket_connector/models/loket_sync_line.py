# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from ..services.notification import notification


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
    message = fields.Text()
    candidate_ids = fields.Many2many("hr.employee", string="Candidates")
    can_choose = fields.Boolean(compute="_compute_can_choose")
    can_restore = fields.Boolean(compute="_compute_can_restore")

    @api.depends_context("uid", "lang")
    @api.depends("changes")
    def _compute_changes_html(self):
        may_see_wages = self.env.user.has_group("hr.group_hr_manager")
        for line in self:
            changes = list(line.changes or [])
            if may_see_wages:
                changes += line.changes_restricted or []
            rows = Markup().join(self._change_row(change) for change in changes)
            line.changes_html = (
                Markup('<table class="o_loket_changes">%s</table>') % rows
                if rows
                else False
            )

    @api.model
    def _change_row(self, change):
        """One changed value as a row: what, old, new, and what people should know."""
        notes = []
        if change.get("since"):
            day = self._reader_date(change["since"])
            notes.append(self.env._("from %(day)s", day=day))
        if change.get("changed_in_odoo"):
            notes.append(self.env._("changed in Odoo"))
        return Markup(
            "<tr><td>%s</td><td>%s</td><td>→</td><td>%s</td><td>%s</td></tr>"
        ) % (*self._reader_texts(change), ", ".join(notes))

    @api.model
    def _reader_texts(self, change):
        """Label, old and new value in the language of the reader, which need not be
        the one of whoever made the plan."""
        texts = [change["label"], change["old"], change["new"]]
        field = self.env["hr.employee"]._fields.get(change["field"])
        if not field:
            return texts
        words = {}
        for lang, _name in self.env["res.lang"].get_installed():
            words |= self._words(field, self.with_context(lang=lang).env)
        label, *values = [words.get(text, text) for text in texts]
        return [label, *(self._reader_value(field, value) for value in values)]

    @api.model
    def _words(self, field, env):
        """``{word in a language: word for the reader}``: the label and the choices."""
        words = {field._description_string(env): field._description_string(self.env)}
        if field.type == "selection":
            here = dict(field._description_selection(self.env))
            words |= {
                text: here[key] for key, text in field._description_selection(env)
            }
        return words

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
