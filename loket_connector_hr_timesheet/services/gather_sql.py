# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""The statements that gather what timesheets and allowances are worth.

They fill one temporary table, ``loket_gathered``: a row for what a line asks for by
kind (hours, days, meal, allowance), with the employment that it belongs to on its
day, its component, and the reason (``issue``) when it does not leave. All in sets: the
number of statements does not depend on the number of lines.
"""

#: The columns that GATHER, ADD_DAYS and SUBTRACT_PAID find; RESOLVE adds its own.
COLUMNS = (
    "timesheet_id, allowance_id, employee_id, date, code_type, wage_code_id, quantity,"
    " is_approved, chosen, choice, employment_id, administration_id, employer_id,"
    " contract_kind, choices, split, payroll_year, is_held, is_ended, is_booked,"
    " was_left_out, is_paid"
)
RESOLVED = f"{COLUMNS}, code_id, component_id, decimals, worth, issue"

#: Lines and allowances in the window, with the employment of their day.
#: A day with several employments takes the chosen one, else the main one.
#:
#: What lies in a period whose run is approved comes late. It is ``is_held`` back until
#: somebody decides when that period was not exported from here, so that nothing is paid
#: twice, and ``is_ended`` when its employment is over before the next open period; its
#: component is that of the ``payroll_year`` in which it is corrected. What a rule left
#: out then (``was_left_out``) stays out, whatever the rule says today.
#:
#: ``split`` is a mapped cost center, empty where Loket proposes the same one anyway.
GATHER = """
WITH line AS MATERIALIZED (%(lines)s), claim AS (
    SELECT line.id AS timesheet_id, NULL::integer AS allowance_id, line.employee_id,
           line.date, 'hours'::varchar AS code_type,
           COALESCE(line.code_id, task.loket_wage_code_id, project.loket_wage_code_id,
                    employee.loket_wage_code_id) AS wage_code_id,
           hours AS quantity, chosen, line.account_id, is_approved, choice, issue
    FROM line
    JOIN hr_employee employee ON employee.id = line.employee_id
    LEFT JOIN project_task task ON task.id = line.task_id
    LEFT JOIN project_project project ON project.id = line.project_id
    WHERE hours <> 0
    UNION ALL
    SELECT id, NULL, employee_id, date, 'meal', NULL, meals, chosen, account_id,
           is_approved, choice, issue
    FROM line WHERE meals <> 0
    UNION ALL
    %(allowances)s
), candidate AS (
    SELECT day.employee_id, day.date, day.chosen, e.id AS employment_id,
           e.administration_id, e.employer_id, e.date_end,
           ROW_NUMBER() OVER choice AS place, COUNT(*) OVER choice AS choices
    FROM (SELECT DISTINCT employee_id, date, chosen FROM claim) day
    JOIN loket_employment e ON e.employee_id = day.employee_id
    WHERE e.date_start <= day.date AND COALESCE(e.date_end, day.date) >= day.date
          AND e.administration_id IS NOT NULL AND e.active
    WINDOW choice AS (
        PARTITION BY day.employee_id, day.date, day.chosen
        ORDER BY (e.id = day.chosen) DESC, COALESCE(e.is_main, FALSE) DESC,
                 e.date_start, e.id
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    )
), term AS (
    SELECT employment_id, contract_kind,
           CASE WHEN ROW_NUMBER() OVER chain = 1 THEN '-infinity'
                ELSE date_start END AS date_start,
           COALESCE(LEAD(date_start) OVER chain, 'infinity') AS next_start
    FROM loket_employment_term
    WHERE employment_id IN (SELECT employment_id FROM candidate WHERE place = 1)
    WINDOW chain AS (PARTITION BY employment_id ORDER BY date_start)
), own AS (
    SELECT e.id, i.cost_center FROM loket_employment e
    JOIN loket_period_identity i ON i.employment_key = LOWER(e.loket_id)
    WHERE i.cost_center IS NOT NULL
          AND e.id IN (SELECT employment_id FROM candidate WHERE place = 1)
), placed AS (
    SELECT c.*, term.contract_kind, own.cost_center FROM candidate c
    LEFT JOIN term ON term.employment_id = c.employment_id
         AND c.date >= term.date_start AND c.date < term.next_start
    LEFT JOIN own ON own.id = c.employment_id
    WHERE place = 1
), span AS (
    SELECT p.id, p.administration_id, p.date_start, p.date_end, p.year,
           p.state = 'approved' AS is_paid, p.has_export, p.unclear_employments
    FROM loket_payroll_period p
    WHERE p.administration_id IN (SELECT administration_id FROM placed)
), next AS (
    SELECT DISTINCT ON (p.id) p.id, n.date_start, n.year
    FROM span p JOIN span n ON n.administration_id = p.administration_id
    WHERE p.is_paid AND NOT n.is_paid AND n.date_start > p.date_end
    ORDER BY p.id, n.date_start
), calendar AS (
    SELECT DISTINCT ON (d.administration_id, d.date) d.administration_id, d.date,
           p.is_paid, p.has_export, p.unclear_employments,
           next.date_start AS next_start, COALESCE(next.year, p.year) AS payroll_year
    FROM (SELECT DISTINCT administration_id, date FROM placed) d
    JOIN span p ON p.administration_id = d.administration_id
         AND d.date BETWEEN p.date_start AND p.date_end
    LEFT JOIN next ON next.id = p.id
    ORDER BY d.administration_id, d.date, p.date_start
)
SELECT claim.timesheet_id, claim.allowance_id, claim.employee_id, claim.date,
       claim.code_type, claim.wage_code_id, claim.quantity::numeric, claim.is_approved,
       claim.chosen, claim.choice, placed.employment_id, placed.administration_id,
       placed.employer_id, placed.contract_kind,
       COALESCE(placed.choices, 0) AS choices,
       COALESCE(NULLIF(center.key, placed.cost_center)::varchar, '') AS split,
       COALESCE(calendar.payroll_year, EXTRACT(YEAR FROM claim.date)::integer)
           AS payroll_year,
       COALESCE(calendar.is_paid AND CASE claim.choice
           WHEN 'correct' THEN FALSE
           WHEN 'paid' THEN TRUE
           ELSE calendar.has_export IS NOT TRUE
                OR calendar.unclear_employments @> TO_JSONB(placed.employment_id)
           END, FALSE) AS is_held,
       COALESCE(calendar.is_paid AND placed.date_end < calendar.next_start, FALSE)
           AS is_ended,
       FALSE AS is_booked,
       COALESCE(calendar.is_paid AND claim.issue = 'by_rule'
                AND COALESCE(claim.choice, '') <> 'correct', FALSE) AS was_left_out,
       COALESCE(calendar.is_paid, FALSE) AS is_paid
