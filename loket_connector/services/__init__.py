# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import (
    loket_applier,
    loket_applier_records,
    loket_importer,
    loket_importer_store,
    loket_importer_terms,
    loket_importer_values,
    loket_matcher,
    loket_planner,
    loket_planner_doubles,
    loket_planner_presence,
    loket_planner_settled,
    loket_planner_values,
    loket_references,
)
