# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""Loket's errors in the words of the person at the screen."""

from odoo.tools.translate import LazyTranslate

from .client import (
    LoketAccessError,
    LoketAuthError,
    LoketContractError,
    LoketError,
    LoketInvalidClientError,
    LoketNotFoundError,
    LoketRejectedError,
    LoketTransientError,
    LoketUnknownOutcomeError,
)
from .services.message import render

_lt = LazyTranslate(__name__)


class NotSignedInError(LoketAuthError):
    """There are no tokens: nobody signed in yet, or somebody disconnected."""


class SignInHeldUpError(LoketTransientError):
    """Another process renews the sign-in and does not finish."""


def explain(env, error):
    """Return cause and next step of a client error, translated, without secrets."""
    return render(env, why(env, error))


def why(env, error):
    """Return the same as a message, see ``services.message``: for whoever keeps it."""
    for error_class, message in _messages(env, error):
        if isinstance(error, error_class):
            return message
    return str(error)


def for_log(error):
    """Return what a log may have of an error: Loket's own words and those of a
    database quote what was sent."""
    return str(error) if isinstance(error, LoketError) else type(error).__name__


def explain_sign_in(env, error, redirect_uri):
    """Like :func:`explain`, for the moment that a code is exchanged for tokens."""
    if isinstance(error, LoketInvalidClientError):
        return explain(env, error)
    if isinstance(error, LoketAuthError):
        return env._(
            "Loket does not accept the answer of its sign-in page. It took too long or"
            " was used before, or Loket has another redirect address than %(address)s"
            " for this client ID. Sign in again.",
            address=redirect_uri,
        )
    if isinstance(error, LoketContractError):
        return env._(
            "What answers at the sign-in address is not Loket. Check the sign-in"
            " address of the connection."
        )
    if isinstance(error, LoketUnknownOutcomeError):
        return env._("Loket did not answer. Nothing was changed. Sign in again.")
    return explain(env, error)


def _right_words(env, activity):
    """Return the right as an accountant knows it, with Loket's activity."""
    right = env["loket.right"].sudo().search([("activity", "=", activity)], limit=1)
    return f"“{right.name}” ({activity})" if right else activity or ""


def _where(error):
    """Return the call and its status, which need no translation."""
    parts = [error.request, error.status]
    return ", ".join(str(part) for part in parts if part) or str(error)


def _messages(env, error):
    """Return ``(class, message)`` pairs, subclasses before their parents."""
    words = "\n".join(m.description for m in error.messages if m.description)
    return [
        (
            LoketInvalidClientError,
            _lt(
                "Loket does not accept the client ID or the client secret. Check both"
                " on the connection and sign in again."
            ),
        ),
        (
            NotSignedInError,
            _lt(
                "Nobody is signed in at Loket for this connection. An administrator"
                " has to press “Sign in with Loket” on it."
            ),
        ),
        (
            LoketAuthError,
            _lt(
                "Loket no longer accepts the sign-in of this connection. An"
                " administrator has to press “Sign in with Loket” again."
            ),
        ),
        (
            LoketAccessError,
            _lt(
                "The Loket user of this connection misses the right %(right)s. Ask the"
                " payroll administrator or accountant for it; “Check Rights” on the"
                " venue tells which rights are missing.",
                right=_right_words(env, error.activity)
                if isinstance(error, LoketAccessError)
                else "",
            ),
        ),
        (
            LoketRejectedError,
            _lt("Loket refused this: %(words)s", words=words or _where(error)),
        ),
        (
            LoketNotFoundError,
            _lt(
                "Loket does not know this record any more. Fetch the venues again, and"
                " check whether the Loket user still has access to this one. If nothing"
                " works, check the API address of the connection."
            ),
        ),
        (
            LoketUnknownOutcomeError,
            _lt(
                "Loket did not answer, so it is not known whether it arrived. Try"
                " again: what Loket holds is read first."
            ),
        ),
        (
            SignInHeldUpError,
            _lt(
                "Another process of Odoo renews the sign-in at Loket and does not"
                " finish. Nothing was lost; try again later."
            ),
        ),
        (
            LoketTransientError,
            _lt(
                "Loket cannot be reached at the moment (%(cause)s). Nothing was lost;"
                " try again later.",
                cause=_where(error),
            ),
        ),
        (
            LoketContractError,
            _lt(
                "What came back is not an answer of Loket as its description has it"
                " (%(cause)s). Check the API address of the connection; if it is"
                " right, look for a newer version of this app.",
                cause=str(error),
            ),
        ),
    ]