FROM claim
LEFT JOIN placed ON placed.employee_id = claim.employee_id
     AND placed.date = claim.date AND placed.chosen = claim.chosen
LEFT JOIN calendar ON calendar.administration_id = placed.administration_id
     AND calendar.date = placed.date
LEFT JOIN loket_cost_center center ON center.employer_id = placed.employer_id
     AND center.account_id = claim.account_id
"""

#: A day counts once per employment, for the first of its lines, where days have a
#: component at all. A day that was paid in an approved period is not paid again because
#: of another line, unless SUBTRACT_PAID takes it back from the line it was paid for.
ADD_DAYS = """
WITH day AS MATERIALIZED (
    SELECT MIN(timesheet_id) AS timesheet_id, MIN(employee_id) AS employee_id, date,
           employment_id, MIN(administration_id) AS administration_id,
           MIN(employer_id) AS employer_id, MIN(contract_kind) AS contract_kind,
           (ARRAY_AGG(split ORDER BY timesheet_id))[1] AS split,
           MIN(payroll_year) AS payroll_year, BOOL_OR(is_ended) AS is_ended,
           BOOL_OR(is_paid) AS is_paid
    FROM loket_gathered
    WHERE code_type = 'hours' AND is_approved AND NOT is_held AND NOT was_left_out
          AND administration_id IN (
              SELECT m.administration_id FROM loket_wage_code_mapping m
              JOIN loket_wage_code c ON c.id = m.wage_code_id AND c.code_type = 'days')
    GROUP BY employment_id, date
    HAVING SUM(quantity) > 0
), paid AS MATERIALIZED (
    SELECT b.employment_id, b.date, b.timesheet_id
    FROM loket_export_booking b
    JOIN loket_payroll_period p ON p.id = b.period_id AND p.state = 'approved'
    WHERE b.code_type = 'days' AND b.date >= (SELECT MIN(date) FROM day)
          AND b.employment_id = ANY (ARRAY(SELECT DISTINCT employment_id FROM day))
          AND b.timesheet_id NOT IN (
              SELECT timesheet_id FROM loket_gathered
              WHERE is_approved AND NOT is_held AND timesheet_id IS NOT NULL)
)
SELECT day.timesheet_id, NULL::integer AS allowance_id, day.employee_id, day.date,
       'days' AS code_type, NULL::integer AS wage_code_id, 1::numeric AS quantity,
       TRUE AS is_approved, 0 AS chosen, NULL::varchar AS choice, day.employment_id,
       day.administration_id, day.employer_id, day.contract_kind, 1 AS choices,
       day.split, day.payroll_year, FALSE AS is_held, day.is_ended, FALSE AS is_booked,
       FALSE AS was_left_out, day.is_paid
