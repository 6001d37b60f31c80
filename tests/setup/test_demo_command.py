# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A demo whose main job was interrupted is made anew; every other one stays."""

from types import SimpleNamespace

import pytest
from loket_setup import demo_command, main_job

GIVEN = SimpleNamespace(fresh=False, port=1, sandbox_port=2)


class Server:
    """Stands for the servers and the database, and keeps what is asked of them."""

    def __init__(self):
        self.asked = []

    def __getattr__(self, name):
        def do(*_args):
            self.asked.append(name)
            return name

        return do


@pytest.fixture
def demo(monkeypatch):
    """Return a function that runs the demo with main jobs that end as told."""

    def run(*codes):
        server, left = Server(), list(codes)
        monkeypatch.setattr(demo_command, "demo_server", server)
        monkeypatch.setattr(main_job, "run", lambda *_args: left.pop(0))
        code = demo_command._demo(None, GIVEN, None)
        return code, server.asked, left

    return run


@pytest.mark.parametrize("code", [0, 1])
def test_demo_that_is_whole_or_was_refused_stays(demo, code):
    found, asked, left = demo(code)
    assert (found, left) == (code, [])
    assert "forget" not in asked


def test_interrupted_demo_is_made_anew_once(demo):
    found, asked, left = demo(main_job.HALFWAY, 0)
    assert (found, left) == (0, [])
    assert asked.index("stop") < asked.index("forget")
    assert asked.count("bring_up_database") == 2


def test_demo_that_is_interrupted_twice_says_so(demo):
    found, asked, left = demo(main_job.HALFWAY, main_job.HALFWAY, 0)
    assert (found, left) == (main_job.HALFWAY, [0])
    assert asked.count("forget") == 1
