# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The admin side of the sandbox: changes, failures, log, state, over HTTP too."""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from loket_sandbox import serve
from sandbox_client import Loket, of_employment, period_data

# -- people -----------------------------------------------------------------------


def test_employee_property_by_path(sandbox, loket):
    employee = loket.person(1)["employee"]["id"]
    sandbox.admin.set_employee(employee, "personalDetails.lastName", "Prins")
    details = loket.person(1)["employee"]["personalDetails"]
    assert details["formattedName"] == "Prins D. van de"


def test_unknown_property_fails(sandbox, loket):
    employee = loket.person(1)["employee"]["id"]
    with pytest.raises(KeyError):
        sandbox.admin.set_employee(employee, "personalDetails.nickname", "Dan")


def test_new_person_with_an_employment(sandbox, loket):
    person = sandbox.admin.add_employee(
        loket.employer, first_name="Nieuw", last_name="Komer", birth="1999-09-09"
    )
    sandbox.admin.add_employment(
        person["id"], "2026-03-01", gross_wage=15.5, hourly=True, flexible=1
    )
    row = loket.person(14)
    assert row["employee"]["personalDetails"]["dateOfBirth"] == "1999-09-09"
    assert row["wage"]["grossWage"] == 15.5
    assert row["workinghours"]["flexibleHoursContract"]["key"] == 1


def test_second_employment_has_the_next_income_number(sandbox, loket):
    employee = loket.person(1)["employee"]["id"]
    sandbox.admin.add_employment(employee, "2026-04-01", hours=8)
    rows = loket.people(filter="employee.employeeNumber eq 1")
    assert [row["incomeRelationshipNumber"] for row in rows] == [1, 2]


def test_new_wage_ends_the_one_before(sandbox, loket):
    row = loket.person(1)
    sandbox.admin.set_wage(row["id"], "2026-05-01", 20.5, hourly=True)
    before, after = loket.rows(of_employment(row, "/wages"))[-2:]
    assert before["endDate"] == "2026-04-30"
    assert (after["grossWage"], after["grossWageType"]["key"]) == (20.5, 2)


def test_wage_from_an_earlier_date_replaces_the_later_ones(sandbox, loket):
    row = loket.person(1)
    sandbox.admin.set_wage(row["id"], row["startDate"], 3000)
    assert [w["grossWage"] for w in loket.rows(of_employment(row, "/wages"))] == [3000]


def test_reinstate(sandbox, loket):
    row = loket.person(11)
    sandbox.admin.reinstate_employment(row["id"])
    assert loket.person(11)["endDate"] is None


def test_lists_hold_full_detail(sandbox, loket):
    people = sandbox.admin.employees(loket.employer)
    jobs = sandbox.admin.employments(loket.employer)
    assert len(people) == 13
    assert len(people[8]["employments"]) == 2
    assert len(people[0]["bsn"]) == 9
    assert jobs[0]["name"] == "Ven D. van de"
    assert jobs[0]["wages"]


# -- failures -----------------------------------------------------------------------


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_next_answer_fails(sandbox, loket, status):
    sandbox.admin.fail(status=status)
    assert loket.get("/user").status_code == status
    assert loket.get("/user").status_code == 200


def test_failure_counts_down(sandbox, loket):
    sandbox.admin.fail(status=503, times=2)
    assert [loket.get("/user").status_code for _ in range(3)] == [503, 503, 200]


def test_failure_with_retry_after(sandbox, loket):
    sandbox.admin.fail(status=429, retry_after=7)
    assert loket.get("/user").headers["Retry-After"] == "7"


def test_failure_of_some_requests_only(sandbox, loket):
    sandbox.admin.fail(method="get", path="/departments", status=500)
    assert loket.get("/user").status_code == 200
    assert loket.get(loket.of_employer("/departments")).status_code == 500


def test_failures_can_be_cleared(sandbox, loket):
    sandbox.admin.fail(times=9)
    sandbox.admin.clear_failures()
    assert loket.get("/user").status_code == 200


def test_unknown_failure_is_an_error(sandbox):
    with pytest.raises(ValueError, match="explode"):
        sandbox.admin.fail(kind="explode")


def write(loket, row):
    loket.patch(of_employment(row, "/payrollperioddata"), period_data(loket, row))


