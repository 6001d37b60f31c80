# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from lxml import etree

from .common import LoketTimesheetCommon

#: What telephones show as cards; the list has buttons in its rows.
MODELS = ("loket.allowance", "loket.export.line", "loket.export.problem")


class TestCards(LoketTimesheetCommon):
    """A telephone offers what a table offers."""

    def _buttons(self, user, model, kind):
        """Return the methods that a row or a card offers to somebody."""
        arch = self.env[model].with_user(user).get_view(view_type=kind)["arch"]
        tree = etree.fromstring(arch)
        for header in tree.findall("header"):
            tree.remove(header)
        return {button.get("name") for button in tree.iter("button")}

    def test_card_offers_what_a_row_offers(self):
        for model in MODELS:
            with self.subTest(model=model):
                offered = self._buttons(self.officer, model, "list")
                self.assertTrue(offered)
                # The clock of a value is on its form, one touch away.
                offered.discard("action_view_timesheets")
                self.assertLessEqual(
                    offered, self._buttons(self.officer, model, "kanban")
                )

    def test_who_may_not_decide_is_offered_nothing(self):
        for kind in ("list", "kanban"):
            offered = self._buttons(self.approver, "loket.allowance", kind)
            self.assertNotIn("action_undecide", offered)
