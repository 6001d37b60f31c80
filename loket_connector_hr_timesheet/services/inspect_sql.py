# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""The statement that keeps the export state of lines and allowances."""

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
#: states that differ. Arrays of ids are looked up in an index, whatever the planner
#: believes of tables that are being filled, and however long their history is.
#:
#: A line has one answer: what is kept back for a reason is not *to export*, what is in
#: Loket as it should be has no reason, and what a rule leaves out is no reason for a
#: line of which something else goes.
STORE_STATES = """
WITH target AS MATERIALIZED (%(targets)s), booked AS MATERIALIZED (
    SELECT b.id, b.%(source)s AS source, b.code_type, b.wage_code_id, b.employment_id,
           b.cost_center_key, b.quantity, b.booked_on, b.period_id, b.user_id
    FROM loket_export_booking b
    WHERE b.%(source)s = ANY (ARRAY(SELECT source FROM target))
), now AS MATERIALIZED (
    SELECT %(source)s AS source, code_type, code_id, employment_id, split,
           quantity, issue
    FROM loket_gathered
    WHERE %(source)s IS NOT NULL AND NOT is_booked
          AND issue IS DISTINCT FROM 'not_used'
), part AS (
    SELECT source, ROUND(SUM(now), 6) AS now, ROUND(SUM(kept), 6) AS kept
    FROM (
        SELECT source, code_type, code_id, employment_id, split, quantity AS now,
               0 AS kept
        FROM now WHERE employment_id IS NOT NULL
             AND COALESCE(issue, '') NOT IN ('by_rule', 'not_approved')
        UNION ALL
        SELECT source, code_type, wage_code_id, employment_id, cost_center_key, 0,
               quantity
        FROM booked
    ) both_sides
    GROUP BY source, code_type, code_id, employment_id, split
), worth AS (
    SELECT source, BOOL_OR(kept <> 0) AS is_kept, BOOL_OR(now <> kept) AS differs
    FROM part GROUP BY source
), reason AS (
    SELECT source, BOOL_OR(issue IS NULL) AS leaves,
           BOOL_OR(issue IS NOT NULL AND issue <> 'by_rule') AS stays,
           MIN(CASE WHEN issue IS NOT NULL
               THEN ARRAY_POSITION(%(order)s, issue) END) AS rank
    FROM now GROUP BY source
), last AS (
    SELECT DISTINCT ON (b.source) b.source, b.booked_on, b.period_id, b.user_id,
           BOOL_AND(p.state = 'approved') OVER (PARTITION BY b.source) AS is_paid
    FROM booked b JOIN loket_payroll_period p ON p.id = b.period_id
    ORDER BY b.source, b.booked_on DESC, b.id DESC
), found AS (
    SELECT target.source, CASE
        WHEN worth.is_kept IS NOT TRUE AND reason.leaves AND NOT reason.stays
            THEN 'to_export'
        WHEN worth.is_kept IS NOT TRUE THEN 'none'
        WHEN worth.differs THEN 'changed'
        WHEN last.is_paid THEN 'locked'
        WHEN reason.stays THEN 'changed'
        ELSE 'exported' END AS state,
        (%(order)s)[reason.rank] AS issue, reason.leaves,
        last.booked_on, last.period_id, last.user_id
    FROM target
    LEFT JOIN worth ON worth.source = target.source
    LEFT JOIN reason ON reason.source = target.source
    LEFT JOIN last ON last.source = target.source
), wanted AS (
    SELECT source, state, booked_on, period_id, user_id, CASE
        WHEN state IN ('to_export', 'exported', 'locked') THEN NULL
        WHEN issue = 'by_rule' AND leaves THEN NULL
        ELSE issue END AS issue
    FROM found
)
UPDATE %(table)s t SET %(state)s = wanted.state, %(issue)s = wanted.issue,
       %(exported_on)s = wanted.booked_on, %(period)s = wanted.period_id,
       %(user)s = wanted.user_id
FROM wanted
WHERE t.id = wanted.source AND t.id = ANY (ARRAY(SELECT source FROM target))
      AND (t.%(state)s IS DISTINCT FROM wanted.state
      OR t.%(issue)s IS DISTINCT FROM wanted.issue
      OR t.%(exported_on)s IS DISTINCT FROM wanted.booked_on)
"""
