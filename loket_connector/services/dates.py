# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""Dates of Loket are Dutch dates, whoever starts a sync and wherever."""

from dateutil.tz import gettz

from odoo import fields
from odoo.tools import format_date

ZONE_NAME = "Europe/Amsterdam"
#: dateutil brings the time zones along where a system has none.
ZONE = gettz(ZONE_NAME)


def dutch_today(record):
    """Return today's date in the Netherlands: a worker's own zone is UTC."""
    return fields.Date.context_today(record.with_context(tz=ZONE_NAME))


def in_words(env, day):
    """Return a date as "6 March 2026", in the language of the environment: a message
    may be read by somebody with another order of day and month."""
    return format_date(env, day, date_format="d MMMM y")
