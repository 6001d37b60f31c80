# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Cut what is to be sent into requests."""


def by_employment(lines, key):
    """Group lines by employment: the unit that Loket accepts or refuses."""
    groups = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    return groups


def batches(items, size):
    """Yield the items in lists of at most ``size``."""
    items = list(items)
    for start in range(0, len(items), size):
        yield items[start : start + size]


def halves(items):
    """Return two halves of a list of two or more; used to find a culprit."""
    middle = len(items) // 2
    return items[:middle], items[middle:]
