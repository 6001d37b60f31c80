# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ..mappers import component_names
from ..services.dates import dutch_today


class LoketPayrollAdministration(models.Model):
    """Wage codes of an administration: what is missing, and what it probably is."""

    _inherit = "loket.payroll.administration"

    missing_wage_code_ids = fields.Many2many(
        "loket.wage.code",
        string="Without a Component",
        compute="_compute_missing_wage_code_ids",
        help="Wage codes that cannot be sent to this administration yet.",
    )
    mapping_to_review_ids = fields.Many2many(
        "loket.wage.code.mapping",
        string="To Review",
        compute="_compute_mapping_to_review_ids",
        help="The component is not there (any more) in the present payroll year.",
    )

    wage_code_overview = fields.Html(
        compute="_compute_wage_code_overview", sanitize=False
    )

    @api.depends("mapping_ids.wage_code_id")
    def _compute_missing_wage_code_ids(self):
        codes = self.env["loket.wage.code"].search(Domain.TRUE)
        for administration in self:
            administration.missing_wage_code_ids = (
                codes - administration.mapping_ids.wage_code_id
            )

    @api.depends("mapping_ids.component_id", "component_ids.active")
    def _compute_mapping_to_review_ids(self):
        year = dutch_today(self).year
        # Before the components of a year are known, there is nothing to compare with.
        known = {
            administration
            for (administration,) in self.env["loket.payroll.component"]._read_group(
                [("administration_id", "in", self.ids), ("year", "=", year)],
                ["administration_id"],
            )
        }
        for administration in self:
            found = administration.mapping_ids._component_for_year(year)
            administration.mapping_to_review_ids = (
                administration.mapping_ids.filtered(lambda m, f=found: not f[m])
                if administration in known
                else False
            )

    @api.depends("mapping_ids.component_id")
    def _compute_wage_code_overview(self):
        """Show every wage code with its component, or with the one that fits."""
        codes = self.env["loket.wage.code"].search(Domain.TRUE)
        for administration in self:
            chosen = {
                m.wage_code_id: m.component_id for m in administration.mapping_ids
            }
            suggested = administration._suggest_mappings()
            rows = Markup()
            for code in codes:
                component = chosen.get(code) or suggested.get(code)
                badge = Markup()
                if not component:
                    badge = self._badge("warning", self.env._("no component yet"))
                elif code not in chosen:
                    badge = self._badge("info", self.env._("suggestion"))
                rows += Markup(
                    '<div><span class="text-muted">%s →</span> %s %s</div>'
                ) % (code.name, component.display_name if component else "", badge)
            administration.wage_code_overview = rows or False

    @api.model
    def _badge(self, colour, text):
        return Markup('<span class="badge rounded-pill text-bg-%s">%s</span>') % (
            colour,
            text,
        )

    def _short_name(self):
        """Return number and period type: the venue is known where this is shown."""
        self.ensure_one()
        types = dict(self._fields["period_type"]._description_selection(self.env))
        parts = (str(self.client_number or ""), types.get(self.period_type))
        return " · ".join(filter(None, parts)) or self.name

    def _mapping_components(self):
        """Return the components to choose from: of this year, else the newest."""
        self.ensure_one()
        components = self.component_ids.filtered("active")
        years = set(components.mapped("year"))
        if not years:
            return components
        today = dutch_today(self).year
        year = today if today in years else max(years)
        return components.filtered(lambda component: component.year == year)

    def _suggest_mappings(self):
        """Return ``{wage code: component}`` for codes without a component here.

        Judged by the names; what is mapped already is never touched, and its
        component is not suggested for something else.
        """
        self.ensure_one()
        used = set(self.mapping_ids.component_id.mapped("key"))
        components = {
            component.key: component
            for component in self._mapping_components()
            if component.key not in used
        }
        codes = {code.id: code for code in self.missing_wage_code_ids}
        found = component_names.suggest(
            [code._to_match() for code in codes.values()],
            [component._to_match() for component in components.values()],
        )
        return {codes[code_id]: components[key] for code_id, key in found.items()}

    def _suggest_from(self, other):
        """Return ``{wage code: component}`` as another administration has it.

        By the number of the component, else by its name; only for codes without a
        component here.
        """
        self.ensure_one()
        components = self._mapping_components()
        by_key = {component.key: component for component in components}
        by_name = {component.name.lower(): component for component in components}
        found = {}
        for mapping in other.mapping_ids:
            code, theirs = mapping.wage_code_id, mapping.component_id
            if code not in self.missing_wage_code_ids:
                continue
            component = by_key.get(theirs.key)
            if not component or component.category_key != theirs.category_key:
                component = by_name.get(theirs.name.lower())
            if component:
                found[code] = component
        return found

    def _map(self, components):
        """Create mappings from ``{wage code: component}``; keep those there are."""
        self.ensure_one()
        return self.env["loket.wage.code.mapping"].create(
            [
                {
                    "wage_code_id": code.id,
                    "administration_id": self.id,
                    "component_id": component.id,
                }
                for code, component in components.items()
                if code in self.missing_wage_code_ids
            ]
        )

    def action_suggest_mappings(self):
        """Show every wage code with its component, or the one that is suggested."""
        self.ensure_one()
        self.env["loket.wage.code.mapping"].check_access("create")
        self.check_access("read")
        assistant = self.env["loket.wage.code.assistant"].create(
            {"administration_id": self.id}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Wage Codes of %(name)s", name=self.display_name),
            "res_model": assistant._name,
            "res_id": assistant.id,
            "view_mode": "form",
            "target": "new",
        }
