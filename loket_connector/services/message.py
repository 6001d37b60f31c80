# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""Sentences that are kept, and read by each person in the own language.

While it is made, a message is a lazy term, ``_lt("Hired again on %(day)s.", day=day)``,
a text of somebody else (Loket, Odoo, a library), or a list of both: one per line. A
:class:`Message` field keeps the term and what is filled in, not the sentence, and puts
it into words when somebody reads it.

Arguments have names and are texts, whole numbers, other messages, or what each
language writes in its own way: a ``date``, and a ``float`` or ``Decimal``, which keeps
its decimals.
"""

import json
import re
from datetime import date
from decimal import Decimal

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL, formatLang
from odoo.tools.translate import LazyGettext, get_translation

from .dates import in_words

#: What is kept begins with this when it is no plain text. No text of a person does.
MARK = "\x1e"
_PLACE = re.compile(r"%\((\w+)\)s|%%")


def dump(message):
    """Return what a field keeps of a message, or False when it says nothing.

    The same message gives the same text, so what is kept can be compared.
    """
    parts = _parts(message)
    if all(isinstance(part, str) for part in parts):
        return "\n".join(parts) or False
    return MARK + json.dumps(parts, ensure_ascii=False)


def render(env, message):
    """Return a message in the language of the environment, as text.

    What cannot be translated or filled in stays as it is: one odd message does not keep
    a list of a thousand from being read.
    """
    try:
        return "\n".join(_text(env, part) for part in _parts(message))
    except RecursionError:
        return ""


def stored(record, name):
    """Return what a :class:`Message` field of a record keeps: to compare, or to add to.

    :raise AccessError: the user may not read the field.
    """
    return bool(record[name]) and record._fields[name]._stored(record)


def refusal(env, message, kind=UserError):
    """Return the error to raise for the person at the screen.

    Whoever keeps it instead, as a job does, gets the message from :func:`reason`.
    """
    error = kind(render(env, message))
    error.loket_message = message
    return error


def reason(error):
    """Return what an error says as a message: as text when it is none of ours."""
    return getattr(error, "loket_message", None) or str(error)


class Message(fields.Text):
    """A text field for messages: takes any form of one, gives the reader's text.

    Its column is text: a plain text is a message too, which reads the same everywhere.
    """

    def _description_groupable(self, env):
        # One text for the database is as many as there are readers.
        return False

    def convert_to_cache(self, value, record, validate=True):
        return value if isinstance(value, str) else dump(value) or None

    def convert_to_record(self, value, record):
        if value and value.startswith(MARK):
            return render(record.env, value)
        return value or False

    def _condition_to_sql(self, field_expr, operator, value, model, alias, query):
        """Look for words in what the reader sees, not in what is kept."""
        if not operator.endswith("like"):
            return super()._condition_to_sql(
                field_expr, operator, value, model, alias, query
            )
        column = model._field_to_sql(alias, field_expr, query)  # checks the rights
        rows = model.env.execute_query(
            SQL(
                "SELECT DISTINCT %s FROM %s AS %s WHERE %s IS NOT NULL",
                column,
                SQL.identifier(model._table),
                SQL.identifier(alias),
                column,
            )
        )
        pattern = _pattern(operator, value)
        found = [text for (text,) in rows if pattern.search(render(model.env, text))]
        if operator.startswith("not"):
            return SQL("(%s <> ALL(%s) OR %s IS NULL)", column, found, column)
        return SQL("%s = ANY(%s)", column, found)

    def _stored(self, record):
        return self._get_cache(record.env)[record.id]


def _parts(message):
    """Return the single messages of one in any form, as JSON has them."""
    parts = []
    for part in _flat(message):
        data = _data(part)
        # Two things that go wrong for the same reason say it once.
        if data not in parts:
            parts.append(data)
    return parts


def _flat(message):
    """Yield the single messages of one in any form."""
    if isinstance(message, str) and message.startswith(MARK):
        message = _load(message)
    if isinstance(message, list | tuple):
        for part in message:
            yield from _flat(part)
    elif isinstance(message, LazyGettext) or message:
        yield message


def _load(text):
    """Return what a kept text stands for."""
    try:
        return json.loads(text[len(MARK) :])
    except (ValueError, RecursionError):
        return text[len(MARK) :]


def _data(value):
    """Return a single message, or an argument of one, as JSON has it."""
    if isinstance(value, LazyGettext):
        term = {"term": value._source, "module": value._module}
        if value._args:
            args = value._args.items()
            term["args"] = {name: _data(argument) for name, argument in args}
        return term
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, float | Decimal):
        return {"number": str(value)}
    if isinstance(value, list | tuple):
        return [_data(part) for part in _flat(value)]
    return value if isinstance(value, dict | int | None) else str(value)


def _text(env, data):
    """Return the words for one message or argument, as JSON has it."""
    if isinstance(data, list):
        return "\n".join(_text(env, part) for part in data)
    if not isinstance(data, dict):
        return str(data)
    try:
        if "term" in data:
            return _fill(env, data)
        if "date" in data:
            return in_words(env, date.fromisoformat(data["date"]))
        decimals = -Decimal(data["number"]).as_tuple().exponent
        return formatLang(env, float(data["number"]), digits=max(decimals, 0))
    except (ArithmeticError, KeyError, TypeError, UserError, ValueError):
        return " ".join(map(str, data.values()))


def _fill(env, data):
    """Translate a term and put its arguments in; what is missing stays a gap."""
    term, args = str(data["term"]), data.get("args") or {}
    try:
        lang = env.lang or "en_US"
    except UserError:
        # The language of the context is not installed.
        lang = "en_US"
    text = get_translation(str(data.get("module") or "base"), lang, term, ())
    if not args:
        return text

    def argument(place):
        if place[0] == "%%":
            return "%"
        return _text(env, args[place[1]]) if place[1] in args else place[0]

    return _PLACE.sub(argument, text)


def _pattern(operator, value):
    """Return a regular expression for one of the ``like`` operators."""
    text = str(value)
    if "=" not in operator:
        text = f"%{text}%"
    words = re.escape(text).replace("%", ".*").replace("_", ".")
    flags = re.DOTALL | (re.IGNORECASE if "ilike" in operator else 0)
    return re.compile(rf"\A{words}\Z", flags)