def test_connection_closed_before_the_request_is_carried_out(sandbox, loket):
    row = loket.person(1)
    sandbox.admin.fail(kind="close_before", method="PATCH")
    with pytest.raises(requests.ConnectionError):
        write(loket, row)
    assert loket.rows(of_employment(row, "/payrollperioddata")) == []


def test_connection_closed_after_the_request_is_carried_out(sandbox, loket):
    row = loket.person(1)
    sandbox.admin.fail(kind="close_after", method="PATCH")
    with pytest.raises(requests.ConnectionError):
        write(loket, row)
    assert len(loket.rows(of_employment(row, "/payrollperioddata"))) == 1


def test_lost_answer_of_a_refresh_has_used_up_the_token(sandbox):
    form = {
        "grant_type": "refresh_token",
        "refresh_token": sandbox.tokens()["refresh_token"],
        "client_id": sandbox.client_id,
        "client_secret": sandbox.client_secret,
    }
    sandbox.admin.fail(kind="close_after", path="/token")
    with pytest.raises(requests.ConnectionError):
        requests.post(sandbox.oauth_url + "/token", data=form, timeout=5)
    answer = requests.post(sandbox.oauth_url + "/token", data=form, timeout=5)
    assert answer.json() == {"error": "invalid_grant"}


def test_delay(sandbox, loket):
    sandbox.admin.fail(kind="delay", seconds=0.3)
    start = time.monotonic()
    assert loket.get("/user").status_code == 200
    assert time.monotonic() - start >= 0.3


def test_delayed_request_goes_on_when_failures_are_cleared(sandbox, loket):
    sandbox.admin.fail(kind="delay", path="/departments", seconds=600)
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(loket.get, loket.of_employer("/departments"))
        while sandbox.admin.failures()["waiting"]:
            time.sleep(0.01)
        assert not slow.done()
        sandbox.admin.clear_failures()
        assert slow.result(60).status_code == 200


def test_delayed_request_does_not_hold_up_others(sandbox, loket):
    sandbox.admin.fail(kind="delay", path="/departments", seconds=30)
    path = sandbox.api_url + loket.of_employer("/departments")
    with pytest.raises(requests.Timeout):
        loket.session.get(path, timeout=0.1)
    assert loket.get("/user").status_code == 200


# -- log and reset ------------------------------------------------------------------


def test_log_counts_requests_per_path(sandbox, loket):
    loket.get("/user")
    loket.get("/user")
    log = sandbox.admin.requests()
    assert log["counts"] == {"GET /v2/user": 2}
    assert log["requests"][0] == {
        "method": "GET",
        "path": "/v2/user",
        "query": "",
        "status": 200,
    }


def test_log_can_be_cleared(sandbox, loket):
    loket.get("/user")
    sandbox.requests.clear()
    assert sandbox.admin.requests()["requests"] == []


def test_log_holds_no_tokens(sandbox, loket):
    loket.get("/user")
    token = loket.session.headers["Authorization"].split()[1]
    assert token not in str(sandbox.requests)


def test_reset_goes_back_to_the_seed_and_keeps_the_sign_in(sandbox, loket):
    row = loket.person(1)
    sandbox.admin.end_employment(row["id"], "2026-03-31")
    sandbox.admin.take_right("GetUserByToken")
    sandbox.admin.reset()
    assert loket.person(1) == row
    assert loket.get("/user").status_code == 200


def test_summary_names_employers_and_administrations(sandbox, loket):
    summary = sandbox.admin.summary()
    assert (summary["today"], summary["employees"]) == ("2026-03-12", 25)
    monthly, four_weekly = summary["employers"][1]["administrations"]
    assert (monthly["periodType"], monthly["currentPeriodId"]) == (1, 202603)
    assert (four_weekly["periodType"], four_weekly["currentPeriodId"]) == (3, 202603)


def test_periods_tell_whether_they_are_paid(sandbox):
    administration = sandbox.admin.summary()["employers"][0]["administrations"][0]

    def is_paid():
        periods = sandbox.admin.payroll_periods(administration["id"])
        paid = {period["id"]: period["hasApprovedPayrollRun"] for period in periods}
        return paid[202602]

    assert is_paid()
    sandbox.admin.set_payroll_run(administration["id"], 202602, None)
    assert not is_paid()


