# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""What the gathered rows (see ``gather_sql``) come to, with corrections."""

#: What leaves of the period itself, by employment, component and cost center.
TOTALS = """
SELECT employment_id, component_id, split, SUM(worth) AS total,
       MAX(decimals) AS decimals, BOOL_OR(code_type IN ('hours', 'days')) AS is_hours
FROM loket_gathered
WHERE issue IS NULL AND administration_id = %(administration)s AND date >= %(start)s
GROUP BY employment_id, component_id, split
"""

#: The same with what corrects earlier periods.
#:
#: A period that was paid was paid as a rounded total, and so is a correction of it: the
#: rounded total as it is now less the rounded total of what was booked for it. So the
#: sum of all that is paid for a period is its rounded total, however often it is
#: corrected.
TOTALS_WITH_LATE = f"""
WITH late AS MATERIALIZED (
    SELECT g.employment_id, g.component_id, g.split, p.id AS period_id,
           MIN(p.date_start) AS date_start, MIN(p.date_end) AS date_end,
           SUM(g.worth) AS worth, COALESCE(MAX(g.decimals), 2) AS decimals,
           BOOL_OR(g.code_type IN ('hours', 'days')) AS is_hours
    FROM loket_gathered g
    LEFT JOIN loket_payroll_period p ON p.id = (
        SELECT id FROM loket_payroll_period
        WHERE administration_id = %(administration)s
              AND g.date BETWEEN date_start AND date_end
        ORDER BY date_start LIMIT 1)
    WHERE g.issue IS NULL AND g.administration_id = %(administration)s
          AND g.date < %(start)s
    GROUP BY g.employment_id, g.component_id, g.split, p.id
), paid AS (
    SELECT late.employment_id, late.component_id, late.split, late.period_id,
           SUM(b.quantity::numeric * CASE WHEN m.send_as = 'amount'
                                          THEN m.rate::numeric ELSE 1 END) AS worth
    FROM late
    JOIN loket_payroll_component c ON c.id = late.component_id
    JOIN loket_export_booking b ON b.employment_id = late.employment_id
         AND b.date BETWEEN late.date_start AND late.date_end
         AND b.component_key = c.key AND b.cost_center_key = late.split
    JOIN loket_payroll_period p ON p.id = b.period_id AND p.state = 'approved'
         AND p.administration_id = %(administration)s
    LEFT JOIN loket_wage_code_mapping m ON m.wage_code_id = b.wage_code_id
         AND m.administration_id = %(administration)s
    WHERE b.employment_id = ANY (ARRAY(SELECT DISTINCT employment_id FROM late))
    GROUP BY late.employment_id, late.component_id, late.split, late.period_id
)
SELECT employment_id, component_id, split, SUM(total) AS total,
       MAX(decimals) AS decimals, BOOL_OR(is_hours) AS is_hours
FROM (
    {TOTALS}
    UNION ALL
    SELECT employment_id, component_id, split,
           ROUND(ROUND(COALESCE(paid.worth, 0) + late.worth, 6), decimals)
           - ROUND(ROUND(COALESCE(paid.worth, 0), 6), decimals),
           decimals, is_hours
    FROM late LEFT JOIN paid USING (employment_id, component_id, split, period_id)
) part
GROUP BY employment_id, component_id, split
"""

#: Those of the employments that are active in the period, as they are sent: what is
#: sent as an amount of money is not in the range of hours.
TOTALS_TO_SEND = """
WITH total AS MATERIALIZED (%(totals)s)
SELECT total.employment_id, LOWER(e.loket_id), c.key, total.total, total.split,
       total.decimals, total.is_hours AND c.key NOT IN (
           SELECT known.key FROM loket_wage_code_mapping m
           JOIN loket_payroll_component known ON known.id = m.component_id
           WHERE m.administration_id = %(administration)s AND m.send_as = 'amount')
FROM total
JOIN loket_employment e ON e.id = total.employment_id
     AND e.id = ANY (ARRAY(SELECT DISTINCT employment_id FROM total))
     AND e.date_start <= %(end)s AND COALESCE(e.date_end, %(start)s) >= %(start)s
JOIN loket_payroll_component c ON c.id = total.component_id
ORDER BY total.employment_id, total.component_id, total.split
"""

