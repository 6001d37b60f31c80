# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Payroll period data: what is stored, and what the period list shows of it."""

import pytest
from sandbox_client import messages, of_administration, of_employment, period_data

PATH = "/payrollperioddata"


def write(loket, row, *args, **options):
    answer = loket.patch(
        of_employment(row, PATH), period_data(loket, row, *args, **options)
    )
    assert answer.status_code == 200, answer.text


def stored(loket, row):
    return loket.rows(of_employment(row, PATH))


def values(record):
    return {
        entry["payrollComponent"]["key"]: entry["value"]
        for entry in record["payrollComponents"]
    }


@pytest.fixture
def row(loket):
    return loket.person(1)


def test_nothing_is_stored_at_first(loket, row):
    assert stored(loket, row) == []


def test_record_is_inserted_with_its_complete_objects(loket, row):
    write(loket, row, components={1: 12.5})
    (record,) = stored(loket, row)
    assert record["payrollPeriod"] == {
        "periodEndDate": "2026-03-31",
        "periodNumber": 3,
        "periodStartDate": "2026-03-01",
        "year": 2026,
    }
    assert record["shift"]["fullTimeHoursPerWeek"] == 40
    (entry,) = record["payrollComponents"]
    assert entry["payrollComponent"]["description"] == "Gewerkte uren"
    assert (entry["value"], entry["isSupplement"]) == (12.5, False)


def test_sent_component_overwrites(loket, row):
    write(loket, row, components={1: 12.5})
    write(loket, row, components={1: 8})
    (record,) = stored(loket, row)
    assert values(record) == {1: 8}


def test_component_that_is_not_sent_stays(loket, row):
    write(loket, row, components={1: 12.5})
    write(loket, row, components={21: 3})
    (record,) = stored(loket, row)
    assert values(record) == {1: 12.5, 21: 3}


def test_record_keeps_its_id(loket, row):
    write(loket, row, components={1: 12.5})
    before = stored(loket, row)[0]["id"]
    write(loket, row, components={1: 3})
    assert stored(loket, row)[0]["id"] == before


def test_null_deletes_a_component(loket, row):
    write(loket, row, components={1: 12.5, 21: 3})
    write(loket, row, components={1: None})
    (record,) = stored(loket, row)
    assert values(record) == {21: 3}


def test_record_without_components_disappears(loket, row):
    write(loket, row, components={1: 12.5})
    write(loket, row, components={1: None})
    assert stored(loket, row) == []


def test_null_for_what_is_not_there_is_harmless(loket, row):
    write(loket, row, components={1: None})
    assert stored(loket, row) == []


def test_zero_is_a_value(loket, row):
    write(loket, row, components={1: 0})
    (record,) = stored(loket, row)
    assert values(record) == {1: 0}


def test_value_is_kept_as_sent(loket, row):
    write(loket, row, components={1: 7.3333, 310: -12.15})
    (record,) = stored(loket, row)
    assert values(record) == {1: 7.3333, 310: -12.15}


def test_sending_again_changes_nothing(loket, row):
    write(loket, row, components={1: 12.5})
    before = stored(loket, row)
    write(loket, row, components={1: 12.5})
    assert stored(loket, row) == before


def test_payslip_text_is_kept_until_it_is_sent_again(loket, row):
    write(loket, row, payslipText="Bedankt")
    write(loket, row, components={21: 1})
    assert stored(loket, row)[0]["payslipText"] == "Bedankt"
    write(loket, row, payslipText=None)
    assert stored(loket, row)[0]["payslipText"] is None


@pytest.mark.parametrize(
    "changed",
    [
        {"payrollPeriod": {"year": 2026, "periodNumber": 4}},
        {"shift": {"shiftNumber": 2}},
        {"payslipType": {"key": 2}},
        {"costCenter": {"key": 2}},
        {"costUnit": {"key": 1}},
    ],
)
def test_other_identity_is_another_record(loket, row, changed):
    write(loket, row, components={1: 1})
    write(loket, row, components={1: 2}, **changed)
    assert [values(record) for record in stored(loket, row)] == [{1: 1}, {1: 2}]


