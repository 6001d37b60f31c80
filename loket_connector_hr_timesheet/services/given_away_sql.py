# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""The statements that find what was paid and belongs to somebody else now."""

#: What corrects earlier days in this period, and what ``later`` periods paid of it
#: before it was opened again.
_LATE_HERE = """
    SELECT timesheet_id, allowance_id FROM loket_export_booking
    WHERE period_id = %(period)s AND date < %(start)s
          OR period_id = ANY (%(later)s) AND date <= %(end)s
"""
#: Whether anything can be GIVEN_AWAY at all: mostly there is none. Counted, so that an
#: index is used: see TRAITS of ``gather_sql``.
MAY_BE_GIVEN_AWAY = f"""
SELECT (SELECT COUNT(*) FROM account_analytic_line
        WHERE loket_export_state = 'changed') > 0
       OR (SELECT COUNT(*) FROM loket_allowance WHERE export_state = 'changed') > 0
       OR (SELECT COUNT(*) FROM ({_LATE_HERE}) late) > 0
"""
#: The employees and days of what this administration paid of the period and of those
#: that it corrects, or corrected in it, and what nobody of it has any more: given to
#: somebody else before the run was approved. Also to one of its own people who has no
#: hours by rule, as late hours that a rule leaves out are not looked at.
#: All starts from the few that changed, and those that _LATE_HERE has.
GIVEN_AWAY = f"""
WITH late AS MATERIALIZED ({_LATE_HERE}), source AS MATERIALIZED (
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
        SELECT *, employee_id NOT IN (SELECT UNNEST(%(people)s)) AS is_other
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
