# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Client of the Loket.nl API V2: plain Python, typed records and errors out.

It needs requests and nothing else; no Odoo below this folder.
"""

from .errors import (
    LoketAccessError,
    LoketAuthError,
    LoketContractError,
    LoketError,
    LoketInvalidClientError,
    LoketNotFoundError,
    LoketRejectedError,
    LoketTransientError,
    LoketUnknownOutcomeError,
    Message,
)
from .loket_client import LoketClient
from .oauth import OAuthClient, Tokens
from .records import (
    Department,
    Employer,
    Function,
    Organization,
    PayrollAdministration,
    User,
    VersionNumber,
    Wage,
    WorkingHours,
)
from .records_employee import Address, Employee, Employment
from .records_payroll import (
    Option,
    PayrollComponent,
    PayrollPeriod,
    PayrollRun,
    PeriodDataOptions,
    Termination,
    TerminationOptions,
)
from .records_period_data import (
    ComponentValue,
    PatchOutcome,
    PeriodDataIdentity,
    PeriodDataRecord,
    PeriodDataWrite,
)
from .rows import EmployeeRow, EmploymentRow
from .transport import Transport

__all__ = [
    "Address",
    "ComponentValue",
    "Department",
    "Employee",
    "EmployeeRow",
    "Employer",
    "Employment",
    "EmploymentRow",
    "Function",
    "LoketAccessError",
    "LoketAuthError",
    "LoketClient",
    "LoketContractError",
    "LoketError",
    "LoketInvalidClientError",
    "LoketNotFoundError",
    "LoketRejectedError",
    "LoketTransientError",
    "LoketUnknownOutcomeError",
    "Message",
    "OAuthClient",
    "Option",
    "Organization",
    "PatchOutcome",
    "PayrollAdministration",
    "PayrollComponent",
    "PayrollPeriod",
    "PayrollRun",
    "PeriodDataIdentity",
    "PeriodDataOptions",
    "PeriodDataRecord",
    "PeriodDataWrite",
    "Termination",
    "TerminationOptions",
    "Tokens",
    "Transport",
    "User",
    "VersionNumber",
    "Wage",
    "WorkingHours",
]
