# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A browser for the tests, that runs without a screen and without installation."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from . import apt_private, apt_sources, cache
from .console import SetupError, say

_TOPIC = "Browser"
_PACKAGE = "chromium-headless-shell"
_NAMES = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser")
# For graphics cards and desktops, which a headless browser has not.
_NOT_NEEDED = ("libllvm", "mesa", "libgl1-mesa", "x11-", "xdg-utils", "libvulkan")
_ADVICE = (
    "install chromium, or name one in LOKET_CONNECTOR_CHROMIUM; the browser tests are"
    " not skipped."
)
# The program behind Playwright is linked with it, and not every Debian has it.
_DRIVER_LIBRARY, _DRIVER_PACKAGE = "libatomic.so.1", "libatomic1"
# Odoo asks for the fonts of the system, by name; without any of them, and without a
# rule for sans-serif, a browser takes the first font it finds, be it with serifs.
_FONT_PACKAGE, _FONT_FILES = "fonts-roboto-unhinted", "/RobotoTTF/"
_FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}/usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{folder}/fontcache</cachedir>
  <alias>
    <family>sans-serif</family>
    <prefer><family>Roboto</family><family>DejaVu Sans</family></prefer>
  </alias>
  <alias>
    <family>monospace</family>
    <prefer><family>DejaVu Sans Mono</family></prefer>
  </alias>
</fontconfig>
"""


def find() -> Path:
    """Return a browser that answers; a file named ``chromium`` in a folder of its own.

    Odoo looks for that name in PATH. Without a browser Odoo skips its browser tests and
    says that all is well, so having none is an error here.
    """
    named = os.environ.get("LOKET_CONNECTOR_CHROMIUM")
    if named:
        if not _answers(Path(named)):
            raise SetupError(
                f"the browser in LOKET_CONNECTOR_CHROMIUM ({named}) does not answer.",
                "correct the path, or unset it to have one fetched.",
            )
        return _wrapper("browser-named", f'exec {shlex.quote(named)} "$@"\n')
    for name in _NAMES:
        installed = shutil.which(name)
        if installed and _answers(Path(installed)):
            script = f'exec {shlex.quote(installed)} "$@"\n'
            return _wrapper("browser-installed", script)
    return _unpacked()


def driver_libraries() -> Path | None:
    """Return the folder of what Playwright's program needs; None when not needed."""
    with contextlib.suppress(OSError):
        ctypes.CDLL(_DRIVER_LIBRARY)
        return None

    def fetch(folder: Path) -> None:
        with _apt("apt-driver") as apt:
            (deb,) = apt.download([_DRIVER_PACKAGE])
            apt_private.unpack(deb, folder)

    folder = cache.install(f"browser-driver-{apt_sources.release()}", fetch)
    return next(folder.glob(f"usr/lib/*/{_DRIVER_LIBRARY}")).parent


def _unpacked() -> Path:
    contents = (apt_sources.release(), _PACKAGE, _FONT_PACKAGE, _FONTS)
    name = f"browser-{cache.digest(*contents)}"
    browser = cache.install(name, _fetch) / "bin" / "chromium"
    if not _answers(browser):
        # What it shares with the system may have gone since it was fetched.
        shutil.rmtree(browser.parent.parent)
        browser = cache.install(name, _fetch) / "bin" / "chromium"
        if not _answers(browser):
            raise SetupError(f"the browser {browser} does not start.", _ADVICE)
    return browser


def _fetch(folder: Path) -> None:
    with _apt("apt-browser") as apt:
        needed = [
            package
            for package in apt.missing(_PACKAGE)
            if not package.startswith(_NOT_NEEDED)
        ]
        say(_TOPIC, f"downloading {len(needed)} packages")
        debs = apt.download([*needed, _FONT_PACKAGE])
        say(_TOPIC, "unpacking")
        for deb in debs:
            font = deb.name.startswith(f"{_FONT_PACKAGE}_")
            apt_private.unpack(deb, folder, _is_font if font else None)
    (folder / "fonts.conf").write_text(_FONTS.format(folder=folder))
    libraries = [
        str(path)
        for pattern in ("usr/lib/*-linux-gnu*", "lib/*-linux-gnu*")
        for path in sorted(folder.glob(pattern))
    ]
    libraries += [str(path) for path in folder.glob("usr/lib/*/pulseaudio")]
    _write_wrapper(
        folder / "bin" / "chromium",
        f"export LD_LIBRARY_PATH={shlex.quote(':'.join(libraries))}\n"
        f"export FONTCONFIG_FILE={shlex.quote(str(folder / 'fonts.conf'))}\n"
        f'exec {shlex.quote(str(folder))}/usr/lib/chromium/{_PACKAGE} "$@"\n',
    )


def _is_font(name: str) -> bool:
    """Tell the plain styles of the family from the rest of its package."""
    return _FONT_FILES in name or name.endswith("/copyright")


@contextlib.contextmanager
def _apt(scratch: str) -> Iterator[apt_private.PrivateApt]:
    """Yield apt with fresh lists; what goes wrong comes with advice."""
    say(_TOPIC, "fetching package lists")
    try:
        with apt_private.own(scratch) as apt:
            yield apt
    except SetupError as error:
        raise SetupError(f"no browser for the tests: {error.cause}", _ADVICE) from error


def _wrapper(name: str, script: str) -> Path:
    path = cache.folder() / name / "chromium"
    _write_wrapper(path, script)
    return path


def _write_wrapper(path: Path, script: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}")
    path.chmod(0o755)


def _answers(browser: Path) -> bool:
    """Start the browser once: it may be there and still lack a library."""
    try:
        done = subprocess.run(
            [
                str(browser),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--dump-dom",
                "data:text/html,<p>hello</p>",
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return b"<p>hello</p>" in done.stdout
