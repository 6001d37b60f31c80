# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Payroll set-up of the sandbox: administrations, periods, runs, components."""

import datetime

import pytest
from loket_sandbox import serve
from loket_sandbox.seed.payroll import COMPONENTS, periods
from sandbox_client import Loket, of_administration, of_employment

MINIMIZED = "/payrollperiods/minimized"


def period(loket, admin_id, number):
    rows = loket.rows(of_administration(admin_id, MINIMIZED))
    return next(row for row in rows if row["id"] == number)


def period_types(loket, employer):
    rows = loket.rows(loket.of_employer("/payrolladministrations", employer))
    return [row["payrollPeriodType"]["key"] for row in rows]


def test_first_employer_pays_per_month(loket):
    assert period_types(loket, loket.employer) == [1]


def test_second_employer_also_pays_per_four_weeks(loket):
    assert period_types(loket, loket.other_employer) == [1, 3]


def test_third_employer_also_pays_per_week():
    with serve(employers=3, employees=9, today=datetime.date(2026, 3, 12)) as running:
        third = list(running.state.employers)[2]
        assert period_types(Loket(running), third) == [1, 4]


@pytest.mark.parametrize(("kind", "count"), [(1, 12), (3, 13), (4, 52)])
def test_periods_of_a_year_follow_each_other(kind, count):
    rows = periods(kind, 2025)
    assert len(rows) == count
    for row, following in zip(rows, rows[1:], strict=False):
        day = datetime.date.fromisoformat(row["endDate"]) + datetime.timedelta(days=1)
        assert day.isoformat() == following["startDate"]


@pytest.mark.parametrize("kind", [1, 3, 4])
def test_years_of_periods_follow_each_other(kind):
    for year in range(2019, 2029):
        last, first = periods(kind, year)[-1], periods(kind, year + 1)[0]
        day = datetime.date.fromisoformat(last["endDate"]) + datetime.timedelta(days=1)
        assert day.isoformat() == first["startDate"]


def test_last_four_weeks_of_a_long_year_are_five():
    assert len(periods(4, 2026)) == 53
    last = periods(3, 2026)[-1]
    assert (last["startDate"], last["endDate"]) == ("2026-11-30", "2027-01-03")


def test_period_id_is_year_and_number(loket):
    row = period(loket, loket.administration(), 202603)
    assert (row["year"], row["periodNumber"]) == (2026, 3)
    assert (row["startDate"], row["endDate"]) == ("2026-03-01", "2026-03-31")


def test_periods_of_three_years_are_there(loket):
    rows = loket.rows(of_administration(loket.administration(), MINIMIZED))
    assert {row["year"] for row in rows} == {2025, 2026, 2027}


def test_past_periods_are_approved_and_the_current_is_not(loket):
    admin_id = loket.administration()
    assert period(loket, admin_id, 202602)["hasApprovedPayrollRun"] is True
    assert period(loket, admin_id, 202603)["hasApprovedPayrollRun"] is False


def test_approved_run_makes_the_period_approved(sandbox, loket):
    admin_id = loket.administration()
    sandbox.admin.set_payroll_run(admin_id, 202603, 9)
    assert period(loket, admin_id, 202603)["hasApprovedPayrollRun"] is True


@pytest.mark.parametrize("status", [0, 1, 2, 5, 6, 7, 8])
def test_other_runs_do_not_make_the_period_approved(sandbox, loket, status):
    admin_id = loket.administration()
    sandbox.admin.set_payroll_run(admin_id, 202602, status)
    assert period(loket, admin_id, 202602)["hasApprovedPayrollRun"] is False
    runs = loket.rows(
        of_administration(admin_id, "/payrollruns"),
        filter="payrollPeriod.year eq 2026 and payrollPeriod.periodNumber eq 2",
    )
    assert [run["payrollRunStatus"]["key"] for run in runs] == [status]


def test_run_can_be_taken_away(sandbox, loket):
    admin_id = loket.administration()
    sandbox.admin.set_payroll_run(admin_id, 202602, None)
    assert period(loket, admin_id, 202602)["hasApprovedPayrollRun"] is False


