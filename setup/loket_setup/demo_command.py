# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command setup/demo: Odoo with the add-ons, working with the sandbox Loket."""

from __future__ import annotations

import argparse

from . import (
    cache,
    cli,
    demo_server,
    environment,
    main_job,
    postgres,
    postgres_programs,
)
from .console import SetupError, say, show
from .environment import Environment

_EPILOG = """\
Found by themselves, or named in the environment:
  ODOO_SOURCE             folder with Odoo 19.0 (git checkout or unpacked package)
  ODOO_DEB                file with Debian's package odoo-19
  PGHOST, PGUSER, ...     a PostgreSQL server; without it a private one is started
  LOKET_CONNECTOR_CACHE   folder for what is fetched, by default in ~/.cache (for root
                          in /var/cache)
"""


def main() -> int:
    """Do what the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="setup/demo",
        description="Bring up Odoo with both add-ons and a sandbox Loket.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--stop", action="store_true", help="stop the demo")
    what.add_argument(
        "--fresh", action="store_true", help="start over with an empty database"
    )
    what.add_argument(
        "--check",
        action="store_true",
        help="do it all on a database of its own, check every number and stop",
    )
    parser.add_argument("--port", type=int, default=8069, help="of Odoo (8069)")
    parser.add_argument(
        "--sandbox-port", type=int, default=8070, help="of the sandbox (8070)"
    )
    given = parser.parse_args()
    return cli.guarded(lambda: _run(given))


def _run(given: argparse.Namespace) -> int:
    if given.stop:
        return _stop()
    environment.require_addons()
    env = environment.prepare()
    environment.describe(env)
    with postgres.running(env.postgres) as hold:
        if given.check:
            return _check(env)
        with cache.lock("demo"):
            return _demo(env, given, hold)


def _demo(env: Environment, given: argparse.Namespace, hold: int | None) -> int:
    if given.fresh:
        _forget(env)
    odoo_url, sandbox_url = _bring_up(env, given, hold)
    code = _main_job(env, odoo_url, sandbox_url, check=False)
    if code == main_job.HALFWAY:
        say("Demo", "starting over with an empty database")
        _forget(env)
        odoo_url, sandbox_url = _bring_up(env, given, hold)
        code = _main_job(env, odoo_url, sandbox_url, check=False)
    show(f"\nOdoo     {odoo_url}   (admin / admin)")
    show(f"Sandbox  {sandbox_url}")
    show("Stop with setup/demo --stop; start over with setup/demo --fresh.")
    return code


def _forget(env: Environment) -> None:
    demo_server.stop()
    demo_server.forget(env)


def _bring_up(
    env: Environment, given: argparse.Namespace, hold: int | None
) -> tuple[str, str]:
    """Return the URLs of Odoo and the sandbox."""
    demo_server.bring_up_database(env)
    sandbox_url = demo_server.bring_up_sandbox(env, given.sandbox_port)
    return demo_server.bring_up_odoo(env, given.port, sandbox_url, hold), sandbox_url


def _check(env: Environment) -> int:
    """Run the main job where nothing else is, and take everything away again."""
    with demo_server.passing(env, "check") as (odoo, sandbox):
        code = _main_job(env, odoo.url, sandbox.url, check=True)
        complaints = odoo.complaints()
    if complaints:
        detail = "\n".join(complaints[:20])
        raise SetupError(f"Odoo's log has:\n{detail}", f"see {odoo.log}.")
    show("\nThe check failed." if code else "\nThe check passed.")
    return code


def _main_job(env: Environment, odoo_url: str, sandbox_url: str, *, check: bool) -> int:
    say("Main job", "signing in, syncing, exporting")
    return main_job.run(odoo_url, sandbox_url, env, check)


def _stop() -> int:
    with cache.lock("demo"):
        stopped = demo_server.stop()
    show("The demo is stopped." if stopped else "No demo is running.")
    if stopped:
        postgres.stop_unused(postgres_programs.find())
    return 0
