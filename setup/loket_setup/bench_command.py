# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command setup/bench: what a sync and an export cost."""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from pathlib import Path

from . import cli, database, environment, postgres
from .console import SetupError, say
from .environment import Environment

_USAGE = """\
  setup/bench sync                       1,000 people at 2 venues, 10,000 at 20, and
                                         2,500 at a single one
  setup/bench sync --scale 1000/2        one scale only: people/venues
  setup/bench export                     100,000 timesheet lines of 5,000 people
  setup/bench export --scale 500/2/10000 people/venues/lines

Each scale gets a database and a sandbox of its own. The tables are printed in
reStructuredText; the figures of the last run are also kept as JSON with --out FOLDER.
"""
_SCALES = {
    "sync": ["1000/2", "10000/20", "2500/1"],
    "export": ["5000/20/100000"],
}


def main() -> int:
    """Run what the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="setup/bench",
        description="Set up what is missing and measure.",
        epilog=_USAGE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("benchmark", choices=sorted(_SCALES))
    parser.add_argument("--scale", action="append", metavar="PEOPLE/VENUES[/LINES]")
    parser.add_argument("--no-floor", action="store_true", help="leave out the floor")
    parser.add_argument("--out", type=Path, help="keep results and profiles here")
    parser.add_argument("--profile", action="store_true", help="by cProfile, to --out")
    return cli.guarded(lambda: _run(parser.parse_args()))


def _run(given: argparse.Namespace) -> int:
    environment.require_addons()
    env = environment.prepare()
    environment.describe(env)
    with postgres.running(env.postgres), tempfile.TemporaryDirectory() as folder:
        out = given.out or Path(folder)
        out.mkdir(parents=True, exist_ok=True)
        template = database.addons_template(env)
        results = [
            _measure(env, given, scale, template, out)
            for scale in given.scale or _SCALES[given.benchmark]
        ]
        return _bench(env, "report", *results)


def _measure(
    env: Environment, given: argparse.Namespace, scale: str, template: str, out: Path
) -> Path:
    """Measure one scale on a fresh database; return the file with the results."""
    try:
        people, venues, *rest = (int(part) for part in scale.split("/"))
    except ValueError as error:
        raise SetupError(
            f"{scale} is no scale.", "write it as people/venues."
        ) from error
    say("Benchmark", f"{given.benchmark}, {people} people at {venues} venues")
    result = out / f"{given.benchmark}-{scale.replace('/', '-')}.json"
    options = [f"--people={people}", f"--venues={venues}", f"--out={result}"]
    options += [f"--lines={lines}" for lines in rest]
    if given.no_floor:
        options.append("--no-floor")
    if given.profile:
        options.append(f"--profile={result.with_suffix('.prof')}")
    with database.temporary(env, template, "bench") as name:
        odoo = env.odoo_command(
            name, "--no-http", "--max-cron-threads=0", "--log-level=warn"
        )
        code = _bench(
            env,
            given.benchmark,
            *(f"--database={name}", *options, "--"),
            *odoo[odoo.index("odoo") + 1 :],
        )
    if code:
        raise SetupError(f"the benchmark ended with exit code {code}.")
    return result


def _bench(env: Environment, *arguments: object) -> int:
    command = [str(env.python), "-m", "bench", *map(str, arguments)]
    return subprocess.run(command, env=env.variables(), check=False).returncode
