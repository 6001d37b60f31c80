# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""The statement that tells what becomes of gathered rows (see ``gather_sql``)."""

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
         AND c.code_type IN ('hours', 'days', 'meal')
    GROUP BY m.administration_id, c.code_type
    HAVING COUNT(*) = 1
), rule AS (
    SELECT a.id AS administration_id, r.contract_kind, r.code_type, r.exported,
           r.switched_on, COALESCE(standard.code_id, code.id) AS code_id
    FROM loket_export_rule r
    JOIN loket_payroll_administration a ON a.employer_id = r.employer_id
    LEFT JOIN standard ON standard.administration_id = a.id
         AND standard.code_type = r.code_type
    LEFT JOIN code ON code.code_type = r.code_type
), way AS (
    SELECT m.administration_id, m.wage_code_id AS code_id, m.decimals, c.year,
           c.id AS component_id,
           CASE WHEN m.send_as = 'amount' THEN m.rate::numeric ELSE 1 END AS rate
    FROM loket_wage_code_mapping m
    JOIN loket_payroll_component known ON known.id = m.component_id
    LEFT JOIN loket_payroll_component c ON c.key = known.key AND c.active
         AND c.administration_id = m.administration_id
)
SELECT g.*, COALESCE(g.wage_code_id, rule.code_id) AS code_id,
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
    WHEN g.was_left_out OR rule.exported IS NOT TRUE OR (
        g.is_paid AND rule.switched_on IS NOT NULL AND NOT g.is_booked
        AND COALESCE(g.choice, '') <> 'correct'
        AND (SELECT BOOL_AND(b.code_type <> g.code_type) FROM loket_export_booking b
             WHERE b.timesheet_id = g.timesheet_id AND b.booked_on < rule.switched_on
                   AND b.period_id = ANY (ARRAY(
                       SELECT id FROM loket_payroll_period WHERE state = 'approved')))
    ) THEN 'by_rule'
    WHEN NOT g.is_approved THEN 'not_approved'
    WHEN way.component_id IS NULL AND g.code_type = 'days' AND NOT EXISTS (
        SELECT 1 FROM loket_wage_code_mapping m
        WHERE m.administration_id = g.administration_id
              AND m.wage_code_id = COALESCE(g.wage_code_id, rule.code_id)
    ) THEN 'not_used'
    WHEN g.is_held AND g.choice = 'paid' THEN 'paid'
    WHEN g.is_held THEN 'period_approved'
    WHEN g.is_ended THEN 'ended'
    WHEN way.component_id IS NULL AND g.quantity <> 0 THEN 'no_component'
    END AS issue
FROM (%(rows)s) g
LEFT JOIN rule ON rule.administration_id = g.administration_id
     AND rule.contract_kind = g.contract_kind AND rule.code_type = g.code_type
LEFT JOIN way ON way.administration_id = g.administration_id
     AND way.code_id = COALESCE(g.wage_code_id, rule.code_id)
     AND way.year = g.payroll_year
"""
