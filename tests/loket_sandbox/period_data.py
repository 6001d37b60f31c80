# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The calls that read and write payroll period data."""

from . import period_rules, rows
from .contract import UUID
from .listing import refuse
from .replies import ContentAnswer, broken_rules, message
from .resources import ADMIN, EMPLOYER, EMPLOYMENT, listed
from .routing import LIST_QUERY, route
from .seed import payroll

PATH = EMPLOYMENT + "/payrollperioddata"


@route(
    "GET", PATH, "GetPayrollPeriodDataByEmploymentId", query=LIST_QUERY, is_list=True
)
def of_employment(call):
    return listed(call, call.state.period_data.get(call.params["employmentId"], []))


@route(
    "PATCH",
    PATH,
    "PatchPayrollPeriodDataByEmploymentId",
    query=LIST_QUERY,
    body=True,
)
def patch_one(call):
    employment_id = call.params["employmentId"]
    found = period_rules.problems(call.state, employment_id, call.body)
    if found:
        raise broken_rules(found)
    period_rules.store(call.state, employment_id, call.body)
    warnings = period_rules.warnings(call.state, [employment_id])
    return ContentAnswer(messages=warnings, has_content=False)


@route(
    "PATCH",
    EMPLOYER + "/payrollperioddata",
    "PatchCollectivePayrollPeriodDataByEmployerId",
    body=True,
)
def patch_many(call):
    """Store what can be stored; 400 only when nothing could be."""
    state = call.state
    records = [(_employment_id(sent), sent) for sent in call.body]
    if not records:
        raise broken_rules([message("invalid", "The request has no records")])
    twice = period_rules.duplicates(records)
    messages, done = [], []
    for position, (employment_id, sent) in enumerate(records):
        employment = state.employments.get(employment_id)
        if employment is None or employment["employer"] != call.employer:
            text = "The employment does not exist at this employer"
            found = [message("employment", text, employment_id)]
        elif position in twice:
            text = "The same record occurs more than once in the request"
            found = [message("duplicate", text, employment_id)]
        else:
            found = [
                message(code, text, employment_id)
                for code, text in call.contract.record_problems(
                    call.route.operation, sent
                )
            ] or period_rules.problems(state, employment_id, sent)
        if not found:
            period_rules.store(state, employment_id, sent)
            done.append(employment_id)
        messages += found
    if not done:
        raise broken_rules(messages)
    messages += period_rules.warnings(state, done)
    return ContentAnswer(messages=messages, has_content=False)


def _employment_id(sent):
    """Return the id a record is for, None when it has none that could be one."""
    value = sent.get("employmentId")
    return value if isinstance(value, str) and UUID.match(value) else None


@route(
    "GET",
    ADMIN + "/payrollPeriods/{payrollPeriodId}/payrollperioddata",
    "GetPayrollPeriodDataByPayrollAdministrationIdAndPayrollPeriodId",
    query=(
        "payslipType",
        "payrollComponentSet",
        "payrollComponentCategory",
        "payrollComponentId",
        *LIST_QUERY,
    ),
    is_list=True,
)
def of_period(call):
    """List the records of active employments with the wanted components.

    The category chooses components, not records: a record that has only others
    is listed without components. Without any record an employment is not listed.
    """
    state = call.state
    admin_id = call.params["payrollAdministrationId"]
    period = _period(call, state.administrations[admin_id])
    if period is None:
        return None
    wanted = _wanted_components(call)
    slip = _integer(call, "payslipType")
    found = []
    for employment_id in state.ids("employments_in", admin_id):
        employment = state.employments[employment_id]
        if not rows.is_active_in(employment["row"], period):
            continue
        for record in state.period_data.get(employment_id, ()):
            here = record["payrollPeriod"]
            if (here["year"], here["periodNumber"]) != (
                period["year"],
                period["periodNumber"],
            ) or record["payslipType"]["key"] != slip:
                continue
            found.append(_period_row(state, employment, record, wanted))
    return listed(call, found)


def _period(call, admin):
    wanted = call.params["payrollPeriodId"]
    for period in admin["periods"]:
        if str(period["id"]) == wanted:
            return period
    return None


def _integer(call, name):
    value = call.query.get(name, "")
    if not value.isdigit():
        raise refuse(f"{name} must be a whole number")
    return int(value)


def _wanted_components(call):
    given = [
        name
        for name in (
            "payrollComponentSet",
            "payrollComponentCategory",
            "payrollComponentId",
        )
        if name in call.query
    ]
    if len(given) != 1:
        raise refuse(
            "One of payrollComponentSet, payrollComponentCategory and "
            "payrollComponentId must have a value"
        )
    if given == ["payrollComponentSet"]:
        if call.query["payrollComponentSet"] != payroll.COMPONENT_SET:
            raise refuse("payrollComponentSet does not exist")
        return set(payroll.COMPONENTS)
    value = _integer(call, given[0])
    if given == ["payrollComponentId"]:
        return {value}
    return {number for number, row in payroll.COMPONENTS.items() if row[1] == value}


def _period_row(state, employment, record, wanted):
    employee = state.employees[employment["employee"]]["row"]
    # This list has neither the id of the record nor its text.
    row = {
        key: value for key, value in record.items() if key not in ("id", "payslipText")
    }
    row["employee"] = {
        "employeeNumber": employee["employeeNumber"],
        "formattedName": employee["personalDetails"]["formattedName"],
    }
    row["employment"] = {
        key: employment["row"][key]
        for key in ("id", "incomeRelationshipNumber", "payrollId")
    }
    row["payrollComponents"] = [
        entry
        for entry in record["payrollComponents"]
        if entry["payrollComponent"]["key"] in wanted
    ]
    return row
