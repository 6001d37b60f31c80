# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Somebody who works without a mouse, and what such a person can see of the focus."""

from __future__ import annotations

from pages import Screen

#: So many presses of Tab go round the longest screen.
PATIENCE = 200
#: What people press that is ours: methods of buttons, and links in empty screens.
OURS = "button[name^=action_], a[name^=action_], .o_view_nocontent a.btn"
_SCOPE = ".modal:not(.o_inactive_modal)"
_ROUND = """([ours, scope]) => {
    const root = document.querySelector(scope) || document;
    return [...root.querySelectorAll(ours)].filter(one => one.checkVisibility()
        && !one.disabled && !one.closest(".o_view_sample_data")
        // In rows people move with the arrows.
        && !one.closest(".o_list_view .o_data_row"));
}"""
#: How an element looks, so that a difference is one that people see.
_LOOK = """one => {
    const style = getComputedStyle(one);
    return ["outline", "boxShadow", "backgroundColor", "color", "borderColor",
        "textDecorationLine"].map(name => style[name]).join("|");
}"""


class Keyboard:
    """Presses keys on a screen, and nothing else."""

    def __init__(self, screen: Screen):
        self.page = screen.page
        self.screen = screen

    def hit(self, key: str) -> None:
        """Press a key when nothing is under way that could undo it."""
        self.screen.settle()
        self.page.keyboard.press(key)

    def leave_search(self) -> None:
        """Leave the search box, in which Odoo keeps Tab to itself."""
        if self.page.evaluate("document.activeElement.matches('.o_searchview_input')"):
            self.page.keyboard.press("ArrowDown")

    def reach(self, selector: str, text: str = "") -> None:
        """Press Tab until the focus is on an element that can be seen.

        :param text: what stands on it, or in its row.
        """
        self.screen.settle()
        for _press in range(PATIENCE):
            self.leave_search()
            if self.page.evaluate(
                "([selector, text]) => { const one = document.activeElement;"
                " return one.matches(selector) && one.checkVisibility()"
                " && (one.closest('tr') || one).innerText.includes(text); }",
                [selector, text],
            ):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} {text} is not reached with Tab")

    def press(self, method: str, text: str = "") -> None:
        """Go to a button of that method and press Enter."""
        self.reach(f"[name='{method}']", text)
        self.hit("Enter")
        self.screen.settle()

    def run(self, method: str, text: str = "") -> None:
        """The same with a method of the server; wait until it did."""
        with self.page.expect_response(
            lambda answer: "call_button" in answer.url and method in answer.url
        ):
            self.press(method, text)
        self.screen.settle()

    def unreachable(self) -> list[str]:
        """Return which of our buttons Tab passes over or shows no focus on."""
        all_of_them = self.page.evaluate_handle(_ROUND, [OURS, _SCOPE])
        names = all_of_them.evaluate(
            "all => all.map(one => `${one.getAttribute('name')} ${one.innerText}`)"
        )
        missing = set(range(len(names)))
        unseen = set()
        for _press in range(PATIENCE):
            if not missing:
                break
            self.leave_search()
            at = all_of_them.evaluate("all => all.indexOf(document.activeElement)")
            with_focus = self._look(all_of_them, at)
            self.page.keyboard.press("Tab")
            if at in missing:
                missing.remove(at)
                if with_focus == self._look(all_of_them, at):
                    unseen.add(at)
        return [
            *(f"not reached with Tab: {names[at]}" for at in sorted(missing)),
            *(f"focus cannot be seen on: {names[at]}" for at in sorted(unseen)),
        ]

    @staticmethod
    def _look(elements, at: int) -> str | None:
        return elements.evaluate(f"(all, at) => at < 0 ? null : ({_LOOK})(all[at])", at)
