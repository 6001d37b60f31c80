# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can go wrong at Loket, sorted by who has to act.

``str(error)`` is one English sentence that may be logged and shown: it never holds a
token, a secret, a body or personal data. Loket's own words are in ``messages``; show
them to the person concerned and keep them out of logs.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of an answer's ``messages``; ``id`` in lower case.

    ``type`` is ``BrokenBusinessRule``, ``Warning``, ``Exception`` or ``NotFound``, and
    empty for texts that came without an envelope.
    """

    code: int | None = None
    type: str = ""
    # Not in the repr: Loket's words may quote what was sent.
    description: str = field(default="", repr=False)
    id: str | None = None

    @classmethod
    def from_json(cls, data):
        code, identifier = data.get("code"), data.get("id")
        return cls(
            code=code if isinstance(code, int) else None,
            type=str(data.get("type") or ""),
            description=str(data.get("description") or ""),
            id=str(identifier).lower() if identifier else None,
        )

    @property
    def is_warning(self):
        """Everything else tells of something that was not done."""
        return self.type.lower() == "warning"


def parse_messages(body):
    """Read the messages of a decoded answer, whatever else it holds.

    401 and 403 carry one text, ``message``, instead of a list.
    """
    if not isinstance(body, dict):
        return ()
    found = body.get("messages")
    if isinstance(found, list):
        return tuple(
            Message.from_json(item) for item in found if isinstance(item, dict)
        )
    text = body.get("message")
    return (Message(description=text[:200]),) if isinstance(text, str) else ()


class LoketError(Exception):
    """Base of all errors; ``request`` is like ``GET /user``, without a query.

    :param retry_after: seconds Loket asked to wait, when it said so
    """

    def __init__(
        self, text="", *, status=None, messages=(), request=None, retry_after=None
    ):
        super().__init__(text)
        self.status = status
        self.messages = tuple(messages)
        self.request = request
        self.retry_after = retry_after


class LoketTransientError(LoketError):
    """Network, 429 or 5xx: nobody has to act, a later run may succeed."""


class LoketUnknownOutcomeError(LoketTransientError):
    """A write was sent and no usable answer came: it may be booked or not."""


class LoketAuthError(LoketError):
    """The sign-in is no longer accepted: an administrator has to sign in again."""


class LoketInvalidClientError(LoketAuthError):
    """The client id or the client secret is wrong: correct the settings."""


class LoketAccessError(LoketError):
    """403: the user or the client lacks the right for ``activity``.

    :param activity: operation id of the call, the name Loket gives to the right
    """

    def __init__(self, text="", *, activity=None, **details):
        super().__init__(text, **details)
        self.activity = activity


class LoketRejectedError(LoketError):
    """400 or 409: Loket refused this request; ``messages`` says why."""


class LoketNotFoundError(LoketError):
    """404: the object does not exist, or not any more."""


class LoketContractError(LoketError):
    """The answer lacks its documented shape: the software has to be adapted."""


_BY_STATUS = {
    400: (LoketRejectedError, "Loket refused the request"),
    401: (LoketAuthError, "Loket does not accept the sign-in any more"),
    403: (LoketAccessError, "Loket does not grant the right for this request"),
    404: (LoketNotFoundError, "Loket does not know the requested object"),
    408: (LoketTransientError, "Loket waited too long for the request"),
    409: (LoketRejectedError, "Loket refused the request because of a conflict"),
    429: (LoketTransientError, "Loket asks for fewer requests"),
}


def error_for_status(status, *, request, is_write, activity=None, **details):
    """Build the error for an answer that is not a success.

    A 5xx after a write says nothing about what was booked before it went wrong.
    """
    if status >= 500:
        kind = LoketUnknownOutcomeError if is_write else LoketTransientError
        text = "Loket could not handle the request"
    else:
        kind, text = _BY_STATUS.get(
            status, (LoketContractError, "Loket answered with an unexpected status")
        )
    if kind is LoketAccessError:
        details["activity"] = activity
        text = f"{text}, activity {activity}"
    codes = sorted({m.code for m in details.get("messages", ()) if m.code is not None})
    if codes:
        text = f"{text}, message codes {', '.join(map(str, codes))}"
    return kind(
        f"{text} ({status}, {request})", status=status, request=request, **details
    )
