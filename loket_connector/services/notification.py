# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def notification(message, kind="success", title=None, next_action=None):
    """Return the action of a button that tells what came of it.

    What is no success stays until somebody closes it.

    :param kind: "success", "info", "warning" or "danger".
    :param next_action: what follows; by default the screen shows the new values, and
        a dialog on it closes.
    """
    return {
        "type": "ir.actions.client",
        "tag": "display_notification",
        "params": {
            "type": kind,
            "title": title,
            "message": message,
            "sticky": kind in ("warning", "danger"),
            "next": next_action or {"type": "ir.actions.client", "tag": "soft_reload"},
        },
    }
