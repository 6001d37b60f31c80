# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The calls this client makes: path, resource version, shape and right, declared once.

Source: the public OpenAPI description of Loket.nl API V2. Paths are case-sensitive:
``payrollPeriods`` and ``payrollperiods`` both occur.

Shapes: ``paged`` takes pageNumber and pageSize (always sent, as the default may
change), ``list`` is a list without these parameters, ``single`` is one object in
``content``, ``write`` changes something. ``metadata`` and ``defaults`` hang under a
resource and are described in prose only: the right they take is not documented, so
``activity`` is the call they prepare.
"""

from dataclasses import dataclass
from urllib.parse import quote

from .transport import Request

_2018 = "2018-01-01"
_EMPLOYER = "/providers/employers/{employer}"
_EMPLOYEE = "/providers/employers/employees/{employee}"
_EMPLOYMENT = "/providers/employers/employees/employments/{employment}"
_ADMINISTRATION = "/providers/employers/payrolladministrations/{administration}"
_VERSIONS = "lastmodifiedversionnumbers"


@dataclass(frozen=True, slots=True)
class Call:
    """``activity`` is the operation id, and so the name of the right it takes."""

    activity: str
    path: str
    version: str = _2018
    shape: str = "paged"
    method: str = "GET"

    def request(self, *, params=None, body=None, **ids):
        """Build the request; ``ids`` fill the path, ``params`` without a value go."""
        for name, value in ids.items():
            if value in (None, "", False):
                raise ValueError(f"{self.path} needs a value for {name}")
        query = {
            key: value for key, value in (params or {}).items() if value is not None
        }
        return Request(
            method=self.method,
            path=self.path.format(
                **{name: quote(str(value), safe="") for name, value in ids.items()}
            ),
            template=self.path,
            accept=f"application/json;version={self.version}",
            activity=self.activity,
            params=query,
            body=body,
        )


USER = Call("GetUserByToken", "/user", shape="single")
EMPLOYERS = Call("GetEmployersByUserId", "/providers/employers")
AUTHORIZATIONS = Call(
    "GetAuthorizationsByEmployerId",
    f"{_EMPLOYER}/authorizations",
    version="2019-02-11",
    shape="list",
)
ADMINISTRATIONS = Call(
    "GetPayrollAdministrationsByEmployerId", f"{_EMPLOYER}/payrolladministrations"
)
PERIODS = Call(
    "GetPayrollPeriodsMinimizedByPayrollAdministrationId",
    f"{_ADMINISTRATION}/payrollperiods/minimized",
    shape="list",
)
RUNS = Call("GetPayrollRunsByPayrollAdministrationId", f"{_ADMINISTRATION}/payrollruns")
COMPONENTS = Call(
    "GetPayrollComponentsByPayrollAdministrationIdAndYear",
    f"{_ADMINISTRATION}/payrollcomponents/year/{{year}}",
    shape="list",
)
EMPLOYMENTS = Call(
    "GetEmploymentsComprehensiveByEmployerId",
    f"{_EMPLOYER}/employees/employments/comprehensive",
    version="2019-12-16",
)
EMPLOYEES = Call(
    "GetEmployeesByEmployerId", f"{_EMPLOYER}/employees", version="2021-03-29"
)
WAGES = Call("GetWagesByEmploymentId", f"{_EMPLOYMENT}/wages")
WORKING_HOURS = Call("GetWorkingHoursByEmploymentId", f"{_EMPLOYMENT}/workinghours")
ORGANIZATIONS = Call(
    "GetOrganizationalEntitiesByEmploymentId", f"{_EMPLOYMENT}/organizationalentities"
)
CITIZEN_SERVICE_NUMBER = Call(
    "GetCitizenServiceNumberByEmployeeId",
    f"{_EMPLOYEE}/citizenservicenumber",
    shape="single",
)
EMPLOYER_VERSIONS = Call(
    "GetEmployerLastModifiedVersionNumbersByUser", f"/providers/employers/{_VERSIONS}"
)
# This is its operation id; the prose next to it names the right …ByEmployerId.
EMPLOYMENT_VERSIONS = Call(
    "GetEmploymentLastModifiedVersionNumbersByUser",
    f"{_EMPLOYER}/employees/employments/{_VERSIONS}",
)
DEPARTMENTS = Call("GetDepartmentsByEmployerId", f"{_EMPLOYER}/departments")
FUNCTIONS = Call("GetFunctionsByEmployerId", f"{_EMPLOYER}/functions")
WORKING_HOURS_METADATA = Call(
    "GetWorkingHoursByEmploymentId",
    f"{_EMPLOYMENT}/workinghours/metadata",
    shape="metadata",
)
PERIOD_DATA = Call(
    "GetPayrollPeriodDataByEmploymentId", f"{_EMPLOYMENT}/payrollperioddata"
)
PERIOD_DATA_DEFAULTS = Call(
    "PatchPayrollPeriodDataByEmploymentId",
    f"{_EMPLOYMENT}/payrollperioddata/defaults",
    shape="defaults",
)
ADMINISTRATION_PERIOD_DATA = Call(
    "GetPayrollPeriodDataByPayrollAdministrationIdAndPayrollPeriodId",
    f"{_ADMINISTRATION}/payrollPeriods/{{period}}/payrollperioddata",
)
ADMINISTRATION_PERIOD_DATA_METADATA = Call(
    "GetPayrollPeriodDataByPayrollAdministrationIdAndPayrollPeriodId",
    f"{_ADMINISTRATION}/payrollPeriods/payrollperioddata/metadata",
    shape="metadata",
)
PATCH_PERIOD_DATA = Call(
    "PatchCollectivePayrollPeriodDataByEmployerId",
    f"{_EMPLOYER}/payrollperioddata",
    shape="write",
    method="PATCH",
)
PERIOD_READY = Call(
    "PostPeriodReadyForPayrollByPayrollAdministrationId",
    f"{_ADMINISTRATION}/periodreadyforpayroll",
    shape="write",
    method="POST",
)
EMPLOYMENT_METADATA = Call(
    "PatchTerminateByEmploymentId",
    f"{_EMPLOYMENT}/metadata",
    version="2019-12-16",
    shape="metadata",
)
TERMINATE = Call(
    "PatchTerminateByEmploymentId",
    f"{_EMPLOYMENT}/terminate",
    version="2019-12-16",
    shape="write",
    method="PATCH",
)
REINSTATE = Call(
    "PatchReinstateByEmploymentId",
    f"{_EMPLOYMENT}/reinstate",
    shape="write",
    method="PATCH",
)
