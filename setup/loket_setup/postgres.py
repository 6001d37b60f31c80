# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""PostgreSQL: a server the user named, or a private one behind a socket."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from . import cache
from .console import SetupError, say, tail
from .postgres_programs import Programs

_TOPIC = "PostgreSQL"
_ROLE = "odoo"
_VARIABLES = ("PGHOST", "PGPORT", "PGUSER")
_SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "jit=off",
    "max_connections=200",
    "shared_buffers=256MB",
)


@contextlib.contextmanager
def running(programs: Programs | None) -> Iterator[int | None]:
    """Keep the private server running; it stops when its last user leaves.

    Meanwhile the PG… variables of this process name it, for all that it starts. Several
    commands and the demo may use the server at the same time.

    :return: a file descriptor; a process that inherits it counts as a user too. None
        when the user named a server.
    """
    if programs is None:
        yield None
        return
    hold = _join(programs)
    try:
        yield hold.fileno()
    finally:
        for name in _VARIABLES:
            os.environ.pop(name, None)
        _leave(programs, hold)


def stop_unused(programs: Programs | None) -> None:
    """Stop the private server when nobody uses it."""
    if programs is not None:
        _leave(programs, cache.open_lock(_users(programs)))


def _users(programs: Programs) -> str:
    return f"users-{_data(programs).name}"


def _join(programs: Programs):
    data = _data(programs)
    with cache.lock("postgresql-start"):
        hold = cache.open_lock(_users(programs))
        cache.try_lock(hold, shared=True)
        if not _is_ready(data):
            _start(programs, data)
        socket_folder = (data / "postmaster.pid").read_text().splitlines()[4]
    values = (socket_folder, "5432", _ROLE)
    os.environ.update(zip(_VARIABLES, values, strict=True))
    return hold


def _leave(programs: Programs, hold) -> None:
    with cache.lock("postgresql-start"):
        hold.close()
        with cache.open_lock(_users(programs)) as others:
            if cache.try_lock(others):
                _stop(_data(programs))


def _data(programs: Programs) -> Path:
    return cache.folder() / f"cluster-{programs.key}"


def _server_user() -> dict:
    """As root, PostgreSQL refuses to run: arguments that make it another user."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {
        "user": nobody.pw_uid,
        "group": nobody.pw_gid,
        "extra_groups": [],
        "cwd": "/",
    }


def _advice() -> str:
    if os.geteuid() == 0:
        return (
            f"see that user nobody can reach {cache.folder()}, or name another folder"
            " in LOKET_CONNECTOR_CACHE."
        )
    return "see the lines above."


def _launch(programs: Programs, program: str, *words: str, log: Path):
    variables = {**os.environ, "LC_ALL": "C"}
    if programs.libraries:
        variables["LD_LIBRARY_PATH"] = programs.libraries
    try:
        with log.open("ab") as output:
            return subprocess.Popen(
                [str(programs.folder / program), *words],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                env=variables,
                **_server_user(),
            )
    except OSError as error:
        raise SetupError(f"{program} does not start: {error}.", _advice()) from error


def _make_cluster(programs: Programs, data: Path, log: Path) -> None:
    say(_TOPIC, "making a private cluster")
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(data, "nobody")
    initdb = _launch(
        programs,
        "initdb",
        f"--pgdata={data}",
        f"--username={_ROLE}",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
        log=log,
    )
    if initdb.wait():
        shutil.rmtree(data, ignore_errors=True)
        raise SetupError(f"initdb failed:\n{tail(log)}", _advice())
    (data / "initialised").touch()


def _start(programs: Programs, data: Path) -> None:
    log = data.with_name(f"{data.name}.log")
    if not (data / "initialised").exists():
        _make_cluster(programs, data, log)
    socket_folder = tempfile.mkdtemp(prefix="loket-postgresql-")
    if os.geteuid() == 0:
        shutil.chown(socket_folder, "nobody")
    words = [f"-D{data}", f"-k{socket_folder}"]
    for setting in _SETTINGS:
        words += ["-c", setting]
    server = _launch(programs, "postgres", *words, log=log)
    deadline = time.monotonic() + 60
    while not _is_ready(data, server.pid):
        if server.poll() is not None or time.monotonic() > deadline:
            shutil.rmtree(socket_folder, ignore_errors=True)
            raise SetupError(f"PostgreSQL does not start:\n{tail(log)}", f"see {log}.")
        time.sleep(0.05)


def _is_ready(data: Path, expected_pid: int = 0) -> bool:
    """Read from the server's own file whether it accepts connections."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        pid, status = int(lines[0]), lines[7].strip()
        os.kill(pid, 0)
    except (OSError, ValueError, IndexError):
        return False
    if expected_pid and pid != expected_pid:
        return False
    # The number of a dead server may have gone to another process meanwhile.
    with socket.socket(socket.AF_UNIX) as probe:
        address = str(Path(lines[4]) / ".s.PGSQL.5432")
        return status == "ready" and probe.connect_ex(address) == 0


def _stop(data: Path) -> None:
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        pid, socket_folder = int(lines[0]), lines[4]
    except (OSError, ValueError, IndexError):
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + 30
    while (data / "postmaster.pid").exists() and time.monotonic() < deadline:
        with contextlib.suppress(ChildProcessError, OSError):
            os.waitpid(pid, os.WNOHANG)
        time.sleep(0.05)
    shutil.rmtree(socket_folder, ignore_errors=True)
