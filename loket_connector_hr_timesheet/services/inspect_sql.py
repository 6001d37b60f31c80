# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""The statements that tell what became of lines and allowances, and what to look at."""

from . import gather_sql

#: The order in which one of several reasons is shown on a line.
ISSUE_ORDER = (
    "not_in_loket",
    "no_employment",
    "no_payroll",
    "ended",
    "not_approved",
    "period_approved",
    "paid",
    "below_zero",
    "paid_elsewhere",
    "no_component",
    "by_rule",
    "zero",
)

#: Compare what each source is worth now with what was booked for it, and write the
#: states that differ from those it had when it was gathered: rows are gathered anew
#: before states are stored again. What was not gathered is looked up. Arrays of ids are
#: found in an index, whatever the planner believes of tables that are being filled, and
#: however long their history is.
#:
#: A line has one answer: what is kept back for a reason is not *to export*, what is in
#: Loket as it should be has no reason, and what a rule leaves out is no reason for a
#: line of which something else goes; nor is that a total comes to zero.
STORE_STATES = """
WITH booked AS MATERIALIZED (
    SELECT b.id, b.%(source)s AS source, b.code_type, b.wage_code_id, b.employment_id,
           b.cost_center_key, b.date, b.quantity, b.booked_on, b.period_id, b.user_id,
           p.state = 'approved' AS is_paid
    FROM loket_export_booking b JOIN loket_payroll_period p ON p.id = b.period_id
    WHERE b.%(source)s = ANY (%(ids)s)
), now AS (
    SELECT %(source)s AS source, code_type, code_id, employment_id, split, date,
           CASE WHEN employment_id IS NULL OR issue IN ('by_rule', 'not_approved')
                THEN 0 ELSE quantity END AS quantity,
           issue IS NULL AND quantity <> 0 AS leaves,
           issue IS NOT NULL AND issue NOT IN ('by_rule', 'zero') AS stays,
           CASE WHEN issue IS NOT NULL THEN ARRAY_POSITION(%(order)s, issue) END
               AS rank, old_state, old_issue, exported_on
    FROM loket_gathered
    WHERE %(source)s %(which)s AND NOT is_booked
          AND issue IS DISTINCT FROM 'not_used'
), part AS (
    SELECT source, ROUND(SUM(now), 6) AS now, ROUND(SUM(kept), 6) AS kept,
           BOOL_OR(leaves) AS leaves, BOOL_OR(stays) AS stays, MIN(rank) AS rank,
           MAX(booked_on) AS booked_on, BOOL_AND(is_paid) AS is_paid,
           MIN(old_state) AS old_state, MIN(old_issue) AS old_issue,
           MIN(exported_on) AS exported_on
    FROM (
        SELECT source, code_type, code_id, employment_id, split, date, quantity AS now,
               0 AS kept, leaves, stays, rank, NULL::timestamp AS booked_on,
               NULL::boolean AS is_paid, old_state, old_issue, exported_on
        FROM now WHERE source IN (SELECT source FROM booked)
        UNION ALL
        SELECT source, code_type, wage_code_id, employment_id, cost_center_key, date,
               0, quantity, NULL, NULL, NULL, booked_on, is_paid, NULL, NULL, NULL
        FROM booked
    ) both_sides
    GROUP BY source, code_type, code_id, employment_id, split, date
), whole AS (
    SELECT source, BOOL_OR(kept <> 0) AS is_kept, BOOL_OR(now <> kept) AS differs,
           BOOL_OR(leaves) AS leaves, BOOL_OR(stays) AS stays, MIN(rank) AS rank,
           MAX(booked_on) AS booked_on, BOOL_AND(is_paid) AS is_paid,
           MIN(old_state) AS old_state, MIN(old_issue) AS old_issue,
           MIN(exported_on) AS exported_on
    FROM part GROUP BY source
    UNION ALL
    SELECT source, FALSE, FALSE, BOOL_OR(leaves), BOOL_OR(stays), MIN(rank),
           NULL, NULL, MIN(old_state), MIN(old_issue), MIN(exported_on)
    FROM now WHERE source NOT IN (SELECT source FROM booked)
    GROUP BY source
), found AS (
    SELECT source, CASE
        WHEN is_kept IS NOT TRUE AND leaves AND NOT stays THEN 'to_export'
        WHEN is_kept IS NOT TRUE THEN 'none'
        WHEN differs THEN 'changed'
        WHEN is_paid THEN 'locked'
        WHEN stays THEN 'changed'
        ELSE 'exported' END AS state,
        (%(order)s)[rank] AS issue, leaves, booked_on, old_state, old_issue,
        exported_on
    FROM %(sources)s
), wanted AS (
    SELECT source, state, booked_on, old_state, old_issue, exported_on, CASE
        WHEN state IN ('to_export', 'exported', 'locked') THEN NULL
        WHEN issue IN ('by_rule', 'zero') AND leaves THEN NULL
        ELSE issue END AS issue
    FROM found
), changed AS MATERIALIZED (
    SELECT source, state, issue, booked_on, old_state FROM wanted
    WHERE old_state IS NULL OR old_state <> state OR old_issue IS DISTINCT FROM issue
          OR exported_on IS DISTINCT FROM booked_on
), last AS (
    SELECT DISTINCT ON (source) source, period_id, user_id
    FROM booked WHERE source IN (SELECT source FROM changed)
    ORDER BY source, booked_on DESC, id DESC
)
UPDATE %(table)s t SET %(state)s = changed.state, %(issue)s = changed.issue,
       %(exported_on)s = changed.booked_on, %(period)s = last.period_id,
       %(user)s = last.user_id
FROM changed LEFT JOIN last ON last.source = changed.source
WHERE t.id = changed.source AND t.id = ANY (ARRAY(SELECT source FROM changed))
      AND (changed.old_state IS NOT NULL OR t.%(state)s IS DISTINCT FROM changed.state
           OR t.%(issue)s IS DISTINCT FROM changed.issue
           OR t.%(exported_on)s IS DISTINCT FROM changed.booked_on)
"""

