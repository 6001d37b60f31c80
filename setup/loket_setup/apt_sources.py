# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Find where this machine fetches its packages, as apt knows it.

Only the distribution's own sources count; those of third parties are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

_RELEASE_ALIASES = {"stable", "testing", "unstable", "sid"}
_BESIDE_RELEASE = {"", "updates", "security"}
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_ONE_LINE = re.compile(r"^deb\s+(?:\[(?P<options>[^\]]*)\]\s+)?(?P<rest>\S.*)$")


@dataclass(frozen=True)
class Source:
    """One entry: where the packages are, and with what key they are signed."""

    uris: str
    suites: tuple[str, ...]
    components: tuple[str, ...]
    signed_by: str = ""
    """Path of a keyring, or the key itself with its line breaks; may be empty."""
    trusted: str = ""

    def stanza(self, suites: str = "", components: str = "") -> str:
        """Return the entry in the deb822 form, for other suites when given."""
        lines = [
            "Types: deb",
            f"URIs: {self.uris}",
            f"Suites: {suites or ' '.join(self.suites)}",
            f"Components: {components or ' '.join(self.components)}",
        ]
        signed_by = self.signed_by
        if not signed_by and suites and _KEYRING.exists():
            signed_by = str(_KEYRING)
        if signed_by:
            lines.append(f"Signed-By: {signed_by}")
        if self.trusted:
            lines.append(f"Trusted: {self.trusted}")
        return "\n".join(lines) + "\n"


def os_release(path: Path = Path("/etc/os-release")) -> dict[str, str]:
    """Return what the system says about itself; empty when it says nothing."""
    if not path.exists():
        return {}
    pairs = (line.partition("=") for line in path.read_text().splitlines())
    return {name: value.strip("\"'") for name, _equals, value in pairs if value}


def release() -> str:
    """Return a name of the release of the system, such as debian-trixie."""
    said = os_release()
    return f"{said.get('ID', 'unknown')}-{said.get('VERSION_CODENAME', 'unknown')}"


def own_sources(etc: Path = Path("/etc/apt")) -> list[Source]:
    """Return the distribution's own entries, updates and security included."""
    codename = os_release().get("VERSION_CODENAME", "")
    known = _RELEASE_ALIASES | ({codename} if codename else set())
    wanted = {
        f"{name}-{more}".rstrip("-") for name in known for more in _BESIDE_RELEASE
    }
    found = []
    for source in _all_sources(etc):
        suites = tuple(suite for suite in source.suites if suite in wanted)
        if suites and "main" in source.components:
            found.append(replace(source, suites=suites))
    return found


def main_source(etc: Path = Path("/etc/apt")) -> Source | None:
    """Return the entry of the release itself, the one every suite is beside."""
    for source in own_sources(etc):
        if any("-" not in suite for suite in source.suites):
            return source
    return None


def _all_sources(etc: Path) -> list[Source]:
    parts = etc / "sources.list.d"
    one_line = [etc / "sources.list", *sorted(parts.glob("*.list"))]
    found = []
    for path in one_line:
        if path.exists():
            for line in path.read_text().splitlines():
                found += _read_one_line(line.split("#")[0].strip())
    for path in sorted(parts.glob("*.sources")):
        for paragraph in re.split(r"\n[ \t]*\n", path.read_text()):
            found += _read_paragraph(paragraph)
    return found


def _read_one_line(line: str) -> list[Source]:
    match = _ONE_LINE.match(line)
    words = match["rest"].split() if match else []
    if not match or len(words) < 3:
        return []
    pairs = (option.partition("=") for option in (match["options"] or "").split())
    options = {name.lower(): value for name, _equals, value in pairs}
    return [
        Source(
            uris=words[0],
            suites=(words[1],),
            components=tuple(words[2:]),
            signed_by=options.get("signed-by", ""),
            trusted=options.get("trusted", ""),
        )
    ]


def _read_paragraph(paragraph: str) -> list[Source]:
    fields: dict[str, str] = {}
    name = ""
    for line in paragraph.splitlines():
        if line.startswith("#"):
            continue
        if line[:1].isspace() and name:
            fields[name] += "\n" + line.rstrip()
        elif ":" in line:
            key, _colon, value = line.partition(":")
            name = key.strip().lower()
            fields[name] = value.strip()
    off = fields.get("enabled", "yes").lower() in {"no", "false", "0"}
    if off or "deb" not in fields.get("types", "").split():
        return []
    return [
        Source(
            uris=" ".join(fields.get("uris", "").split()),
            suites=tuple(fields.get("suites", "").split()),
            components=tuple(fields.get("components", "").split()),
            signed_by=fields.get("signed-by", ""),
            trusted=fields.get("trusted", ""),
        )
    ]
