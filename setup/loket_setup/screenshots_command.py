# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command setup/screenshots: the pictures of the README and the store pages."""

from __future__ import annotations

import argparse
import subprocess

from . import cli, demo_server, environment, main_job, postgres
from .console import SetupError, say
from .environment import ROOT


def main() -> int:
    """Take the pictures; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="setup/screenshots",
        description="Make the pictures of the README and the store pages anew, from a"
        " demo of their own.",
    )
    parser.parse_args()
    return cli.guarded(_run)


def _run() -> int:
    environment.require_addons()
    env = environment.prepare(tests=True)
    with postgres.running(env.postgres):
        with demo_server.passing(env, "pictures") as (odoo, sandbox):
            say("Main job", "filling the demo")
            if main_job.run(odoo.url, sandbox.url, env, check=False):
                raise SetupError("the main job failed.", f"see {odoo.log}.")
            say("Pictures", "taking them")
            return subprocess.run(
                [
                    str(env.python),
                    str(ROOT / "tests" / "e2e" / "screenshots.py"),
                    *("--odoo", odoo.url, "--sandbox", sandbox.url),
                    *("--chromium", str(env.chromium)),
                ],
                env=env.variables(),
                check=False,
            ).returncode