FROM day
WHERE NOT EXISTS (
    SELECT 1 FROM paid
    WHERE paid.employment_id = day.employment_id AND paid.date = day.date
          AND paid.timesheet_id <> day.timesheet_id
)
"""

#: What was paid in approved periods counts against what the lines are worth now.
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
       0 AS chosen, NULL::varchar AS choice, b.employment_id, p.administration_id,
       b.employer_id, b.contract_kind, 1 AS choices, b.cost_center_key AS split,
       b.payroll_year, FALSE AS is_held, b.is_ended, TRUE AS is_booked,
       FALSE AS was_left_out, TRUE AS is_paid
FROM paid b
JOIN loket_payroll_period p ON p.id = b.period_id AND p.state = 'approved'
"""

#: What was paid for lines that were deleted before anybody exported that they are gone.
#: A correction is booked without a line as well, so that it is made once.
SUBTRACT_DELETED = """
SELECT NULL::integer AS timesheet_id, NULL::integer AS allowance_id,
       MIN(b.employee_id) AS employee_id, b.date, b.code_type, b.wage_code_id,
       -SUM(b.quantity)::numeric AS quantity, TRUE AS is_approved, 0 AS chosen,
       NULL::varchar AS choice, b.employment_id,
       %(administration)s AS administration_id, b.employer_id, b.contract_kind,
       1 AS choices, b.cost_center_key AS split, %(year)s AS payroll_year,
       FALSE AS is_held, COALESCE(MIN(e.date_end) < %(start)s, FALSE) AS is_ended,
       TRUE AS is_booked, FALSE AS was_left_out, TRUE AS is_paid
FROM loket_export_booking b JOIN loket_employment e ON e.id = b.employment_id
WHERE b.period_id IN %(paid)s AND b.timesheet_id IS NULL AND b.allowance_id IS NULL
GROUP BY b.employment_id, b.date, b.code_type, b.wage_code_id, b.employer_id,
         b.contract_kind, b.cost_center_key
HAVING SUM(b.quantity) <> 0
"""

#: What is added to the gathered rows: none of it looks at what the others add.
ADDED = f"({ADD_DAYS}) UNION ALL ({SUBTRACT_PAID})"
ADDED_WITH_DELETED = f"{ADDED} UNION ALL ({SUBTRACT_DELETED})"

