# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When to try a request again: the decision, apart from the loop that carries it out.

Loket documents no rate limits, so 429 and ``Retry-After`` mean what HTTP says (RFC
9110, 10.2.3).
"""

import random
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

ATTEMPTS = 4
BASE = 1.0  # seconds before the second attempt, doubled for each further one
CEILING = 20.0  # seconds, the longest wait of our own choice
BUDGET = 120.0  # seconds for one request in total, waiting included
_GATEWAY = frozenset({502, 503, 504})


def retry_delay(method, tried, status, *, arrived=True, retry_after=None, spent=0.0):
    """Return the seconds to wait before the next attempt, or None to give up.

    :param tried: attempts made so far
    :param status: HTTP status of the last attempt, None without an answer
    :param arrived: whether Loket may have received the request
    :param spent: seconds used up by earlier attempts and waits
    """
    if tried >= ATTEMPTS or not _may_repeat(method, tried, status, arrived):
        return None
    delay = retry_after
    if delay is None:
        # The jitter keeps databases that run the same cron from knocking in step.
        delay = min(CEILING, BASE * 2 ** (tried - 1)) * random.uniform(0.5, 1)
    # Waiting shorter than Loket asked for would only be refused again.
    return delay if spent + delay <= BUDGET else None


def _may_repeat(method, tried, status, arrived):
    if status == 429:
        return True
    if method != "GET":
        # A write that may have arrived is never sent twice: an e-mail to the
        # accountant or a termination is not harmless to repeat.
        return status is None and not arrived
    if status == 500:
        return tried < 2
    return status is None or status in _GATEWAY


def parse_retry_after(value):
    """Return the seconds of a ``Retry-After`` header (a number or a date), or None."""
    if not value:
        return None
    try:
        if value.strip().lstrip("-").isdecimal():
            return max(0.0, float(value))
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return max(0.0, (moment - datetime.now(timezone.utc)).total_seconds())
