# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""What a rule left out of a paid period, before the kind of contract was corrected."""

#: The days of paid periods that have had another kind of contract since their export:
#: whatever lies there was judged by the kind of before. Few, whatever the history is.
CHANGED = """
WITH period AS MATERIALIZED (
    SELECT p.date_start, p.date_end, (
               SELECT MAX(sent_on) FROM loket_export WHERE period_id = p.id
           ) AS sent_on
    FROM loket_payroll_period p WHERE p.id IN %(periods)s
), term AS MATERIALIZED (
    SELECT e.id AS employment_id, e.employee_id, t.kind_changed_on,
           CASE WHEN ROW_NUMBER() OVER chain = 1 THEN '-infinity'
                ELSE t.date_start END AS date_start,
           COALESCE(LEAD(t.date_start) OVER chain, 'infinity') AS next_start
    FROM loket_employment e JOIN loket_employment_term t ON t.employment_id = e.id
    WHERE e.administration_id = %(administration)s AND e.active
          AND e.employee_id IS NOT NULL
          AND e.id IN (SELECT employment_id FROM loket_employment_term
                       WHERE kind_changed_on IS NOT NULL)
    WINDOW chain AS (PARTITION BY t.employment_id ORDER BY t.date_start)
)
SELECT term.employee_id, term.employment_id,
       GREATEST(term.date_start, period.date_start),
       LEAST(term.next_start - 1, period.date_end), period.sent_on
FROM term
JOIN period ON period.date_end >= term.date_start
     AND period.date_start < term.next_start
     AND term.kind_changed_on >= COALESCE(period.sent_on, '-infinity')
"""

#: What was left out there and would be exported as things are now, unless somebody
#: said that it was paid. A line of which another part was paid is locked and gives no
#: reason. What a rule left out that was switched on since the export stays out.
LEFT_OUT = """
WITH changed AS (
    SELECT * FROM UNNEST(
        %(employments)s::integer[], %(starts)s::date[], %(ends)s::date[],
        %(sent)s::timestamp[]
    ) AS span(employment_id, date_start, date_end, sent_on)
)
SELECT CASE WHEN g.allowance_id IS NOT NULL THEN 'loket.allowance'
            ELSE 'account.analytic.line' END AS model,
       COUNT(DISTINCT g.employee_id), SUM(g.quantity) FILTER (
           WHERE g.code_type = 'hours'),
       ARRAY_AGG(DISTINCT COALESCE(g.timesheet_id, g.allowance_id))
FROM loket_gathered g
JOIN changed ON changed.employment_id = g.employment_id
     AND g.date BETWEEN changed.date_start AND changed.date_end
LEFT JOIN (
    SELECT id, loket_export_issue, loket_export_state FROM account_analytic_line
    WHERE id = ANY (ARRAY(SELECT timesheet_id FROM loket_gathered))
) line ON line.id = g.timesheet_id
LEFT JOIN (
    SELECT id, export_issue FROM loket_allowance
    WHERE id = ANY (ARRAY(SELECT allowance_id FROM loket_gathered))
) allowance ON allowance.id = g.allowance_id
WHERE NOT g.is_booked AND g.quantity <> 0 AND g.code_type <> 'days'
      AND COALESCE(g.choice, '') <> 'paid'
      AND (line.loket_export_issue = 'by_rule' OR allowance.export_issue = 'by_rule'
           OR line.loket_export_state = 'locked' AND g.issue IS DISTINCT FROM 'by_rule')
      AND EXISTS (
          SELECT FROM loket_export_rule r
          WHERE r.employer_id = g.employer_id AND r.contract_kind = g.contract_kind
                AND r.code_type = g.code_type AND r.exported
                AND (r.switched_on IS NULL OR r.switched_on < changed.sent_on))
      AND COALESCE((SELECT SUM(quantity) FROM loket_export_booking b
                    WHERE b.timesheet_id = g.timesheet_id
                          AND b.code_type = g.code_type),
                   (SELECT SUM(quantity) FROM loket_export_booking b
                    WHERE b.allowance_id = g.allowance_id), 0) = 0
GROUP BY 1 ORDER BY 1
"""
