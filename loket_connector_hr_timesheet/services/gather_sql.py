# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""The statements that gather what timesheets and allowances are worth.

They fill one temporary table, ``loket_gathered``: a row for what a line asks for by
kind (hours, days, meal, allowance), with the employment that it belongs to on its
day, its component, and the reason (``issue``) when it does not leave. All in sets: the
number of statements does not depend on the number of lines.
"""

#: Lines and allowances in the window, with the employment of their day.
#: A day with several employments takes the chosen one, else the main one.
#:
#: What lies in a period whose run is approved comes late. It is ``is_held`` back until
#: somebody decides when that period was not exported from here, so that nothing is paid
#: twice, and ``is_ended`` when its employment is over before the next open period; its
#: component is that of the ``payroll_year`` in which it is corrected. What a rule left
#: out then (``was_left_out``) stays out, whatever the rule says today.
#:
#: Something that was sent and is worth nothing any more has a row of zero, so that it
#: is taken back, and its state follows. It is looked up one by one (no join): these are
#: few.
#:
#: ``split`` is a mapped cost center, empty where Loket proposes the same one anyway.
#:
#: Every table is asked for the rows of these lines by an array of keys: joined by
#: hashing, it would be read as a whole, with the people of all venues.
GATHER = """
WITH line AS MATERIALIZED (%(lines)s), allowance AS MATERIALIZED (%(allowances)s),
source AS (
    SELECT line.id AS timesheet_id, NULL::integer AS allowance_id, line.employee_id,
           line.date, line.hours, line.meals, NULL::numeric AS quantity,
           COALESCE(line.code_id, task.code_id, project.code_id, employee.code_id)
               AS code_id,
           line.chosen, line.account_id, line.is_approved, line.choice, line.issue,
           line.state, line.exported_on
    FROM line
    LEFT JOIN (SELECT id, loket_wage_code_id AS code_id FROM project_task
               WHERE loket_wage_code_id IS NOT NULL) task ON task.id = line.task_id
    LEFT JOIN (SELECT id, loket_wage_code_id AS code_id FROM project_project
               WHERE loket_wage_code_id IS NOT NULL) project
         ON project.id = line.project_id
    LEFT JOIN (SELECT id, loket_wage_code_id AS code_id FROM hr_employee
               WHERE loket_wage_code_id IS NOT NULL) employee
         ON employee.id = line.employee_id
    WHERE line.hours <> 0 OR line.meals <> 0 OR line.state <> 'none' OR (
        SELECT TRUE FROM loket_export_booking b
        WHERE b.timesheet_id = line.id LIMIT 1)
    UNION ALL
    SELECT NULL, allowance.id, allowance.employee_id, allowance.date, 0, 0,
           allowance.quantity, allowance.code_id, COALESCE(timesheet.chosen, 0),
           timesheet.account_id, allowance.is_approved, allowance.choice,
           allowance.issue, allowance.state, allowance.exported_on
    FROM allowance
    LEFT JOIN (
        SELECT id, loket_employment_id AS chosen, account_id FROM account_analytic_line
        WHERE id = ANY (ARRAY(SELECT timesheet_id FROM allowance))
    ) timesheet ON timesheet.id = allowance.timesheet_id
), employment AS MATERIALIZED (
    SELECT id, employee_id, administration_id, employer_id, date_start, date_end,
           COALESCE(is_main, FALSE) AS is_main, LOWER(loket_id) AS key
    FROM loket_employment
    WHERE employee_id = ANY (ARRAY(%(people)s))
          AND administration_id IS NOT NULL AND active
), term AS (
    SELECT employment_id, contract_kind,
           CASE WHEN ROW_NUMBER() OVER chain = 1 THEN '-infinity'
                ELSE date_start END AS date_start,
           COALESCE(LEAD(date_start) OVER chain, 'infinity') AS next_start
    FROM loket_employment_term
    WHERE employment_id = ANY (ARRAY(SELECT id FROM employment))
    WINDOW chain AS (PARTITION BY employment_id ORDER BY date_start)
), stretch AS MATERIALIZED (
    SELECT e.*, term.contract_kind, own.cost_center,
           COALESCE(term.date_start, '-infinity') AS kind_start,
           COALESCE(term.next_start, 'infinity') AS next_start
    FROM employment e
    LEFT JOIN term ON term.employment_id = e.id
    LEFT JOIN (
        SELECT employment_key, cost_center FROM loket_period_identity
        WHERE employment_key = ANY (ARRAY(SELECT key FROM employment))
    ) own ON own.employment_key = e.key
), days AS (
    SELECT MIN(date) AS first, MAX(date) AS last
    FROM (SELECT date FROM line UNION ALL SELECT date FROM allowance) day
), span AS MATERIALIZED (
    SELECT id, administration_id, date_start, date_end, year,
           state = 'approved' AS is_paid, has_export, unclear_employments
    FROM loket_payroll_period
    WHERE administration_id = ANY (
        ARRAY(SELECT DISTINCT administration_id FROM employment))
), next AS (
    SELECT DISTINCT ON (p.id) p.id, n.date_start, n.year
    FROM span p JOIN span n ON n.administration_id = p.administration_id
    WHERE p.is_paid AND NOT n.is_paid AND n.date_start > p.date_end
    ORDER BY p.id, n.date_start
), calendar AS (
    SELECT DISTINCT ON (administration_id, date) * FROM (
        SELECT p.administration_id, p.date_start, p.is_paid, p.has_export,
               p.unclear_employments, next.date_start AS next_start,
               COALESCE(next.year, p.year) AS payroll_year,
               p.date_start + GENERATE_SERIES(0, p.date_end - p.date_start) AS date
        FROM span p LEFT JOIN next ON next.id = p.id
        WHERE p.date_end >= (SELECT first FROM days)
              AND p.date_start <= (SELECT last FROM days)
    ) day
    ORDER BY administration_id, date, date_start
), candidate AS (
    SELECT source.*, e.id AS employment_id, e.administration_id, e.employer_id,
           e.date_end, e.contract_kind, e.cost_center,
           ROW_NUMBER() OVER choice AS place,
           LEAD(e.id) OVER choice IS NOT NULL AS has_choice
    FROM source
    LEFT JOIN stretch e ON e.employee_id = source.employee_id
         AND source.date BETWEEN e.date_start AND COALESCE(e.date_end, 'infinity')
         AND source.date >= e.kind_start AND source.date < e.next_start
    WINDOW choice AS (
        PARTITION BY source.timesheet_id, source.allowance_id
        ORDER BY (e.id = source.chosen) DESC, e.is_main DESC, e.date_start, e.id
    )
), placed AS (
    SELECT c.timesheet_id, c.allowance_id, c.employee_id, c.date, c.hours, c.meals,
           c.quantity, c.code_id, c.is_approved, c.chosen, c.choice, c.employment_id,
           c.administration_id, c.employer_id, c.contract_kind, c.has_choice,
           c.state AS old_state, c.issue AS old_issue, c.exported_on,
           COALESCE(NULLIF(center.key, c.cost_center)::varchar, '') AS split,
           COALESCE(calendar.payroll_year, EXTRACT(YEAR FROM c.date)::integer)
               AS payroll_year,
           COALESCE(calendar.is_paid AND CASE c.choice
               WHEN 'correct' THEN FALSE
               WHEN 'paid' THEN TRUE
               ELSE calendar.has_export IS NOT TRUE
                    OR calendar.unclear_employments @> TO_JSONB(c.employment_id)
               END, FALSE) AS is_held,
           COALESCE(calendar.is_paid AND c.date_end < calendar.next_start, FALSE)
               AS is_ended,
           COALESCE(calendar.is_paid AND c.issue = 'by_rule'
                    AND COALESCE(c.choice, '') <> 'correct', FALSE) AS was_left_out,
           COALESCE(calendar.is_paid, FALSE) AS is_paid
    FROM candidate c
    LEFT JOIN calendar ON calendar.administration_id = c.administration_id
         AND calendar.date = c.date
    LEFT JOIN loket_cost_center center ON center.employer_id = c.employer_id
         AND center.account_id = c.account_id
    WHERE c.place = 1
), claim AS (
    SELECT *, UNNEST(CASE
        WHEN allowance_id IS NOT NULL THEN ARRAY['allowance']
        WHEN hours = 0 AND meals <> 0 THEN ARRAY['meal']
        WHEN meals = 0 THEN ARRAY['hours']
        ELSE ARRAY['hours', 'meal'] END::varchar[]) AS code_type
    FROM placed
)
SELECT timesheet_id, allowance_id, employee_id, date, code_type,
       CASE WHEN code_type <> 'meal' THEN code_id END AS wage_code_id,
       CASE code_type WHEN 'hours' THEN hours::numeric WHEN 'meal' THEN meals
                      ELSE quantity END AS quantity,
       is_approved, choice, employment_id, administration_id, employer_id,
       contract_kind, has_choice AND NOT is_held AND chosen <> employment_id
           AS is_unclear, split, payroll_year, is_held, is_ended,
       FALSE AS is_booked, was_left_out, is_paid, old_state, old_issue, exported_on
