# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Walk through the pages of a list, the next one fetched while this one is used.

A list may change under way, as Loket pages by position: a row can then show up twice
or be skipped. Callers deal with duplicates by id, and never take a row that is absent
from one listing for deleted.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from .errors import LoketContractError, LoketError

MAX_PAGES = 100_000


def iter_pages(transport, build, read):
    """Yield the rows of one page after the other, lists that are never empty.

    The thread makes one plain attempt per page. Everything else (token, retries,
    counting, errors) happens in the caller's thread once the caller asks for that
    page. Closing the generator waits for the request under way, so that no thread
    outlives it.

    :param build: ``callable(number)`` that returns the request for a page
    :param read: ``callable(request, response)`` that returns an ``Envelope``
    """
    ahead, previous, number = _Ahead(transport), None, 1
    try:
        while True:
            request, first = ahead.take() or (build(number), None)
            page = read(request, transport.send(request, first))
            _check(page, number, previous, request)
            last = not page.rows or number >= page.total_pages
            number += 1
            if not last:
                ahead.start(build(number))
            if page.rows:
                yield page.rows
            if last:
                return
            previous = page.rows
    finally:
        ahead.close()


def _check(page, number, previous, request):
    """Refuse what would make the loop endless or the list incomplete."""
    problem = None
    # What page an empty list says it is on is not worth a failure.
    if page.current_page != number and (page.rows or number > 1):
        problem = f"is page {page.current_page} instead of {number}"
    elif page.total_pages < 0 or number > MAX_PAGES:
        problem = f"has an impossible number of pages ({page.total_pages})"
    elif page.rows and page.total_pages < number:
        problem = f"has rows on page {number} of {page.total_pages}"
    elif page.rows and page.rows == previous:
        problem = f"has the same rows on pages {number - 1} and {number}"
    if problem:
        raise LoketContractError(
            f"A list of Loket {problem} ({request.line})", request=request.line
        )


class _Ahead:
    """At most one request under way in a thread of its own."""

    def __init__(self, transport):
        self._transport = transport
        self._pool = None
        self._request = None
        self._future = None

    def start(self, request):
        try:
            token = self._transport.token()
        except LoketError:
            return  # raised again when the caller asks for the page
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="loket-page")
        self._request = request
        self._future = self._pool.submit(
            partial(self._transport.attempt, request, token)
        )

    def take(self):
        """Return the request and its attempt, or None when none is under way."""
        if self._future is None:
            return None
        future, self._future = self._future, None
        return self._request, future.result()

    def close(self):
        if self._pool is None:
            return
        future, self._future = self._future, None
        if future is not None and not future.cancel() and future.exception() is None:
            self._transport.report(self._request, future.result())
        self._pool.shutdown(wait=True)
