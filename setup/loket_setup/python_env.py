# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Python environments with pinned packages, apart from the machine's own Python."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from . import apt_private, cache, process
from .console import SetupError, say

SETUP = Path(__file__).resolve().parent.parent
_OLDEST, _NEWEST = (3, 10), (3, 13)
_ODOO = SETUP / "constraints.txt"
_TEST = SETUP / "constraints-test.txt"
_LINT = SETUP / "constraints-lint.txt"


def interpreter() -> Path:
    """Return a Python that Odoo 19.0 and the pins work with: this one, or another.

    :raises SetupError: when the machine has none of 3.10 to 3.13.
    """
    if _OLDEST <= sys.version_info[:2] <= _NEWEST:
        return Path(sys.executable)
    for minor in range(_NEWEST[1], _OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return Path(found)
    raise SetupError(
        f"Odoo 19.0 needs Python 3.10 to 3.13; this is {sys.version.split()[0]}.",
        "install one of those (say, uv python install 3.12) and put it in PATH.",
    )


def odoo_environment() -> Path:
    """Return the folder of the environment that runs Odoo and the sandbox."""
    return _environment("Python", "venv", _ODOO)


def test_environment(odoo: Path) -> Path:
    """Return the folder of the environment with the test tools.

    :param odoo: the environment of Odoo; its packages are seen here as well.
    """

    def share(folder: Path) -> None:
        link = site_packages(folder) / "odoo-environment.pth"
        link.write_text(f"{site_packages(odoo)}\n")

    return _environment("Test tools", f"{odoo.name}-test", _TEST, share)


def lint_environment() -> Path:
    """Return the folder of the environment with the linters."""
    return _environment("Linters", "lint", _LINT)


def python(environment: Path) -> Path:
    """Return the interpreter of an environment."""
    return environment / "bin" / "python"


def site_packages(environment: Path) -> Path:
    """Return the folder an environment's packages lie in."""
    return next((environment / "lib").glob("python3.*")) / "site-packages"


def _environment(topic: str, name: str, constraints: Path, finish=None) -> Path:
    base = interpreter()

    def build(folder: Path) -> None:
        say(topic, f"making an environment with {base}")
        _make(base, folder)
        packages = sum("==" in line for line in constraints.read_text().splitlines())
        say(topic, f"installing {packages} packages")
        process.run(
            [python(folder), *_PIP, "--no-deps", "-r", constraints],
            what=f"installing the packages of {constraints.name}",
            next_step="check that pip can download packages on this machine.",
        )
        if finish:
            finish(folder)

    key = cache.digest(str(base.resolve()), constraints)
    return cache.install(f"{name}-{key}", build)


_PIP = (
    "-m",
    "pip",
    "--quiet",
    "--disable-pip-version-check",
    "--no-input",
    "install",
    "--only-binary=:all:",
)


def _make(base: Path, folder: Path) -> None:
    try:
        process.run([base, "-m", "venv", folder], what="making an environment")
    except SetupError as error:
        shutil.rmtree(folder)
        _make_without_ensurepip(base, folder, error)


def _make_without_ensurepip(base: Path, folder: Path, reason: SetupError) -> None:
    """Get pip out of the distribution's package, as Debian splits it off."""
    say("Python", "no venv with pip on this machine, fetching pip as a package")
    advice = "install the package python3-venv."
    process.run(
        [base, "-m", "venv", "--without-pip", folder],
        what=f"making an environment ({reason.cause})",
        next_step=advice,
    )
    with apt_private.own("apt-pip") as apt:
        (deb,) = apt.download(["python3-pip-whl"])
        apt_private.unpack(deb, apt.folder)
        wheels = apt.folder / "usr/share/python-wheels"
        wheel = next(wheels.glob("pip-*.whl"))
        process.run(
            [
                python(folder),
                wheel / "pip",
                *_PIP[2:],
                "--no-index",
                f"--find-links={wheels}",
                "pip",
            ],
            what="installing pip",
            next_step=advice,
        )


def pip_install(topic: str, target: Path, requirement: str) -> None:
    """Unpack one package into a folder, without what it depends on."""
    say(topic, f"installing {requirement}")
    process.run(
        [
            python(odoo_environment()),
            *_PIP,
            "--no-deps",
            f"--target={target}",
            requirement,
        ],
        what=f"installing {requirement}",
        env={"PIP_NO_WARN_SCRIPT_LOCATION": "1"},
    )
