# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What keeps the commands from working is told before anything is begun."""

import pytest
from loket_setup import environment
from loket_setup.console import SetupError


@pytest.fixture
def clone_at(tmp_path, monkeypatch):
    """Have the commands lie in a clone of that name."""

    def move(name):
        for addon in environment.ADDONS:
            (tmp_path / name / addon).mkdir(parents=True)
            (tmp_path / name / addon / "__manifest__.py").touch()
        monkeypatch.setattr(environment, "ROOT", tmp_path / name)
        return tmp_path / name

    return move


@pytest.mark.parametrize("name", ["loket, new", "loket:19"])
def test_folder_at_which_lists_of_folders_break_is_told(clone_at, name):
    clone_at(name)
    with pytest.raises(SetupError, match="has a comma or a colon"):
        environment.require_addons()


def test_folder_with_spaces_is_fine(clone_at):
    clone_at("loket (new) é")
    environment.require_addons()


def test_half_a_clone_is_told(clone_at):
    clone = clone_at("loket")
    (clone / environment.ADDONS[1] / "__manifest__.py").unlink()
    with pytest.raises(SetupError, match="no add-on loket_connector_hr_timesheet"):
        environment.require_addons()
