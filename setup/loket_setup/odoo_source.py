# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo 19.0 itself: the user's own, Debian's package, or a git clone."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import apt_private, apt_sources, cache, process
from .console import SetupError, say

SERIES = "19.0"
_TOPIC = "Odoo"
_DEB_SHA256 = "9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf"
_DEB_NAME = "odoo-19_19.0.0+dfsg-1_all.deb"
_GIT = "https://github.com/odoo/odoo"
# The package links to files of these. Their names in sid differ, so trixie's it is.
_DATA_PACKAGES = (
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-inconsolata",
    "fonts-ocr-b",
)
_DIST = "usr/lib/python3/dist-packages/"
_HOW_ELSE = (
    "set ODOO_SOURCE to a folder with Odoo 19.0 (a git checkout or an unpacked"
    f" package), or ODOO_DEB to a file {_DEB_NAME} (Debian's snapshot archive"
    " keeps it)."
)


@dataclass(frozen=True)
class OdooSource:
    """An Odoo that can be run."""

    path: Path
    """The folder that holds the Python package ``odoo``."""
    addons: tuple[Path, ...]
    """Folders with add-ons that Odoo does not find by itself."""
    key: str
    """Changes when the source does; keys the template databases."""
    origin: str
    """What to tell people about it."""


def find() -> OdooSource:
    """Return Odoo 19.0, fetched when needed.

    :raises SetupError: when it is nowhere to be had.
    """
    named = os.environ.get("ODOO_SOURCE")
    if named:
        return _from_folder(Path(named).expanduser().resolve())
    deb = os.environ.get("ODOO_DEB")
    if deb:
        return _from_deb(Path(deb).expanduser().resolve())
    packaged = cache.folder() / _package_folder(_DEB_SHA256)
    cloned = cache.folder() / "odoo-git"
    if (cloned / cache.STAMP).exists() and not packaged.exists():
        return _from_clone()
    try:
        return _from_apt()
    except SetupError as error:
        say(_TOPIC, "not available as a package, trying git")
        try:
            return _from_clone()
        except SetupError as second:
            raise SetupError(
                f"Odoo {SERIES} cannot be had.\n{error.cause}\n{second.cause}",
                _HOW_ELSE,
            ) from second


def _from_folder(path: Path) -> OdooSource:
    release = path / "odoo" / "release.py"
    if not release.exists():
        raise SetupError(
            f"there is no odoo/release.py in ODOO_SOURCE ({path}).", _HOW_ELSE
        )
    text = release.read_text(encoding="utf-8")
    if not re.search(r"^version_info\s*=\s*\(19,\s*0,", text, re.MULTILINE):
        raise SetupError(
            f"the Odoo in ODOO_SOURCE ({path}) is not {SERIES}.", _HOW_ELSE
        )
    return _source(path, cache.digest(str(path), release), f"folder {path}")


def _from_deb(deb: Path) -> OdooSource:
    if not deb.is_file():
        raise SetupError(f"there is no file {deb} (ODOO_DEB).", _HOW_ELSE)
    checksum = _sha256(deb)

    def build(folder: Path) -> None:
        with _debian() as apt:
            _unpack_all([deb, *_download(apt, _DATA_PACKAGES)], folder)

    folder = cache.install(_package_folder(checksum), build)
    return _source(folder / _DIST, checksum[:12], f"package {deb.name}")


def _from_apt() -> OdooSource:
    def build(folder: Path) -> None:
        with _debian() as apt:
            debs = _download(apt, ("odoo-19", *_DATA_PACKAGES))
            for deb in debs:
                if deb.name.startswith("odoo-19_") and _sha256(deb) != _DEB_SHA256:
                    say(_TOPIC, f"{deb.name} is signed, but not {_DEB_NAME}: using it")
            _unpack_all(debs, folder)

    folder = cache.install(_package_folder(_DEB_SHA256), build)
    return _source(folder / _DIST, _DEB_SHA256[:12], "Debian's package odoo-19")


def _from_clone() -> OdooSource:
    def build(folder: Path) -> None:
        if not shutil.which("git"):
            raise SetupError("git is not installed.")
        say(_TOPIC, f"cloning branch {SERIES} of {_GIT}")
        process.run(
            ["git", "clone", "-q", "--depth=1", f"--branch={SERIES}", _GIT, "odoo"],
            what="cloning Odoo",
            cwd=folder,
            env={"GIT_TERMINAL_PROMPT": "0"},
        )

    path = cache.install("odoo-git", build) / "odoo"
    head = (path / ".git" / "HEAD").read_text()
    return _source(path, cache.digest(str(path), head), f"git clone {path}")


def _source(path: Path, key: str, origin: str) -> OdooSource:
    outside = path / "addons"
    whole = (outside / "web" / "static").is_dir()
    return OdooSource(path, (outside,) if whole else (), key, origin)


def _package_folder(checksum: str) -> str:
    return f"odoo-{checksum[:12]}"


def _debian() -> contextlib.AbstractContextManager[apt_private.PrivateApt]:
    source = apt_sources.main_source()
    if source is None or apt_sources.os_release().get("ID") != "debian":
        raise SetupError("this machine has no package source of Debian.")
    say(_TOPIC, "fetching package lists")
    return apt_private.own(
        "apt-odoo", [source.stanza(suites="sid trixie", components="main")]
    )


def _download(apt: apt_private.PrivateApt, packages: tuple[str, ...]) -> list[Path]:
    say(_TOPIC, "downloading (140 MB)")
    return apt.download(
        name if name == "odoo-19" else f"{name}/trixie" for name in packages
    )


def _unpack_all(debs: list[Path], folder: Path) -> None:
    say(_TOPIC, "unpacking")
    for deb in debs:
        apt_private.unpack(deb, folder, _wanted)
    # The package left out this file, but mail's manifest still names it: without it
    # every page of the web client reports an error.
    lost = folder / _DIST / "odoo/addons/mail/static/lib/selfie_segmentation"
    lost.mkdir(parents=True, exist_ok=True)
    script = lost / "selfie_segmentation.js"
    if not script.exists():
        script.write_text("// Left out of the package; only blurs a camera image.\n")


def _wanted(name: str) -> bool:
    """Leave out what would fill a gigabyte: translations but Dutch, other countries."""
    if name.startswith(("etc/", "usr/share/doc/")):
        return False
    inside = name.removeprefix(_DIST)
    if inside.startswith(("addons/", "doc/", "setup/")):
        return False
    if name.endswith((".po", ".pot")) and not name.endswith("/nl.po"):
        return False
    country = re.search(r"/addons/(l10n_\w+)", name)
    return country is None or country[1] == "l10n_nl"


def _sha256(path: Path) -> str:
    total = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            total.update(block)
    return total.hexdigest()
