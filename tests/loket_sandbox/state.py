# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Everything the sandbox remembers, as plain tables of JSON values.

Tables: `employers`, `administrations`, `employees`, `employments`,
`period_data`, `runs`, `oauth`, `settings`. A row of the API stands under "row";
the keys beside it are the sandbox's own.
"""

import datetime
import random
import threading
import uuid
from collections import defaultdict

SECTIONS = (
    "employers",
    "administrations",
    "employees",
    "employments",
    "period_data",
    "runs",
    "oauth",
    "settings",
)
# Tables whose content the serialised rows are made of.
PEOPLE = {"employers", "administrations", "employees", "employments"}


class State:
    """All tables, with indexes and caches that follow them."""

    def __init__(self, seed=1, today=None):
        self.employers = {}
        self.administrations = {}
        self.employees = {}
        self.employments = {}
        self.period_data = defaultdict(list)
        self.runs = defaultdict(list)
        self.oauth = {"codes": {}, "access": {}, "refresh": {}, "count": 0}
        self.settings = {
            "seed": seed,
            "today": today.isoformat() if today else None,
            "version_number": 70_000_000,
            "id_count": 0,
            "missing_rights": {},
            "obsolete": {},
            "warnings": [],
        }
        self.lock = threading.RLock()
        self.dirty = set(SECTIONS)
        self._cache = {}
        self._index = None

    # -- time -------------------------------------------------------------

    @property
    def today(self):
        fixed = self.settings["today"]
        if fixed:
            return datetime.date.fromisoformat(fixed)
        return datetime.datetime.now().astimezone().date()

    # -- identifiers ------------------------------------------------------

    def new_id(self, kind):
        """Return the next UUID: the same for the same seed and order of events."""
        self.settings["id_count"] += 1
        self.dirty.add("settings")
        return make_id(self.settings["seed"], kind, self.settings["id_count"])

    # -- change tracking --------------------------------------------------

    def touch(self, *sections):
        """Note that tables changed: forget caches, and save them later."""
        self.dirty.update(sections)
        if PEOPLE.intersection(sections):
            self._cache.clear()
            self._index = None

    def bump(self, employment_ids):
        """Give employments, and so their employers, a new version number."""
        for employment_id in employment_ids:
            self.settings["version_number"] += 1
            number = self.settings["version_number"]
            employment = self.employments[employment_id]
            employment["version"] = number
            self.employers[employment["employer"]]["version"] = number
        self.touch("employments", "employers", "settings")

    def cached(self, key, build):
        """Return what `build()` gives, built once until people change."""
        if key not in self._cache:
            self._cache[key] = build()
        return self._cache[key]

    # -- indexes ----------------------------------------------------------

    @property
    def index(self):
        """Ids per parent: (table, parent id) -> list of ids, oldest first."""
        if self._index is None:
            index = defaultdict(list)
            for key, row in self.administrations.items():
                index["administrations", row["employer"]].append(key)
            for key, row in self.employees.items():
                index["employees", row["employer"]].append(key)
            for key, row in self.employments.items():
                index["employments", row["employer"]].append(key)
                index["employments_of", row["employee"]].append(key)
                index["employments_in", row["administration"]].append(key)
            self._index = index
        return self._index

    def ids(self, table, parent):
        return self.index.get((table, parent), [])

    # -- rights -----------------------------------------------------------

    def has_right(self, activity, employer_id=None):
        missing = self.settings["missing_rights"]
        if activity in missing.get("*", ()):
            return False
        return activity not in missing.get(employer_id or "*", ())


def make_id(seed, *parts):
    """Return a version 4 UUID that depends on nothing but its arguments."""
    generator = random.Random("/".join(str(part) for part in (seed, *parts)))
    return str(uuid.UUID(int=generator.getrandbits(128), version=4))
