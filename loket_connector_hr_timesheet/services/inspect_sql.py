# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""The statements that keep the export state of lines and count what is left out."""

#: Why a gathered row does not leave, NULL when it does. Days that nobody mapped to a
#: component are not missed (``not_used``): most venues pay hours.
ISSUES = """
CREATE TEMPORARY TABLE loket_issue ON COMMIT DROP AS
SELECT g.*, CASE
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
    WHEN r.exported IS NOT TRUE THEN 'by_rule'
    WHEN NOT g.is_approved THEN 'not_approved'
    WHEN m.id IS NULL AND g.code_type = 'days' THEN 'not_used'
    WHEN g.is_held AND g.choice = 'paid' THEN 'paid'
    WHEN g.is_held THEN 'period_approved'
    WHEN g.is_ended THEN 'ended'
    WHEN c.id IS NULL THEN 'no_component'
    END AS issue,
    COALESCE(g.wage_code_id, standard.code_id) AS code_id
FROM loket_gathered g
LEFT JOIN loket_export_rule r ON r.employer_id = g.employer_id
     AND r.contract_kind = g.contract_kind AND r.code_type = g.code_type
LEFT JOIN %(standards)s ON standard.administration_id = g.administration_id
     AND standard.code_type = g.code_type
LEFT JOIN loket_wage_code_mapping m ON m.administration_id = g.administration_id
     AND m.wage_code_id = COALESCE(g.wage_code_id, standard.code_id)
LEFT JOIN loket_payroll_component known ON known.id = m.component_id
LEFT JOIN loket_payroll_component c ON c.administration_id = g.administration_id
     AND c.key = known.key AND c.active AND c.year = g.payroll_year
WHERE NOT g.is_booked
"""

#: The order in which one of several reasons is shown on a line.
ISSUE_ORDER = (
    "not_in_loket",
    "no_employment",
    "no_payroll",
    "ended",
    "not_approved",
    "period_approved",
    "paid",
    "no_component",
    "by_rule",
)

#: Compare what each source is worth now with what was booked for it, and write the
#: states that differ.
#:
#: A line has one answer: what is kept back for a reason is not *to export*, what is in
#: Loket as it should be has no reason, and what a rule leaves out is no reason for a
#: line of which something else goes.
STORE_STATES = """
WITH part AS (
    SELECT %(source)s AS source, CONCAT_WS(':', code_type, code_id, employment_id,
           split, ROUND(SUM(quantity), 6)) AS part,
           BOOL_AND(issue IS NULL) AS leaves,
           BOOL_OR(issue IS NOT NULL) AS stays
    FROM loket_issue
    WHERE %(source)s IS NOT NULL AND employment_id IS NOT NULL
          AND COALESCE(issue, '') NOT IN ('by_rule', 'not_approved', 'not_used')
    GROUP BY %(source)s, code_type, code_id, employment_id, split
    HAVING ROUND(SUM(quantity), 6) <> 0
), now AS (
    SELECT source, STRING_AGG(part, ',' ORDER BY part) AS parts,
           BOOL_OR(leaves) AS leaves, BOOL_OR(stays) AS stays
    FROM part GROUP BY source
), kept AS (
    SELECT source, STRING_AGG(part, ',' ORDER BY part) AS parts FROM (
        SELECT %(source)s AS source, CONCAT_WS(':', code_type, wage_code_id,
               employment_id, cost_center_key, ROUND(SUM(quantity)::numeric, 6)) AS part
        FROM loket_export_booking WHERE %(source)s IN %(targets)s
        GROUP BY %(source)s, code_type, wage_code_id, employment_id, cost_center_key
        HAVING ROUND(SUM(quantity)::numeric, 6) <> 0
    ) part GROUP BY source
), booked AS (
    SELECT DISTINCT ON (b.%(source)s) b.%(source)s AS source, b.booked_on, b.period_id,
           b.user_id, BOOL_AND(p.state = 'approved') OVER source AS is_paid
    FROM loket_export_booking b
    JOIN loket_payroll_period p ON p.id = b.period_id
    WHERE b.%(source)s IN %(targets)s
    WINDOW source AS (PARTITION BY b.%(source)s)
    ORDER BY b.%(source)s, b.booked_on DESC, b.id DESC
), reason AS (
    SELECT %(source)s AS source, (ARRAY_AGG(issue ORDER BY
           ARRAY_POSITION(%(order)s, issue)))[1] AS issue
    FROM loket_issue
    WHERE %(source)s IS NOT NULL AND issue <> 'not_used'
    GROUP BY %(source)s
), found AS (
    SELECT t.id, CASE
        WHEN kept.parts IS NULL AND now.leaves IS TRUE
             AND COALESCE(reason.issue, 'by_rule') = 'by_rule' THEN 'to_export'
        WHEN kept.parts IS NULL THEN 'none'
        WHEN kept.parts IS DISTINCT FROM now.parts THEN 'changed'
        WHEN booked.is_paid THEN 'locked'
        WHEN now.stays THEN 'changed'
        ELSE 'exported' END AS state,
        reason.issue, now.leaves, booked.booked_on, booked.period_id, booked.user_id
    FROM %(table)s t
    LEFT JOIN now ON now.source = t.id
    LEFT JOIN kept ON kept.source = t.id
    LEFT JOIN booked ON booked.source = t.id
    LEFT JOIN reason ON reason.source = t.id
    WHERE t.id IN %(targets)s
), target AS (
    SELECT id, state, booked_on, period_id, user_id, CASE
        WHEN state IN ('to_export', 'exported', 'locked') THEN NULL
        WHEN issue = 'by_rule' AND leaves THEN NULL
        ELSE issue END AS issue
    FROM found
)
UPDATE %(table)s t SET %(state)s = target.state, %(issue)s = target.issue,
       %(exported_on)s = target.booked_on, %(period)s = target.period_id,
       %(user)s = target.user_id
FROM target
WHERE target.id = t.id AND (t.%(state)s IS DISTINCT FROM target.state
      OR t.%(issue)s IS DISTINCT FROM target.issue
      OR t.%(exported_on)s IS DISTINCT FROM target.booked_on)
"""