# -- over HTTP ------------------------------------------------------------------------


def admin(sandbox, name, **arguments):
    return requests.post(
        f"{sandbox.oauth_url}/_admin/{name}", json=arguments, timeout=5
    )


def test_http_lists_the_methods(sandbox):
    methods = requests.get(sandbox.oauth_url + "/_admin/", timeout=5).json()
    assert {"summary", "set_wage", "fail", "take_right"} <= set(methods)
    assert not [name for name in methods if name.startswith("_")]


def test_http_calls_a_method_with_a_body(sandbox, loket):
    row = loket.person(1)
    answer = admin(
        sandbox,
        "set-wage",
        employment_id=row["id"],
        start="2026-03-01",
        gross_wage=9999,
    )
    assert answer.status_code == 200
    assert loket.person(1)["wage"]["grossWage"] == 9999


def test_http_calls_a_method_with_a_query(sandbox, loket):
    answer = requests.get(
        sandbox.oauth_url + "/_admin/employments",
        params={"employer_id": loket.employer},
        timeout=5,
    )
    assert len(answer.json()) == 14


@pytest.mark.parametrize("name", ["nothing", "_name", "state", "sandbox"])
def test_http_knows_only_methods(sandbox, name):
    assert admin(sandbox, name).status_code == 404


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("set_wage", {}),
        ("end_employment", {"employment_id": "x", "end_date": None}),
        ("fail", {"kind": "explode"}),
        ("write_period_data", {"employment_id": "x", "record": {}}),
    ],
)
def test_http_answers_wrong_arguments_with_400(sandbox, name, arguments):
    assert admin(sandbox, name, **arguments).status_code == 400


def test_http_admin_is_not_in_the_log(sandbox):
    admin(sandbox, "summary")
    assert sandbox.requests == []


def test_command_line_starts_a_server():
    folder = Path(__file__).parent
    command = [sys.executable, "-m", "loket_sandbox", "--port", "0", "--today"]
    with subprocess.Popen(
        [*command, "2026-03-12"], cwd=folder, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            address = process.stdout.readline().split()[-1]
            answer = requests.get(address + "/_admin/summary", timeout=5).json()
        finally:
            process.terminate()
    assert (answer["today"], answer["employees"]) == ("2026-03-12", 25)


# -- the state in a file --------------------------------------------------------------


@pytest.fixture
def file(tmp_path):
    return str(tmp_path / "state.json")


def test_restart_goes_on_with_data_and_tokens(file):
    with serve(state_file=file) as running:
        loket = Loket(running)
        row = loket.person(1)
        running.admin.end_employment(row["id"], "2030-01-31")
        tokens = running.tokens()
        expected = loket.people()
    with serve(state_file=file) as running:
        loket = Loket(running)
        loket.use(tokens["access_token"])
        assert loket.person(1)["endDate"] == "2030-01-31"
        assert without_photos(loket.people()) == without_photos(expected)


def without_photos(rows):
    """Return rows without the addresses of photos, which name the port."""
    for row in rows:
        row["employee"]["personalDetails"]["photo"] = None
    return rows


def test_every_change_is_in_the_file_at_once(file):
    with serve(state_file=file) as running:
        loket = Loket(running)
        row = loket.person(1)
        period = f"{running.state.today:%Y-%m}".split("-")
        record = period_data(loket, row, (int(period[0]), int(period[1])))
        loket.patch(of_employment(row, "/payrollperioddata"), record)
        with open(file, encoding="utf-8") as stream:
            saved = json.load(stream)
        assert len(saved["period_data"][row["id"]]) == 1


def test_state_file_is_replaced_in_one_step(file, monkeypatch):
    with serve(state_file=file) as running:
        with open(file, encoding="utf-8") as stream:
            before = stream.read()

        def fail(*_args):
            raise OSError("disk full")

        monkeypatch.setattr("loket_sandbox.storage.os.replace", fail)
        with pytest.raises(OSError, match="disk full"):
            running.admin.take_right("GetUserByToken")
        with open(file, encoding="utf-8") as stream:
            assert stream.read() == before
        monkeypatch.undo()
