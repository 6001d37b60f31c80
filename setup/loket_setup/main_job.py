# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Start the main job in the environment's Python, which has what it needs."""

from __future__ import annotations

import subprocess

from .environment import Environment

#: Exit code: an earlier job was interrupted, an empty database is needed.
HALFWAY = 3


def run(odoo_url: str, sandbox_url: str, env: Environment, check: bool) -> int:
    """Sign in, link, sync, fill, approve and export against the sandbox.

    :param check: compare every number with an own calculation.
    :return: 0 when all went well and every number is right; or ``HALFWAY``.
    """
    command = [
        *(str(env.python), "-m", "loket_setup.job"),
        *("--odoo", odoo_url, "--sandbox", sandbox_url),
        *(("--check",) if check else ()),
    ]
    return subprocess.run(command, env=env.variables(), check=False).returncode