#: Add what becomes of gathered rows: their wage code, its component in the payroll
#: year, what they are worth there, and why they do not leave, if so. The code that
#: nothing names is the default one of its kind; when that has no component there and
#: exactly one other code has, that one. Days that nobody mapped to a component are not
#: missed (``not_used``): most venues pay hours. Where other parts of a line were paid
#: before its rule was switched on, the rule left this part out then, and it stays out.
RESOLVE = """
WITH code AS (
    SELECT DISTINCT ON (code_type) id, code_type FROM loket_wage_code
    WHERE active AND code_type IN ('hours', 'days', 'meal')
    ORDER BY code_type, COALESCE(is_default, FALSE) DESC, sequence, id
), standard AS (
    SELECT m.administration_id, c.code_type, MIN(c.id) AS code_id
    FROM loket_wage_code_mapping m
    JOIN loket_wage_code c ON c.id = m.wage_code_id AND c.active
    JOIN code ON code.code_type = c.code_type
    GROUP BY m.administration_id, c.code_type
    HAVING COUNT(*) = 1
), way AS (
    SELECT m.administration_id, m.wage_code_id AS code_id, m.decimals, c.year,
           c.id AS component_id,
           CASE WHEN m.send_as = 'amount' THEN m.rate::numeric ELSE 1 END AS rate
    FROM loket_wage_code_mapping m
    JOIN loket_payroll_component known ON known.id = m.component_id
    LEFT JOIN loket_payroll_component c ON c.key = known.key AND c.active
         AND c.administration_id = m.administration_id
)
SELECT g.*, COALESCE(g.wage_code_id, standard.code_id, code.id) AS code_id,
       way.component_id, way.decimals, g.quantity * way.rate AS worth, CASE
    WHEN g.employment_id IS NULL THEN CASE
        WHEN NOT EXISTS (SELECT 1 FROM loket_employment e
                         WHERE e.employee_id = g.employee_id) THEN 'not_in_loket'
        WHEN NOT EXISTS (SELECT 1 FROM loket_employment e
                         WHERE e.employee_id = g.employee_id
                         AND COALESCE(e.date_end, g.date) >= g.date) THEN 'ended'
        WHEN EXISTS (SELECT 1 FROM loket_employment e
                     WHERE e.employee_id = g.employee_id AND e.active
                     AND e.administration_id IS NULL AND e.date_start <= g.date
                     AND COALESCE(e.date_end, g.date) >= g.date) THEN 'no_payroll'
        ELSE 'no_employment' END
    WHEN g.was_left_out OR r.exported IS NOT TRUE OR (
        g.is_paid AND r.switched_on IS NOT NULL AND NOT g.is_booked
        AND COALESCE(g.choice, '') <> 'correct'
        AND (SELECT BOOL_AND(b.code_type <> g.code_type) FROM loket_export_booking b
             WHERE b.timesheet_id = g.timesheet_id AND b.booked_on < r.switched_on
                   AND b.period_id = ANY (ARRAY(
                       SELECT id FROM loket_payroll_period WHERE state = 'approved')))
    ) THEN 'by_rule'
    WHEN NOT g.is_approved THEN 'not_approved'
    WHEN way.component_id IS NULL AND g.code_type = 'days' AND NOT EXISTS (
        SELECT 1 FROM loket_wage_code_mapping m
        WHERE m.administration_id = g.administration_id
              AND m.wage_code_id
                  = COALESCE(g.wage_code_id, standard.code_id, code.id)) THEN 'not_used'
    WHEN g.is_held AND g.choice = 'paid' THEN 'paid'
    WHEN g.is_held THEN 'period_approved'
    WHEN g.is_ended THEN 'ended'
    WHEN way.component_id IS NULL THEN 'no_component'
    END AS issue
FROM (%(rows)s) g
LEFT JOIN loket_export_rule r ON r.employer_id = g.employer_id
     AND r.contract_kind = g.contract_kind AND r.code_type = g.code_type
LEFT JOIN standard ON standard.administration_id = g.administration_id
     AND standard.code_type = g.code_type
LEFT JOIN code ON code.code_type = g.code_type
LEFT JOIN way ON way.administration_id = g.administration_id
     AND way.code_id = COALESCE(g.wage_code_id, standard.code_id, code.id)
     AND way.year = g.payroll_year
"""
