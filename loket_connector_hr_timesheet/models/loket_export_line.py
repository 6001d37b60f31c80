# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.loket_connector.services.message import Message

from ..mappers.period_plan import Identity, PlannedLine

LINE_STATES = [
    ("new", "New"),
    ("changed", "Changed"),
    ("unchanged", "Unchanged"),
    ("removed", "Removed"),
    ("sent", "Sent"),
    ("unknown", "Unknown"),
    ("verified", "Verified"),
    ("imported", "Imported"),
    ("refused", "Refused"),
]
#: What Loket holds: seen there, or by the word of who imported the file.
IN_LOKET = ("verified", "imported", "unchanged")
#: What is sent, unless something keeps it back.
TO_SEND = ("new", "changed", "removed")


class LoketExportLine(models.Model):
    """One component of one employment: what Loket has and what it will get."""

    _name = "loket.export.line"
    _description = "Loket Export Line"
    _order = "export_id, employment_id, component_id, id"
    # The export says who prepared and sent it; a line is written in bulk.
    _log_access = False

    # Found by the index of places, like the states within an export.
    export_id = fields.Many2one("loket.export", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="export_id.company_id", store=True)
    employer_id = fields.Many2one(related="export_id.employer_id", store=True)
    period_id = fields.Many2one(related="export_id.period_id", store=True)
    employment_id = fields.Many2one(
        "loket.employment", required=True, ondelete="cascade", index=True
    )
    employee_id = fields.Many2one(
        "hr.employee", index=True, ondelete="set null", readonly=True
    )
    component_id = fields.Many2one(
        "loket.payroll.component", required=True, ondelete="restrict"
    )
    cost_center_key = fields.Char("Cost Center", default="", readonly=True)
    loket_value = fields.Float("In Loket Now", digits=(16, 4), readonly=True)
    is_in_loket = fields.Boolean(
        readonly=True, help="Loket has a value, which may be 0."
    )
    value = fields.Float("Will Become", digits=(16, 4), readonly=True)
    difference = fields.Float(compute="_compute_difference", digits=(16, 4))
    sent_value = fields.Float(
        "Sent Before", digits=(16, 4), readonly=True, aggregator=None
    )
    is_sent_before = fields.Boolean(readonly=True)
    sent_on = fields.Datetime(readonly=True)
    state = fields.Selection(LINE_STATES, required=True, readonly=True)
    message = Message(readonly=True)
    is_foreign = fields.Boolean(
        "Changed in Loket",
        readonly=True,
        help="Somebody changed this value in Loket after Odoo sent it.",
    )
    overwrite = fields.Boolean(
        help="Send Odoo's value although somebody changed it in Loket."
    )
    is_removal = fields.Boolean(
        readonly=True, help="Loket's value goes, because Odoo has nothing any more."
    )
    is_blocked = fields.Boolean(readonly=True, help="Loket would not accept it.")
    other_value = fields.Float(
        "Elsewhere in Loket",
        digits=(16, 4),
        readonly=True,
        aggregator=None,
        help="Loket pays this on top: it is in other records of the same component,"
        " which Odoo did not send.",
    )
    shift = fields.Integer(readonly=True, aggregator=None)
    identity = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    # Long, and only looked at through the shares.
    sources = fields.Text(readonly=True, prefetch=False, groups=fields.NO_ACCESS)
    share_ids = fields.One2many("loket.export.share", "line_id", readonly=True)
    timesheet_ids = fields.Many2many(
        "account.analytic.line",
        compute="_compute_timesheet_ids",
        search="_search_timesheet_ids",
        string="Timesheet Lines",
    )
    timesheet_count = fields.Integer(compute="_compute_timesheet_ids")

    _place_idx = models.Index("(export_id, employment_id, component_id)")

    @api.depends("value", "loket_value")
    def _compute_difference(self):
        for line in self:
            line.difference = line.value - line.loket_value

    @api.depends("share_ids")
    def _compute_timesheet_ids(self):
        groups = (
            self.env["loket.export.share"]
            .sudo()
            ._read_group(
                [("line_id", "in", self.ids), ("timesheet_id", "!=", False)],
                ["line_id"],
                ["timesheet_id:array_agg_distinct"],
            )
        )
        ids_by_line = {line.id: ids for line, ids in groups}
        for line in self:
            ids = ids_by_line.get(line.id, [])
            line.timesheet_ids = self.env["account.analytic.line"].browse(ids)
            line.timesheet_count = len(ids)

    @api.model
    def _search_timesheet_ids(self, operator, value):
        # As the user: a condition may go on to what only some people may know.
        timesheets = self.env["account.analytic.line"].search(
            Domain("id", operator, value)
        )
        shares = (
            self.env["loket.export.share"]
            .sudo()
            ._read_group(
                [
                    ("employee_id", "in", timesheets.employee_id.ids),
                    ("timesheet_id", "in", timesheets.ids),
                ],
                ["line_id"],
            )
        )
        return Domain("id", "in", [line.id for (line,) in shares])

    @api.depends("employment_id", "component_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = (
                f"{line.employment_id.display_name}: {line.component_id.display_name}"
            )

    def action_view_timesheets(self):
        """Open the timesheet lines behind the value."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "account.analytic.line",
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            "views": self.env["account.analytic.line"]._loket_views(),
            "domain": [("id", "in", self.timesheet_ids.ids)],
            "context": {"create": False},
        }

    def action_overwrite(self):
        """Allow the next send to overwrite what somebody changed in Loket."""
        self.check_access("read")
        self.export_id._check_loket_user()
        return self.filtered("is_foreign").sudo().write({"overwrite": True})

    @api.model
    def _sendable_domain(self):
        """Return which lines the next send takes along."""
        return (
            Domain("state", "in", TO_SEND)
            & Domain("is_blocked", "=", False)
            & (Domain("overwrite", "=", True) | Domain("is_foreign", "=", False))
        )

    @api.model
    def _foreign_domain(self):
        """Return which lines wait for a decision to overwrite."""
        return (
            Domain("state", "in", TO_SEND)
            & Domain("is_foreign", "=", True)
            & Domain("overwrite", "=", False)
        )

    def _to_planned(self):
        """Return this line in the words of the mappers."""
        self.ensure_one()
        line_sudo = self.sudo()
        identity = line_sudo.identity
        return PlannedLine(
            employment=line_sudo.employment_id.loket_id.lower(),
            component=line_sudo.component_id.key,
            split=line_sudo.cost_center_key or "",
            identity=Identity(*identity) if identity else None,
            value=None if line_sudo.is_removal else line_sudo._decimal("value"),
            held=line_sudo._decimal("loket_value") if line_sudo.is_in_loket else None,
            remembered=line_sudo._decimal("sent_value")
            if line_sudo.is_sent_before
            else None,
            state=line_sudo.state,
        )

    def _decimal(self, name):
        """Return a stored number exactly as the database has it."""
        return self.env["loket.export"]._to_decimal(self[name])
