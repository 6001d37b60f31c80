# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from odoo.addons.loket_connector.services.message import dump

from ..mappers.amounts import round_half_up
from .query_plan import hashing

_lt = LazyTranslate(__name__)

#: What is behind each total, as a line keeps it (see ``loket.export.share``). Names of
#: kinds and numbers have no separators in them. Sorted once for all lines, which takes
#: less than to sort those of each.
SOURCES = """
SELECT employment_id, component_id, split, STRING_AGG(
           FORMAT('%%s,%%s,%%s,%%s,%%s,%%s,%%s,%%s', timesheet_id, allowance_id, date,
                  code_type, code_id, contract_kind, quantity, date < %(start)s), ';'
       ) AS sources
FROM (
    SELECT * FROM (%(shares)s) share
    ORDER BY employment_id, component_id, split, timesheet_id, allowance_id, date
) share
GROUP BY employment_id, component_id, split
"""
#: The shares of the gathered rows.
SHARES = """
SELECT employment_id, component_id, split, timesheet_id, allowance_id, date, code_type,
       code_id, contract_kind, quantity
FROM loket_gathered WHERE issue IS NULL AND quantity <> 0
"""
#: Where something was paid before two rows can be of the same: they are added up.
SHARES_ADDED_UP = """
WITH booked AS MATERIALIZED (
    SELECT COALESCE(timesheet_id, 0) AS timesheet_id,
           COALESCE(allowance_id, 0) AS allowance_id
    FROM loket_gathered WHERE is_booked
), row AS NOT MATERIALIZED (
    SELECT employment_id, component_id, split, timesheet_id, allowance_id, date,
           code_type, code_id, contract_kind, quantity, is_booked
           OR (COALESCE(timesheet_id, 0), COALESCE(allowance_id, 0)) IN (
               SELECT timesheet_id, allowance_id FROM booked) AS is_added_up
    FROM loket_gathered WHERE issue IS NULL AND quantity <> 0
)
SELECT employment_id, component_id, split, timesheet_id, allowance_id, date, code_type,
       code_id, contract_kind, quantity
FROM row WHERE NOT is_added_up
UNION ALL
SELECT employment_id, component_id, split, timesheet_id, allowance_id, date, code_type,
       code_id, contract_kind, SUM(quantity)
FROM row WHERE is_added_up
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
HAVING SUM(quantity) <> 0
"""
#: Where a line finds its sources.
OF_LINE = """
source.employment_id = line.employment_id AND source.component_id = line.component_id
AND source.split = line.cost_center_key AND line.state <> 'removed'
"""
#: What columns hold where there is nothing to say.
EMPTY = {"boolean": False, "float": 0, "integer": 0, "char": ""}
#: What tells the lines of one export apart.
KEY = ("employment_id", "component_id", "cost_center_key", "identity")


