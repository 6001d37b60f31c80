# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def migrate(cr, version):
    """Let the next sync read everybody anew.

    Until this version the mirror kept another kind of hash of Loket's rows, and did
    not note which version of the add-on had read them.
    """
    cr.execute(
        "UPDATE loket_employer SET mapped_with = %s"
        " WHERE planned_on IS NOT NULL AND mapped_with IS NULL",
        [version],
    )
