# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Wages, working hours and places in the organisation of an employment.

Each of the three is a linked chain: rows follow each other without gaps, and
`endDate` is the day before the next row starts.
"""

import datetime

from .payroll import PERIOD_TYPES, SHIFTS

NOT_FLEXIBLE = {"key": 0, "value": "n.v.t."}
# Key 2 is documented; the others are ours.
FLEXIBLE = {
    0: NOT_FLEXIBLE,
    1: {"key": 1, "value": "Nulurencontract"},
    2: {"key": 2, "value": "Minimum uren contract"},
    3: {"key": 3, "value": "Min-max contract"},
}
WAGE_TYPES = {
    1: {"key": 1, "value": "Periodeloon"},
    2: {"key": 2, "value": "Uurloon"},
}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def wage(start, amount, hourly, period_type, full_time=True):
    """Return a wage row: euros per hour or per payroll period."""
    return {
        "applyPayGrade": False,
        "employerCosts": None,
        "employerCostsType": None,
        "endDate": None,
        "grossWage": amount,
        "grossWageType": WAGE_TYPES[2 if hourly else 1],
        "isGrossWageFullTime": full_time,
        "netWage": None,
        "netWageType": None,
        "payGrade": None,
        "payScale": None,
        "payrollPeriodType": {"key": period_type, "value": PERIOD_TYPES[period_type]},
        "startDate": start.isoformat(),
    }


def week(hours):
    """Return a week pattern from hours per day, Monday first."""
    return dict(zip(DAYS, [*hours, *[0] * (7 - len(hours))], strict=True))


def working_hours(start, hours=None, flexible=None, odd=None, even=None):
    """Return a working hours row.

    :param hours: contract hours per week; None = full-time by shift, or nothing
        at all for a flexible contract of kind 1 (zero hours).
    :param odd, even: hours per day, Monday first, in odd and even weeks.
    """
    pattern = None
    if odd is not None:
        pattern = {"evenWeeks": week(even or odd), "oddWeeks": week(odd)}
        hours = round((sum(odd) + sum(even or odd)) / 2, 2)
    kind = flexible or 0
    total = None if kind == 1 else hours or SHIFTS[0]["fullTimeHoursPerWeek"]
    return {
        "aggregatedHoursPerWeek": total,
        "averageHoursPerWeek": 12 if kind == 1 else None,
        "averageParttimeFactor": None,
        "calculateUsingWorkPattern": {
            "daysDailyRate": False,
            "deviatingDaysAndHours": pattern is not None,
            "hoursBrokenPeriod": False,
            "hoursRegularPeriod": False,
            "leaveHours": False,
        },
        "contractCode": None,
        "deviatingHoursPerWeek": hours,
        "deviatingSvDaysPerPeriod": None,
        "endDate": None,
        "flexibleHoursContract": FLEXIBLE[kind] if flexible is not None else None,
        "regularWorkPattern": pattern is not None and (even in (None, odd)),
        "shift": SHIFTS[0],
        "shiftRateSickLeave": SHIFTS[0],
        "startDate": start.isoformat(),
        "workPattern": pattern,
    }


def organizational_entity(start, department, unit, function):
    """Return the place in the organisation from a date on."""
    return {
        "department": {
            "code": department["code"],
            "description": department["description"],
            "key": department["id"],
        },
        "deviatingFunctionDescription": None,
        "deviatingFunctionGroup": None,
        "distributionUnit": unit,
        "endDate": None,
        "function": function,
        "internalTelephoneExtensionNumber": None,
        "placeOfEmployment": None,
        "standardFunction": None,
        "startDate": start.isoformat(),
    }


def chain(rows, new_id, kind, end=None):
    """Close each row the day before the next one and give all of them ids."""
    rows = sorted(rows, key=lambda row: row["startDate"])
    for row, following in zip(rows, rows[1:], strict=False):
        day = datetime.date.fromisoformat(following["startDate"])
        row["endDate"] = (day - datetime.timedelta(days=1)).isoformat()
    rows[-1]["endDate"] = end
    for row in rows:
        row.setdefault("id", None)
        row["id"] = row["id"] or new_id(kind)
    return rows
