# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happens after the first export: payroll runs, late hours, changes, people."""

from __future__ import annotations

from . import people, plan, work
from .odoo_session import OdooSession
from .plan import Allowance, Hours
from .sandbox import Sandbox
from .told import Told

APPROVED, WAITS_FOR_APPROVAL = 9, 1
ALLOWANCE_NUMBER = 310
#: Somebody in Odoo whom Loket does not know.
STRANGER = "Rob Visser"
#: Somebody at Loket, and the two people in Odoo whom it could be.
UNCLEAR, TWINS, BIRTHDAY = "L. Smit", ("Lot Smit", "Lies Smit"), "1990-05-17"


def goes_on(
    approver: OdooSession,
    hr: OdooSession,
    sandbox: Sandbox,
    companies: list[int],
    told: Told,
):
    """Let a few weeks of an office pass."""
    payroll_runs(sandbox, told)
    exports = _open_exports(hr, told)
    hr.call(work.EXPORT, "action_refresh_period", exports)
    late_hours(approver, told)
    nobody_knows(approver, hr, companies, told)
    paid_by_month, elsewhere, by_four_weeks = exports
    send(hr, paid_by_month)
    a_mistake(approver, told)
    send(hr, by_four_weeks)
    changes(approver, sandbox, told)
    at_loket(hr, sandbox, companies, told)
    told.last_runs = people.sync(hr)
    hr.call(work.EXPORT, "action_prepare", [elsewhere])


def payroll_runs(sandbox: Sandbox, told: Told):
    """Pay what is over, but for the last period of the second venue.

    There the run of the month waits for approval, and nobody began with four weeks.
    """
    first = str(plan.first_day(told.today))
    for position, administration in enumerate(work.administrations(sandbox)):
        over = [
            period
            for period in sandbox.admin(
                "payroll_periods", administration_id=administration["id"]
            )
            if first <= period["endDate"] < str(plan.mondays(told.today)[-1])
        ]
        last = (APPROVED, WAITS_FOR_APPROVAL, None)[position]
        for period in over:
            status = last if period is over[-1] else APPROVED
            work.set_run(sandbox, administration, period, status)


def _open_exports(hr: OdooSession, told: Told) -> list[int]:
    """Return the newest export of each administration, in the order of those."""
    newest = {}
    for export in hr.find(
        work.EXPORT, [], ["administration_id"], order="date_start, id"
    ):
        newest[export["administration_id"][0]] = export["id"]
    return [newest[number] for number in told.administrations_in_order()]


def send(hr: OdooSession, export: int):
    """Look at what an export holds now, and send it."""
    hr.call(work.EXPORT, "action_prepare", [export])
    hr.call(work.EXPORT, "action_send", [export])


def late_hours(approver: OdooSession, told: Told):
    """Somebody forgot a Saturday, and the payroll run was approved meanwhile."""
    person = told.of_kind(("zero_hours",), told.administrations_in_order()[0])[0]
    day = plan.last_saturday_before(told.today)
    line = Hours(person, day, 5, meals=1, chapter="late")
    work.write(approver, told, [line], "Forgotten Saturday")


def nobody_knows(
    approver: OdooSession, hr: OdooSession, companies: list[int], told: Told
):
    """Hours of another firm's worker, and an allowance that has no component."""
    monday = plan.mondays(told.today)[-1]
    employee = hr.create("hr.employee", {"name": STRANGER, "company_id": companies[0]})
    project = approver.find(
        "project.project",
        [("name", "=", work.PROJECT), ("company_id", "=", companies[0])],
        ["id"],
    )
    line = Hours(None, monday, 7.5)
    line.line = approver.create(
        work.LINE,
        {
            "name": "Worked",
            "date": str(monday),
            "employee_id": employee,
            "project_id": project[0]["id"],
            "unit_amount": line.hours,
        },
    )
    told.hours.append(line)
    approver.call(work.LINE, "action_loket_approve", [line.line])
    person = told.of_kind(("fixed",), told.administrations_in_order()[0])[0]
    duty = Allowance(person, monday, 2, mapped=False)
    code = hr.find("loket.wage.code", [("name", "=", work.UNMAPPED)], ["id"])[0]["id"]
    work.write_allowances(approver, told, [duty], code)


