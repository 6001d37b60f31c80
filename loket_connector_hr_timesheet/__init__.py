# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import models, services, wizards
from .hooks import post_init_hook, uninstall_hook
