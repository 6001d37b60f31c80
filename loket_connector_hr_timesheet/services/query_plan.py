# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Help PostgreSQL with tables that were filled in the same transaction."""

from contextlib import contextmanager


@contextmanager
def hashing(cr):
    """Join by hashing or merging in the statements of this block.

    The statistics of a table that was just filled are those of before: the planner
    takes it for empty and loops over it once for each row. For one venue with 20,000
    rows that was 41 seconds instead of a fifth of one.

    Statements of this block keep off what can only be looped over (LATERAL, CROSS
    JOIN): next to the price of a forbidden loop all other ways look equally dear, and
    the planner sorts where it should hash. And out of a table that keeps the past they
    take rows by an array of ids, which an index finds: a hash reads all of it.

    From here to the end of the transaction statements are not compiled before they run
    (``jit``): for those of an export that takes longer than running them.
    """
    cr.execute("SET LOCAL enable_nestloop = off; SET LOCAL jit = off")
    yield
    cr.execute("SET LOCAL enable_nestloop TO DEFAULT")
