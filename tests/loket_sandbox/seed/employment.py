# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One made-up employment as Loket shows it, without its chains."""


def choice(key, value):
    return {"key": key, "value": value}


def employment_row(employment_id, start, payroll_id, admin=None, **given):
    """Return an employment of resource version 2019-12-16.

    :param admin: record of the payroll administration; None puts the employment
        in the non-payroll administration `given["other"]`.
    :param given: end, commission_until, on_call, income_number, historical_start.
    """
    fixed = given.get("commission_until")
    end = given.get("end")
    row = admin["row"] if admin else None
    return {
        "calculateWorkingHours": False,
        "cancellationNoticeDate": None,
        "cancellationPeriodEmployee": 1,
        "cancellationPeriodEmployer": 1,
        "cancellationPeriodTimeUnit": choice(4, "Maand(en)"),
        "commissionUntilDate": iso(fixed),
        **{f"commissionUntilDate{number}": None for number in range(1, 7)},
        "deviatingCLAExternalParty": None,
        "deviatingCLATaxReturn": None,
        "emailLeaveRequest": None,
        "employeeProfileId": None,
        "employmentCategoryType": choice(0, "n.v.t."),
        "employmentContractType": choice(1, "Arbeidsovereenkomst (excl BBL)"),
        "employmentDurationType": choice(2, "Bepaalde tijd")
        if fixed
        else choice(1, "Onbepaalde tijd"),
        "endDate": iso(end),
        "endOfEmploymentDueToIllness": False if end else None,
        "endOfEmploymentReason": choice(8, "Overig") if end else None,
        "endOfEmploymentReasonTaxAuthorities": choice(20, "Opzegging door de werknemer")
        if end
        else None,
        "essMutationSet": choice(1, "Standaard"),
        "exemptionInsuranceObligation": choice(0, "Geen uitzondering."),
        "exemptionPremiumWaiverMarginalLabour": False,
        "exemptionWorkRelatedExpenseScheme": False,
        "firstDayNotification": None,
        "hasOnCallAppearanceObligation": True if given.get("on_call") else None,
        "historicalStartDate": iso(given.get("historical_start")),
        "id": employment_id,
        "incomeRelationshipNumber": given.get("income_number", 1),
        "isAnonymousEmployee": False,
        "isDirectorAndMajorShareholder": False,
        "isFamilyOfOwner": False,
        "isGemoedsbezwaardEmployeeInsurance": False,
        "isGemoedsbezwaardNationalInsurance": False,
        "isOnCallEmployment": bool(given.get("on_call")),
        "isPreviousOwner": False,
        "linkedEmployment": None,
        "namePayslip": None,
        "nonPayrollAdministration": None if admin else given["other"],
        "participation55plusRegulationUWV": False,
        "payrollAdministration": admin
        and {
            "clientNumber": row["clientNumber"],
            "description": row["description"],
            "id": row["id"],
            "name": row["name"],
        },
        "payrollId": payroll_id,
        "periodPayGradeAdjustment": None,
        "professionCode": None,
        "sendToExternalParty": None,
        "signalPayGradeAdjustment": False,
        "specialIncomeRatio": choice(0, "n.v.t."),
        "startCancellationNoticePeriod": None,
        "startDate": start.isoformat(),
        "startDateContractOfIndefiniteDuration": None if fixed else start.isoformat(),
        "temporaryTaxExemption": choice(2, "Nee."),
        "typeOfEmployee": choice(1, "Werknemer"),
        "typeOfParticipation": choice(0, "n.v.t."),
        "vacationCoupons": choice(1, "n.v.t."),
        "valueOfParticipation": choice(0, "n.v.t."),
        "wachtgeldOldRegulation": False,
        "writtenEmploymentContract": True,
    }


def iso(day):
    return day.isoformat() if day else None
