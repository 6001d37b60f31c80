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

    def test_form_of_an_allowance_offers_what_a_selection_offers(self):
        """A card that is touched opens the form."""
        for user in (self.officer, self.approver):
            tree = {
                kind: etree.fromstring(
                    self.env["loket.allowance"]
                    .with_user(user)
                    .get_view(view_type=kind)["arch"]
                )
                for kind in ("list", "form")
            }
            offered = {
                kind: {button.get("name") for button in tree[kind].iter("button")}
                for kind in tree
            }
            with self.subTest(user=user.login):
                self.assertTrue(offered["list"])
                self.assertEqual(offered["form"], offered["list"])

    def test_line_behind_a_card_opens_as_a_timesheet(self):
        """Not as a line of the analytic accounts, which has amounts and no decision."""
        lines = self.env["account.analytic.line"].with_user(self.officer)
        views = {kind: view for view, kind in lines._loket_views()}
        arch = lines.get_view(views["form"], "form")["arch"]
        tree = etree.fromstring(arch)
        self.assertTrue(tree.xpath("//button[@name='action_loket_leave_out']"))
        self.assertFalse(tree.xpath("//field[@name='amount'][not(@invisible)]"))
