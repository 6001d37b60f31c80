# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""The statements that gather what timesheets and allowances are worth.

They fill one temporary table, ``loket_gathered``: a row for what a line asks for by
kind (hours, days, meal, allowance), with the employment that it belongs to on its
day. All in sets: the number of statements does not depend on the number of lines.
"""

from odoo.tools import SQL

#: Lines and allowances in the window, with the employment of their day.
#: A day with several employments takes the chosen one, else the main one.
#:
#: What lies in a period whose run is approved comes late. It is ``is_held`` back until
#: somebody decides when that period was not exported from here, so that nothing is paid
#: twice, and ``is_ended`` when its employment is over before the next open period; its
#: component is that of the ``payroll_year`` in which it is corrected. Approved
#: lines are joined: as a condition on each line their list would be searched anew for
#: each of them once it no longer fits in memory.
GATHER = """
CREATE TEMPORARY TABLE loket_gathered ON COMMIT DROP AS
WITH line AS (
    SELECT l.id, l.employee_id, l.date, l.unit_amount * %(factor)s AS hours,
           l.loket_meal_count AS meals,
           COALESCE(l.loket_wage_code_id, task.loket_wage_code_id,
                    project.loket_wage_code_id, employee.loket_wage_code_id) AS code_id,
           COALESCE(l.loket_employment_id, 0) AS chosen, l.account_id,
           approved.id IS NOT NULL AS is_approved, l.loket_late_choice AS choice
    FROM account_analytic_line l
    LEFT JOIN %(approved)s AS approved ON approved.id = l.id
    JOIN hr_employee employee ON employee.id = l.employee_id
    LEFT JOIN project_task task ON task.id = l.task_id
    LEFT JOIN project_project project ON project.id = l.project_id
    WHERE l.id IN %(counts)s AND %(line_window)s
), claim AS (
    SELECT id AS timesheet_id, NULL::integer AS allowance_id, employee_id, date,
           'hours' AS code_type, code_id, hours AS quantity, chosen, account_id,
           is_approved, choice
    FROM line WHERE hours <> 0
    UNION ALL
    SELECT id, NULL, employee_id, date, 'meal', NULL, meals, chosen, account_id,
           is_approved, choice
    FROM line WHERE meals <> 0
    UNION ALL
    SELECT NULL, a.id, a.employee_id, a.date, 'allowance', a.wage_code_id, a.quantity,
           COALESCE(l.loket_employment_id, 0), l.account_id, allowed.id IS NOT NULL,
           a.late_choice
    FROM loket_allowance a
    LEFT JOIN %(allowed)s AS allowed ON allowed.id = a.id
    LEFT JOIN account_analytic_line l ON l.id = a.timesheet_id
    WHERE a.quantity <> 0 AND %(allowance_window)s
), day AS (
    SELECT DISTINCT employee_id, date, chosen FROM claim
), candidate AS (
    SELECT day.employee_id, day.date, day.chosen, e.id AS employment_id,
           e.administration_id, e.employer_id, e.date_end,
           ROW_NUMBER() OVER choice AS place,
           COUNT(*) OVER (PARTITION BY day.employee_id, day.date, day.chosen)
               AS choices
    FROM day
    JOIN loket_employment e ON e.employee_id = day.employee_id
    WHERE e.date_start <= day.date AND COALESCE(e.date_end, day.date) >= day.date
          AND e.administration_id IS NOT NULL AND e.active
    WINDOW choice AS (
        PARTITION BY day.employee_id, day.date, day.chosen
        ORDER BY (e.id = day.chosen) DESC, COALESCE(e.is_main, FALSE) DESC,
                 e.date_start, e.id
    )
), placed AS (
    SELECT c.*, (
        SELECT t.contract_kind FROM loket_employment_term t
        WHERE t.employment_id = c.employment_id
        ORDER BY (t.date_start <= c.date) DESC,
                 CASE WHEN t.date_start <= c.date THEN t.date_start END DESC,
                 t.date_start
        LIMIT 1
    ) AS contract_kind
    FROM candidate c WHERE place = 1
), calendar AS (
    SELECT d.administration_id, d.date, p.state = 'approved' AS is_paid, p.has_export,
           p.unclear_employments, next.date_start AS next_start,
           COALESCE(next.year, p.year) AS payroll_year
    FROM (SELECT DISTINCT administration_id, date FROM placed) d
    JOIN LATERAL (
        SELECT * FROM loket_payroll_period p
        WHERE p.administration_id = d.administration_id
              AND d.date BETWEEN p.date_start AND p.date_end
        ORDER BY p.date_start LIMIT 1
    ) p ON TRUE
    LEFT JOIN LATERAL (
        SELECT n.date_start, n.year FROM loket_payroll_period n
        WHERE p.state = 'approved' AND n.state <> 'approved'
              AND n.administration_id = p.administration_id
              AND n.date_start > p.date_end
        ORDER BY n.date_start LIMIT 1
    ) next ON TRUE
)
SELECT claim.timesheet_id, claim.allowance_id, claim.employee_id, claim.date,
       claim.code_type, claim.code_id AS wage_code_id, claim.quantity::numeric,
       claim.is_approved, claim.chosen, placed.employment_id,
       placed.administration_id, placed.employer_id, placed.contract_kind,
       COALESCE(placed.choices, 0) AS choices,
       COALESCE(center.key::varchar, '') AS split, FALSE AS is_booked, claim.choice,
       COALESCE(calendar.payroll_year, EXTRACT(YEAR FROM claim.date)::integer)
           AS payroll_year,
       COALESCE(calendar.is_paid AND CASE claim.choice
           WHEN 'correct' THEN FALSE
           WHEN 'paid' THEN TRUE
           ELSE calendar.has_export IS NOT TRUE
                OR calendar.unclear_employments @> TO_JSONB(placed.employment_id)
           END, FALSE) AS is_held,
       COALESCE(calendar.is_paid AND placed.date_end < calendar.next_start, FALSE)
           AS is_ended
