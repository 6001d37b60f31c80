# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The calls of the Loket API as methods that return records."""

from . import envelope, resources
from .calls import Caller, read_flat
from .errors import LoketContractError
from .fields import required, text
from .records import (
    Department,
    Employer,
    Function,
    Organization,
    PayrollAdministration,
    User,
    Wage,
    WorkingHours,
)
from .records_payroll import (
    PayrollComponent,
    PayrollPeriod,
    PayrollRun,
    PeriodDataOptions,
    TerminationOptions,
)
from .records_period_data import PatchOutcome, PeriodDataIdentity, PeriodDataRecord
from .rows import EmployeeRow, EmploymentRow
from .transport import Request

PHOTO_LIMIT = 10 * 1024 * 1024  # bytes


class LoketClient(Caller):
    """Methods raise ``LoketError`` and its subclasses, see ``errors``.

    Iterators fetch a page ahead in a thread (see ``paging``); they may yield a row
    twice when the list changes under way. Close those not used up to the end.
    """

    # Reading: who and what there is

    def get_user(self):
        return self._single(resources.USER, User.from_json)

    def iter_employers(self):
        return self._rows(resources.EMPLOYERS, Employer.from_json)

    def get_authorizations(self, employer_id):
        """Return the operation ids this user may call at an employer."""
        rows = self._rows(
            resources.AUTHORIZATIONS,
            lambda row: required(text, row, "description", "authorization"),
            employer=employer_id,
        )
        return frozenset(rows)

    def iter_departments(self, employer_id):
        return self._rows(
            resources.DEPARTMENTS, Department.from_json, employer=employer_id
        )

    def iter_functions(self, employer_id):
        return self._rows(resources.FUNCTIONS, Function.from_json, employer=employer_id)

    # Reading: people

    def iter_employments(self, employer_id, reference_date=None, filter=None):
        """Yield employments as they are on the reference date (Loket: today)."""
        pages = self.iter_employment_pages(employer_id, reference_date, filter)
        return read_flat(pages)

    def iter_employment_pages(self, employer_id, reference_date=None, filter=None):
        """Yield lists of employments as rows, whose content is read on demand.

        :param filter: in Loket's syntax; it is part of the address and so of the logs
            of proxies: no personal data
        """
        params = {
            "referenceDate": reference_date and reference_date.isoformat(),
            "filter": filter,
        }
        return self._pages(
            resources.EMPLOYMENTS,
            EmploymentRow.from_json,
            params,
            employer=employer_id,
        )

    def count_employments(self, employer_id):
        """Return how many employments an employer has."""
        return self._count(resources.EMPLOYMENTS, employer=employer_id)

    def iter_employees(self, employer_id):
        """Yield employees, also those without an employment."""
        return read_flat(self.iter_employee_pages(employer_id))

    def iter_employee_pages(self, employer_id):
        return self._pages(
            resources.EMPLOYEES, EmployeeRow.from_json, employer=employer_id
        )

    def get_wages(self, employment_id):
        return self._chain(resources.WAGES, Wage.from_json, employment_id)

    def get_working_hours(self, employment_id):
        return self._chain(
            resources.WORKING_HOURS, WorkingHours.from_json, employment_id
        )

    def get_organizational_entities(self, employment_id):
        return self._chain(
            resources.ORGANIZATIONS, Organization.from_json, employment_id
        )

    def get_citizen_service_number(self, employee_id):
        """Return the BSN, which takes a right of its own; None when there is none."""
        return self._single(
            resources.CITIZEN_SERVICE_NUMBER,
            lambda data: text(data, "citizenServiceNumber", "employee"),
            employee=employee_id,
        )

    def get_photo(self, url):
        """Return the image behind ``Employee.photo_url``, None without one."""
        path = self._transport.path_of(url)
        if path is None:
            raise LoketContractError("The address of a photo is not one of the API")
        request = Request("GET", path, "photo", accept="image/*")
        response = self._transport.send(request)
        if response.status_code == 204 or not response.content:
            return None
        kind = response.headers.get("Content-Type", "")
        if not kind.startswith("image/") or len(response.content) > PHOTO_LIMIT:
            raise LoketContractError("A photo is no image or larger than 10 MB")
        return response.content

    def get_flexible_contract_options(self, employment_id):
        """Return the values ``WorkingHours.flexible_key`` can have."""
        (options,) = self._options(
            resources.WORKING_HOURS_METADATA,
            "flexibleHoursContract",
            employment=employment_id,
        )
        return list(options)

    # Reading: what changed

    def iter_employer_versions(self, above=0):
        """Yield the employers with a change after version number ``above``."""
        return self._versions(resources.EMPLOYER_VERSIONS, above)

    def iter_employment_versions(self, employer_id, above=0):
        return self._versions(
            resources.EMPLOYMENT_VERSIONS, above, employer=employer_id
        )

    # Reading: payroll

    def iter_payroll_administrations(self, employer_id):
        return self._rows(
            resources.ADMINISTRATIONS,
            PayrollAdministration.from_json,
            employer=employer_id,
        )

    def get_payroll_periods(self, administration_id):
        rows = self._rows(
            resources.PERIODS,
            PayrollPeriod.from_json,
            administration=administration_id,
        )
        return list(rows)

    def iter_payroll_runs(self, administration_id):
        return self._rows(
            resources.RUNS, PayrollRun.from_json, administration=administration_id
        )

    def get_payroll_components(self, administration_id, year):
        rows = self._rows(
            resources.COMPONENTS,
            PayrollComponent.from_json,
            administration=administration_id,
            year=year,
        )
        return list(rows)

    def get_period_data_defaults(self, employment_id):
        """Return what identifies a record of this employment unless said otherwise."""
        request = resources.PERIOD_DATA_DEFAULTS.request(employment=employment_id)
        data = envelope.read_defaults(request, self._transport.send(request))
        return PeriodDataIdentity.from_json(data)

    def get_period_data(self, employment_id):
        rows = self._rows(
            resources.PERIOD_DATA,
            lambda row: PeriodDataRecord.from_json(row, employment_id=employment_id),
            employment=employment_id,
        )
        return list(rows)

    def iter_administration_period_data(
        self, administration_id, period_id, payslip_type, category
    ):
        """Yield what Loket holds for a period, of one category of components."""
        params = {"payslipType": payslip_type, "payrollComponentCategory": category}
        return self._rows(
            resources.ADMINISTRATION_PERIOD_DATA,
            PeriodDataRecord.from_json,
            params,
            administration=administration_id,
            period=period_id,
        )

    def get_period_data_options(self, administration_id):
        """Return what ``iter_administration_period_data`` can be asked for."""
        payslip_types, categories = self._options(
            resources.ADMINISTRATION_PERIOD_DATA_METADATA,
            "payslipType",
            "payrollComponentCategory",
            administration=administration_id,
        )
        return PeriodDataOptions(payslip_types=payslip_types, categories=categories)

    def get_termination_options(self, employment_id):
        reasons, tax_reasons = self._options(
            resources.EMPLOYMENT_METADATA,
            "endOfEmploymentReason",
            "endOfEmploymentReasonTaxAuthorities",
            employment=employment_id,
        )
        return TerminationOptions(reasons=reasons, tax_reasons=tax_reasons)

    # Writing

    def patch_period_data(self, employer_id, records):
        """Insert or update records of several employments in one request.

        Loket answers with success as soon as one record went well, so the outcome
        has to be read. Sending the same totals again is harmless.
        """
        if not records:
            return PatchOutcome({}, {})
        messages = self._write(
            resources.PATCH_PERIOD_DATA,
            [record.to_json() for record in records],
            employer=employer_id,
        )
        return PatchOutcome.from_messages(messages, (r.employment_id for r in records))

    def post_period_ready(self, administration_id, period_id, emails, comment=None):
        """Have Loket e-mail the accountant; not to be repeated without a reason."""
        body = {
            "payrollPeriodId": period_id,
            "emailAddressPeriodReadyForPayroll": list(emails),
        }
        if comment:
            body["userComment"] = comment
        self._command(resources.PERIOD_READY, body, administration=administration_id)

    def terminate(self, employment_id, termination):
        """End an employment and return Loket's warnings."""
        return self._command(
            resources.TERMINATE, termination.to_json(), employment=employment_id
        )

    def reinstate(self, employment_id):
        """Undo the end of an employment and return Loket's warnings."""
        return self._command(resources.REINSTATE, None, employment=employment_id)
