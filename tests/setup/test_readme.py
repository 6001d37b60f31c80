# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""README.rst of each add-on is what its fragments say."""

import pytest
from loket_setup import readme_command
from loket_setup.environment import ADDONS, ROOT


@pytest.mark.parametrize("addon", ADDONS)
def test_readme_is_up_to_date(addon):
    path = ROOT / addon / "README.rst"
    wanted = readme_command.text(ROOT / addon)
    assert path.read_text("utf-8") == wanted, "run setup/readme"


def test_readme_has_every_fragment_under_its_heading(tmp_path):
    (tmp_path / "readme").mkdir()
    (tmp_path / "__manifest__.py").write_text(
        '{"name": "Example", "author": "Somebody", "license": "LGPL-3"}'
    )
    (tmp_path / "readme" / "DESCRIPTION.rst").write_text("What it is.\n")
    (tmp_path / "readme" / "USAGE.rst").write_text("Press the button.\n")
    text = readme_command.text(tmp_path)
    assert "=======\nExample\n=======\n" in text
    assert "\nWhat it is.\n" in text
    assert "\nUsage\n=====\n\nPress the button.\n" in text
    assert "Somebody. Licence: LGPL-3" in text
