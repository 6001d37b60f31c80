# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The cache folder: what was fetched once and is used by every later run."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from . import console

NAME = "loket-connector"
STAMP = ".complete"
_LONGEST = 200


def folder() -> Path:
    """Return the cache folder, made when missing.

    Root's lies outside /root, because PostgreSQL runs as another user and has to
    reach its binaries and data.
    """
    named = os.environ.get("LOKET_CONNECTOR_CACHE")
    if named:
        path = Path(named).expanduser().resolve()
    elif os.geteuid() == 0:
        path = Path("/var/cache") / NAME
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        path = Path(base) / NAME
    advice = "name a folder you may write to in LOKET_CONNECTOR_CACHE."
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise console.SetupError(
            f"the cache folder {path} cannot be made: {error.strerror}.", advice
        ) from error
    # One that somebody else made, or on a disk that cannot be written.
    if not os.access(path, os.W_OK | os.X_OK):
        raise console.SetupError(
            f"the cache folder {path} cannot be written to.", advice
        )
    return path


@contextlib.contextmanager
def lock(name: str) -> Iterator[None]:
    """Hold a lock, so that runs at the same time wait for each other."""
    with open_lock(name) as handle:
        if not try_lock(handle):
            console.say("Waiting", f"for another run ({name})")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def open_lock(name: str):
    """Open the file behind a lock; the lock goes when the last copy is closed."""
    locks = folder() / "locks"
    locks.mkdir(exist_ok=True)
    return open(locks / name, "a+", encoding="utf-8")


def try_lock(handle, shared: bool = False) -> bool:
    """Take the lock of an open file when it is free; tell whether that worked."""
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def install(name: str, build: Callable[[Path], None]) -> Path:
    """Return the folder ``name`` of the cache, built when it is not complete.

    A stamp is written last, so a run that was killed halfway is done over by the next.

    :param build: fills the empty folder it is given.
    """
    path = folder() / name
    stamp = path / STAMP
    if stamp.exists():
        return path
    with lock(name):
        if not stamp.exists():
            shutil.rmtree(path, ignore_errors=True)
            path.mkdir()
            build(path)
            stamp.touch()
    return path


def log_path(name: str) -> Path:
    """Return where a log goes; those older than a week make place for it.

    :param name: cut where it is longer than a file's may be.
    """
    if len(name) > _LONGEST:
        name = f"{name[:_LONGEST]}-{digest(name)}"
    logs = folder() / "logs"
    logs.mkdir(exist_ok=True)
    week_ago = time.time() - 7 * 24 * 3600
    for old in logs.glob("*.log"):
        with contextlib.suppress(FileNotFoundError):
            if old.stat().st_mtime < week_ago:
                old.unlink()
    return logs / f"{name}.log"


def digest(*parts: str | bytes | Path) -> str:
    """Return a short key of texts and of the contents of files."""
    total = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else part
        data = data.encode() if isinstance(data, str) else data
        total.update(hashlib.sha256(data).digest())
    return total.hexdigest()[:12]


def digest_tree(folders: Iterable[Path]) -> str:
    """Return a short key of every file below the folders, names included."""
    parts: list[str | bytes | Path] = []
    for top in folders:
        for path in sorted(top.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(top).parts)
            if path.is_file() and path.suffix != ".pyc" and not hidden:
                parts += [str(path.relative_to(top.parent)), path]
    return digest(*parts)
