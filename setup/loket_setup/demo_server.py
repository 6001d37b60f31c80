# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo that stays: its database, its two servers, and what is known of them."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from . import cache, database, services
from .console import SetupError, say
from .environment import ADDONS, ROOT, Environment

DATABASE = "loket_demo"
_TOPIC = "Demo"
_DUTCH = (
    "UPDATE res_currency SET active = true WHERE name = 'EUR'",
    "UPDATE res_company SET currency_id ="
    " (SELECT id FROM res_currency WHERE name = 'EUR')",
    "UPDATE res_partner SET country_id ="
    " (SELECT id FROM res_country WHERE code = 'NL')"
    " WHERE id IN (SELECT partner_id FROM res_company)",
)


class _Server:
    """A server that outlives the command, known by a lock that it holds."""

    def __init__(self, name: str, option: str):
        self.name = name
        self.option = option
        self.lock = f"demo-{name.lower()}"
        self.note = _folder() / f"{name.lower()}.json"
        self.log = _folder() / f"{name.lower()}.log"

    def runs(self) -> bool:
        with cache.open_lock(self.lock) as handle:
            return not cache.try_lock(handle)

    def noted(self) -> dict:
        try:
            return json.loads(self.note.read_text())
        except (OSError, ValueError):
            return {}

    def stop(self) -> bool:
        """End the server when it runs, and tell whether it did."""
        if not self.runs():
            return False
        say(_TOPIC, f"stopping {self.name}")
        pid = self.noted().get("pid")
        for kind in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, kind)
            deadline = time.monotonic() + 20
            while time.monotonic() < deadline:
                if not self.runs():
                    return True
                time.sleep(0.1)
        raise SetupError(f"{self.name} (process {pid}) does not stop.", "end it.")

    def bring_up(self, key: str, port: int, launch) -> str:
        """Return the URL; the server is started anew when its key has changed."""
        key = f"{key} {port}"
        url = f"http://localhost:{port}"
        if self.runs():
            if self.noted().get("key") == key:
                say(_TOPIC, f"{self.name} is running")
                return url
            self.stop()
        if services.is_taken(port):
            raise SetupError(
                f"port {port} is in use by something that is not this demo.",
                f"stop that, or choose another one: setup/demo {self.option} NUMBER",
            )
        say(_TOPIC, f"starting {self.name} on port {port}")
        with cache.open_lock(self.lock) as handle:
            cache.try_lock(handle)
            service = launch(handle.fileno())
            self.note.write_text(json.dumps({"pid": service.process.pid, "key": key}))
        return url


def bring_up_database(env: Environment) -> None:
    """Make the database, or update its add-ons when their files have changed."""
    key = f"{env.odoo.key} {database.addons_key()}"
    note = _folder() / "database.txt"
    if not database.exists(env, DATABASE):
        template = database.addons_template(env)
        say(_TOPIC, "making the database")
        _odoo().stop()
        database.copy(env, template, DATABASE)
        _make_dutch(env, DATABASE)
    elif not note.exists() or note.read_text() != key:
        say(_TOPIC, "updating the add-ons")
        _odoo().stop()
        same_odoo = note.exists() and note.read_text().split()[0] == env.odoo.key
        modules = ADDONS if same_odoo else ("base",)
        database.install(env, DATABASE, *modules, update=True)
    note.write_text(key)


def bring_up_sandbox(env: Environment, port: int) -> str:
    """Return the URL of the sandbox Loket, which keeps its state in a file."""
    state = _folder() / "loket.json"
    return _sandbox().bring_up(
        cache.digest_tree([ROOT / "tests" / "loket_sandbox"]),
        port,
        lambda lock: services.launch_sandbox(
            env, port=port, state=state, log=_sandbox().log, hold=(lock,)
        ),
    )


def bring_up_odoo(env: Environment, port: int, sandbox: str, hold: int | None) -> str:
    """Return the URL of Odoo.

    :param sandbox: URL of the sandbox that its new connections are offered.
    :param hold: the file descriptor by which it keeps PostgreSQL running.
    """
    files = () if hold is None else (hold,)
    return _odoo().bring_up(
        f"{(_folder() / 'database.txt').read_text()} {sandbox}",
        port,
        lambda lock: services.launch_odoo(
            env,
            DATABASE,
            port=port,
            cron=True,
            log=_odoo().log,
            hold=(lock, *files),
            sandbox=sandbox,
        ),
    )


def _make_dutch(env: Environment, name: str) -> None:
    """Let the company of a database be in the Netherlands and count in euros."""
    database.execute(env, *_DUTCH, database=name)


@contextlib.contextmanager
def passing(
    env: Environment, kind: str
) -> Iterator[tuple[services.Service, services.Service]]:
    """Run Odoo and the sandbox with a demo of their own, gone at the end."""
    template = database.addons_template(env)
    with (
        database.temporary(env, template, kind) as name,
        services.start_sandbox(env) as sandbox,
    ):
        _make_dutch(env, name)
        with services.start_odoo(env, name) as odoo:
            yield odoo, sandbox


def stop() -> bool:
    """Stop both servers; tell whether any was running."""
    stopped = [_odoo().stop(), _sandbox().stop()]
    return any(stopped)


def forget(env: Environment) -> None:
    """Remove the database, and what the sandbox knows."""
    database.drop(env, DATABASE)
    shutil.rmtree(_folder())


def _odoo() -> _Server:
    return _Server("Odoo", "--port")


def _sandbox() -> _Server:
    return _Server("Sandbox", "--sandbox-port")


def _folder() -> Path:
    path = cache.folder() / "demo"
    path.mkdir(exist_ok=True)
    return path