def test_other_distribution_unit_is_another_record(sandbox, loket, row):
    unit = sandbox.state.employers[loket.employer]["units"][2]
    write(loket, row, components={1: 1})
    write(loket, row, components={1: 2}, distributionUnit={"key": unit["key"]})
    assert stored(loket, row)[1]["distributionUnit"] == unit


def test_absent_cost_center_is_the_same_as_null(loket, row):
    write(loket, row, components={1: 1}, costCenter=None)
    record = period_data(loket, row, components={1: 2})
    del record["costCenter"], record["costUnit"]
    assert loket.patch(of_employment(row, PATH), record).status_code == 200
    assert [values(one) for one in stored(loket, row)] == [{1: 2}]


def test_supplement_is_kept(loket, row):
    record = period_data(loket, row)
    record["payrollComponents"][0]["isSupplement"] = True
    loket.patch(of_employment(row, PATH), record)
    assert stored(loket, row)[0]["payrollComponents"][0]["isSupplement"] is True


def test_warning_comes_with_the_answer(sandbox, loket, row):
    sandbox.admin.set_warning(row["id"], "Veel uren")
    answer = loket.patch(of_employment(row, PATH), period_data(loket, row))
    (message,) = answer.json()["messages"]
    assert (answer.status_code, message["type"]) == (200, "Warning")
    assert message["id"] == row["id"]
    assert len(stored(loket, row)) == 1


# -- many employments in one call -----------------------------------------------


def collective(loket, *pairs, employer=None):
    """Send (row, changes) pairs in one call."""
    body = [
        {"employmentId": row["id"], **period_data(loket, row, **changed)}
        for row, changed in pairs
    ]
    return loket.patch(loket.of_employer(PATH, employer), body)


def test_many_employments_in_one_call(loket, row):
    other = loket.person(2)
    answer = collective(loket, (row, {}), (other, {"components": {1: 3}}))
    assert (answer.status_code, messages(answer)) == (200, [])
    assert values(stored(loket, row)[0]) == {1: 12.5}
    assert values(stored(loket, other)[0]) == {1: 3}


def test_failed_records_are_named_and_the_others_stored(loket, row):
    other = loket.person(2)
    answer = collective(loket, (row, {}), (other, {"components": {9999: 3}}))
    (message,) = answer.json()["messages"]
    assert answer.status_code == 200
    assert (message["id"], message["type"]) == (other["id"], "BrokenBusinessRule")
    assert len(stored(loket, row)) == 1
    assert stored(loket, other) == []


def test_nothing_stored_is_a_bad_request(loket, row):
    other = loket.person(2)
    wrong = {"components": {1: -1}}
    answer = collective(loket, (row, wrong), (other, wrong))
    assert answer.status_code == 400
    assert {message["id"] for message in answer.json()["messages"]} == {
        row["id"],
        other["id"],
    }


def test_record_with_an_unknown_property_fails_alone(loket, row):
    other = loket.person(2)
    answer = collective(loket, (row, {}), (other, {"comment": "hi"}))
    (message,) = answer.json()["messages"]
    assert answer.status_code == 200
    assert message["id"] == other["id"]


def test_employment_of_another_employer_fails(loket, row):
    stranger = loket.person(1, loket.other_employer)
    answer = collective(loket, (row, {}), (stranger, {}))
    (message,) = answer.json()["messages"]
    assert message["id"] == stranger["id"]
    assert stored(loket, stranger) == []


def test_unknown_employment_fails(loket, row):
    unknown = {"id": "00000000-0000-4000-8000-000000000000"}
    body = [{"employmentId": unknown["id"], **period_data(loket, row)}]
    assert loket.patch(loket.of_employer(PATH), body).status_code == 400


@pytest.mark.parametrize("employment_id", [None, 5, "no-uuid", []])
def test_employment_id_must_be_one(loket, row, employment_id):
    body = [{**period_data(loket, row), "employmentId": employment_id}]
    assert loket.patch(loket.of_employer(PATH), body).status_code == 400


def test_same_record_twice_in_a_request_is_refused(loket, row):
    other = loket.person(2)
    answer = collective(loket, (row, {}), (other, {}), (row, {"components": {1: 9}}))
    assert answer.status_code == 200
    assert {message["id"] for message in answer.json()["messages"]} == {row["id"]}
    assert stored(loket, row) == []


