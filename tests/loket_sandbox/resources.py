# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The calls that read: employers, their set-up and their people."""

import struct
import zlib

from . import rows
from .contract import is_date
from .listing import page_of, refuse
from .replies import ContentAnswer, FileAnswer, ListAnswer
from .routing import LIST_QUERY, PAGE_QUERY, ROUTES, route
from .seed import payroll

EMPLOYER = "/providers/employers/{employerId}"
EMPLOYEE = "/providers/employers/employees/{employeeId}"
EMPLOYMENT = "/providers/employers/employees/employments/{employmentId}"
ADMIN = "/providers/employers/payrolladministrations/{payrollAdministrationId}"


def listed(call, items):
    """Answer with a page of `items`, using the JSON text they may remember."""
    known = call.contract.fields_of(call.route.operation) if call.contract else None
    answer = page_of(items, call.query, known)
    answer.rows = [
        row.as_text() if isinstance(row, rows.Serialised) else row
        for row in answer.rows
    ]
    return answer


@route("GET", "/user", "GetUserByToken")
def user(call):
    return ContentAnswer(
        {
            "contactInformation": {
                "emailAddress": "sandbox@example.com",
                "phoneNumber": None,
                "placeOfEmployment": None,
            },
            "personalDetails": {
                "firstName": "Sandra",
                "initials": "S.",
                "lastName": "Zandbak",
                "prefix": None,
            },
            "photo": None,
            "user": {
                "userCustomSpecifiedRole": None,
                "userSpecifiedRole": {"key": 3, "value": "Salarisadministrateur"},
            },
        }
    )


@route(
    "GET",
    "/providers/employers",
    "GetEmployersByUserId",
    query=LIST_QUERY,
    is_list=True,
)
def employers(call):
    return listed(call, [record["row"] for record in call.state.employers.values()])


@route(
    "GET",
    EMPLOYER + "/authorizations",
    "GetAuthorizationsByEmployerId",
    "2019-02-11",
    activity="",
    query=PAGE_QUERY,
    is_list=True,
)
def authorizations(call):
    activities = sorted({entry.activity for entry in ROUTES if entry.activity})
    return listed(
        call,
        [
            {"description": activity, "id": activity_id(activity)}
            for activity in activities
            if call.state.has_right(activity, call.employer)
        ],
    )


def activity_id(activity):
    digest = zlib.crc32(activity.encode())
    return f"{digest:08x}-5afe-4000-8000-{digest:012x}"


@route(
    "GET",
    EMPLOYER + "/payrolladministrations",
    "GetPayrollAdministrationsByEmployerId",
    query=LIST_QUERY,
    is_list=True,
)
def administrations(call):
    ids = call.state.ids("administrations", call.employer)
    return listed(call, [call.state.administrations[key]["row"] for key in ids])


@route(
    "GET",
    ADMIN + "/payrollperiods/minimized",
    "GetPayrollPeriodsMinimizedByPayrollAdministrationId",
    query=PAGE_QUERY,
    is_list=True,
)
def periods(call):
    return listed(
        call,
        rows.minimized_periods(call.state, call.params["payrollAdministrationId"]),
    )


@route(
    "GET",
    ADMIN + "/payrollruns",
    "GetPayrollRunsByPayrollAdministrationId",
    query=LIST_QUERY,
    is_list=True,
)
def payroll_runs(call):
    return listed(call, call.state.runs.get(call.params["payrollAdministrationId"], []))


@route(
    "GET",
    ADMIN + "/payrollcomponents/year/{year}",
    "GetPayrollComponentsByPayrollAdministrationIdAndYear",
    query=PAGE_QUERY,
    is_list=True,
)
def components(call):
    record = call.state.administrations[call.params["payrollAdministrationId"]]
    numbers = record["components"].get(call.params["year"], [])
    answer = listed(call, [payroll.component_row(number) for number in numbers])
    answer.with_version = False  # Loket leaves it out in this one answer
    return answer


