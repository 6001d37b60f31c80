# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import (
    loket_export_gatherer,
    loket_export_inspector,
    loket_export_late,
    loket_export_left_out,
    loket_export_planner,
    loket_export_preparer,
    loket_export_reader,
    loket_export_sender,
    loket_export_verifier,
    loket_export_writer,
)
