# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""What a sync would do, as plain objects: made by the planner, shown by a preview,
carried out by the applier. Nothing here touches the database."""

from dataclasses import dataclass, field
from datetime import date

#: Fields whose values only HR managers may see, also in a report.
RESTRICTED_FIELDS = {
    "wage",
    "hourly_cost",
    "contract_date_start",
    "contract_date_end",
    "contract_type_id",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A record that a value points at and that may still have to be made.

    :param kind: "department", "job" or "calendar".
    :param key: what makes it the same thing: Loket's id, or the calendar's key.
    :param id: the record's id when it exists.
    """

    kind: str
    key: str
    name: str
    id: int | None = None
    spec: tuple = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs: texts for people, not for the database."""

    field: str
    label: str
    old: str
    new: str
    changed_in_odoo: bool = False

    def as_dict(self):
        return {
            "field": self.field,
            "label": self.label,
            "old": self.old,
            "new": self.new,
            "changed_in_odoo": self.changed_in_odoo,
        }


@dataclass(slots=True)
class VersionStep:
    """Values for one dated version: of ``version``, or of a new one from ``date``."""

    date: date
    vals: dict
    version: object = None


@dataclass(slots=True)
class PlanLine:
    """One person: what happens to the employee, and why when something is in the way.

    ``action`` is create, link, update, end, archived, leave, problem or unchanged.
    ``restore``: the archived employee comes back; ``reinstate``: an end that was
    already proposed is off.
    """

    person: object
    action: str
    employee: object = None
    employee_vals: dict = field(default_factory=dict)
    versions: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    message: str = ""
    candidates: object = None
    matched_by: str = ""
    restore: bool = False
    reinstate: bool = False
    main: object = None
    photo_url: str = ""

    @property
    def is_reported(self):
        return self.action != "unchanged"

    @property
    def has_work(self):
        return bool(
            self.employee_vals
            or self.versions
            or self.restore
            or self.reinstate
            or self.photo_url
        )

    def fail(self, message):
        """Turn the line into a problem; nothing of it is carried out."""
        self.action = "problem"
        self.message = message

    def _prepare_line_vals(self, run):
        order = ("problem", "archived", "end", "create", "link", "update", "leave")
        open_changes = [c for c in self.changes if c.field not in RESTRICTED_FIELDS]
        restricted = [c for c in self.changes if c.field in RESTRICTED_FIELDS]
        return {
            "run_id": run.id,
            "sequence": order.index(self.action),
            "action": self.action,
            "name": self.person.name,
            "person_id": self.person.id,
            "loket_id": self.person.loket_id,
            "employee_id": self.employee.id if self.employee else False,
            "changes": [c.as_dict() for c in open_changes] or False,
            "changes_restricted": [c.as_dict() for c in restricted] or False,
            "message": self.message or False,
            "candidate_ids": [(6, 0, self.candidates.ids if self.candidates else [])],
        }


class Plan(list):
    """The lines of one venue, and the departments and jobs that got another name."""

    _COUNTED = {
        "create": "created",
        "link": "linked",
        "update": "updated",
        "end": "ended",
        "problem": "problem",
        "archived": "problem",
    }

    def __init__(self, *args):
        super().__init__(*args)
        self.renames = {}

    def counts(self):
        """Return counters by name; people left alone count as unchanged."""
        counts = dict.fromkeys([*self._COUNTED.values(), "unchanged"], 0)
        for line in self:
            counts[self._COUNTED.get(line.action, "unchanged")] += 1
        return counts