def components(loket, year, position=0):
    admin_id = loket.administration(position, loket.other_employer)
    rows = loket.rows(of_administration(admin_id, f"/payrollcomponents/year/{year}"))
    return {row["key"]: row for row in rows}


def test_component_descriptions_fit_in_14_characters():
    assert {len(row[0]) <= 14 for row in COMPONENTS.values()} == {True}


def test_components_differ_per_year(loket):
    assert 22 in components(loket, 2026)
    assert 22 not in components(loket, 2025)


def test_components_differ_per_administration(loket):
    assert 315 in components(loket, 2026)
    assert 315 not in components(loket, 2026, position=1)


def test_year_without_set_up_has_no_components(loket):
    assert components(loket, 2031) == {}


def test_components_have_category_and_supplement(loket):
    rows = components(loket, 2026)
    assert rows[1]["category"] == {"key": 1, "value": "Uren"}
    assert rows[1]["deductionOrPayment"] is None
    assert rows[310]["deductionOrPayment"]["value"] == "Betaling"
    assert (rows[1]["canBeSupplemented"], rows[4]["canBeSupplemented"]) == (True, False)


def test_components_can_be_set(sandbox, loket):
    admin_id = loket.administration(0, loket.other_employer)
    sandbox.admin.set_components(admin_id, 2026, [310, 1])
    assert list(components(loket, 2026)) == [1, 310]


def field(rows, name):
    return next(row["options"] for row in rows if row["field"] == name)


def test_metadata_of_working_hours_names_the_flexible_contracts(loket):
    rows = loket.rows(of_employment(loket.person(1), "/workinghours/metadata"))
    options = {row["key"]: row["value"] for row in field(rows, "flexibleHoursContract")}
    assert options[0] == "n.v.t."
    assert options[2] == "Minimum uren contract"


def test_metadata_of_an_employment_names_the_reasons_for_its_end(loket):
    rows = loket.rows(of_employment(loket.person(1), "/metadata"))
    for name in ("endOfEmploymentReason", "endOfEmploymentReasonTaxAuthorities"):
        assert {"key", "value"} == set(field(rows, name)[0])


def test_metadata_of_period_data_names_the_parts_of_the_identity(loket):
    rows = loket.rows(of_employment(loket.person(1), "/payrollperioddata/metadata"))
    assert [row["field"] for row in rows] == [
        "shift",
        "payslipType",
        "distributionUnit",
        "costCenter",
        "costUnit",
    ]


def test_metadata_of_a_period_names_its_components(loket):
    path = "/payrollperioddata/metadata/year/2025/period/3"
    rows = loket.rows(of_employment(loket.person(1), path))
    keys = [option["key"] for option in field(rows, "payrollComponent")]
    assert 21 in keys
    assert 22 not in keys


def test_defaults_are_those_of_the_employment(loket):
    row = loket.person(1)
    content = loket.content(of_employment(row, "/payrollperioddata/defaults"))
    place = row["organizationalEntity"]
    assert content["distributionUnit"] == place["distributionUnit"]
    assert content["shift"] == row["workinghours"]["shift"]
    assert content["payslipType"]["key"] == 1
    assert (content["payrollPeriod"], content["payrollComponents"]) == (None, [])


def test_some_employments_have_a_default_cost_center(loket):
    centers = {
        content["costCenter"] and content["costCenter"]["key"]
        for content in (
            loket.content(of_employment(row, "/payrollperioddata/defaults"))
            for row in loket.people()
        )
    }
    assert centers == {None, 1}


def test_outside_payroll_there_are_no_defaults(loket):
    row = loket.person(6, loket.other_employer)
    answer = loket.get(of_employment(row, "/payrollperioddata/defaults"))
    assert answer.status_code == 404


def test_choices_for_the_period_list(loket):
    path = of_administration(
        loket.administration(), "/payrollPeriods/payrollperioddata/{}"
    )
    rows = loket.rows(path.format("metadata"))
    assert {"key": 1, "value": "Uren"} in field(rows, "payrollComponentCategory")
    assert field(rows, "payslipType")[1]["value"] == "Bijzonder tarief strook"
    defaults = loket.content(path.format("defaults"))
    assert defaults["payslipType"]["key"] == 1