#: Hold back what another administration paid, of an employment that is over or was not
#: the one that is meant, until it was taken back there: two exports make one move.
#: Somebody who corrects Loket by hand decides otherwise: it is paid here all the same,
#: or stays as it was paid.
HOLD_ELSEWHERE = """
WITH source AS MATERIALIZED (
    SELECT COALESCE(timesheet_id, -allowance_id) AS source, code_type,
           administration_id, is_booked, issue, choice, timesheet_id, allowance_id
    FROM loket_gathered WHERE administration_id IS NOT NULL
), half AS MATERIALIZED (
    SELECT DISTINCT source, code_type, plus.administration_id, timesheet_id,
           allowance_id
    FROM source plus
    WHERE NOT is_booked AND issue IS NULL AND EXISTS (
        SELECT FROM source paid
        WHERE paid.source = plus.source AND paid.code_type = plus.code_type
              AND paid.is_booked AND paid.administration_id <> plus.administration_id)
), booked AS (
    SELECT half.source, half.code_type, half.administration_id, b.quantity, b.period_id,
           b.employment_id
    FROM half JOIN loket_export_booking b ON b.timesheet_id = half.timesheet_id
         AND b.code_type = half.code_type
         AND b.timesheet_id = ANY (ARRAY(SELECT timesheet_id FROM half))
    UNION ALL
    SELECT half.source, half.code_type, half.administration_id, b.quantity, b.period_id,
           b.employment_id
    FROM half JOIN loket_export_booking b ON b.allowance_id = half.allowance_id
         AND b.code_type = half.code_type
         AND b.allowance_id = ANY (ARRAY(SELECT allowance_id FROM half))
), rest AS MATERIALIZED (
    SELECT booked.source, booked.code_type, booked.administration_id, (
               SELECT MAX(choice) FROM source WHERE source.source = booked.source
           ) AS choice
    FROM booked
    JOIN loket_employment e ON e.id = booked.employment_id
    JOIN loket_payroll_period p ON p.id = booked.period_id
    WHERE COALESCE(e.administration_id, p.administration_id) <> booked.administration_id
    GROUP BY booked.source, booked.code_type, booked.administration_id
    HAVING SUM(booked.quantity) <> 0
)
UPDATE loket_gathered g
SET issue = CASE WHEN rest.choice = 'paid' THEN 'paid' ELSE 'paid_elsewhere' END
FROM rest
WHERE rest.source = COALESCE(g.timesheet_id, -g.allowance_id)
      AND rest.code_type = g.code_type AND g.issue IS NULL
      AND CASE WHEN g.is_booked THEN rest.choice = 'paid'
                    AND g.administration_id <> rest.administration_id
               ELSE rest.choice IS DISTINCT FROM 'correct'
                    AND g.administration_id = rest.administration_id END
"""

#: Hold back what goes from one place to another, where what it leaves cannot be sent:
#: hours (or days) that would fall below zero, which Loket refuses, and anything of an
#: employment that is over. It would be paid in both.
HOLD_BACK = """
WITH below AS MATERIALIZED (
    SELECT employment_id, component_id, split FROM (%(totals)s) total
    WHERE ROUND(ROUND(total, 6), COALESCE(decimals, 2)) < 0 AND (
        employment_id IN (
            SELECT id FROM loket_employment WHERE date_end < %(start)s
                   AND id = ANY (ARRAY(SELECT employment_id FROM loket_gathered
                                       WHERE is_booked)))
        OR is_hours AND component_id NOT IN (
            SELECT c.id FROM loket_wage_code_mapping m
            JOIN loket_payroll_component known ON known.id = m.component_id
            JOIN loket_payroll_component c ON c.key = known.key
                 AND c.administration_id = m.administration_id
            WHERE m.administration_id = %(administration)s AND m.send_as = 'amount'))
), place AS MATERIALIZED (
    SELECT COALESCE(timesheet_id, -allowance_id) AS source, code_type, employment_id,
           component_id, split, ROUND(SUM(worth), 6) AS worth
    FROM loket_gathered
    WHERE issue IS NULL AND administration_id = %(administration)s
          AND COALESCE(timesheet_id, -allowance_id) = ANY (ARRAY(
              SELECT COALESCE(timesheet_id, -allowance_id) FROM loket_gathered
              WHERE is_booked))
    GROUP BY source, code_type, employment_id, component_id, split
), half AS MATERIALIZED (
    SELECT DISTINCT place.source, place.code_type
    FROM place JOIN below USING (employment_id, component_id, split)
    JOIN place other ON other.source = place.source
         AND other.code_type = place.code_type AND other.worth > 0
    WHERE place.worth < 0
)
UPDATE loket_gathered g SET issue = 'below_zero' FROM half
WHERE COALESCE(g.timesheet_id, -g.allowance_id) = half.source
      AND g.code_type = half.code_type AND g.issue IS NULL
      AND g.administration_id = %(administration)s
"""

#: What would be taken back from somebody whose employment is over, as its line is of
#: somebody else now who has nothing of it: it cannot be sent.
HOLD_ENDED = """
UPDATE loket_gathered g SET issue = 'ended'
FROM loket_employment e
WHERE g.is_booked AND g.issue IS NULL AND g.administration_id = %(administration)s
      AND e.id = g.employment_id AND e.date_end < %(start)s
      AND e.id = ANY (ARRAY(SELECT employment_id FROM loket_gathered WHERE is_booked))
"""
