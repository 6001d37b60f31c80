# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import controllers, models, services, wizards
from .hooks import uninstall_hook
