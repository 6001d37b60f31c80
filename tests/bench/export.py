# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Export: prepare, send, verify and repeat, beside bare queries and bare calls."""

import requests

from odoo.tools import SQL

from odoo.addons.loket_connector.client import transport, wire
from odoo.addons.loket_connector_hr_timesheet.models.loket_export_share import SHARES

from .hours import arrange
from .meter import Meter, median, total

ROUNDS = 3
#: What an export has to find out at least, as if nobody had two employments, days,
#: allowances, cost centers or late hours: of every employment the total by component.
GROUPED = """
WITH way AS MATERIALIZED (
    SELECT m.wage_code_id, component.id AS component_id, rule.contract_kind,
           rule.code_type
    FROM loket_wage_code_mapping m
    JOIN loket_wage_code code ON code.id = m.wage_code_id
    JOIN loket_payroll_component known ON known.id = m.component_id
    JOIN loket_payroll_component component ON component.key = known.key
         AND component.administration_id = m.administration_id
         AND component.year = %(year)s
    JOIN loket_payroll_administration a ON a.id = m.administration_id
    JOIN loket_export_rule rule ON rule.employer_id = a.employer_id
         AND rule.code_type = code.code_type AND rule.exported
    WHERE m.administration_id = %(administration)s
), line AS MATERIALIZED (
    SELECT e.id AS employment_id, term.contract_kind, l.unit_amount AS hours,
           l.loket_meal_count AS meals,
           COALESCE(l.loket_wage_code_id, task.loket_wage_code_id,
                    project.loket_wage_code_id, employee.loket_wage_code_id,
                    %(hours)s) AS code_id
    FROM account_analytic_line l
    JOIN hr_employee employee ON employee.id = l.employee_id
    JOIN project_project project ON project.id = l.project_id
    LEFT JOIN project_task task ON task.id = l.task_id
    JOIN loket_employment e ON e.employee_id = l.employee_id
         AND e.date_start <= l.date AND COALESCE(e.date_end, l.date) >= l.date
    JOIN loket_employment_term term ON term.employment_id = e.id
         AND term.date_start <= l.date AND COALESCE(term.date_end, l.date) >= l.date
    WHERE e.administration_id = %(administration)s AND l.loket_approved
          AND l.date BETWEEN %(start)s AND %(end)s
), work AS (
    SELECT employment_id, contract_kind, 'hours' AS kind, code_id, hours AS quantity
    FROM line WHERE hours <> 0
    UNION ALL
    SELECT employment_id, contract_kind, 'meal', %(meal)s, meals
    FROM line WHERE meals <> 0
)
SELECT work.employment_id, way.component_id, SUM(work.quantity)
FROM work JOIN way ON way.wage_code_id = work.code_id AND way.code_type = work.kind
     AND way.contract_kind = work.contract_kind
GROUP BY 1, 2
"""
#: Which timesheet lines are behind which export lines, as Odoo keeps a Many2many.
RELATION = """
CREATE TABLE IF NOT EXISTS bench_source (
    line_id integer NOT NULL REFERENCES loket_export_line ON DELETE CASCADE,
    timesheet_id integer NOT NULL REFERENCES account_analytic_line ON DELETE CASCADE,
    PRIMARY KEY (line_id, timesheet_id));
CREATE INDEX IF NOT EXISTS bench_source_idx ON bench_source (timesheet_id, line_id);
DROP TABLE IF EXISTS pg_temp.bench_pair;
CREATE TEMPORARY TABLE bench_pair AS
SELECT DISTINCT line_id, timesheet_id FROM (%s) share WHERE timesheet_id IS NOT NULL
"""


def run(world, arguments):
    """Return the results of one scale as JSON values."""
    with world.env() as env:
        exports = arrange(world, env, arguments.people, arguments.lines)
        env.cr.commit()
        meter = Meter(world.sandbox)
        steps = _Steps(env, meter, exports)
        reads = _Recorder("GET")
        rows = [
            steps.each("Identity defaults, once ever", _ask_defaults),
            *steps.interleaved("Prepare", reads.noting(_prepare)),
        ]
        rows += [steps.each("Floor: bare writes", _bare_writes, before=_note_sources)]
        _check_floor(exports)
        rows.append(steps.each("Floor: bare GET", reads.replay))
        writes = _Recorder("PATCH")
        rows.append(steps.each("Send and read back", writes.noting(_send)))
        rows.append(steps.each("Floor: bare PATCH", writes.replay))
        rows += [
            steps.again("Verify", lambda export: export.action_verify()),
            steps.again("Prepare again", _prepare),
            steps.again("Prepare and send again", _send),
        ]
        counts = _counts(env, exports)
    result = {
        "benchmark": "export",
        "scale": f"{counts['lines']:,} timesheet lines, {arguments.venues} venues",
        "counts": counts,
        "rows": [row.as_dict() for row in rows],
    }
    result["remarks"] = _remarks(result)
    return result


class _Steps:
    """Do the same with every export, one after the other, and measure it."""

    def __init__(self, env, meter, exports):
        self.env, self.meter, self.exports = env, meter, exports

    def each(self, name, work, before=None):
        """Return the sum over the exports; what comes before each does not count."""
        rows = []
        for export in self.exports:
            if before:
                before(export)
            rows.append(self._one(name, work, export))
        return total(name, rows)

    def again(self, name, work):
        """Return the median of several times all exports."""
        return median(name, [self.each(name, work) for _round in range(ROUNDS)])

    def interleaved(self, name, work):
        """Return the work and its floor, measured in turn."""
        floor, done = [], []
        for export in self.exports:
            floor += [
                median(
                    "", [self._one("", _grouped, export) for _round in range(ROUNDS)]
                )
            ]
            done.append(self._one(name, work, export))
        return total(name, done), total("Floor: grouped query", floor)

    def _one(self, name, work, export):
        with self.meter.measure(name) as figures:
            work(export)
            self.env.cr.commit()
        self.env.invalidate_all()
        return figures


