# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from ..mappers.contract import contract_kind, contract_type
from ..mappers.names import full_name, normalise
from ..mappers.pattern import week_pattern
from ..mappers.person import person_values
from ..mappers.wage import hourly_wage, monthly_wage, wage_period

WAGE_PERIODS = {1: "month", 3: "four_weeks", 4: "week"}
WAGE_TYPES = {1: "period", 2: "hourly"}
#: What working hours tell of a term.
HOURS = (
    "contract_kind",
    "flexible_key",
    "hours_per_week",
    "full_time_hours",
    "work_pattern",
    "shift_number",
)
#: What a term has when Loket has no hours, wage or place for it.
NO_TERMS = {
    "flexible_key": 0,
    "hours_per_week": 0.0,
    "full_time_hours": 0.0,
    "work_pattern": False,
    "shift_number": 0,
    "wage": 0.0,
    "wage_type": False,
    "wage_period_type": False,
    "wage_full_time": False,
    "department_loket_id": False,
    "department_name": False,
    "function_loket_id": False,
    "function_name": False,
    "job_title": False,
    "distribution_unit_id": False,
}


class LoketImporter(models.AbstractModel):
    """Values of the mirror from Loket's rows; nothing is read or written here."""

    _inherit = "loket.importer"

    @api.model
    def _prepare_person_vals(self, person):
        """Values of ``loket.person`` from an employee record."""
        names = [person.last_name, person.partner_last_name]
        emails = [person.email, person.work_email]
        return {
            "name": full_name(person),
            "number": person.number or 0,
            "birthday": person.birth_date or False,
            "last_name_key": "|".join(normalise(name) for name in names if name),
            "email_key": "|".join(
                dict.fromkeys(e.strip().lower() for e in emails if e)
            ),
            "values": person_values(person),
            "photo_url": person.photo_url or False,
        }

    @api.model
    def _prepare_employment_vals(self, lookups, row, person, complete):
        """Values of ``loket.employment`` from a row."""
        administration = lookups["administrations"].get(row.administration_id)
        return {
            "loket_id": row.id,
            "employer_id": lookups["employer"].id,
            "person_id": person.id,
            "administration_id": administration.id if administration else False,
            "payroll_number": row.payroll_id or 0,
            "date_start": row.start_date,
            "contract_end": row.commission_until or False,
            "date_end": row.end_date or False,
            "is_on_call": bool(row.is_on_call),
            "duration_type": contract_type(row),
            "active": True,
            # Once it was read it is followed.
            **({"history_read": True} if complete else {}),
        }

    @api.model
    def _prepare_terms_vals(self, terms, row, kinds, employment):
        """Values of terms that follow each other, oldest first.

        Where Loket shows no working hours, as they ran out or the user may not see
        them, those before go on: nobody's hours stop being paid for that.

        :param employment: the mirror's employment, or None when it is new.
        """
        term_vals, before = [], None
        for term in terms:
            vals = self._prepare_term_vals(term, row, kinds)
            if term.working_hours:
                before = vals
            elif before or employment:
                known = before or employment._term_on(term.date_start)
                vals |= {name: known[name] for name in HOURS if known}
            term_vals.append(vals)
        return term_vals

    @api.model
    def _prepare_term_vals(self, term, row, kinds):
        """Values of ``loket.employment.term`` from a merged term."""
        hours, wage, organization = term.working_hours, term.wage, term.organization
        vals = {
            "date_start": term.date_start,
            "date_end": term.date_end or False,
            "contract_kind": contract_kind(hours, row.is_on_call, kinds),
            "monthly_wage": float(monthly_wage(wage, hours) or 0),
            "hourly_wage": float(hourly_wage(wage, hours) or 0),
            **NO_TERMS,
        }
        if hours:
            vals |= {
                "flexible_key": hours.flexible_key or 0,
                "hours_per_week": float(hours.hours_per_week or 0),
                "full_time_hours": float(hours.full_time_hours or 0),
                "work_pattern": [float(h) for h in week_pattern(hours) or ()] or False,
                "shift_number": hours.shift_number or 0,
            }
        if wage:
            vals |= {
                "wage": float(wage.gross or 0),
                # What cannot be told is not known, rather than nothing.
                "wage_type": wage.gross is not None
                and bool(wage_period(wage))
                and WAGE_TYPES.get(wage.type_key, False),
                "wage_period_type": WAGE_PERIODS.get(wage.period_type_key, False),
                "wage_full_time": bool(wage.is_full_time),
            }
        if organization:
            vals |= {
                "department_loket_id": organization.department_id or False,
                "department_name": organization.department or False,
                "function_loket_id": organization.function_id or False,
                "function_name": organization.function or False,
                "job_title": organization.deviating_function or False,
                "distribution_unit_id": organization.distribution_unit_id or False,
            }
        return vals