#: Say of hours whose total comes to zero that nothing of them goes, so that they do not
#: wait for ever. Not where something of them was exported: that is taken back first.
#: Nothing is booked: when one of them changes, the others count as they are.
NOTE_ZERO = """
WITH place AS MATERIALIZED (
    SELECT g.employment_id, g.component_id, g.split
    FROM loket_gathered g JOIN loket_payroll_component c ON c.id = g.component_id
    WHERE (g.employment_id, c.key, g.split) IN %(places)s
          AND g.issue IS NULL AND g.administration_id = %(administration)s
    GROUP BY g.employment_id, g.component_id, g.split
    HAVING NOT BOOL_OR(g.is_booked OR EXISTS (
        SELECT FROM loket_export_booking b
        WHERE b.timesheet_id = g.timesheet_id AND b.code_type = g.code_type
    ) OR EXISTS (
        SELECT FROM loket_export_booking b WHERE b.allowance_id = g.allowance_id
    ))
)
UPDATE loket_gathered g SET issue = 'zero' FROM place
WHERE g.employment_id = place.employment_id AND g.component_id = place.component_id
      AND g.split = place.split AND g.issue IS NULL AND g.quantity <> 0
      AND g.administration_id = %(administration)s
"""

#: The sources of which bookings are read: all that were gathered, and what is booked in
#: the period.
KNOWN = """
ARRAY(SELECT %(source)s FROM loket_gathered WHERE %(source)s IS NOT NULL
      UNION ALL
      SELECT %(source)s FROM loket_export_booking
      WHERE period_id = %(period)s AND %(source)s IS NOT NULL)
"""
#: The sources whose state may differ from that of before.
UNSURE = f"""
IN (SELECT source FROM booked
    UNION ALL
    SELECT %(source)s FROM loket_gathered WHERE {gather_sql.UNSURE})
"""
#: Only these, and those that are worth nothing and were not gathered as well.
ASKED_FOR = """
(SELECT UNNEST(%(ids)s) AS source) asked LEFT JOIN whole USING (source)
"""

#: What stays behind, by reason and by what it is. Of what was paid before only what has
#: no line that tells of it: it was deleted, or given to somebody who has no hours by
#: rule after the employment was over.
ISSUES = """
SELECT issue, CASE WHEN is_booked THEN 'loket.employment'
                   WHEN allowance_id IS NOT NULL THEN 'loket.allowance'
                   ELSE 'account.analytic.line' END AS model,
       COUNT(DISTINCT employee_id), SUM(quantity) FILTER (WHERE code_type = 'hours'),
       ARRAY_AGG(DISTINCT employee_id), ARRAY_AGG(DISTINCT employment_id),
       MIN(date), MAX(date)
FROM loket_gathered g
WHERE issue NOT IN ('not_used', 'paid', 'zero')
      AND (NOT is_booked OR timesheet_id IS NULL AND allowance_id IS NULL
           OR issue = 'ended' AND NOT EXISTS (
               SELECT FROM loket_gathered own
               WHERE own.issue IN ('ended', 'below_zero', 'paid_elsewhere')
                     AND NOT own.is_booked AND own.code_type = g.code_type
                     AND COALESCE(own.timesheet_id, -own.allowance_id)
                         = COALESCE(g.timesheet_id, -g.allowance_id)))
      AND (administration_id = %(administration)s
           OR administration_id IS NULL AND date >= %(first)s)
      AND (date >= %(start)s OR issue NOT IN ('by_rule', 'no_payroll'))
GROUP BY 1, 2 ORDER BY 1, 2
"""

