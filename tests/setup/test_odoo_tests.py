# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo's own exit code says little, so its log is read with care."""

import pytest
from loket_setup import odoo_log, odoo_tests

STAMP = "2026-03-12 10:00:00,123 4711"
LOGGER = "odoo.addons.loket_connector.tests.test_wizard"
GOOD = f"""\
Running as user 'root' is a security risk.
{STAMP} INFO db {LOGGER}: Starting TestWizard.test_one ...
{STAMP} INFO db {LOGGER}: Starting TestWizard.test_two ...
{STAMP} INFO db {LOGGER}: skipped TestWizard.test_two : not on Sundays
{STAMP} INFO db odoo.tests.result: 0 failed, 0 error(s) of 2 tests when loading
"""
NOTHING = f"{STAMP} WARNING db odoo.tests.result: 0 failed, 0 error(s) of 0 tests\n"
WITHOUT_BROWSER = f"""\
{STAMP} INFO db {LOGGER}: Starting TestTour.test_tour ...
{STAMP} INFO db {LOGGER}: skipped TestTour.test_tour : Chrome executable not found
{STAMP} INFO db odoo.tests.result: 0 failed, 0 error(s) of 1 tests when loading
"""
FAILED = f"""\
{STAMP} INFO db {LOGGER}: Starting TestWizard.test_one ...
{STAMP} ERROR db {LOGGER}: FAIL: TestWizard.test_one
Traceback (most recent call last):
AssertionError: 1 != 2
{STAMP} INFO db odoo.modules.loading: later
{STAMP} ERROR db odoo.tests.result: 1 failed, 0 error(s) of 1 tests when loading
"""


@pytest.fixture
def judge(tmp_path):
    """Return a function from a log and an exit code to the outcome."""

    def run(text, code=0, addons=("loket_connector",)):
        outcome = odoo_tests.Outcome("a run", tmp_path / "odoo.log", code)
        outcome.log.write_text(text)
        watch = odoo_tests._Watch(outcome)
        for line in text.splitlines():
            if match := odoo_log._LINE.match(line):
                watch.on_line(match)
        odoo_tests._judge(outcome, odoo_log.complaints(outcome.log), addons)
        return outcome

    return run


def test_good_run_is_counted(judge):
    outcome = judge(GOOD)
    assert outcome.problems == []
    assert outcome.summary() == (
        "Odoo tests, a run: passed; 0 failed of 2 tests, 1 skipped (loket_connector 2)"
    )


def test_each_test_is_something_new_that_begins():
    watch = odoo_tests._Watch(odoo_tests.Outcome("a run", None))
    lines = filter(None, map(odoo_log._LINE.match, GOOD.splitlines()))
    assert [watch.on_line(line) for line in lines] == [True, True, False, False]


def test_run_without_tests_is_no_good_although_odoo_says_so(judge):
    assert "no test ran" in judge(NOTHING).problems


def test_addon_without_tests_is_missed(judge):
    outcome = judge(GOOD, addons=("loket_connector", "loket_connector_hr_timesheet"))
    assert outcome.problems == ["no test of loket_connector_hr_timesheet ran"]


def test_tour_without_browser_is_no_good_although_odoo_skips_it(judge):
    (problem,) = judge(WITHOUT_BROWSER).problems
    assert "browser" in problem


def test_failure_shows_its_traceback(judge):
    outcome = judge(FAILED, code=1)
    assert "1 of 1 tests failed" in outcome.problems
    excerpt = odoo_log.excerpt(outcome.log)
    assert "AssertionError: 1 != 2" in excerpt
    assert "later" not in excerpt


def test_warning_in_a_passing_run_is_no_good(judge):
    outcome = judge(GOOD + f"{STAMP} WARNING db odoo.fields: something\n")
    assert len(outcome.problems) == 1
