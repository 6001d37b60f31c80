# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""What a sync would do, as plain objects: made by the planner, shown by a preview,
carried out by the applier. Nothing here touches the database."""

from dataclasses import dataclass, field
from datetime import date

from psycopg2 import Error as DatabaseError

from odoo.exceptions import RedirectWarning, UserError
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

#: What one record can be refused for without the whole run being wrong.
RECORD_ERRORS = (
    ArithmeticError,
    AttributeError,
    DatabaseError,
    LookupError,
    RedirectWarning,
    TypeError,
    UserError,
    ValueError,
)
#: Fields whose values only HR managers may see, also in a report.
RESTRICTED_FIELDS = {
    "wage",
    "hourly_cost",
    "contract_date_start",
    "contract_date_end",
    "contract_type_id",
}
#: What a report calls changes that are not just another value of the field.
WITHDRAWN = _lt("Withdrawn at Loket: change from")
PHOTO = _lt("Photo")
NEW_PHOTO = _lt("New photo from Loket")
#: Order of the lines in a report: what needs somebody comes first.
ORDER = ("problem", "archived", "end", "create", "link", "update", "leave")


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
    """One value that differs: texts for people, not for the database.

    ``since``: first day of the version it is about, unless that is the current one.
    """

    field: str
    label: str
    old: str
    new: str
    changed_in_odoo: bool = False
    since: date | None = None

    def as_dict(self):
        vals = {
            "field": self.field,
            "label": self.label,
            "old": self.old,
            "new": self.new,
            "changed_in_odoo": self.changed_in_odoo,
        }
        if self.since:
            vals["since"] = self.since.isoformat()
        return vals


@dataclass(slots=True)
class VersionStep:
    """Values for one dated version: of ``version``, or of a new one from ``date``.

    ``base``: the version that a new one copies. ``remove``: the version goes away, as
    its change was withdrawn at Loket.
    """

    date: date
    vals: dict
    version: object = None
    base: object = None
    remove: bool = False


@dataclass(slots=True)
class PlanLine:
    """One person: what happens to the employee, and why when something is in the way.

    ``action`` is create, link, update, end, archived, leave, problem or unchanged.
    ``doubles``: persons of the venue who are perhaps the same one, entered twice.
    ``matched_by``: the person gets linked to the employee, and why.
    ``restore``: the archived employee comes back; ``reinstate``: an end that was
    already handled is off; ``settled_on``: that end is handled now.
    ``is_unfinished``: something waits for the next sync.
    ``message``: in any form that ``services.message`` describes.
    ``desired`` and ``desired_versions``: what Loket wants, changed or not, to
    recognise later what people changed in Odoo.
    """

    person: object
    action: str
    employee: object = None
    employee_vals: dict = field(default_factory=dict)
    versions: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    message: object = ""
    candidates: object = None
    doubles: object = None
    matched_by: str = ""
    restore: bool = False
    reinstate: bool = False
    settled_on: date | None = None
    main: object = None
    photo_url: str = ""
    is_unfinished: bool = False
    desired: dict = field(default_factory=dict)
    desired_versions: dict = field(default_factory=dict)

    @property
    def is_reported(self):
        """Marks that people do not see are no news."""
        return self.action != "unchanged" and bool(
            self.action != "update" or self.changes or self.message
        )

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

    def drop_photo(self, message, again):
        """Go on without the photo.

        :param again: whether the next sync tries once more.
        """
        self.photo_url = ""
        self.changes = [c for c in self.changes if c.field != "image_1920"]
        self.message = [self.message, message]
        self.is_unfinished = again

    def _prepare_line_vals(self, run):
        open_changes = [c for c in self.changes if c.field not in RESTRICTED_FIELDS]
        restricted = [c for c in self.changes if c.field in RESTRICTED_FIELDS]
        # Who was created by this very plan is known by now.
        doubles = self.doubles.employee_id.ids if self.doubles else []
        candidates = self.candidates.ids if self.candidates else []
        return {
            "run_id": run.id,
            "sequence": ORDER.index(self.action),
            "action": self.action,
            "name": self.person.name,
            "person_id": self.person.id,
            "loket_id": self.person.loket_id,
            "employee_id": self.employee.id if self.employee else False,
            "changes": [c.as_dict() for c in open_changes] or False,
            "changes_restricted": [c.as_dict() for c in restricted] or False,
            "message": self.message,
            "candidate_ids": [(6, 0, candidates + doubles)],
            "double_ids": [(6, 0, doubles)],
        }


class Plan(list):
    """The lines of a part of a venue.

    ``settled``: persons who need no line, as nothing changed since the last one;
    ``context``: what the planner knew of the venue;
    ``tables``: the departments, jobs and schedules that lines point at; ``renamed``:
    pairs of old and new names of those that Loket calls differently now.
    """

    _COUNTED = {
        "create": "created",
        "link": "linked",
        "update": "updated",
        "end": "ended",
        "problem": "problem",
        "archived": "problem",
    }

    def __init__(self, lines, context, settled):
        super().__init__(lines)
        self.context = context
        self.settled = settled
        self.tables = context["tables"]
        self.renamed = [
            (record.name, name) for record, name in self.tables["renames"].items()
        ]

    def counts(self):
        """Return counters by name; people left alone count as unchanged."""
        counts = dict.fromkeys([*self._COUNTED.values(), "unchanged"], 0)
        for line in self:
            action = line.action if line.is_reported else "unchanged"
            counts[self._COUNTED.get(action, "unchanged")] += 1
        counts["unchanged"] += len(self.settled)
        return counts
