# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Let pytest import the package behind the commands in setup/."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "setup"))


@pytest.fixture
def cache_folder(tmp_path, monkeypatch):
    """An empty cache, for this test only."""
    monkeypatch.setenv("LOKET_CONNECTOR_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"
