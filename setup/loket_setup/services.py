# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Start and stop the servers: Odoo and the sandbox Loket."""

from __future__ import annotations

import contextlib
import http.client
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import cache, odoo_log
from .console import SetupError, tail
from .environment import Environment

HOST = "127.0.0.1"
EMPLOYERS, EMPLOYEES, SEED = 2, 25, 1
_PATIENCE = 120
# Whatever proxy the machine has, it is not for these servers.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Service:
    """A running server."""

    url: str
    """Without a slash at the end."""
    log: Path
    process: subprocess.Popen

    def complaints(self) -> list[str]:
        """Return the lines of Odoo's log that nobody expected."""
        return odoo_log.complaints(self.log)


@contextlib.contextmanager
def start_odoo(
    env: Environment,
    database: str,
    *,
    port: int = 0,
    cron: bool = False,
    log: Path | None = None,
    sandbox: str | None = None,
) -> Iterator[Service]:
    """Run Odoo on a database, and stop it at the end.

    :param port: 0 for any free one.
    :param cron: whether scheduled actions run by themselves.
    :param log: where the log goes; by default in the cache, by the database's name.
    :param sandbox: URL of the sandbox Loket that new connections are offered.
    """
    service = launch_odoo(env, database, port=port, cron=cron, log=log, sandbox=sandbox)
    try:
        yield service
    finally:
        stop(service.process)


@contextlib.contextmanager
def start_sandbox(
    env: Environment,
    *,
    port: int = 0,
    state: Path | None = None,
    log: Path | None = None,
) -> Iterator[Service]:
    """Run the sandbox Loket, and stop it at the end.

    :param port: 0 for any free one.
    :param state: a file that keeps what it knows; without it every start is the first.
    """
    service = launch_sandbox(env, port=port, state=state, log=log)
    try:
        yield service
    finally:
        stop(service.process)


def launch_odoo(
    env: Environment,
    database: str,
    *,
    port: int = 0,
    cron: bool = False,
    log: Path | None = None,
    hold: tuple[int, ...] = (),
    sandbox: str | None = None,
) -> Service:
    """Start Odoo and return once it answers; it outlives this process.

    :param hold: file descriptors it keeps open.
    :param sandbox: URL of the sandbox Loket that new connections are offered.
    """
    port = port or free_port()
    command = env.odoo_command(
        database,
        f"--http-port={port}",
        "--workers=0",
        f"--max-cron-threads={int(cron)}",
        "--no-database-list",
    )
    log = log or cache.log_path(database)
    variables = env.variables()
    if sandbox:
        variables |= {"LOKET_API_URL": f"{sandbox}/v2", "LOKET_OAUTH_URL": sandbox}
    process = _launch(command, variables, log, hold)
    service = Service(f"http://localhost:{port}", log, process)
    _wait(service, f"http://{HOST}:{port}/web/health", "Odoo")
    return service


def launch_sandbox(
    env: Environment,
    *,
    port: int = 0,
    state: Path | None = None,
    log: Path | None = None,
    hold: tuple[int, ...] = (),
) -> Service:
    """Start the sandbox and return once it answers; it outlives this process."""
    port = port or free_port()
    command = [
        *(str(env.python), "-m", "loket_sandbox", f"--port={port}"),
        *(f"--employers={EMPLOYERS}", f"--employees={EMPLOYEES}", f"--seed={SEED}"),
        *((f"--state={state}",) if state else ()),
    ]
    log = log or cache.log_path(f"sandbox-{port}")
    process = _launch(command, env.variables(), log, hold)
    service = Service(f"http://localhost:{port}", log, process)
    _wait(service, f"http://{HOST}:{port}/", "the sandbox Loket")
    return service


def stop(process: subprocess.Popen) -> None:
    """End a server that this process started, and wait for it."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """Return a port nobody listens to at the moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def is_taken(port: int) -> bool:
    """Tell whether something listens to a port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((HOST, port)) == 0


def _launch(
    command: list[str], variables: dict[str, str], log: Path, hold
) -> subprocess.Popen:
    with log.open("w", encoding="utf-8") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=variables,
            pass_fds=hold,
        )


def _wait(service: Service, url: str, name: str) -> None:
    """Wait until a server answers, whatever it says."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if service.process.poll() is not None:
            raise SetupError(
                f"{name} ended at its start:\n{tail(service.log)}",
                f"see {service.log}.",
            )
        try:
            _DIRECT.open(url, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    stop(service.process)
    raise SetupError(
        f"{name} does not answer within {_PATIENCE} seconds.", f"see {service.log}."
    )
