# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run one benchmark on one database, or print the results of several runs.

Started by ``setup/bench``.
"""

import argparse
import json
import logging
import sys
from importlib import import_module
from pathlib import Path

#: People at the sandbox beyond those with hours: some have no employment, two of them,
#: or one that does not last the whole period.
SPARE = {"export": 0.2}


def main():
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("sync", "export"):
        command = commands.add_parser(name)
        command.add_argument("--database", required=True)
        command.add_argument("--people", type=int, required=True)
        command.add_argument("--venues", type=int, required=True)
        command.add_argument("--lines", type=int, default=0)
        command.add_argument("--no-floor", dest="floor", action="store_false")
        command.add_argument("--profile", metavar="FILE")
        command.add_argument("--out", type=Path, required=True)
        command.add_argument("odoo", nargs="*", help="options of Odoo, after --")
    commands.add_parser("report").add_argument("results", nargs="+", type=Path)
    arguments = parser.parse_args()
    if arguments.command == "report":
        from . import report

        results = [json.loads(path.read_text()) for path in arguments.results]
        sys.stdout.write(report.render(results))
        return
    arguments.out.write_text(json.dumps(_run(arguments), indent=1))


def _run(arguments):
    # Odoo is configured before its add-ons are imported.
    from .world import Sandbox, World

    people = int(arguments.people * (1 + SPARE.get(arguments.command, 0)))
    sandbox = Sandbox(arguments.venues, people)
    try:
        world = World(arguments.database, arguments.odoo, sandbox)
        logging.getLogger("odoo.addons.loket_connector").setLevel(logging.WARNING)
        benchmark = import_module(f".{arguments.command}", __package__)
        if arguments.profile:
            import cProfile

            profile = cProfile.Profile()
            try:
                return profile.runcall(benchmark.run, world, arguments)
            finally:
                profile.dump_stats(arguments.profile)
        return benchmark.run(world, arguments)
    finally:
        sandbox.close()


if __name__ == "__main__":
    main()
