# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""What a version of an employee says about the terms it stands for."""


def contract_vals(contract):
    return {
        "contract_date_start": contract.start,
        "contract_date_end": contract.end or False,
    }


def version_vals(env, context, stretch):
    """All values of a version for a stretch, references included."""
    term, contract = stretch.term, stretch.contract
    policies = context["policies"]
    tables = context["tables"]
    references = env["loket.references"]
    vals = {
        **contract_vals(contract),
        "loket_employment_id": contract.employment.id,
        "loket_term_date": stretch.known,
        "loket_contract_kind": term.contract_kind,
    }
    contract_type = context["contract_types"].get(contract.employment.duration_type)
    if contract_type:
        vals["contract_type_id"] = contract_type
    if policies["job"] != "ignore":
        renames = policies["job"] == "lead"
        vals |= {
            "department_id": references._reference(
                tables,
                "department",
                (term.department_loket_id, term.department_name),
                renames,
            )
            or False,
            "job_id": references._reference(
                tables, "job", (term.function_loket_id, term.function_name), renames
            )
            or False,
            "job_title": term.job_title or term.function_name or False,
        }
    if policies["working_hours"] != "ignore":
        vals["resource_calendar_id"] = (
            references._calendar_reference(tables, term, stretch.odd_type) or False
        )
    if policies["wage"] != "ignore" and term.wage_type:
        # No wage record at Loket says nothing; a wage per hour without hours
        # means that there is no monthly wage.
        vals["wage"] = term.monthly_wage
    return vals


def is_laid(version):
    """Whether a version was made for terms at Loket, and nobody moved it since."""
    began = (version.loket_term_date, version.contract_date_start)
    return bool(version.loket_employment_id) and version.date_version in began