def test_two_cost_centers_of_one_employment_are_two_records(loket, row):
    answer = collective(loket, (row, {}), (row, {"costCenter": {"key": 2}}))
    assert messages(answer) == []
    assert len(stored(loket, row)) == 2


def test_empty_request_is_refused(loket):
    assert loket.patch(loket.of_employer(PATH), []).status_code == 400


@pytest.mark.parametrize("body", [{}, [1], "x"])
def test_request_must_be_a_list_of_records(loket, body):
    assert loket.patch(loket.of_employer(PATH), body).status_code == 400


# -- the list of a period -----------------------------------------------------------


def listed(loket, period_id=202603, admin_id=None, **query):
    path = f"/payrollPeriods/{period_id}{PATH}"
    query = query or {"payslipType": 1, "payrollComponentCategory": 1}
    return loket.rows(
        of_administration(admin_id or loket.administration(), path), **query
    )


def test_period_list_shows_who_it_is_about(loket, row):
    write(loket, row)
    (record,) = listed(loket)
    assert record["employment"]["id"] == row["id"]
    assert record["employment"]["payrollId"] == row["payrollId"]
    assert record["employee"]["formattedName"] == "Ven D. van de"
    assert "id" not in record


def test_period_list_leaves_out_employments_without_data(loket):
    assert listed(loket) == []


def test_period_list_is_of_one_period(loket, row):
    write(loket, row, (2026, 4))
    assert listed(loket) == []
    assert len(listed(loket, 202604)) == 1


def test_period_list_is_of_one_payslip_type(loket, row):
    write(loket, row, payslipType={"key": 2})
    assert listed(loket) == []
    assert len(listed(loket, payslipType=2, payrollComponentCategory=1)) == 1


def test_category_chooses_components_and_not_records(loket, row):
    write(loket, row, components={1: 4, 310: 20})
    write(loket, loket.person(2), components={310: 30})
    first, second = listed(loket)
    assert values(first) == {1: 4}
    assert values(second) == {}


def test_period_list_of_one_component(loket, row):
    write(loket, row, components={1: 4, 4: 2})
    (record,) = listed(loket, payslipType=1, payrollComponentId=4)
    assert values(record) == {4: 2}


def test_period_list_of_a_component_set(loket, row):
    write(loket, row, components={1: 4, 310: 20})
    path = "/payrollPeriods/payrollperioddata/metadata"
    fields = loket.rows(of_administration(loket.administration(), path))
    key = next(f for f in fields if f["field"] == "payrollComponentSet")["options"][0]
    (record,) = listed(loket, payslipType=1, payrollComponentSet=key["key"])
    assert values(record) == {1: 4, 310: 20}


@pytest.mark.parametrize(
    "query",
    [
        {"payslipType": 1},
        {"payrollComponentCategory": 1},
        {"payslipType": "x", "payrollComponentCategory": 1},
        {"payslipType": 1, "payrollComponentCategory": 1, "payrollComponentId": 1},
        {"payslipType": 1, "payrollComponentSet": "none"},
    ],
)
def test_period_list_needs_its_parameters(loket, query):
    path = of_administration(loket.administration(), f"/payrollPeriods/202603{PATH}")
    assert loket.get(path, **query).status_code == 400


def test_unknown_period_is_not_found(loket):
    path = of_administration(loket.administration(), f"/payrollPeriods/203503{PATH}")
    answer = loket.get(path, payslipType=1, payrollComponentCategory=1)
    assert answer.status_code == 404


def test_period_list_leaves_out_employments_that_are_not_active(sandbox, loket, row):
    write(loket, row, (2026, 4))
    sandbox.admin.end_employment(row["id"], "2026-03-31")
    assert listed(loket, 202604) == []


def test_somebody_else_can_write(sandbox, loket, row):
    record = period_data(loket, row, components={1: 99})
    sandbox.admin.write_period_data(row["id"], record)
    assert values(listed(loket)[0]) == {1: 99}
    assert values(sandbox.admin.period_data()[row["id"]][0]) == {1: 99}
