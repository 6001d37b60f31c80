# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from .common import HOURS, LoketTimesheetCommon

#: The days around two turns of the year. Weeks are those of ISO 8601: 30 December 2025
#: lies in week 1 of 2026, 2 January 2027 in week 53 of 2026.
DAY_HOURS = {
    date(2025, 12, 28): 1,
    date(2025, 12, 29): 2,
    date(2025, 12, 30): 3,
    date(2025, 12, 31): 4,
    date(2026, 1, 1): 5,
    date(2026, 1, 2): 6,
    date(2026, 12, 27): 1.5,
    date(2026, 12, 28): 2.5,
    date(2026, 12, 30): 3.5,
    date(2026, 12, 31): 4.5,
    date(2027, 1, 1): 5.5,
    date(2027, 1, 2): 6.5,
    date(2027, 1, 3): 7.5,
    date(2027, 1, 4): 8.5,
}


class PeriodCommon(LoketTimesheetCommon):
    """Lines on every day around the turn of the year of :meth:`today`."""

    #: Period number: those of the days above that lie in it.
    expected = {}

    def _choose_people(self):
        self.zero = self._of_kind("zero_hours")

    def _lines_around(self):
        for day, hours in DAY_HOURS.items():
            if abs((day - self.today()).days) < 60:
                self._line(self.zero, hours, day)

    def _check_periods(self):
        """Each period gets the hours of its days, on the component of its year."""
        self._lines_around()
        for number, days in self.expected.items():
            with self.subTest(period=number):
                export = self._export(self._period(number))
                export.action_prepare()
                hours = self._line_of(export, self.zero)
                self.assertEqual(hours.value, sum(DAY_HOURS[day] for day in days))
                self.assertEqual(hours.component_id.key, HOURS)
                self.assertEqual(hours.component_id.year, number // 100)
                self.assertEqual(
                    sorted(hours.timesheet_ids.mapped("date")), sorted(days)
                )
                self.assertNotIn("correction", export.problem_ids.mapped("kind"))

    def _check_sent(self):
        """Loket holds in each period what belongs there, and nothing twice."""
        self._lines_around()
        for number, days in self.expected.items():
            export = self._export(self._period(number))
            export.action_send()
            self.assertEqual(export.state, "done")
            self.assertEqual(
                self._in_loket(self.zero, number),
                {HOURS: float(sum(DAY_HOURS[day] for day in days))},
            )


class TestExportMonths(PeriodCommon):
    """Months: the calendar decides."""

    period_number = 202612
    expected = {
        202612: [
            date(2026, 12, 27),
            date(2026, 12, 28),
            date(2026, 12, 30),
            date(2026, 12, 31),
        ],
        202701: [
            date(2027, 1, 1),
            date(2027, 1, 2),
            date(2027, 1, 3),
            date(2027, 1, 4),
        ],
    }

    def today(self):
        return date(2026, 12, 30)

    def test_turn_of_the_year(self):
        self._check_periods()

    def test_turn_of_the_year_in_loket(self):
        self._check_sent()

    def test_component_missing_in_the_new_year_only(self):
        """The period's year decides which components there are."""
        old, new = (
            self._line(self.zero, 4, day)
            for day in (date(2026, 12, 30), date(2027, 1, 2))
        )
        self.administration.component_ids.filtered(
            lambda c: (c.key, c.year) == (HOURS, 2027)
        ).active = False
        for number, kinds in ((202612, []), (202701, ["no_component"])):
            export = self._export(self._period(number))
            export.action_prepare()
            found = set(export.problem_ids.mapped("kind")) & {"no_component"}
            self.assertEqual(sorted(found), kinds)
        self.assertFalse(old.loket_export_issue)
        self.assertEqual(new.loket_export_issue, "no_component")


class TestExportFourWeeks(PeriodCommon):
    """Thirteen periods: the last one of 2026 has a fifth week."""

    venue_position = 1
    period_type = "four_weeks"
    period_number = 202613
    expected = {
        202613: [
            date(2026, 12, 27),
            date(2026, 12, 28),
            date(2026, 12, 30),
            date(2026, 12, 31),
            date(2027, 1, 1),
            date(2027, 1, 2),
            date(2027, 1, 3),
        ],
        202701: [date(2027, 1, 4)],
    }

    def today(self):
        return date(2026, 12, 30)

    def test_turn_of_the_year(self):
        self._check_periods()

    def test_turn_of_the_year_in_loket(self):
        self._check_sent()

    def test_name_is_not_that_of_a_month(self):
        self.assertEqual(self.period.display_name, "2026-P13")

    def test_component_missing_in_the_new_year_only(self):
        """2 January is a day of the old payroll year here."""
        line = self._line(self.zero, 4, date(2027, 1, 2))
        self.administration.component_ids.filtered(
            lambda c: (c.key, c.year) == (HOURS, 2027)
        ).active = False
        export = self._export()
        export.action_prepare()
        self.assertEqual(export.line_ids.component_id.year, 2026)
        self.assertFalse(line.loket_export_issue)


class TestExportFourWeeksEarly(PeriodCommon):
    """A payroll year that begins before its calendar year."""

    venue_position = 1
    period_type = "four_weeks"
    period_number = 202513
    expected = {
        202513: [date(2025, 12, 28)],
        202601: [
            date(2025, 12, 29),
            date(2025, 12, 30),
            date(2025, 12, 31),
            date(2026, 1, 1),
            date(2026, 1, 2),
        ],
    }

    def today(self):
        return date(2025, 12, 20)

    def test_turn_of_the_year(self):
        self._check_periods()


class TestExportWeeks(PeriodCommon):
    """Weeks, in a year of 53 of them."""

    sandbox_options = {"employers": 3, "employees": 48, "seed": 1}
    venue_position = 2
    period_type = "week"
    period_number = 202653
    expected = {
        202653: [
            date(2026, 12, 28),
            date(2026, 12, 30),
            date(2026, 12, 31),
            date(2027, 1, 1),
            date(2027, 1, 2),
            date(2027, 1, 3),
        ],
        202701: [date(2027, 1, 4)],
    }

    def today(self):
        return date(2026, 12, 30)

    def test_turn_of_the_year(self):
        self._check_periods()

    def test_turn_of_the_year_in_loket(self):
        self._check_sent()

    def test_name_is_not_that_of_a_month(self):
        self.assertEqual(self.period.display_name, "2026-W53")

    def test_week_that_was_paid_is_left_alone(self):
        """27 December is the last day of week 52, whose run is approved."""
        self.assertEqual(self._period(202652).state, "approved")
        self._lines_around()
        export = self._export()
        export.action_prepare()
        self.assertNotIn(
            date(2026, 12, 27), export.line_ids.timesheet_ids.mapped("date")
        )


class TestExportWeeksEarly(PeriodCommon):
    """Weeks, from 52 to 1."""

    sandbox_options = {"employers": 3, "employees": 48, "seed": 1}
    venue_position = 2
    period_type = "week"
    period_number = 202552
    expected = {
        202552: [date(2025, 12, 28)],
        202601: [
            date(2025, 12, 29),
            date(2025, 12, 30),
            date(2025, 12, 31),
            date(2026, 1, 1),
            date(2026, 1, 2),
        ],
    }

    def today(self):
        return date(2025, 12, 20)

    def test_turn_of_the_year(self):
        self._check_periods()
