# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""python -m loket_setup.job --odoo URL --sandbox URL [--check]"""

import argparse
import sys

from ..main_job import HALFWAY
from . import checks, story, summary
from .odoo_session import Refused
from .sandbox import Sandbox


def main():
    """Tell the story against running servers; return the exit code."""
    parser = argparse.ArgumentParser(prog="loket_setup.job")
    parser.add_argument("--odoo", required=True, help="address of Odoo")
    parser.add_argument("--sandbox", required=True, help="address of the sandbox")
    parser.add_argument(
        "--check", action="store_true", help="compare every number on the way"
    )
    given = parser.parse_args()
    sandbox = Sandbox(given.sandbox)
    try:
        told = story.tell(given.odoo, sandbox)
    except story.Halfway as halfway:
        print(f"The main job stopped: {halfway}", file=sys.stderr)  # noqa: T201
        return HALFWAY
    except Refused as refusal:
        print(f"The main job stopped: {refusal}", file=sys.stderr)  # noqa: T201
        return 1
    wrong = checks.compare(told, sandbox) if given.check else None
    summary.show(told, wrong)
    return 1 if wrong else 0


sys.exit(main())