def a_mistake(approver: OdooSession, told: Told):
    """A slip of the finger: Loket takes less than a thousand hours in a period.

    An allowance of somebody else goes along, so that the export is partly done.
    """
    administration = told.administrations_in_order()[2]
    monday = plan.mondays(told.today)[-1]
    other = told.of_kind(("fixed",), administration)[0]
    work.write_allowances(approver, told, [Allowance(other, monday, 7.5)])
    person = told.of_kind(work.BY_HOUR, administration)[0]
    line = Hours(person, monday, 1007.5, chapter="mistake")
    work.write(approver, told, [line])


def changes(approver: OdooSession, sandbox: Sandbox, told: Told):
    """After the export: hours are corrected or come in, Loket is changed by hand."""
    month = told.administrations_in_order()[1]
    workers = told.of_kind(work.BY_HOUR, month)
    monday = plan.mondays(told.today)[-1]
    for person in workers[:2]:
        line = next(h for h in told.hours if (h.person, h.day) == (person, monday))
        line.becomes = line.hours - 1.5
        approver.call(work.LINE, "write", [line.line], {"unit_amount": line.becomes})
    more = [Hours(person, monday, 2.5, chapter="new") for person in workers[:2]]
    work.write(approver, told, more, "Evening shift")
    _overwrite(sandbox, told, month)


def _overwrite(sandbox: Sandbox, told: Told, administration: int):
    """Let the salary administrator type over one allowance of the open period."""
    number = next(
        a["loket_id"] for a in told.administrations if a["id"] == administration
    )
    monday = str(plan.mondays(told.today)[-1])
    known = {
        record["id"]: record["administration"]
        for record in sandbox.admin("employments")
    }
    for employment, rows in sandbox.admin("period_data").items():
        for row in rows if known[employment] == number else ():
            period = row["payrollPeriod"]
            values = {
                part["payrollComponent"]["key"]: part["value"]
                for part in row["payrollComponents"]
            }
            if ALLOWANCE_NUMBER not in values or not (
                period["periodStartDate"] <= monday <= period["periodEndDate"]
            ):
                continue
            value = values[ALLOWANCE_NUMBER] + 10
            part = {"payrollComponent": {"key": ALLOWANCE_NUMBER}, "value": value}
            sandbox.tell(
                "write_period_data",
                employment_id=employment,
                record={**row, "payrollComponents": [part]},
            )
            told.at_loket.overwritten[employment, ALLOWANCE_NUMBER] = value
            return


def at_loket(hr: OdooSession, sandbox: Sandbox, companies: list[int], told: Told):
    """People come, go and move at Loket; of one, Odoo cannot be sure who it is."""
    events = told.at_loket
    employer = sandbox.admin("summary")["employers"][0]["id"]
    events.hired = _hire(sandbox, employer, "Iris", "Vermeulen", "1994-02-03", told)
    for name in TWINS:
        hr.create(
            "hr.employee",
            {"name": name, "birthday": BIRTHDAY, "company_id": companies[0]},
        )
    initials, last_name = UNCLEAR.split()
    events.unclear = _hire(sandbox, employer, initials, last_name, BIRTHDAY, told)
    fixed = told.of_kind(("fixed",), told.administrations_in_order()[0])
    for person, city in zip(fixed, ("Deventer", "Zutphen"), strict=False):
        sandbox.tell(
            "set_employee", employee_id=person, path="address.city", value=city
        )
        events.moved.append(person)
    events.left = told.leaver
    for record in sandbox.admin("employments"):
        if record["employee"] == told.leaver:
            last = str(plan.leaving_day(told.today))
            sandbox.tell("end_employment", employment_id=record["id"], end_date=last)


def _hire(sandbox, employer, first_name, last_name, birthday, told) -> str:
    """Let somebody begin this month, for 32 hours a week."""
    person = sandbox.tell(
        "add_employee",
        employer_id=employer,
        first_name=first_name,
        prefix=None,
        last_name=last_name,
        birth=birthday,
    )
    sandbox.tell(
        "add_employment",
        employee_id=person["id"],
        start=str(told.today.replace(day=1)),
        hours=32,
    )
    return person["id"]
