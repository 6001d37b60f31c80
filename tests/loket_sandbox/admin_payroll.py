# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The part of the admin methods that is about payroll runs and period data."""

from . import period_rules, rows
from .seed import payroll


class AdminPayroll:
    """Methods that bump no version number; needs `state`."""

    def payroll_periods(self, administration_id):
        """Return the periods with their dates, and whether their run is approved."""
        return rows.minimized_periods(self.state, administration_id)

    def set_payroll_run(self, administration_id, period_id, status):
        """Give a period a payroll run with that status key; None removes its runs."""
        state = self.state
        admin = state.administrations[administration_id]
        period = next(row for row in admin["periods"] if row["id"] == int(period_id))
        here = {key: period[key] for key in ("periodNumber", "year")}
        runs = state.runs[administration_id]
        kept = [run for run in runs if run["payrollPeriod"] != here]
        if status is not None:
            run_id = state.new_id("run")
            row = payroll.run_row(run_id, period, int(status), len(kept) + 1)
            kept.append(row)
        state.runs[administration_id] = kept
        state.touch("runs")
        return rows.minimized_periods(state, administration_id)[
            admin["periods"].index(period)
        ]

    def set_components(self, administration_id, year, numbers):
        """Set which payroll components an administration has in a year."""
        admin = self.state.administrations[administration_id]
        admin["components"][str(year)] = sorted(numbers)
        self.state.touch("administrations")
        return admin["components"]

    def period_data(self, employment_id=None):
        """Return the stored records per employment."""
        return {
            key: records
            for key, records in self.state.period_data.items()
            if records and employment_id in (None, key)
        }

    def write_period_data(self, employment_id, record):
        """Store a record as if somebody typed it in at Loket; the same rules hold."""
        found = period_rules.problems(self.state, employment_id, record)
        if found:
            raise ValueError(found[0]["description"])
        period_rules.store(self.state, employment_id, record)
        return self.state.period_data[employment_id]

    def set_warning(self, employment_id, description):
        """Let each write for an employment answer with a warning; None stops it."""
        kept = [
            warning
            for warning in self.state.settings["warnings"]
            if warning["employment"] != employment_id
        ]
        if description:
            kept.append({"employment": employment_id, "description": description})
        self.state.settings["warnings"] = kept
        self.state.touch("settings")
        return kept

    def ready_messages(self):
        """Return what was sent with "period ready for payroll"."""
        return self.state.settings.get("ready_messages", [])
