# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run the sandbox by itself."""

import argparse
import datetime
import sys

from .server import CLIENT_ID, CLIENT_SECRET, Sandbox


def arguments():
    parser = argparse.ArgumentParser(prog="loket_sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8070)
    parser.add_argument("--employers", type=int, default=2)
    parser.add_argument("--employees", type=int, default=25, help="in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--state", metavar="FILE", help="keep the state here")
    parser.add_argument(
        "--today", type=datetime.date.fromisoformat, metavar="YYYY-MM-DD"
    )
    parser.add_argument(
        "--contract", action="store_true", help="check all; see /_admin/summary"
    )
    parser.add_argument("--client-id", default=CLIENT_ID)
    parser.add_argument("--client-secret", default=CLIENT_SECRET)
    return parser.parse_args()


def main():
    given = arguments()
    sandbox = Sandbox(
        employers=given.employers,
        employees=given.employees,
        seed=given.seed,
        today=given.today,
        contract=given.contract,
        state_file=given.state,
        client_id=given.client_id,
        client_secret=given.client_secret,
        host=given.host,
        port=given.port,
    )
    sys.stdout.write(f"API {sandbox.api_url}  sign-in {sandbox.oauth_url}\n")
    sys.stdout.flush()
    try:
        sandbox.run()
    except KeyboardInterrupt:
        pass
    finally:
        sandbox.save()


if __name__ == "__main__":
    main()
