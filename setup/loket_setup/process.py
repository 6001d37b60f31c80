# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run a command to its end, and turn its failure into something readable."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from .console import SetupError


def run(
    command: list[str | Path],
    *,
    what: str,
    next_step: str = "",
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    text_in: str | None = None,
) -> str:
    """Run a command and return its standard output.

    :param what: what the command does, for the message: "downloading Odoo".
    :param env: variables to set on top of the present ones.
    :raises SetupError: with the last lines of the output, when it fails.
    """
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            input=text_in or "",
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise SetupError(f"{what} failed: {error}.", next_step) from error
    if done.returncode:
        output = (done.stdout + done.stderr).strip().splitlines()[-15:]
        detail = "\n".join(f"    {line}" for line in output)
        raise SetupError(
            f"{what} failed (exit code {done.returncode}).\n{detail}", next_step
        )
    return done.stdout
