# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bring a bare machine to a running Odoo 19.0 with the add-ons of this repository.

Standard library only: these modules run on the machine's own Python before anything
else is there. ``environment.prepare()`` is the way in; ``services`` and ``database``
are what the end-to-end tests use.
"""
