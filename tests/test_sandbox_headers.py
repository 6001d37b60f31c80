# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the sandbox refuses before it looks at the content of a request."""

import json

import pytest
from sandbox_client import messages, of_administration, of_employment, period_data

VERSIONED = "application/json;version="


@pytest.mark.parametrize(
    "accept",
    [
        "*/*",
        "application/json",
        "application/json;version=",
        "application/json;version=2018-13-01",
        "application/json;version=latest",
        "text/csv;version=2018-01-01",
    ],
)
def test_accept_without_a_version_is_refused_in_plain_text(loket, accept):
    answer = loket.get("/user", headers={"Accept": accept})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_version_before_the_first_is_refused(loket):
    answer = loket.get("/user", headers={"Accept": VERSIONED + "2017-12-31"})
    assert answer.status_code == 400


@pytest.mark.parametrize("day", ["2018-01-01", "2018-08-01", "2030-01-01"])
def test_later_date_gets_the_newest_version_before_it(loket, day):
    answer = loket.get("/user", headers={"Accept": VERSIONED + day})
    assert answer.json()["version"]["resourceVersion"] == "2018-01-01"


def test_each_resource_has_its_own_version(loket):
    path = loket.of_employer("/employees/employments/comprehensive")
    early = loket.get(path, headers={"Accept": VERSIONED + "2019-12-15"})
    assert early.status_code == 400
    assert loket.get(path).json()["version"]["resourceVersion"] == "2019-12-16"


def test_obsolete_date_is_told(sandbox, loket):
    sandbox.admin.set_obsolete("GetUserByToken", "2026-09-01")
    assert loket.get("/user").json()["version"]["obsoleteDate"] == "2026-09-01"


def test_one_list_answers_without_version(loket):
    path = of_administration(loket.administration(), "/payrollcomponents/year/2026")
    assert "version" not in loket.get(path).json()


@pytest.mark.parametrize(
    "content_type", [None, "application/json", "text/plain", VERSIONED + "2017-01-01"]
)
def test_body_needs_the_versioned_content_type(loket, content_type):
    row = loket.person(1)
    record = period_data(loket, row)
    answer = loket.patch(
        of_employment(row, "/payrollperioddata"),
        record,
        headers={"Content-Type": content_type},
    )
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_body_must_be_json(loket):
    row = loket.person(1)
    path = loket.sandbox.api_url + of_employment(row, "/payrollperioddata")
    header = VERSIONED + "2018-01-01"
    answer = loket.session.patch(
        path, data="{", headers={"Accept": header, "Content-Type": header}, timeout=5
    )
    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["pagesize", "page", "fields", "referencedate"])
def test_unknown_parameter_is_refused(loket, name):
    answer = loket.get(loket.of_employer("/employees"), **{name: "1"})
    assert (answer.status_code, messages(answer)) == (
        400,
        [f"Unknown parameter {name}"],
    )


def test_parameter_given_twice_is_refused(loket):
    answer = loket.get(loket.of_employer("/employees"), pageSize=["1", "2"])
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/providers/employers/{}/departments",
        "/providers/employers/payrolladministrations/{}/payrollruns",
        "/providers/employers/employees/{}/citizenservicenumber",
        "/providers/employers/employees/employments/{}/wages",
    ],
)
def test_unknown_id_is_not_found(loket, path):
    unknown = "00000000-0000-4000-8000-000000000000"
    assert loket.get(path.format(unknown)).status_code == 404


def test_unknown_path_is_not_found(loket):
    assert loket.get("/providers/nothing").status_code == 404


def test_paths_are_case_sensitive(loket):
    path = of_administration(loket.administration(), "/payrollPeriods/minimized")
    assert loket.get(path).status_code == 404


def test_wrong_method_is_refused(loket):
    assert loket.send("DELETE", "/user").status_code == 405


@pytest.mark.parametrize("day", ["12-03-2026", "2026-02-30", "20260312", "today"])
def test_wrong_reference_date_is_refused(loket, day):
    path = loket.of_employer("/employees/employments/comprehensive")
    assert loket.get(path, referenceDate=day).status_code == 400


def test_refusal_has_the_envelope_of_the_answer(loket):
    answer = loket.get(loket.of_employer("/employees"), pageSize="x").json()
    assert answer["_embedded"] == []
    assert answer["messages"][0]["type"] == "BrokenBusinessRule"
    assert answer["version"]["resourceVersion"] == "2021-03-29"


def test_names_come_readable(loket):
    text = loket.get(loket.of_employer("/employees")).content.decode()
    assert "Yıldız" in text
    assert json.loads(text)["totalSize"] == 13
