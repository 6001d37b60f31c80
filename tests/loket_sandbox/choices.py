# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The calls under /metadata and /defaults, which Loket describes in words only.

A metadata answer is a list of `{"field": …, "options": […]}`, a defaults answer
one object shaped like the resource.
"""

from . import rows
from .replies import ContentAnswer
from .resources import ADMIN, EMPLOYMENT, listed
from .routing import PAGE_QUERY, route
from .seed import payroll, terms

PERIOD_DATA = EMPLOYMENT + "/payrollperioddata"
COLLECTIVE = ADMIN + "/payrollPeriods/payrollperioddata"

REASONS = [
    {"key": 1, "value": "VUT"},
    {"key": 2, "value": "Pensioen"},
    {"key": 5, "value": "Einde contract"},
    {"key": 8, "value": "Overig"},
]
TAX_REASONS = [
    {
        "key": 1,
        "value": "Beëindiging arbeidsovereenkomst met wederzijds goedvinden op "
        "initiatief van de werkgever.",
    },
    {"key": 3, "value": "Opzegging door de werkgever binnen de proeftijd."},
    {"key": 4, "value": "Einde contract voor bepaalde tijd"},
    {"key": 20, "value": "Opzegging door de werknemer"},
]


def options(call, **fields):
    return listed(
        call,
        [{"field": name, "options": choices} for name, choices in fields.items()],
    )


def administration_of(call):
    """Return the administration record of an employment, None when not on payroll."""
    record = call.state.employments[call.params["employmentId"]]
    return call.state.administrations.get(record["administration"])


@route(
    "GET",
    EMPLOYMENT + "/workinghours/metadata",
    "GetWorkingHoursMetadataByEmploymentId",
    activity="GetWorkingHoursByEmploymentId",
    query=PAGE_QUERY,
    is_list=True,
)
def working_hours_metadata(call):
    admin = administration_of(call)
    return options(
        call,
        flexibleHoursContract=list(terms.FLEXIBLE.values()),
        shift=admin["shifts"] if admin else list(payroll.SHIFTS),
        contractCode=[],
    )


@route(
    "GET",
    EMPLOYMENT + "/metadata",
    "GetEmploymentMetadataByEmploymentId",
    "2019-12-16",
    activity="PatchTerminateByEmploymentId",
    query=PAGE_QUERY,
    is_list=True,
)
def employment_metadata(call):
    return options(
        call,
        endOfEmploymentReason=REASONS,
        endOfEmploymentReasonTaxAuthorities=TAX_REASONS,
    )


@route(
    "GET",
    PERIOD_DATA + "/metadata",
    "GetPayrollPeriodDataMetadataByEmploymentId",
    activity="PatchPayrollPeriodDataByEmploymentId",
    query=PAGE_QUERY,
    is_list=True,
)
def period_data_metadata(call):
    admin = administration_of(call)
    if admin is None:
        return options(call)
    units = call.state.employers[call.employer]["units"]
    return options(
        call,
        shift=admin["shifts"],
        payslipType=list(payroll.PAYSLIP_TYPES),
        distributionUnit=units,
        costCenter=admin["cost_centers"],
        costUnit=admin["cost_units"],
    )


@route(
    "GET",
    PERIOD_DATA + "/metadata/year/{year}/period/{periodNumber}",
    "GetPayrollPeriodDataMetadataByEmploymentIdAndPeriod",
    activity="PatchPayrollPeriodDataByEmploymentId",
    query=PAGE_QUERY,
    is_list=True,
)
def period_data_components(call):
    admin = administration_of(call)
    numbers = admin["components"].get(call.params["year"], []) if admin else []
    return options(
        call,
        payrollComponent=[
            {
                key: value
                for key, value in payroll.component_row(number).items()
                if key != "isCollectiveMutationPossible"
            }
            for number in numbers
        ],
    )


@route(
    "GET",
    PERIOD_DATA + "/defaults",
    "GetPayrollPeriodDataDefaultsByEmploymentId",
    activity="PatchPayrollPeriodDataByEmploymentId",
)
def period_data_defaults(call):
    record = call.state.employments[call.params["employmentId"]]
    admin = administration_of(call)
    if admin is None:
        return None
    day = call.state.today.isoformat()
    place = rows.valid_on(record["organizationalentities"], day)
    place = place or record["organizationalentities"][-1]
    hours = rows.valid_on(record["workinghours"], day) or record["workinghours"][-1]
    # Every third person books on a cost centre, so that both cases occur.
    centers = admin["cost_centers"]
    on_center = record["row"]["payrollId"] % 3 == 0
    return ContentAnswer(
        {
            "costCenter": centers[0] if on_center else None,
            "costUnit": None,
            "distributionUnit": place["distributionUnit"],
            "id": None,
            "payrollComponents": [],
            "payrollPeriod": None,
            "payslipText": None,
            "payslipType": payroll.PAYSLIP_TYPES[0],
            "shift": hours["shift"],
        }
    )


@route(
    "GET",
    COLLECTIVE + "/metadata",
    "GetPayrollPeriodDataMetadataByPayrollAdministrationId",
    activity="GetPayrollPeriodDataByPayrollAdministrationIdAndPayrollPeriodId",
    query=PAGE_QUERY,
    is_list=True,
)
def collective_metadata(call):
    return options(
        call,
        payslipType=list(payroll.PAYSLIP_TYPES),
        payrollComponentCategory=[
            {"key": key, "value": value} for key, value in payroll.CATEGORIES.items()
        ],
        payrollComponentSet=[
            {"key": payroll.COMPONENT_SET, "value": "Alle componenten"}
        ],
    )


@route(
    "GET",
    COLLECTIVE + "/defaults",
    "GetPayrollPeriodDataDefaultsByPayrollAdministrationId",
    activity="GetPayrollPeriodDataByPayrollAdministrationIdAndPayrollPeriodId",
)
def collective_defaults(call):
    return ContentAnswer(
        {
            "payrollComponentCategory": {"key": 1, "value": payroll.CATEGORIES[1]},
            "payrollComponentSet": None,
            "payslipType": payroll.PAYSLIP_TYPES[0],
        }
    )