FROM claim
"""

#: An allowance that is worth something, or was.
WORTH = """
(%(quantity)s <> 0 OR %(state)s <> 'none' OR (
    SELECT TRUE FROM loket_export_booking b WHERE b.allowance_id = %(id)s LIMIT 1))
"""

#: Rows whose line may get another state than it has: all others say what is stored.
UNSURE = """
exported_on IS NOT NULL OR CASE
    WHEN issue IS NULL THEN quantity = 0 OR old_issue IS NOT NULL
         OR old_state IS DISTINCT FROM 'to_export'
    ELSE old_issue IS DISTINCT FROM issue OR old_state IS DISTINCT FROM 'none' END
"""
#: What there is among the gathered rows, in the bookings of the period, and beside it;
#: and whether there may be anything to add to these rows, see ``added_sql``. Bookings
#: are counted, where EXISTS would do: expecting to find one soon, the planner would
#: read them one after the other, to the last one when there is none.
TRAITS = f"""
WITH here AS MATERIALIZED (
    SELECT COUNT(*) > 0 AS is_booked, COUNT(allowance_id) > 0 AS has_allowances
    FROM loket_export_booking WHERE period_id = %(period)s
), anywhere AS MATERIALIZED (
    SELECT COUNT(*) > 0 AS is_booked,
           COALESCE(BOOL_OR(p.state = 'approved'), FALSE) AS is_paid
    FROM loket_export_booking b JOIN loket_payroll_period p ON p.id = b.period_id
    WHERE b.timesheet_id = ANY (ARRAY(
              SELECT timesheet_id FROM loket_gathered WHERE timesheet_id IS NOT NULL))
          OR b.allowance_id = ANY (ARRAY(
              SELECT allowance_id FROM loket_gathered WHERE allowance_id IS NOT NULL))
)
SELECT COALESCE(BOOL_OR(date < %(start)s), FALSE),
       COALESCE(BOOL_OR(is_booked AND issue IS NULL), FALSE),
       COALESCE(BOOL_OR(is_unclear), FALSE),
       COALESCE(BOOL_OR(allowance_id IS NOT NULL), FALSE)
       OR (SELECT has_allowances FROM here),
       EXISTS (
           SELECT FROM loket_payroll_period
           WHERE company_id = %(company)s AND id <> %(period)s
                 AND state <> 'approved' AND has_export),
       COALESCE(BOOL_OR(issue NOT IN ('not_used', 'paid', 'zero')), FALSE),
       COALESCE(BOOL_OR({UNSURE}), FALSE) OR (SELECT is_booked FROM here)
       OR (SELECT is_booked FROM anywhere),
       (SELECT is_paid FROM anywhere) OR EXISTS (
           SELECT FROM loket_wage_code_mapping m
           JOIN loket_wage_code c ON c.id = m.wage_code_id AND c.code_type = 'days'
       ) OR (
           SELECT COUNT(*) FROM loket_export_booking
           WHERE period_id = ANY (%(paid)s)
                 AND timesheet_id IS NULL AND allowance_id IS NULL) > 0
FROM loket_gathered
"""
