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
           ROW_NUMBER() OVER choice AS place, COUNT(e.id) OVER choice AS choices
    FROM source
    LEFT JOIN stretch e ON e.employee_id = source.employee_id
         AND source.date BETWEEN e.date_start AND COALESCE(e.date_end, 'infinity')
         AND source.date >= e.kind_start AND source.date < e.next_start
    WINDOW choice AS (
        PARTITION BY source.timesheet_id, source.allowance_id
        ORDER BY (e.id = source.chosen) DESC, e.is_main DESC, e.date_start, e.id
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    )
), placed AS (
    SELECT c.timesheet_id, c.allowance_id, c.employee_id, c.date, c.hours, c.meals,
           c.quantity, c.code_id, c.is_approved, c.chosen, c.choice, c.employment_id,
           c.administration_id, c.employer_id, c.contract_kind, c.choices,
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
       is_approved, chosen, choice, employment_id, administration_id, employer_id,
       contract_kind, choices, split, payroll_year, is_held, is_ended,
       FALSE AS is_booked, was_left_out, is_paid, old_state, old_issue, exported_on
FROM claim
"""

#: An allowance that is worth something, or was.
WORTH = """
(%(quantity)s <> 0 OR %(state)s <> 'none' OR (
    SELECT TRUE FROM loket_export_booking b WHERE b.allowance_id = %(id)s LIMIT 1))
"""

#: A day counts once per employment, for the first of its lines, where days have a
#: component at all. Of a day that was paid in an approved period only the difference
#: counts: its hours are those that were paid and stay, with what these lines have now.
#: It is paid once, whatever line it was paid for, and taken back when no hours are
#: left. What was paid for lines that SUBTRACT_PAID takes back is paid no more; what was
#: paid for lines that are gone is no reason for a day, but was paid.
ADD_DAYS = """
WITH counted AS MATERIALIZED (
    SELECT timesheet_id, employee_id, date, employment_id, administration_id,
           employer_id, contract_kind, split, payroll_year, is_ended, is_paid, quantity
    FROM loket_gathered
    WHERE code_type = 'hours' AND is_approved AND NOT is_held AND NOT was_left_out
          AND administration_id IN (
              SELECT m.administration_id FROM loket_wage_code_mapping m
              JOIN loket_wage_code c ON c.id = m.wage_code_id AND c.code_type = 'days')
    {deleted}
), day AS MATERIALIZED (
    SELECT MIN(timesheet_id) FILTER (WHERE quantity <> 0) AS timesheet_id,
           MIN(timesheet_id) AS any_id, MIN(employee_id) AS employee_id, date,
           employment_id, MIN(administration_id) AS administration_id,
           MIN(employer_id) AS employer_id, MIN(contract_kind) AS contract_kind,
           (ARRAY_AGG(split ORDER BY quantity = 0, timesheet_id))[1] AS split,
           MIN(payroll_year) AS payroll_year, BOOL_OR(is_ended) AS is_ended,
           BOOL_OR(is_paid) AS is_paid, SUM(quantity) AS hours
    FROM counted GROUP BY employment_id, date
), booked AS MATERIALIZED (
    SELECT b.employment_id, b.date, b.code_type, b.quantity::numeric AS quantity,
           b.timesheet_id, b.wage_code_id, b.contract_kind, b.cost_center_key,
           b.timesheet_id IN (
               SELECT timesheet_id FROM loket_gathered
               WHERE is_approved AND NOT is_held AND timesheet_id IS NOT NULL
           ) AS is_taken_back
    FROM loket_export_booking b
    JOIN loket_payroll_period p ON p.id = b.period_id AND p.state = 'approved'
    WHERE b.code_type IN ('hours', 'days') AND b.date >= (SELECT MIN(date) FROM day)
          AND b.employment_id = ANY (ARRAY(SELECT DISTINCT employment_id FROM day))
), paid AS MATERIALIZED (
    SELECT employment_id, date,
           SUM(quantity) FILTER (
               WHERE code_type = 'hours' AND NOT is_taken_back) AS hours,
           SUM(quantity) FILTER (
               WHERE code_type = 'days' AND is_taken_back IS NOT TRUE) AS days,
           COALESCE(BOOL_OR(code_type = 'days' AND is_taken_back), FALSE)
               AS is_taken_back,
           (ARRAY_AGG(wage_code_id ORDER BY quantity DESC) FILTER (
               WHERE code_type = 'days'))[1] AS wage_code_id,
           (ARRAY_AGG(contract_kind ORDER BY quantity DESC) FILTER (
               WHERE code_type = 'days'))[1] AS contract_kind,
           (ARRAY_AGG(cost_center_key ORDER BY quantity DESC) FILTER (
               WHERE code_type = 'days'))[1] AS split
    FROM booked GROUP BY employment_id, date
), difference AS (
    SELECT day.*, paid.wage_code_id, paid.contract_kind AS paid_kind,
           paid.split AS paid_split,
           CASE WHEN day.hours + COALESCE(paid.hours, 0) <= 0 THEN 0
                -- Days that were not paid for what stays are no correction.
                WHEN day.hours > 0 OR paid.is_taken_back THEN 1
                ELSE COALESCE(paid.days, 0) END - COALESCE(paid.days, 0) AS days
    FROM day LEFT JOIN paid ON paid.employment_id = day.employment_id
         AND paid.date = day.date
)
SELECT COALESCE(timesheet_id, any_id) AS timesheet_id, NULL::integer AS allowance_id,
       employee_id, date, 'days' AS code_type,
       CASE WHEN days < 0 THEN wage_code_id END AS wage_code_id,
       days::numeric AS quantity, TRUE AS is_approved, 0 AS chosen,
       NULL::varchar AS choice, employment_id, administration_id, employer_id,
       CASE WHEN days < 0 THEN paid_kind ELSE contract_kind END AS contract_kind,
       1 AS choices, CASE WHEN days < 0 THEN paid_split ELSE split END AS split,
       payroll_year, FALSE AS is_held, is_ended, any_id IS NULL AS is_booked,
       FALSE AS was_left_out, is_paid, NULL::varchar AS old_state,
       NULL::varchar AS old_issue, NULL::timestamp AS exported_on
FROM difference WHERE days <> 0
"""

#: What was paid in approved periods counts against what the lines are worth now, and
#: goes along with an employment that moved to another administration. It is taken back
#: in the ``year`` of the period that does so: that of the line may be of the calendar
#: of another administration.
SUBTRACT_PAID = """
WITH source AS MATERIALIZED (
    SELECT timesheet_id, allowance_id, MIN(payroll_year) AS payroll_year,
           BOOL_OR(is_ended) AS is_ended
    FROM loket_gathered WHERE is_approved AND NOT is_held
    GROUP BY timesheet_id, allowance_id
), paid AS (
    SELECT b.*, source.payroll_year, source.is_ended FROM loket_export_booking b
    JOIN source ON source.timesheet_id = b.timesheet_id
    WHERE b.timesheet_id = ANY (ARRAY(SELECT timesheet_id FROM source))
    UNION ALL
    SELECT b.*, source.payroll_year, source.is_ended FROM loket_export_booking b
    JOIN source ON source.allowance_id = b.allowance_id
    WHERE b.allowance_id = ANY (ARRAY(SELECT allowance_id FROM source))
)
SELECT b.timesheet_id, b.allowance_id, b.employee_id, b.date, b.code_type,
       b.wage_code_id, -b.quantity::numeric AS quantity, TRUE AS is_approved,
       0 AS chosen, NULL::varchar AS choice, b.employment_id,
       COALESCE(e.administration_id, p.administration_id) AS administration_id,
       b.employer_id, b.contract_kind, 1 AS choices, b.cost_center_key AS split,
       {year} AS payroll_year, FALSE AS is_held, b.is_ended, TRUE AS is_booked,
       FALSE AS was_left_out, TRUE AS is_paid, NULL AS old_state, NULL AS old_issue,
       NULL AS exported_on
FROM paid b
JOIN loket_payroll_period p ON p.id = b.period_id AND p.state = 'approved'
JOIN loket_employment e ON e.id = b.employment_id
"""

#: What was paid for lines that were deleted before anybody exported that they are gone.
#: A correction is booked without a line as well, so that it is made once. A day may
#: have hours of other lines: see ADD_DAYS.
SUBTRACT_DELETED = """
SELECT NULL::integer AS timesheet_id, NULL::integer AS allowance_id,
       MIN(b.employee_id) AS employee_id, b.date, b.code_type, b.wage_code_id,
       -SUM(b.quantity)::numeric AS quantity, TRUE AS is_approved, 0 AS chosen,
       NULL::varchar AS choice, b.employment_id,
       %(administration)s AS administration_id, b.employer_id, b.contract_kind,
       1 AS choices, b.cost_center_key AS split, %(year)s AS payroll_year,
       FALSE AS is_held, COALESCE(MIN(e.date_end) < %(start)s, FALSE) AS is_ended,
       TRUE AS is_booked, FALSE AS was_left_out, TRUE AS is_paid, NULL AS old_state,
       NULL AS old_issue, NULL AS exported_on
FROM loket_export_booking b JOIN loket_employment e ON e.id = b.employment_id
WHERE b.period_id IN %(paid)s AND b.timesheet_id IS NULL AND b.allowance_id IS NULL
      AND b.code_type <> 'days'
GROUP BY b.employment_id, b.date, b.code_type, b.wage_code_id, b.employer_id,
         b.contract_kind, b.cost_center_key
HAVING SUM(b.quantity) <> 0
"""
#: The days that were paid for those lines.
_DELETED_DAYS = """
    UNION ALL
    SELECT NULL, MIN(b.employee_id), b.date, b.employment_id, %(administration)s,
           MIN(b.employer_id), MIN(b.contract_kind), MIN(b.cost_center_key), %(year)s,
           COALESCE(MIN(e.date_end) < %(start)s, FALSE), TRUE, 0
    FROM loket_export_booking b JOIN loket_employment e ON e.id = b.employment_id
    WHERE b.period_id IN %(paid)s AND b.timesheet_id IS NULL
          AND b.allowance_id IS NULL AND b.code_type = 'days'
    GROUP BY b.employment_id, b.date
    HAVING SUM(b.quantity) <> 0
"""

_YEAR_HERE = """
    CASE WHEN COALESCE(e.administration_id, p.administration_id) = %(administration)s
         THEN %(year)s ELSE b.payroll_year END
"""

#: The employees and days of what this administration paid of the period and of those
#: that it corrects, or corrected in it, and what nobody of it has any more: given to
#: somebody else before the run was approved. Also to one of its own people who has no
#: hours by rule, as late hours that a rule leaves out are not looked at.
#: All starts from the few that changed, the corrections of this period, and those that
#: ``later`` periods paid before this one was opened again.
GIVEN_AWAY = """
WITH late AS MATERIALIZED (
    SELECT timesheet_id, allowance_id FROM loket_export_booking
    WHERE period_id = %(period)s AND date < %(start)s
          OR period_id = ANY (%(later)s::integer[]) AND date <= %(end)s
), source AS MATERIALIZED (
    SELECT id AS timesheet_id, NULL::integer AS allowance_id, employee_id, date,
           loket_export_issue AS issue
    FROM account_analytic_line
    WHERE loket_export_state = 'changed'
          OR id = ANY (ARRAY(SELECT timesheet_id FROM late))
    UNION ALL
    SELECT NULL, id, employee_id, date, export_issue
    FROM loket_allowance
    WHERE export_state = 'changed'
          OR id = ANY (ARRAY(SELECT allowance_id FROM late))
), away AS MATERIALIZED (
    SELECT * FROM (
        SELECT *, employee_id NOT IN (SELECT UNNEST(%(people)s::integer[])) AS is_other
        FROM source
    ) known
    WHERE is_other OR issue = 'by_rule' AND %(is_late)s
), booked AS MATERIALIZED (
    SELECT away.*, b.period_id, b.employment_id, b.date AS day, b.employee_id AS paid_to
    FROM away JOIN loket_export_booking b ON b.timesheet_id = away.timesheet_id
         AND b.timesheet_id = ANY (ARRAY(SELECT timesheet_id FROM away))
    UNION ALL
    SELECT away.*, b.period_id, b.employment_id, b.date, b.employee_id
    FROM away JOIN loket_export_booking b ON b.allowance_id = away.allowance_id
         AND b.allowance_id = ANY (ARRAY(SELECT allowance_id FROM away))
)
SELECT DISTINCT booked.employee_id, booked.date FROM booked
JOIN loket_payroll_period p ON p.id = booked.period_id
JOIN loket_employment e ON e.id = booked.employment_id
     AND e.id = ANY (ARRAY(SELECT employment_id FROM booked))
WHERE (p.id = %(period)s OR p.state = 'approved' AND %(was_paid)s
       AND COALESCE(e.administration_id, p.administration_id) = %(administration)s)
      AND (issue IS DISTINCT FROM 'by_rule' OR paid_to <> booked.employee_id)
"""

#: What is added to the gathered rows: none of it looks at what the others add. They
#: read the rows where RESOLVE has them, before they are in the table of that name.
ADDED = (
    f"({ADD_DAYS.format(deleted='')})"
    f" UNION ALL ({SUBTRACT_PAID.format(year='b.payroll_year')})"
)
ADDED_WITH_DELETED = (
    f"({ADD_DAYS.format(deleted=_DELETED_DAYS)})"
    f" UNION ALL ({SUBTRACT_PAID.format(year=_YEAR_HERE)})"
    f" UNION ALL ({SUBTRACT_DELETED})"
)

#: What there is among the gathered rows, and what is booked in the period.
TRAITS = """
SELECT COALESCE(BOOL_OR(date < %(start)s), FALSE),
       COALESCE(BOOL_OR(is_booked AND issue IS NULL), FALSE),
       COALESCE(BOOL_OR(choices > 1), FALSE),
       COALESCE(BOOL_OR(allowance_id IS NOT NULL), FALSE) OR EXISTS (
           SELECT FROM loket_export_booking
           WHERE period_id = %(period)s AND allowance_id IS NOT NULL)
FROM loket_gathered
"""
