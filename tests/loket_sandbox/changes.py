# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Calls that change employments: terminate, reinstate, period ready."""

from .choices import REASONS, TAX_REASONS
from .replies import ContentAnswer, broken_rules, message
from .resources import ADMIN, EMPLOYMENT
from .routing import route

CHAINS = ("wages", "workinghours", "organizationalentities")


def end_employment(state, employment_id, end, ill=False, reason=None, tax_reason=None):
    """Set the last day of an employment, and of the rows that ran on after it."""
    record = state.employments[employment_id]
    record["row"].update(
        endDate=end,
        endOfEmploymentDueToIllness=ill if end else None,
        endOfEmploymentReason=(reason or REASONS[-1]) if end else None,
        endOfEmploymentReasonTaxAuthorities=(tax_reason or TAX_REASONS[-1])
        if end
        else None,
    )
    for name in CHAINS:
        # Rows of later are gone for good, as nothing would tell them to come back.
        kept = [row for row in record[name] if end is None or row["startDate"] <= end]
        if kept:
            kept[-1]["endDate"] = end
        record[name] = kept
    state.bump([employment_id])


@route(
    "PATCH",
    EMPLOYMENT + "/terminate",
    "PatchTerminateByEmploymentId",
    "2019-12-16",
    body=True,
)
def terminate(call):
    body = call.body
    row = call.state.employments[call.params["employmentId"]]["row"]
    reason = _option(REASONS, body.get("endOfEmploymentReason"))
    tax_reason = _option(TAX_REASONS, body.get("endOfEmploymentReasonTaxAuthorities"))
    found = [
        message("termination", f"{name} is required")
        for name in ("createMdvEntry", "endDate", "endOfEmploymentDueToIllness")
        if body.get(name) is None
    ]
    if reason is None:
        found.append(message("termination", "endOfEmploymentReason is invalid"))
    if tax_reason is None:
        text = "endOfEmploymentReasonTaxAuthorities is invalid"
        found.append(message("termination", text))
    if not found and body["endDate"] < row["startDate"]:
        text = "endDate cannot be before the start of the employment"
        found.append(message("termination", text))
    if found:
        raise broken_rules(found)
    end_employment(
        call.state,
        call.params["employmentId"],
        body["endDate"],
        body["endOfEmploymentDueToIllness"],
        reason,
        tax_reason,
    )
    return ContentAnswer()


def _option(options, sent):
    key = (sent or {}).get("key")
    return next((option for option in options if option["key"] == key), None)


@route("PATCH", EMPLOYMENT + "/reinstate", "PatchReinstateByEmploymentId")
def reinstate(call):
    employment_id = call.params["employmentId"]
    if call.state.employments[employment_id]["row"]["endDate"] is None:
        raise broken_rules([message("termination", "The employment has not ended")])
    end_employment(call.state, employment_id, None)
    return ContentAnswer()


@route(
    "POST",
    ADMIN + "/periodreadyforpayroll",
    "PostPeriodReadyForPayrollByPayrollAdministrationId",
    body=True,
)
def period_ready(call):
    """Accept the message to the accountant; the sandbox keeps it for the tests."""
    admin_id = call.params["payrollAdministrationId"]
    body = call.body
    known = [row["id"] for row in call.state.administrations[admin_id]["periods"]]
    found = []
    if body.get("payrollPeriodId") not in known:
        text = "payrollPeriodId does not exist in the payroll administration"
        found.append(message("period", text))
    if not body.get("emailAddressPeriodReadyForPayroll"):
        text = "emailAddressPeriodReadyForPayroll is required"
        found.append(message("invalid", text))
    if found:
        raise broken_rules(found)
    mails = call.state.settings.setdefault("ready_messages", [])
    mails.append({"administration": admin_id, **body})
    call.state.touch("settings")
    return ContentAnswer(status=202)