class LoketExportWriter(models.AbstractModel):
    """Store a plan as the lines of an export, with what is behind each of them."""

    _name = "loket.export.writer"
    _description = "Write Loket Export"

    @api.model
    def _store_lines(self, export, lines, gathered):
        """Bring the lines of the export up to date; a line that stays keeps its id.

        A decision to overwrite is about the value that was shown then: another one
        asks again.

        :return: the values of the lines that there are now
        """
        self.env.flush_all()
        employments = self._by_key(
            SQL(
                "SELECT LOWER(loket_id), id, employee_id, administration_id = %s"
                " FROM loket_employment WHERE employer_id = %s ORDER BY id",
                export.administration_id.id,
                export.employer_id.id,
            )
        )
        components = self._by_key(
            SQL(
                "SELECT key, id FROM loket_payroll_component"
                " WHERE administration_id = %s AND year = %s ORDER BY id",
                export.administration_id.id,
                export.period_id.year,
            )
        )
        wanted = [
            self._prepare_line_vals(
                line, *employments[line.employment], *components[line.component]
            )
            for line in lines
            if line.employment in employments and line.component in components
        ]
        self._replace(export, wanted, self._sources(export, gathered))
        return wanted

    def _by_key(self, query):
        """Return ``{first column: the others}`` without making records."""
        return {key: values for key, *values in self.env.execute_query(query)}

    def _replace(self, export, wanted, sources):
        """Insert what is new, change what differs, delete what dropped out."""
        known = self._read_lines(export, [*wanted[0]] if wanted else [*KEY])
        new, changed = [], []
        for vals in wanted:
            old = known and known.pop(self._key(vals), None)
            if not old:
                new.append(vals)
                continue
            line_id, old_vals, overwrite = old
            kept = overwrite and vals["loket_value"] == old_vals["loket_value"]
            if vals != old_vals or overwrite != kept:
                changed.append({"id": line_id, **vals, "overwrite": kept})
        self._delete_lines([line_id for line_id, *_rest in known.values()])
        self._update_lines(changed)
        if len(new) < len(wanted):
            self._update_sources(export, sources)
        self._insert_lines(export, new, sources)
        self._forget_lines(export)

    def _key(self, vals):
        return tuple(
            tuple(vals[name]) if isinstance(vals[name], list) else vals[name]
            for name in KEY
        )

    def _read_lines(self, export, names):
        """Return ``{key: (id, values, overwrite)}`` of the lines that there are."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT id, COALESCE(overwrite, FALSE), %s FROM loket_export_line"
                " WHERE export_id = %s",
                SQL(", ").join(map(SQL.identifier, names)),
                export.id,
            )
        )
        known = {}
        for line_id, overwrite, *values in rows:
            vals = {
                name: False if value is None else value
                for name, value in zip(names, values, strict=True)
            }
            known[self._key(vals)] = (line_id, vals, overwrite)
        return known

    def _delete_lines(self, ids):
        """Delete in one statement: nothing refers to these lines but their shares."""
        if ids:
            self.env.cr.execute(
                SQL("DELETE FROM loket_export_line WHERE id IN %s", tuple(ids))
            )

    def _update_lines(self, vals_list):
        """Write the values of many lines in one statement."""
        if not vals_list:
            return
        columns = [name for name in vals_list[0] if name != "id"]
        self.env.cr.execute(
            SQL(
                "UPDATE loket_export_line l SET %s FROM %s WHERE l.id = line.id",
                SQL(", ").join(
                    SQL("%s = line.%s", SQL.identifier(name), SQL.identifier(name))
                    for name in columns
                ),
                self._as_rows(vals_list),
            )
        )

    def _insert_lines(self, export, vals_list, sources):
        """Insert in one statement: an export has a line for everybody who worked."""
        if not vals_list:
            return
        shared = {
            "export_id": export.id,
            "company_id": export.company_id.id,
            "employer_id": export.employer_id.id,
            "period_id": export.period_id.id,
        }
        columns = [SQL.identifier(name) for name in vals_list[0]]
        with hashing(self.env.cr):
            self.env.cr.execute(
                SQL(
                    "INSERT INTO loket_export_line (%s, %s, sources) SELECT %s, %s,"
                    " source.sources FROM %s LEFT JOIN (%s) source ON %s",
                    SQL(", ").join(columns),
                    SQL(", ").join(map(SQL.identifier, shared)),
                    SQL(", ").join(SQL("line.%s", column) for column in columns),
                    SQL(", ").join(SQL("%s", value) for value in shared.values()),
                    self._as_rows(vals_list),
                    sources,
                    SQL(OF_LINE),
                )
            )

    def _update_sources(self, export, sources):
        """Bring the sources of lines that stay up to date, where they differ."""
        with hashing(self.env.cr):
            self.env.cr.execute(
                SQL(
                    "UPDATE loket_export_line l SET sources = source.sources"
                    " FROM loket_export_line line LEFT JOIN (%s) source ON %s"
                    " WHERE l.export_id = %s AND line.export_id = %s AND l.id = line.id"
                    " AND l.sources IS DISTINCT FROM source.sources",
                    sources,
                    SQL(OF_LINE),
                    export.id,
                    export.id,
                )
            )

    def _sources(self, export, gathered):
        shares = SQL(SHARES_ADDED_UP if gathered.is_taken_back else SHARES)
        return SQL(SOURCES, shares=shares, start=export.period_id.date_start)

    def _as_rows(self, vals_list):
        """Return SQL for values as the rows ``line``, in the types of the table.

        One parameter for all, which PostgreSQL takes apart: quoting each value here
        takes longer than inserting it. Most values of a line are those of all lines:
        where they are those of the first one, they are taken from it.
        """
        fields = self.env["loket.export.line"]._fields
        first = vals_list[0]
        empty = {name: EMPTY.get(fields[name].type) for name in first}
        rows = [
            {
                name: value or empty[name]
                for name, value in vals.items()
                if value != first[name]
            }
            for vals in vals_list
        ]
        return SQL(
            "JSON_POPULATE_RECORDSET("
            "JSON_POPULATE_RECORD(NULL::loket_export_line, %s), %s) AS line",
            json.dumps({name: value or empty[name] for name, value in first.items()}),
            json.dumps(rows),
        )

    def _forget_lines(self, export):
        """What the caches know of lines is of before."""
        self.env["loket.export.line"].invalidate_model(flush=False)
        self.env["loket.export.share"].invalidate_model(flush=False)
        export.invalidate_recordset(["line_ids"], flush=False)
        export.modified(["line_ids"])

    @api.model
    def _prepare_line_vals(self, line, employment, employee, is_here, component):
        """Return the values of a planned line as its columns have them.

        :param is_here: whether the employment is in the administration
        """
        if not is_here:
            line = line._replace(problem="moved")
        message = self._explain(line)
        return {
            "employment_id": employment,
            "employee_id": employee or False,
            "component_id": component,
            "cost_center_key": line.split,
            "value": float(line.value or 0),
            # Loket may hold more digits than a line has.
            "loket_value": float(round_half_up(line.held, 4)) if line.held else 0.0,
            "is_in_loket": line.held is not None,
            "sent_value": float(line.remembered or 0),
            "is_sent_before": line.remembered is not None,
            "state": "refused" if line.problem == "range" else line.state,
            "is_foreign": line.is_foreign,
            "is_removal": line.value is None,
            "is_blocked": bool(line.problem),
            "other_value": float(round_half_up(line.beside, 4)) if line.beside else 0.0,
            "message": message and dump(message),
            "identity": list(line.identity) if line.identity else False,
            "shift": line.identity.shift or 0 if line.identity else 0,
        }

    def _explain(self, line):
        if line.problem == "range":
            return _lt(
                "Loket takes hours from 0 up to 1000 and amounts up to a hundred"
                " million."
            )
        if line.problem == "identity" and line.identity is None:
            return _lt("The employment has no number that finds its row in a file.")
        if line.problem == "identity":
            return _lt(
                "Loket gives no shift, payslip or distribution unit for this"
                " employment."
            )
        if line.is_foreign:
            return _lt(
                "Somebody changed this in Loket after it was sent (%(value)s then).",
                value=line.remembered,
            )
        if line.problem == "moved":
            return _lt(
                "The employment is in another payroll administration now. Take the"
                " value out of this one in Loket."
            )
        if line.beside:
            return _lt(
                "Loket holds %(value)s more in another record, which is not of Odoo.",
                value=line.beside,
            )
        return False
