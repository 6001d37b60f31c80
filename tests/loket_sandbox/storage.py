# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The state in a file, so that a restarted sandbox goes on where it was.

One JSON object, one member per table. Only changed tables are serialised again:
the people of a large seed must not be written out for each new token.
"""

import json
import os
from collections import defaultdict

from .replies import dumps
from .state import SECTIONS, State


def load(path):
    """Return the state in a file, or None without a file."""
    if not path or not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as stream:
        tables = json.load(stream)
    state = State()
    for name in SECTIONS:
        setattr(state, name, tables[name])
    for name in ("period_data", "runs"):
        setattr(state, name, defaultdict(list, tables[name]))
    state.dirty = set(SECTIONS)
    return state


def save(state, path):
    """Write the state next to the file and put it in its place in one step."""
    texts = getattr(state, "saved_texts", None) or {}
    for name in SECTIONS:
        if name in state.dirty or name not in texts:
            texts[name] = dumps(getattr(state, name))
    state.saved_texts = texts
    beside = f"{path}.new"
    with open(beside, "w", encoding="utf-8") as stream:
        members = (f'"{name}":{texts[name]}' for name in SECTIONS)
        stream.write("{" + ",\n".join(members) + "}\n")
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(beside, path)
