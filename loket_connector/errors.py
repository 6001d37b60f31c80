# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""Loket's errors in the words of the person at the screen."""

from .client import (
    LoketAccessError,
    LoketAuthError,
    LoketContractError,
    LoketInvalidClientError,
    LoketNotFoundError,
    LoketRejectedError,
    LoketTransientError,
    LoketUnknownOutcomeError,
)


def explain(env, error):
    """Return cause and next step of a client error, translated, without secrets."""
    for error_class, text in _texts(env, error):
        if isinstance(error, error_class):
            return text
    return str(error)


def _texts(env, error):
    """Return ``(class, text)`` pairs, subclasses before their parents."""
    words = "\n".join(m.description for m in error.messages if m.description)
    return [
        (
            LoketInvalidClientError,
            env._(
                "Loket does not accept the client ID or the client secret. Check both"
                " on the connection and sign in again."
            ),
        ),
        (
            LoketAuthError,
            env._(
                "Loket no longer accepts the sign-in of this connection. An"
                " administrator has to press “Sign in with Loket” again."
            ),
        ),
        (
            LoketAccessError,
            env._(
                "The Loket user of this connection has no right to do this (activity"
                " %(activity)s). Ask the payroll administrator or accountant for it;"
                " “Check rights” on the venue tells which rights are missing.",
                activity=error.activity
                if isinstance(error, LoketAccessError)
                else "",
            ),
        ),
        (
            LoketRejectedError,
            env._("Loket refused this: %(words)s", words=words or str(error)),
        ),
        (
            LoketNotFoundError,
            env._(
                "Loket does not know this record any more. Fetch the venues again, and"
                " check whether the Loket user still has access to this one."
            ),
        ),
        (
            LoketUnknownOutcomeError,
            env._(
                "Loket did not answer, so it is not known whether it arrived. Try"
                " again: what Loket holds is read first."
            ),
        ),
        (
            LoketTransientError,
            env._(
                "Loket cannot be reached at the moment (%(cause)s). Nothing was lost;"
                " try again later.",
                cause=str(error),
            ),
        ),
        (
            LoketContractError,
            env._(
                "Loket answered something that is not in its description"
                " (%(cause)s). Look for a newer version of this app.",
                cause=str(error),
            ),
        ),
    ]