#: What leaves and yet needs a look, with the trait of ``Gathered`` without which there
#: is none of it: what lies on days with several employments and names none of them;
#: corrections; what waits in another administration until this one takes it back; what
#: Loket still has in another open period as well, as a line moved, or a correction's
#: own period was opened again; and what goes to a new value while the one that it comes
#: from waits for a decision: both would be paid.
LOOKS = (
    (
        "has_choices",
        """
    SELECT 'two_employments' AS kind, employee_id, timesheet_id, allowance_id,
           code_type, quantity
    FROM gathered
    WHERE is_unclear
""",
    ),
    (
        "is_late",
        """
    SELECT 'correction' AS kind, employee_id, timesheet_id, allowance_id, code_type,
           SUM(quantity) AS quantity
    FROM gathered WHERE date < %(start)s AND issue IS NULL
    GROUP BY employee_id, timesheet_id, allowance_id, code_type, employment_id, code_id
    HAVING SUM(quantity) <> 0
""",
    ),
    (
        "is_taken_back",
        """
    SELECT 'paid_elsewhere' AS kind, employee_id, timesheet_id, allowance_id,
           code_type, quantity
    FROM loket_gathered held
    WHERE issue = 'paid_elsewhere' AND administration_id <> %(administration)s
          AND EXISTS (
              SELECT FROM gathered paid
              WHERE paid.is_booked AND paid.code_type = held.code_type
                    AND COALESCE(paid.timesheet_id, -paid.allowance_id)
                        = COALESCE(held.timesheet_id, -held.allowance_id))
""",
    ),
    (
        "has_other",
        """
    SELECT 'elsewhere' AS kind, employee_id, timesheet_id, allowance_id, code_type,
           quantity
    FROM gathered
    WHERE (timesheet_id IN (SELECT timesheet_id FROM other)
           OR allowance_id IN (SELECT allowance_id FROM other))
          AND issue IS NULL AND NOT is_booked
""",
    ),
    (
        "is_waiting",
        """
    SELECT 'also_waiting' AS kind, employee_id, timesheet_id, allowance_id, code_type,
           quantity
    FROM gathered
    WHERE issue IS NULL AND NOT is_booked
          AND EXISTS (
              SELECT FROM moved
              WHERE moved.source
                        = COALESCE(gathered.timesheet_id, -gathered.allowance_id)
                    AND moved.code_type = gathered.code_type
                    AND (moved.employment_id, moved.component_id, moved.split)
                        <> (gathered.employment_id, gathered.component_id,
                            gathered.split))
""",
    ),
)
#: What those come to.
SOURCES = """
WITH gathered AS NOT MATERIALIZED (
    SELECT * FROM loket_gathered WHERE administration_id = %(administration)s
), other AS MATERIALIZED (
    SELECT b.timesheet_id, b.allowance_id
    FROM loket_export_booking b
    JOIN loket_payroll_period p ON p.id = b.period_id
         AND p.state <> 'approved' AND p.has_export
    WHERE p.id <> %(period)s AND p.company_id = %(company)s
), waiting AS MATERIALIZED (
    SELECT l.employment_id, l.component_id, l.cost_center_key AS split, c.key
    FROM loket_export_line l JOIN loket_payroll_component c ON c.id = l.component_id
    WHERE l.export_id = %(export)s AND l.is_foreign AND l.overwrite IS NOT TRUE
          AND l.state IN ('new', 'changed', 'removed')
), moved AS MATERIALIZED (
    SELECT waiting.*, b.code_type,
           COALESCE(b.timesheet_id, -b.allowance_id) AS source
    FROM waiting JOIN loket_export_booking b ON b.period_id = %(period)s
         AND b.employment_id = waiting.employment_id AND b.component_key = waiting.key
         AND b.cost_center_key = waiting.split
)
SELECT kind, CASE WHEN timesheet_id IS NOT NULL THEN 'account.analytic.line'
                  WHEN allowance_id IS NOT NULL THEN 'loket.allowance'
                  ELSE 'loket.export.line' END AS model,
       COUNT(DISTINCT employee_id), SUM(quantity) FILTER (WHERE code_type = 'hours'),
       ARRAY_REMOVE(ARRAY_AGG(DISTINCT COALESCE(timesheet_id, allowance_id)), NULL)
FROM (%(found)s) found GROUP BY 1, 2 ORDER BY 1, 2
"""
