# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json
from datetime import date

from .common import LoketTimesheetCommon


class TestOverviewHours(LoketTimesheetCommon):
    def _card(self):
        self.employer.invalidate_recordset()
        return self.employer.with_user(self.officer)

    def test_card_counts_hours_to_approve_and_to_export(self):
        self._line(self.zero, 6.5, approved=False)
        self._line(self.zero, 4, day=date(2026, 3, 3))
        self.assertEqual(self._card().hours_to_approve, 6.5)
        self.assertEqual(self._card().hours_to_export, 4)

    def test_hours_of_paid_periods_do_not_count(self):
        self._line(self.zero, 3, day=date(2025, 12, 3), approved=False)
        self.assertEqual(self._card().hours_to_approve, 0)

    def test_chart_shows_hours_exported_per_period(self):
        self.assertFalse(self._card().hours_graph)
        self._line(self.zero, 4)
        export = self._export()
        export.action_prepare()
        export.action_send()
        (graph,) = json.loads(self._card().hours_graph)
        self.assertEqual(
            [(v["label"], v["value"]) for v in graph["values"]], [("2026-03", 4.0)]
        )
        self.assertEqual(self._card().hours_to_export, 0)

    def test_charts_of_all_venues_take_one_query(self):
        """A venue more is no further look at all that was exported in years."""
        venues = self.employer | self.other_employer
        self._line(self.zero, 4)
        self._export().action_send()
        self.env.flush_all()

        def count(venues):
            venues.invalidate_recordset(["hours_graph"])
            before = self.env.cr.sql_log_count
            graphs = [bool(graph) for graph in venues.mapped("hours_graph")]
            return graphs, self.env.cr.sql_log_count - before

        count(venues)
        (alone,), queries = count(self.employer)
        self.assertTrue(alone)
        self.assertEqual(count(venues), ([True, False], queries))

    def test_card_opens_the_lines_it_counts(self):
        line = self._line(self.zero, 6.5, approved=False)
        action = self._card().action_view_hours_to_approve()
        lines = self.env["account.analytic.line"].search(action["domain"])
        self.assertEqual(lines, line)

    def test_export_rights_belong_to_the_doctor(self):
        self.sandbox.admin.take_right("PatchCollectivePayrollPeriodDataByEmployerId")
        self.employer.action_check_rights()
        self.assertEqual(self.employer.rights_state, "missing")
        self.assertTrue(self.employer._lacks("export"))
        self.assertIn("Beheer variabele gegevens", self.employer.rights_message_nl)
