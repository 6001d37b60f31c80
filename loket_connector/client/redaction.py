# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Keep secrets and personal data out of the log, also when a message goes wrong."""

import logging
import re

_MASK = "***"
_PATTERNS = (
    # Authorization headers, form fields and JSON members that hold a secret.
    (re.compile(r"(?i)\b(bearer)\s+[^\s\"',]+"), rf"\1 {_MASK}"),
    (
        re.compile(
            r"(?i)\b(access_token|refresh_token|client_secret|code|password)"
            r"([\"']?\s*[=:]\s*[\"']?)[^\s&\"',}]+"
        ),
        rf"\1\2{_MASK}",
    ),
    # A Dutch citizen service number (BSN) has nine digits; nothing we log has.
    (re.compile(r"(?<![\w-])\d{9}(?![\w-])"), _MASK),
    # A query may hold the value of a filter.
    (re.compile(r"\?[^\s\"']+"), f"?{_MASK}"),
)


def redact(text):
    """Return the text with everything masked that looks like a secret or a BSN."""
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


class RedactingFilter(logging.Filter):
    """Mask the finished message, so that no argument slips through."""

    def filter(self, record):
        record.msg, record.args = redact(record.getMessage()), None
        return True


def get_logger(name):
    """Return the logger of a client module, with the redacting filter on it."""
    logger = logging.getLogger(name)
    if not any(isinstance(entry, RedactingFilter) for entry in logger.filters):
        logger.addFilter(RedactingFilter())
    return logger
