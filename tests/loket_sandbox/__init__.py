# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A Loket.nl server for tests and demonstrations: stateful and strict.

    from loket_sandbox import serve
    with serve(employers=2, employees=25, seed=1, contract=True) as sandbox:
        sandbox.api_url, sandbox.oauth_url, sandbox.client_id, sandbox.client_secret

By itself: `python -m loket_sandbox --help`.
"""

from .server import Sandbox, serve

__all__ = ["Sandbox", "serve"]
