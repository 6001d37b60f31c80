# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How the shapes of ``resources`` are read and written, for ``loket_client``."""

from contextlib import closing

from . import envelope, wire
from .errors import (
    LoketContractError,
    LoketRejectedError,
    LoketUnknownOutcomeError,
    parse_messages,
)
from .paging import iter_pages
from .records import VersionNumber


class Caller:
    """Send the calls of ``resources`` over a transport and return records.

    ``obsolete`` maps the path of a resource to the date its version goes away, as
    announced by the answers so far.
    """

    def __init__(self, transport, page_size=250):
        self._transport = transport
        self._page_size = page_size
        self.obsolete = {}

    @property
    def calls(self):
        """Number of requests sent, repeated ones included."""
        return self._transport.calls

    @property
    def refused(self):
        """Activities that Loket refused, also where the caller went on without."""
        return self._transport.refused

    def close(self):
        self._transport.close()

    def _read(self, call, request, response):
        answer = envelope.read(request, response, call.shape)
        if answer.obsolete is not None:
            self.obsolete[call.path] = answer.obsolete
        return answer

    def _pages(self, call, parse, params=None, **ids):
        """Yield lists of records, one per page."""

        def build(number):
            paging = self._paging(call, number)
            return call.request(params={**(params or {}), **paging}, **ids)

        def read(request, response):
            return self._read(call, request, response)

        with closing(iter_pages(self._transport, build, read)) as pages:
            for rows in pages:
                yield [parse(row) for row in rows]

    def _paging(self, call, number):
        if call.shape == "paged":
            return {"pageNumber": number, "pageSize": self._page_size}
        # A list without declared parameters gets none, as long as it fits on a page.
        return {} if number == 1 else {"pageNumber": number}

    def _rows(self, call, parse, params=None, **ids):
        return flat(self._pages(call, parse, params, **ids))

    def _count(self, call, **ids):
        """Return how many rows a paged list has, from a page with one of them."""
        request = call.request(params={"pageNumber": 1, "pageSize": 1}, **ids)
        answer = self._read(call, request, self._transport.send(request))
        if answer.total_size is None:
            raise LoketContractError(
                f"A list of Loket lacks its size ({request.line})", request=request.line
            )
        return answer.total_size

    def _chain(self, call, parse, employment_id):
        rows = self._rows(call, parse, employment=employment_id)
        return sorted(rows, key=lambda record: record.start_date)

    def _versions(self, call, above, **ids):
        params = {
            "filter": f"lastModifiedVersionNumber gt {int(above)}",
            # Ascending: what changes under way appears behind what was read.
            "orderBy": "lastModifiedVersionNumber",
        }
        return self._rows(call, VersionNumber.from_json, params, **ids)

    def _single(self, call, parse, **ids):
        request = call.request(**ids)
        return parse(self._read(call, request, self._transport.send(request)).content)

    def _options(self, call, *names, **ids):
        request = call.request(**ids)
        return envelope.read_options(request, self._transport.send(request), *names)

    def _write(self, call, body, **ids):
        """Send and return the messages; the answer may be empty."""
        request = call.request(body=body, **ids)
        response = self._transport.send(request)
        if not response.content.strip():
            return ()
        try:
            answer = wire.loads(response.content)
        except ValueError as error:
            raise LoketUnknownOutcomeError(
                f"Loket's answer after sending is not JSON ({request.line})",
                status=response.status_code,
                request=request.line,
            ) from error
        return parse_messages(answer)

    def _command(self, call, body, **ids):
        """Like ``_write`` for one object: a success that refuses is a refusal."""
        messages = self._write(call, body, **ids)
        if any(not message.is_warning for message in messages):
            raise LoketRejectedError(
                f"Loket refused the request in a success ({call.activity})",
                status=200,
                messages=messages,
                request=call.request(**ids).line,
            )
        return messages


def flat(pages):
    """Yield the records of pages; closing it closes the pages."""
    with closing(pages):
        for page in pages:
            yield from page


def read_flat(pages):
    """Yield what the rows of pages say; closing it closes the pages."""
    with closing(pages):
        for page in pages:
            for row in page:
                yield row.record()
