# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pytest runs beside Odoo's tests, and what it prints comes last."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from loket_setup import database, odoo_tests, test_command
from loket_setup.console import SetupError

#: Stands for pytest: ends once there is nothing more to read.
WAITS = """\
import sys

print("begins", flush=True)
sys.stdin.read()
print("1 passed", flush=True)
sys.exit({code})
"""


@pytest.fixture
def run(monkeypatch, capfd):
    """Return a function that runs everything: ``run(code of pytest, problems)``."""
    popen = subprocess.Popen

    def give(code, problems=(), before=lambda: None):
        processes = []

        def start(command, **options):
            assert command[1:] == ["-m", "pytest", "tests"]
            command = [sys.executable, "-c", WAITS.format(code=code)]
            processes.append(popen(command, **options | {"stdin": subprocess.PIPE}))
            return processes[0]

        def suite(_env):
            outcome = odoo_tests.Outcome("a suite", None, tests=1)
            outcome.problems += problems
            # Now that Odoo is done, pytest may be.
            processes[0].stdin.close()
            processes[0].wait()
            before()
            return outcome

        monkeypatch.setattr(subprocess, "Popen", start)
        monkeypatch.setattr(odoo_tests, "show", lambda outcome: None)
        monkeypatch.setattr(odoo_tests, "SUITES", (SimpleNamespace(run=suite),))
        monkeypatch.setattr(database, "addons_template", lambda env: None)
        env = SimpleNamespace(python="python", variables=lambda: None)
        found = test_command._everything(env, [])
        return found, capfd.readouterr().out.splitlines()[-3:]

    give.printed = lambda: capfd.readouterr().out
    return give


def test_outcome_of_pytest_comes_last_although_it_began_first(run):
    code, lines = run(0)
    assert code == 0
    assert lines[0].startswith("Odoo tests, a suite: passed")
    assert lines[1:] == ["begins", "1 passed"]


def test_what_pytest_printed_is_shown_when_odoo_cannot_be_tested(run):
    def fail():
        raise SetupError("no database")

    with pytest.raises(SetupError):
        run(0, before=fail)
    assert "1 passed" in run.printed()


@pytest.mark.parametrize("code, problems", [(1, []), (0, ["it failed"])])
def test_failure_of_either_is_one_of_all(run, code, problems):
    assert run(code, problems)[0] == 1


@pytest.mark.parametrize("addon", odoo_tests.ADDONS)
@pytest.mark.parametrize("position", ["at_install", "post_install"])
def test_suites_leave_no_test_out(addon, position):
    """With the modules that an add-on needs at least, and with Timesheets."""
    own_base = "hr" if addon == odoo_tests.ADDONS[0] else "hr_timesheet"
    for base in {own_base, "hr_timesheet"}:
        tags = [
            tag
            for suite in odoo_tests.SUITES
            if suite.base == base and addon in suite.addons
            for tag in suite.tags.split(",")
        ]
        assert {f"/{addon}", f"{position}/{addon}"} & set(tags)
