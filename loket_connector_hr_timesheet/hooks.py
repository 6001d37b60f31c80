# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def post_init_hook(env):
    """Give the venues that were there first their export rules."""
    env["loket.employer"].with_context(active_test=False).search([])._add_export_rules()
