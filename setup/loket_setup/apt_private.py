# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fetch and unpack packages of the distribution without touching the system.

apt works on lists, a cache and a configuration of its own in a scratch folder, so it
needs no rights and changes nothing; signatures are verified as always.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from . import apt_sources, cache, process
from .console import SetupError

_SETTINGS = """\
Dir::State::Lists "{folder}/lists";
Dir::Cache "{folder}";
Dir::Cache::archives "{folder}/archives";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Dir::Etc::SourceList "{folder}/own.sources";
Dir::Etc::SourceParts "{folder}/empty";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "{folder}/empty";
Acquire::Languages "none";
Acquire::GzipIndexes "true";
Acquire::Retries "3";
APT::Update::Post-Invoke "";
APT::Update::Post-Invoke-Success "";
"""
# A mirror may be a frozen copy, whose index is past its date. It is still signed.
_SETTINGS += """\
Acquire::Check-Valid-Until "false";
Acquire::Check-Date "false";
"""


class PrivateApt:
    """apt with lists of its own, in a folder that is removed at the end."""

    def __init__(self, folder: Path, sources: Iterable[str]):
        """Prepare the folder.

        :param sources: entries in the deb822 form.
        """
        if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
            raise SetupError("this machine has no apt-get and dpkg-deb.")
        self.folder = folder
        self.archives = folder / "archives"
        for name in ("lists/partial", "archives/partial", "empty"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "own.sources").write_text("\n".join(sources))
        settings = _SETTINGS.format(folder=folder)
        if os.geteuid() == 0:
            settings += 'APT::Sandbox::User "root";\n'
        (folder / "apt.conf").write_text(settings)

    def _apt_get(self, *words: str, what: str) -> str:
        return process.run(
            ["apt-get", "-q", "-c", self.folder / "apt.conf", *words],
            what=what,
            next_step="check that apt-get update works on this machine.",
            cwd=self.archives,
            env={"LC_ALL": "C"},
        )

    def update(self) -> None:
        """Fetch the lists; any failure counts."""
        self._apt_get(
            "update",
            "-o",
            "APT::Update::Error-Mode=any",
            what="fetching the package lists",
        )

    def missing(self, package: str) -> list[str]:
        """Name the packages that installing would add here, as name=version."""
        plan = self._apt_get(
            "-s",
            "install",
            "--no-install-recommends",
            package,
            what=f"looking up what {package} needs",
        )
        found = re.findall(r"^Inst (\S+)(?: \[\S+\])? \((\S+)", plan, re.MULTILINE)
        return [f"{name}={version}" for name, version in found]

    def download(self, packages: Iterable[str]) -> list[Path]:
        """Fetch packages, named as ``name``, ``name=version`` or ``name/suite``."""
        self._apt_get("download", *packages, what="downloading packages")
        return sorted(self.archives.glob("*.deb"))


@contextlib.contextmanager
def own(name: str, sources: Iterable[str] = ()) -> Iterator[PrivateApt]:
    """Yield apt with fresh lists, and remove them at the end.

    :param name: of its folder in the cache.
    :param sources: entries in the deb822 form; by default those of this machine.
    """
    entries = list(sources) or [one.stanza() for one in apt_sources.own_sources()]
    if not entries:
        raise SetupError("this machine has no package source of its own.")
    folder = cache.folder() / name
    shutil.rmtree(folder, ignore_errors=True)
    try:
        apt = PrivateApt(folder, entries)
        apt.update()
        yield apt
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unpack(deb: Path, folder: Path, keep: Callable[[str], bool] | None = None) -> None:
    """Unpack the files of a package into a folder.

    :param keep: tells whether a file is wanted, by its path without ``./``.
    """
    with subprocess.Popen(
        ["dpkg-deb", "--fsys-tarfile", str(deb)], stdout=subprocess.PIPE
    ) as dpkg:
        with tarfile.open(fileobj=dpkg.stdout, mode="r|") as archive:
            # The archive is signed: links with an absolute target are meant.
            archive.extraction_filter = lambda member, _path: member
            for member in archive:
                name = member.name.removeprefix("./")
                if name and name != "." and (keep is None or keep(name)):
                    archive.extract(member, folder)
        dpkg.stdout.read()
    if dpkg.returncode:
        raise SetupError(
            f"unpacking {deb.name} failed.", "check the free space on the disk."
        )
