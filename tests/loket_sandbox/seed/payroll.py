# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The made-up payroll set-up: administrations, periods, components, runs."""

import datetime

from ..state import make_id
from .words import COUNTRIES, TOWNS

PERIOD_TYPES = {1: "Maand", 3: "4 weken", 4: "Week"}

# Category 1 is named "Uren" by Loket; the other keys and names are ours.
CATEGORIES = {
    1: "Uren",
    2: "Extra uren",
    3: "Dagen",
    4: "Bruto betalingen",
    5: "Netto betalingen",
    6: "Netto inhoudingen",
    7: "Aantallen",
}
HOUR_CATEGORIES = (1, 2)
# The one predefined set: every component of the administration.
COMPONENT_SET = "c0a1b2c3-0000-4000-8000-000000000001"
PAYMENT = {"key": 2, "value": "Betaling"}
DEDUCTION = {"key": 1, "value": "Inhouding"}

# number: (description of at most 14 characters, category, pays, can be supplemented)
COMPONENTS = {
    1: ("Gewerkte uren", 1, None, True),
    4: ("Ziekte-uren", 1, None, False),
    5: ("Verlofuren", 1, None, False),
    8: ("Toeslaguren", 1, PAYMENT, True),
    20: ("Overuren 100%", 2, PAYMENT, True),
    21: ("Overuren 150%", 2, PAYMENT, True),
    22: ("Overuren 200%", 2, PAYMENT, True),
    60: ("Gewerkte dagen", 3, None, True),
    61: ("Reisdagen", 3, None, False),
    125: ("Bonus", 4, PAYMENT, True),
    140: ("Consignatie", 4, PAYMENT, True),
    310: ("Reiskosten", 5, PAYMENT, True),
    312: ("Maaltijdverg.", 5, PAYMENT, True),
    315: ("Thuiswerkverg.", 5, PAYMENT, True),
    318: ("Parkeerkosten", 5, PAYMENT, False),
    410: ("Inh. maaltijd", 6, DEDUCTION, True),
    512: ("Aant. maaltijd", 7, None, True),
    515: ("Aant. thuiswrk", 7, None, True),
}
SHIFTS = (
    {"bonusPercentage": 1, "fullTimeHoursPerWeek": 40, "shiftNumber": 1},
    {"bonusPercentage": 12, "fullTimeHoursPerWeek": 38, "shiftNumber": 2},
)
PAYSLIP_TYPES = (
    {"key": 1, "value": "Normale strook"},
    {"key": 2, "value": "Bijzonder tarief strook"},
)
RUN_STATUS = {
    0: "Staat klaar voor verloning.",
    1: "Verloning gereed.",
    2: "Proforma verloning gereed.",
    5: "Verwijderd door gebruiker",
    6: "Verloning geannuleerd door gebruiker.",
    7: "Fout tijdens verloning.",
    8: "Geen loonresultaten, verloning geannuleerd.",
    9: "Verloning goedgekeurd.",
}
ACCOUNTANT = {
    "formattedName": "Berg, S.",
    "id": "6f0d7a52-6f0e-4c22-9d2c-1d6b2b7d7c11",
    "initials": "S.",
    "lastName": "Berg",
    "prefix": "van den",
}


def component_row(number):
    """Return a payroll component as Loket lists it."""
    description, category, pays, supplement = COMPONENTS[number]
    return {
        "canBeSupplemented": supplement,
        "category": {"key": category, "value": CATEGORIES[category]},
        "deductionOrPayment": pays,
        "description": description,
        "isCollectiveMutationPossible": True,
        "key": number,
    }


def component_numbers(position, year, today):
    """Return the component numbers of an administration in a year.

    They differ on purpose: overtime at 200% starts this year, the second
    administration of an employer has no home office allowance.
    """
    numbers = set(COMPONENTS)
    if year < today.year:
        numbers.discard(22)
    if position:
        numbers -= {315, 515}
    return sorted(numbers)


