# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whatever way a machine names its package sources, the own ones are found."""

import pytest
from loket_setup import apt_sources

ONE_LINE = """
# deb http://mirror.example/debian bookworm main
deb http://mirror.example/debian bookworm main contrib # the release
deb-src http://mirror.example/debian bookworm main
deb http://security.example/debian-security bookworm-security main
deb http://apt.example/tool bookworm-tool main
"""
WITH_OPTIONS = (
    "deb [arch=amd64 signed-by=/usr/share/keyrings/own.gpg]"
    " http://mirror.example/debian bookworm main\n"
)
DEB822 = """# What this is.
Types: deb deb-src
URIs: mirror+file:/etc/apt/mirrors/debian.list
Suites: bookworm bookworm-updates bookworm-backports
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main

Types: deb
URIs: http://node.example/node
Suites: nodistro
Components: main
"""
EMBEDDED_KEY = """Types: deb
URIs: http://mirror.example/debian
Suites: bookworm
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQINBGPL0BUBEADmW5NdOOHwPIJlgPu6JDcKw/NZJPR8lsD3K87ZM18gzyQZJD+w
 -----END PGP PUBLIC KEY BLOCK-----
"""


@pytest.fixture
def etc(tmp_path, monkeypatch):
    """A machine with bookworm and no sources yet."""
    monkeypatch.setattr(
        apt_sources, "os_release", lambda: {"VERSION_CODENAME": "bookworm"}
    )
    (tmp_path / "sources.list.d").mkdir()
    return tmp_path


def test_one_line_form_leaves_out_comments_sources_and_others(etc):
    (etc / "sources.list").write_text(ONE_LINE)
    found = apt_sources.own_sources(etc)
    assert [source.suites for source in found] == [
        ("bookworm",),
        ("bookworm-security",),
    ]
    assert found[0].components == ("main", "contrib")
    assert apt_sources.main_source(etc) == found[0]


def test_one_line_form_keeps_its_keyring(etc):
    (etc / "sources.list.d" / "own.list").write_text(WITH_OPTIONS)
    (source,) = apt_sources.own_sources(etc)
    assert source.uris == "http://mirror.example/debian"
    assert source.signed_by == "/usr/share/keyrings/own.gpg"


def test_deb822_form_leaves_out_what_is_off_and_what_is_of_others(etc):
    (etc / "sources.list.d" / "debian.sources").write_text(DEB822)
    (source,) = apt_sources.own_sources(etc)
    assert source.uris == "mirror+file:/etc/apt/mirrors/debian.list"
    assert source.suites == ("bookworm", "bookworm-updates")


def test_embedded_key_comes_along_line_by_line(etc):
    (etc / "sources.list.d" / "debian.sources").write_text(EMBEDDED_KEY)
    (source,) = apt_sources.own_sources(etc)
    key = EMBEDDED_KEY.split("Signed-By:")[1].rstrip()
    assert key in source.stanza(suites="sid trixie", components="main")


def test_stanza_for_other_suites_names_them(etc):
    (etc / "sources.list").write_text(ONE_LINE)
    stanza = apt_sources.main_source(etc).stanza(suites="sid trixie", components="main")
    assert "Suites: sid trixie\nComponents: main\n" in stanza


def test_machine_without_apt_has_no_sources(tmp_path):
    assert apt_sources.own_sources(tmp_path) == []
    assert apt_sources.main_source(tmp_path) is None
