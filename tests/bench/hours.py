# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Arrange what an export needs: people, wage codes, and timesheet lines.

Nothing of this is measured, so lines are multiplied in SQL from one that Odoo made.
"""

from odoo.tools import SQL

#: Code → component at Loket: three categories, so three lists to read.
HOURS, OVERTIME, MEALS = 1, 21, 512

MULTIPLY = """
WITH worker AS (
    SELECT e.employee_id, ROW_NUMBER() OVER (ORDER BY e.id) AS place,
           %(lines)s + (e.id IN %(longer)s)::integer AS line_count
    FROM loket_employment e
    WHERE e.id IN %(employments)s
)
INSERT INTO account_analytic_line (%(columns)s, employee_id, date, unit_amount,
       loket_wage_code_id, loket_meal_count, loket_export_state)
SELECT %(columns)s, worker.employee_id,
       %(start)s::date + (number * %(days)s / line_count)::integer,
       4 + (worker.place + number) %% 5,
       CASE WHEN number %% 5 = 0 THEN %(overtime)s END,
       (number %% 4 = 1)::integer, 'to_export'
FROM account_analytic_line line
CROSS JOIN worker
CROSS JOIN GENERATE_SERIES(0, line_count - 1) AS number
WHERE line.id = %(line)s
"""
#: Columns that differ from line to line.
OWN_COLUMNS = {
    "id",
    "employee_id",
    "date",
    "unit_amount",
    "loket_wage_code_id",
    "loket_meal_count",
    "loket_export_state",
}


def arrange(world, env, people, line_count):
    """Return the exports of the periods that the lines were made for.

    :param people: how many employees get lines
    :param line_count: how many lines they get together
    """
    _connection, employers = world.connect(env)
    employers.action_fetch_payroll_setup()
    env.cr.commit()
    # Somebody who is no administrator: Odoo draws no avatars for them.
    officer = env["res.users"].create(
        {
            "name": "Officer",
            "login": "bench",
            "company_id": employers.company_id[:1].id,
            "company_ids": [(6, 0, employers.company_id.ids)],
            "group_ids": [(4, env.ref("loket_connector.group_loket_user").id)],
        }
    )
    for employer in employers:
        employer.with_user(officer)._sync("scheduled")
        env.cr.commit()
        env.invalidate_all()
    employers.export_rule_ids.exported = True
    overtime = _map_codes(env, employers.administration_ids)
    periods = _periods(employers.administration_ids)
    workers = _choose({period: _workers(env, period) for period in periods}, people)
    lines, rest = divmod(line_count, people)
    for period, employments in workers.items():
        _make_lines(env, period, employments, lines, employments[:rest], overtime)
        rest -= min(rest, len(employments))
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.invalidate_all()
    return env["loket.export"].union(
        *(env["loket.export"]._get_or_create(period) for period in periods)
    )


def _map_codes(env, administrations):
    """Map the standard codes and one for overtime; return that one."""
    overtime = env["loket.wage.code"].create({"name": "Overtime", "code_type": "hours"})
    codes = {
        HOURS: env.ref("loket_connector.wage_code_hours"),
        OVERTIME: overtime,
        MEALS: env.ref("loket_connector.wage_code_meal"),
    }
    for administration in administrations:
        for component in administration.component_ids.filtered(
            lambda component: component.key in codes
        ).sorted("year"):
            code = codes[component.key]
            if code not in administration.mapping_ids.wage_code_id:
                env["loket.wage.code.mapping"].create(
                    {
                        "administration_id": administration.id,
                        "wage_code_id": code.id,
                        "component_id": component.id,
                    }
                )
    return overtime


def _periods(administrations):
    """Return the period of today of every administration, a month mostly."""
    today = administrations.env.cr.now().date()
    return administrations.period_ids.filtered(
        lambda period: (
            period.state == "open" and period.date_start <= today <= period.date_end
        )
    )


def _workers(env, period):
    """Return the employments that last the whole period, one for each employee."""
    employments = env["loket.employment"].search(
        [
            ("administration_id", "=", period.administration_id.id),
            ("employee_id", "!=", False),
            ("date_start", "<=", period.date_start),
            "|",
            ("date_end", "=", False),
            ("date_end", ">=", period.date_end),
        ]
    )
    return employments.filtered(lambda e: len(e.employee_id.loket_employment_ids) == 1)


def _choose(workers, people):
    """Return as many workers as asked for, the same part of those of each period."""
    found = sum(map(len, workers.values()))
    if found < people:
        raise ValueError(f"{found} people work the whole period, not {people}")
    turns = sorted(
        ((place + 1) / len(employments), period.id, employment.id)
        for period, employments in workers.items()
        for place, employment in enumerate(employments)
    )
    chosen = {employment for _turn, _period, employment in turns[:people]}
    return {
        period: employments.filtered(lambda e: e.id in chosen)
        for period, employments in workers.items()
    }


def _make_lines(env, period, employments, lines, longer, overtime):
    """Make one approved line the usual way, and multiply it.

    :param lines: how many each of the employments gets
    :param longer: the employments that get one more
    """
    if not employments:
        return
    project = env["project.project"].create(
        {
            "name": f"Benchmark {period.id}",
            "company_id": period.company_id.id,
            "allow_timesheets": True,
        }
    )
    line = env["account.analytic.line"].create(
        {
            "name": "Work",
            "employee_id": employments[0].employee_id.id,
            "project_id": project.id,
            "date": period.date_start,
            "unit_amount": 1,
            "loket_approved": True,
        }
    )
    env.flush_all()
    columns = [
        name
        for name, field in line._fields.items()
        if field.store and field.column_type and name not in OWN_COLUMNS
    ]
    env.cr.execute(
        SQL(
            MULTIPLY,
            employments=tuple(employments.ids),
            columns=SQL(", ").join(map(SQL.identifier, columns)),
            start=period.date_start,
            days=(period.date_end - period.date_start).days + 1,
            lines=lines,
            longer=tuple(longer.ids) or (0,),
            overtime=overtime.id,
            line=line.id,
        )
    )
    env.cr.execute("DELETE FROM account_analytic_line WHERE id = %s", [line.id])
    env.invalidate_all()