def periods(period_type, year):
    """Return the payroll periods of a year: 12 months, 13 x 4 weeks or all weeks.

    Weeks are ISO weeks; in a year of 53 the last four-week period has five.
    """
    if period_type == 1:
        starts = [datetime.date(year, month, 1) for month in range(1, 13)]
        following = datetime.date(year + 1, 1, 1)
    else:
        first = datetime.date.fromisocalendar(year, 1, 1)
        following = datetime.date.fromisocalendar(year + 1, 1, 1)
        weeks = (following - first).days // 7
        step, count = (4, 13) if period_type == 3 else (1, weeks)
        starts = [first + datetime.timedelta(weeks=step * n) for n in range(count)]
    ends = [start - datetime.timedelta(days=1) for start in [*starts[1:], following]]
    return [
        {
            "endDate": end.isoformat(),
            "id": year * 100 + number,
            "payrollPeriodType": {
                "key": period_type,
                "value": PERIOD_TYPES[period_type],
            },
            "periodNumber": number,
            "startDate": start.isoformat(),
            "testYear": False,
            "year": year,
        }
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    ]


def run_row(run_id, period, status, sequence):
    """Return a payroll run for a period; times follow the end of the period."""
    asked = datetime.datetime.fromisoformat(period["endDate"]) - datetime.timedelta(
        days=4
    )
    approved = (asked + datetime.timedelta(hours=26)).isoformat() + "Z"
    return {
        "approvalTime": approved if status == 9 else None,
        "approvedBy": ACCOUNTANT if status == 9 else None,
        "availableForEmployeeDate": period["endDate"] if status == 9 else None,
        "errorsAndWarnings": {"hasErrors": status == 7, "hasWarnings": False},
        "id": run_id,
        "methodOfCreation": {"key": 2, "value": "Individueel"},
        "payrollPeriod": {
            "periodNumber": period["periodNumber"],
            "year": period["year"],
        },
        "payrollRunStatus": {"key": status, "value": RUN_STATUS[status]},
        "processingFinishedTime": None
        if status == 0
        else (asked + datetime.timedelta(minutes=3)).isoformat() + "Z",
        "removeTime": approved if status == 5 else None,
        "removedBy": ACCOUNTANT if status == 5 else None,
        "requestTime": asked.isoformat() + "Z",
        "requestedBy": ACCOUNTANT,
        "sendEmailToEmployee": True,
        "sequenceNumber": sequence,
        "sequenceNumberApproved": sequence if status == 9 else None,
        "textPaySlip": None,
        "textPayment": None,
        "textTariffPaySlip": None,
    }


def company_address(number):
    town, digits, province, name = TOWNS[number % len(TOWNS)]
    return {
        "city": town,
        "country": COUNTRIES["NL"],
        "furtherIndication": None,
        "houseNumber": 10 + number,
        "houseNumberAddition": None,
        "location": None,
        "postalCode": f"{digits + number} AB",
        "province": {"key": province, "value": name},
        "street": "Industrieweg",
    }


def administration(seed, employer_number, position, period_type, name):
    """Return the record of a payroll administration with its choices."""
    admin_id = make_id(seed, "administration", employer_number, position)
    client_number = 20_001 + employer_number * 10 + position
    row = {
        "address": company_address(employer_number),
        "administrationNumber": None,
        "cao": {"key": 184, "value": "Algemeen"},
        "claTaxReturnCBSCode": 9999,
        "clientNumber": client_number,
        "contact": {"name": "S. van den Berg", "phoneNumber": "030-2345678"},
        "description": f"{name[:36]} {PERIOD_TYPES[period_type].lower()}",
        "deviatingPostalAddress": None,
        "endDate": None,
        "groupClassification": None,
        "groupCode": 1,
        "id": admin_id,
        "loonmodel": {"key": 184, "value": "Basis loonmodel"},
        "name": name,
        "payrollPeriodType": {"key": period_type, "value": PERIOD_TYPES[period_type]},
        "payrollTaxesNumber": f"{810_000_000 + client_number}L01",
        "shortName": name[:12].strip(),
        "startDate": "2015-01-01",
    }
    return {
        "row": row,
        "employer": None,
        "position": position,
        "period_type": period_type,
        "shifts": list(SHIFTS),
        "cost_centers": [
            {"code": "ALG010", "description": "Algemeen", "key": 1},
            {"code": "SAL073", "description": "Verkoop", "key": 2},
            {"code": "PRD100", "description": "Productie", "key": 3},
        ],
        "cost_units": [
            {"code": "01", "description": "Eigen personeel", "key": 1},
            {"code": "02", "description": "Projecten", "key": 2},
        ],
    }