def _prepare(export):
    export.action_prepare()


def _send(export):
    """Send; what was sent already is prepared again first."""
    export.action_send()


def _grouped(export):
    env = export.env
    return env.execute_query(
        SQL(
            GROUPED,
            administration=export.administration_id.id,
            year=export.period_id.year,
            start=export.date_start,
            end=export.date_end,
            hours=env.ref("loket_connector.wage_code_hours").id,
            meal=env.ref("loket_connector.wage_code_meal").id,
        )
    )


def _check_floor(exports):
    """Refuse to go on when the query finds something else than the export."""
    for export in exports:
        prepared = {
            (line.employment_id.id, line.component_id.id): line.value
            for line in export.line_ids
        }
        found = {
            (employment, key): total for employment, key, total in _grouped(export)
        }
        if found != prepared:
            raise ValueError(f"The floor of {export.display_name} is of something else")


def _note_sources(export):
    """Note what is behind each line of an export, for the bare writes."""
    lines = SQL("export_id = %s", export.id)
    export.env.cr.execute(SQL(RELATION, SQL(SHARES, lines=lines)))


def _bare_writes(export):
    """Write the lines and what is behind them a second time, and undo it."""
    cr = export.env.cr
    fields = export.env["loket.export.line"]._fields.items()
    columns = SQL(", ").join(
        SQL.identifier(name)
        for name, field in fields
        if field.store and field.column_type and name not in ("id", "sources")
    )
    cr.execute("SAVEPOINT bench")
    cr.execute(
        SQL(
            "INSERT INTO loket_export_line (%(columns)s)"
            " SELECT %(columns)s FROM loket_export_line WHERE export_id = %(export)s",
            columns=columns,
            export=export.id,
        )
    )
    cr.execute("INSERT INTO bench_source SELECT line_id, timesheet_id FROM bench_pair")
    cr.execute("ROLLBACK TO SAVEPOINT bench")


def _ask_defaults(export):
    """Ask Loket what identifies the records of everybody with hours."""
    employments = export.env["loket.employment"].search(
        [("administration_id", "=", export.administration_id.id)]
    )
    working = export.env["account.analytic.line"]._read_group(
        [("employee_id", "in", employments.employee_id.ids)], ["employee_id"]
    )
    working = {employee.id for (employee,) in working}
    employments = employments.filtered(lambda e: e.employee_id.id in working)
    with export.employer_id.connection_id._loket_client() as client:
        export.env["loket.export.reader"]._get_defaults(client, employments)


class _Recorder:
    """Notes the calls of one HTTP method, to do the same once more without Odoo."""

    def __init__(self, method):
        self.method = method
        self.calls = {}

    def noting(self, work):
        """Return the work; what it calls is noted by export."""

        def noted(export):
            original = transport.Transport.attempt

            def attempt(self_, request, token):
                if request.method == self.method:
                    call = (self_.api_url + request.path, request, token)
                    self.calls.setdefault(export.id, []).append(call)
                return original(self_, request, token)

            transport.Transport.attempt = attempt
            try:
                work(export)
            finally:
                transport.Transport.attempt = original

        return noted

    def replay(self, export):
        with requests.Session() as session:
            for url, request, token in self.calls.get(export.id, ()):
                kind = {"Content-Type": request.accept} if request.body else {}
                session.request(
                    self.method,
                    url,
                    params=request.params,
                    data=wire.dumps(request.body) if request.body else None,
                    headers={
                        "Accept": request.accept,
                        "Authorization": f"Bearer {token}",
                        **kind,
                    },
                    timeout=60,
                ).raise_for_status()


def _counts(env, exports):
    return {
        "lines": env["account.analytic.line"].search_count(
            [("loket_approved", "=", True)]
        ),
        "exported": env["account.analytic.line"].search_count(
            [("loket_export_state", "=", "exported")]
        ),
        "employments": len(exports.line_ids.employment_id),
        "exports": len(exports),
        "export_lines": len(exports.line_ids),
        "done": len(exports.filtered(lambda export: export.state == "done")),
        "problems": len(
            exports.problem_ids.filtered(lambda problem: problem.severity != "info")
        ),
    }


def _remarks(result):
    counts, rows = result["counts"], {row["name"]: row for row in result["rows"]}
    prepare, send = rows["Prepare"], rows["Send and read back"]
    return [
        "{lines:,} approved lines of {employments:,} employments became"
        " {export_lines:,} lines of {exports} exports; {done} exports done,"
        " {exported:,} lines exported, {problems} problems.".format(**counts),
        f"Prepare takes {_ratio(rows, 'work'):.1f} × the processor time of the query"
        f" and the bare writes, by the clock {_ratio(rows, 'seconds'):.1f} ×;"
        f" {_ratio(rows, 'work', 3):.2f} × and {_ratio(rows, 'seconds', 3):.2f} ×"
        " three queries and the bare writes once.",
        f"Per export: {prepare['queries'] / counts['exports']:.0f} queries and"
        f" {prepare['calls'] / counts['exports']:.1f} calls to prepare,"
        f" {send['queries'] / counts['exports']:.0f} queries and"
        f" {send['calls'] / counts['exports']:.1f} calls to send and read back.",
    ]


def _ratio(rows, key, queries=1):
    """Return what prepare costs beside its floor; the calls count on both sides not."""
    own = rows["Prepare"][key] - rows["Floor: bare GET"][key]
    query, writes = rows["Floor: grouped query"][key], rows["Floor: bare writes"][key]
    return own / (queries * query + writes)
