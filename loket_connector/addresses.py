# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where Loket is."""

import os

#: Addresses by environment: (API, OAuth). Source: Loket's developer portal.
ADDRESSES = {
    "production": ("https://api.loket.nl/v2", "https://oauth.loket.nl"),
    "acceptance": ("https://api.loket-acc.nl/v2", "https://oauth.loket-acc.nl"),
}


def server_addresses():
    """Return the addresses that Odoo was started with, for the environment Custom.

    Who runs a test server names the sandbox once, in ``LOKET_API_URL`` and
    ``LOKET_OAUTH_URL`` of its process; nobody has to type them then, and nobody
    connects a test server with a live payroll by accident.

    :return: ``(API, OAuth)``; None unless both are there.
    """
    found = tuple(
        os.environ.get(name, "").strip()
        for name in ("LOKET_API_URL", "LOKET_OAUTH_URL")
    )
    return found if all(found) else None