FROM claim
LEFT JOIN placed ON placed.employee_id = claim.employee_id
     AND placed.date = claim.date AND placed.chosen = claim.chosen
LEFT JOIN calendar ON calendar.administration_id = placed.administration_id
     AND calendar.date = placed.date
LEFT JOIN loket_cost_center center ON center.employer_id = placed.employer_id
     AND center.account_id = claim.account_id
"""

#: A day counts once per employment, for the first of its lines. A day that was paid
#: in an approved period is not paid again because of another line.
ADD_DAYS = """
INSERT INTO loket_gathered (timesheet_id, employee_id, date, code_type, quantity,
       is_approved, chosen, employment_id, administration_id, employer_id,
       contract_kind, choices, split, is_booked, payroll_year, is_held, is_ended)
WITH day AS MATERIALIZED (
    SELECT MIN(timesheet_id) AS timesheet_id, MIN(employee_id) AS employee_id, date,
           employment_id, MIN(administration_id) AS administration_id,
           MIN(employer_id) AS employer_id, MIN(contract_kind) AS contract_kind,
           (ARRAY_AGG(split ORDER BY timesheet_id))[1] AS split,
           MIN(payroll_year) AS payroll_year, BOOL_OR(is_ended) AS is_ended
    FROM loket_gathered
    WHERE code_type = 'hours' AND is_approved AND employment_id IS NOT NULL
          AND NOT is_held
    GROUP BY employment_id, date
    HAVING SUM(quantity) > 0
), paid AS MATERIALIZED (
    SELECT b.employment_id, b.date, b.timesheet_id
    FROM loket_export_booking b
    JOIN loket_payroll_period p ON p.id = b.period_id AND p.state = 'approved'
    WHERE b.code_type = 'days' AND b.date >= (SELECT MIN(date) FROM day)
)
SELECT day.timesheet_id, day.employee_id, day.date, 'days', 1, TRUE, 0,
       day.employment_id, day.administration_id, day.employer_id, day.contract_kind,
       1, day.split, FALSE, day.payroll_year, FALSE, day.is_ended
FROM day
WHERE NOT EXISTS (
    SELECT 1 FROM paid
    WHERE paid.employment_id = day.employment_id AND paid.date = day.date
          AND paid.timesheet_id <> day.timesheet_id
)
"""

#: What was paid in approved periods counts against what the lines are worth now.
SUBTRACT_PAID = """
INSERT INTO loket_gathered (timesheet_id, allowance_id, employee_id, date, code_type,
       wage_code_id, quantity, is_approved, chosen, employment_id, administration_id,
       employer_id, contract_kind, choices, split, is_booked, is_held, is_ended)
WITH source AS MATERIALIZED (
    SELECT timesheet_id, allowance_id, BOOL_OR(is_ended) AS is_ended
    FROM loket_gathered WHERE is_approved AND NOT is_held
    GROUP BY timesheet_id, allowance_id
), paid AS (
    SELECT b.*, source.is_ended FROM source
    JOIN loket_export_booking b ON b.timesheet_id = source.timesheet_id
    UNION ALL
    SELECT b.*, source.is_ended FROM source
    JOIN loket_export_booking b ON b.allowance_id = source.allowance_id
)
SELECT b.timesheet_id, b.allowance_id, b.employee_id, b.date, b.code_type,
       b.wage_code_id, -b.quantity::numeric, TRUE, 0, b.employment_id,
       p.administration_id, b.employer_id, b.contract_kind, 1, b.cost_center_key, TRUE,
       FALSE, b.is_ended
FROM paid b
JOIN loket_payroll_period p ON p.id = b.period_id AND p.state = 'approved'
"""

#: What may leave: approved, placed, not left out by the rule of its contract and not
#: held back; with its component in the payroll year of the period.
MAP = """
CREATE TEMPORARY TABLE loket_mapped ON COMMIT DROP AS
WITH leaving AS (
    SELECT g.*, COALESCE(g.wage_code_id, standard.code_id) AS code_id
    FROM loket_gathered g
    JOIN loket_export_rule r ON r.employer_id = g.employer_id
         AND r.contract_kind = g.contract_kind AND r.code_type = g.code_type
         AND r.exported
    LEFT JOIN %(standards)s ON standard.administration_id = g.administration_id
         AND standard.code_type = g.code_type
    WHERE g.is_approved AND g.administration_id = %(administration)s
          AND NOT g.is_held AND NOT g.is_ended
)
SELECT g.*, c.id AS component_id, m.decimals,
       g.quantity * CASE WHEN m.send_as = 'amount' THEN m.rate::numeric
                         ELSE 1 END AS worth
FROM leaving g
LEFT JOIN loket_wage_code_mapping m ON m.wage_code_id = g.code_id
     AND m.administration_id = g.administration_id
LEFT JOIN loket_payroll_component known ON known.id = m.component_id
LEFT JOIN loket_payroll_component c ON c.key = known.key
     AND c.administration_id = g.administration_id
     AND c.year = %(year)s AND c.active
"""


def standards(rows):
    """Return a derived table of the default code by administration and kind."""
    values = SQL(", ").join(SQL("%s", row) for row in rows or [(0, "", None)])
    return SQL(
        "(SELECT administration_id::integer, code_type::varchar, code_id::integer"
        " FROM (VALUES %s) AS v (administration_id, code_type, code_id)) AS standard",
        values,
    )