@route(
    "GET",
    EMPLOYER + "/employees/employments/comprehensive",
    "GetEmploymentsComprehensiveByEmployerId",
    "2019-12-16",
    query=("referenceDate", *LIST_QUERY),
    is_list=True,
)
def employments(call):
    day = call.query.get("referenceDate") or call.state.today.isoformat()
    if not is_date(day):
        raise refuse("referenceDate is no date")
    state, base = call.state, call.base_url
    build = rows.serialised(lambda: rows.comprehensive(state, call.employer, day, base))
    return listed(call, state.cached(("employments", call.employer, day, base), build))


@route(
    "GET",
    EMPLOYER + "/employees",
    "GetEmployeesByEmployerId",
    "2021-03-29",
    query=LIST_QUERY,
    is_list=True,
)
def employees(call):
    state, base = call.state, call.base_url
    build = rows.serialised(lambda: rows.employees(state, call.employer, base))
    return listed(call, state.cached(("employees", call.employer, base), build))


@route(
    "GET",
    EMPLOYEE + "/citizenservicenumber",
    "GetCitizenServiceNumberByEmployeeId",
)
def citizen_service_number(call):
    record = call.state.employees[call.params["employeeId"]]
    return ContentAnswer({"citizenServiceNumber": record["bsn"]})


@route("GET", EMPLOYEE + "/photo/{version}", "GetEmployeePhotoByEmployeeIdAndVersion")
def photo(call):
    record = call.state.employees[call.params["employeeId"]]
    if not record["photo"]:
        return None
    shade = zlib.crc32(record["photo"].encode())
    return FileAnswer(
        png(bytes(shade >> bits & 255 for bits in (0, 8, 16))), "image/png"
    )


def png(colour, side=8):
    """Return a one-coloured square picture."""

    def chunk(kind, data):
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    lines = (b"\0" + colour * side) * side
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines))
    return b"\x89PNG\r\n\x1a\n" + parts + chunk(b"IEND", b"")


def _chain_route(path, operation):
    @route("GET", EMPLOYMENT + path, operation, query=LIST_QUERY, is_list=True)
    def chain(call):
        record = call.state.employments[call.params["employmentId"]]
        return listed(call, record[path.strip("/")])

    return chain


wages = _chain_route("/wages", "GetWagesByEmploymentId")
working_hours = _chain_route("/workinghours", "GetWorkingHoursByEmploymentId")
organizational_entities = _chain_route(
    "/organizationalentities", "GetOrganizationalEntitiesByEmploymentId"
)


@route(
    "GET",
    "/providers/employers/lastmodifiedversionnumbers",
    "GetEmployerLastModifiedVersionNumbersByUser",
    query=LIST_QUERY,
    is_list=True,
)
def employer_versions(call):
    return listed(call, _versions(call.state.employers.items()))


@route(
    "GET",
    EMPLOYER + "/employees/employments/lastmodifiedversionnumbers",
    "GetEmploymentLastModifiedVersionNumbersByUser",
    query=LIST_QUERY,
    is_list=True,
)
def employment_versions(call):
    ids = call.state.ids("employments", call.employer)
    return listed(call, _versions((key, call.state.employments[key]) for key in ids))


def _versions(records):
    return [
        {"id": key, "lastModifiedVersionNumber": record["version"]}
        for key, record in records
    ]


@route(
    "GET",
    EMPLOYER + "/departments",
    "GetDepartmentsByEmployerId",
    query=LIST_QUERY,
    is_list=True,
)
def departments(call):
    return listed(call, call.state.employers[call.employer]["departments"])


@route(
    "GET",
    EMPLOYER + "/functions",
    "GetFunctionsByEmployerId",
    query=LIST_QUERY,
    is_list=True,
)
def functions(call):
    return listed(call, call.state.employers[call.employer]["functions"])


__all__ = ["ADMIN", "EMPLOYEE", "EMPLOYER", "EMPLOYMENT", "ListAnswer", "listed"]
