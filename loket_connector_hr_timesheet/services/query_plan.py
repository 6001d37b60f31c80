# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Help PostgreSQL with tables that were filled in the same transaction."""

from contextlib import contextmanager
from weakref import WeakSet

from odoo.tools import SQL

_hashing = WeakSet()


def id_array(ids):
    """Return ids as an SQL array that is one literal.

    A list of Python becomes an expression for each of its elements, which both sides
    have to write, read and fold.
    """
    return SQL("%s::integer[]", f"{{{','.join(map(str, ids))}}}")


@contextmanager
def hashing(cr):
    """Join by hashing in the statements of this block; a block within it adds nothing.

    The statistics of a table that was just filled are those of before: the planner
    takes it for empty and loops over it once for each row. For one venue with 20,000
    rows that was 41 seconds instead of a fifth of one. Merging would sort by names
    what a hash finds at once.

    Statements of this block keep off what can only be looped over (LATERAL, CROSS
    JOIN): next to the price of a forbidden loop all other ways look equally dear, and
    the planner sorts where it should hash. And out of a table that others fill as well
    they take rows by an array of ids, which an index finds: a hash reads all of it.

    From here to the end of the transaction statements are not compiled before they run
    (``jit``): for those of an export that takes longer than running them.
    """
    if cr in _hashing:
        yield
        return
    cr.execute(
        "SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off;"
        " SET LOCAL jit = off"
    )
    _hashing.add(cr)
    try:
        yield
    finally:
        _hashing.discard(cr)
    cr.execute(
        "SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL enable_mergejoin TO DEFAULT"
    )
