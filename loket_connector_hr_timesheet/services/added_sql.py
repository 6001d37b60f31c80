# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""The rows that are added to what was gathered (see ``gather_sql``): days, and what was
paid before and counts against what its lines are worth now."""

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
       days::numeric AS quantity, TRUE AS is_approved, NULL::varchar AS choice,
       employment_id, administration_id, employer_id,
       CASE WHEN days < 0 THEN paid_kind ELSE contract_kind END AS contract_kind,
       FALSE AS is_unclear,
       CASE WHEN days < 0 THEN paid_split ELSE split END AS split,
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
       NULL::varchar AS choice, b.employment_id,
       COALESCE(e.administration_id, p.administration_id) AS administration_id,
       b.employer_id, b.contract_kind, FALSE AS is_unclear, b.cost_center_key AS split,
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
       -SUM(b.quantity)::numeric AS quantity, TRUE AS is_approved,
       NULL::varchar AS choice, b.employment_id,
       %(administration)s AS administration_id, b.employer_id, b.contract_kind,
       FALSE AS is_unclear, b.cost_center_key AS split, %(year)s AS payroll_year,
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

#: What is added to the gathered rows: none of it looks at what the others add.
ADDED = (
    f"({ADD_DAYS.format(deleted='')})"
    f" UNION ALL ({SUBTRACT_PAID.format(year='b.payroll_year')})"
)
ADDED_WITH_DELETED = (
    f"({ADD_DAYS.format(deleted=_DELETED_DAYS)})"
    f" UNION ALL ({SUBTRACT_PAID.format(year=_YEAR_HERE)})"
    f" UNION ALL ({SUBTRACT_DELETED})"
)
