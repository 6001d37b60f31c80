# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What hangs is ended, and shows where it hung."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from loket_setup import odoo_log
from loket_setup.environment import ROOT

WAITS = """\
import signal
import threading


def wait_for_what_never_comes():
    threading.Event().wait()


def test_waits():
    threading.Thread(target=wait_for_what_never_comes, daemon=True).start()
    the_main_thread = wait_for_what_never_comes
    the_main_thread()


def test_hears_nothing():
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    wait_for_what_never_comes()


def test_is_next():
    pass
"""
STAMP = "2026-03-12 10:00:00,123 4711"
# An Odoo that hangs when it is told to.
ODOO = f"""\
import os
import sys
import threading


def wait_for_what_never_comes():
    print("{STAMP} INFO db odoo.sql_db: waiting", flush=True)
    threading.Event().wait()


print("{STAMP} INFO db odoo.tests: begins", flush=True)
if sys.argv[1] == "waits":
    wait_for_what_never_comes()
"""


@pytest.fixture
def run_pytest(tmp_path):
    """Return a function that runs one of the tests above, as the project runs tests."""

    def run(names, *options):
        (tmp_path / "test_it.py").write_text(WAITS)
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", f"--config-file={ROOT}/.pytest.ini"),
                *(f"--rootdir={tmp_path}", "-p", "no:cacheprovider", "-k", names),
                *(part for option in options for part in ("-o", option)),
                tmp_path / "test_it.py",
            ],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    return run


def test_hanging_test_fails_with_its_stack_and_the_next_one_runs(run_pytest):
    code, output = run_pytest("waits or next", "timeout=1")
    assert code == 1
    assert "1 failed, 1 passed" in output
    # Where the test waits, and where another thread does.
    assert ">       the_main_thread()" in output
    assert "in wait_for_what_never_comes" in output.partition("Stack of")[2]


def test_test_that_cannot_be_interrupted_is_ended_with_its_stack(run_pytest):
    code, output = run_pytest("hears", "timeout=1", "faulthandler_timeout=2")
    assert code == 1
    assert "in test_hears_nothing" in output


def test_limits_are_on(request):
    """The gentle one first."""
    gentle = float(request.config.getini("timeout"))
    assert 0 < gentle < float(request.config.getini("faulthandler_timeout"))


@pytest.fixture
def run_odoo(tmp_path):
    """Return a function that runs the program above as if it were Odoo."""
    env = SimpleNamespace(variables=lambda: {"PYTHONFAULTHANDLER": "1"})

    def run(what, hangs):
        log = tmp_path / "odoo.log"
        command = [sys.executable, "-c", ODOO, what]
        return (*odoo_log.run(command, env, log, hangs=hangs), odoo_log.excerpt(log))

    return run


def test_hanging_odoo_is_ended_with_its_stack(run_odoo):
    code, complaints, excerpt = run_odoo("waits", hangs=2)
    assert code < 0
    assert complaints == [
        "Fatal Python error: Aborted",
        "ended, as nothing new began within 2 seconds",
    ]
    assert "in wait_for_what_never_comes" in excerpt


def test_odoo_that_ends_by_itself_is_left_alone(run_odoo):
    assert run_odoo("ends", hangs=60) == (0, [], "")
