# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The cache heals what was cut off, and builds nothing twice."""

import os
import threading
import time

import pytest
from loket_setup import cache
from loket_setup.console import SetupError


def test_second_install_builds_nothing(cache_folder):
    built = []
    for _again in range(2):
        cache.install("thing", lambda folder: built.append(folder))
    assert built == [cache_folder / "thing"]


def test_install_that_failed_is_done_over_from_nothing(cache_folder):
    def fail(folder):
        (folder / "half").touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cache.install("thing", fail)
    folder = cache.install("thing", lambda path: (path / "whole").touch())
    assert sorted(path.name for path in folder.iterdir()) == [cache.STAMP, "whole"]


def test_installs_at_the_same_time_build_once(cache_folder):
    built = []

    def build(folder):
        built.append(folder)
        time.sleep(0.2)

    threads = [
        threading.Thread(target=cache.install, args=("thing", build)) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(built) == 1


def test_digest_of_a_tree_follows_names_and_contents(tmp_path):
    top = tmp_path / "addon"
    (top / "__pycache__").mkdir(parents=True)
    (top / "a.py").write_text("1")
    first = cache.digest_tree([top])
    (top / "__pycache__" / "a.cpython-312.pyc").touch()
    (top / ".ruff_cache").touch()
    assert cache.digest_tree([top]) == first
    (top / "a.py").write_text("2")
    second = cache.digest_tree([top])
    (top / "a.py").rename(top / "b.py")
    assert len({first, second, cache.digest_tree([top])}) == 3


def test_folder_that_cannot_be_made_gives_advice(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("LOKET_CONNECTOR_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(cache.console.SetupError) as caught:
        cache.folder()
    assert "LOKET_CONNECTOR_CACHE" in caught.value.next_step


def test_folder_that_cannot_be_written_to_is_told(cache_folder, monkeypatch):
    cache_folder.mkdir()
    # Root may write everywhere, whatever the folder says.
    monkeypatch.setattr(os, "access", lambda _path, mode: not mode & os.W_OK)
    with pytest.raises(SetupError, match=f"{cache_folder} cannot be written") as told:
        cache.install("thing", lambda _folder: None)
    assert "LOKET_CONNECTOR_CACHE" in told.value.next_step


def test_log_of_many_tags_has_a_name_that_a_file_can_have(cache_folder):
    cache_folder.mkdir()
    tags = "-".join(f"loket_connector-TestNumber{number}" for number in range(20))
    paths = {cache.log_path(f"test-{tags}-{end}") for end in ("a", "b")}
    assert len(paths) == 2
    for path in paths:
        path.touch()
