# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Photos, which come from an address in an answer."""

import pytest
from fake_loket import Scene

from loket_connector.client import LoketContractError


def photo(scene, path="/providers/employers/employees/e1/photo/3"):
    return scene.client.get_photo(f"https://api.loket.test/v2{path}")


def test_photo_is_read():
    scene = Scene((200, b"\x89PNG", {"Content-Type": "image/png"}))
    assert photo(scene) == b"\x89PNG"
    assert scene.reports[0][:3] == ("GET", "photo", 200)
    assert scene.requests[0].headers["Authorization"] == "Bearer token-1"


@pytest.mark.parametrize("answer", [(204,), (200,)])
def test_empty_photo_is_none(answer):
    assert photo(Scene(answer)) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.test/v2/photo/3",
        "http://api.loket.test/v2/photo/3",
        "https://api.loket.test@evil.test/v2/photo/3",
        "https://api.loket.test:8443/v2/photo/3",
        "https://api.loket.test/v1/photo/3",
        "https://api.loket.test/v2/../admin",
        "/v2/photo/3",
        "",
    ],
)
def test_token_goes_to_the_api_only(url):
    scene = Scene()
    with pytest.raises(LoketContractError):
        scene.client.get_photo(url)
    assert scene.requests == []


@pytest.mark.parametrize(
    "answer",
    [
        (200, b"<html>", {"Content-Type": "text/html"}),
        (200, b"x" * (10 * 1024 * 1024 + 1), {"Content-Type": "image/png"}),
    ],
)
def test_photo_that_is_none_is_refused(answer):
    with pytest.raises(LoketContractError):
        photo(Scene(answer))
