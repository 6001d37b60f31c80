# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When a page is at rest: what was asked of the server is answered, and drawn.

Odoo tells that it is loading only when that takes a quarter of a second. Whoever
presses the next key in that time has it undone by the answer that comes after it.
"""

from __future__ import annotations

from playwright.sync_api import Page

#: Frames without an answer or a key until everything was drawn that belongs to it.
_FRAMES = 3
#: Counts the requests that are under way, and the frames since something happened.
_COUNT = """(() => {
    if (window.atRest) {
        return;
    }
    let pending = 0;
    let frames = 0;
    const begin = () => { pending += 1; frames = 0; };
    const end = () => { pending -= 1; frames = 0; };
    const { fetch } = window;
    window.fetch = (...parts) => {
        begin();
        return fetch(...parts).finally(end);
    };
    const { send } = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.send = function (...parts) {
        begin();
        this.addEventListener("loadend", end, { once: true });
        return send.apply(this, parts);
    };
    for (const kind of ["keydown", "pointerdown", "click", "input"]) {
        addEventListener(kind, () => { frames = 0; }, true);
    }
    window.atRest = (enough) => {
        frames += 1;
        return pending === 0 && document.readyState === "complete" && frames > enough;
    };
})()"""


def watch(page: Page) -> None:
    """Count in this page from now on; a page is watched once, however often asked."""
    page.add_init_script(_COUNT)
    page.evaluate(_COUNT)


def wait(page: Page, timeout: float) -> None:
    """Wait until a watched page is at rest.

    :param timeout: milliseconds; it is Playwright's ``TimeoutError`` that is raised.
    """
    page.wait_for_function(
        "enough => window.atRest(enough)", arg=_FRAMES, timeout=timeout, polling="raf"
    )
