# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Hours, allowances, exports and payroll runs, arranged without a browser."""

from __future__ import annotations

from datetime import date

from loket_setup.job.sandbox import today

#: Status of a payroll run: calculated, which waits for approval, and approved.
PENDING, APPROVED = 1, 9


class Work:
    """What people worked, and what became of it; a part of ``World``."""

    def project(self, company: int | None = None) -> int:
        """A project with timesheets, in the first company by default."""
        company = company or self.companies()[0]
        return self.admin.find_or_create(
            "project.project",
            [("name", "=", "Work"), ("company_id", "=", company)],
            {"name": "Work", "company_id": company, "allow_timesheets": True},
        )

    def line(self, employee: str, hours: float, day: date | None = None, **values):
        """A timesheet line, not approved; returns its id."""
        found = self.employee(employee, "company_id")
        return self.admin.create(
            "account.analytic.line",
            {
                "name": f"Work of {employee}",
                "date": (day or today()).isoformat(),
                "employee_id": found["id"],
                "project_id": self.project(found["company_id"][0]),
                "unit_amount": hours,
                **values,
            },
        )

    def approved_line(self, employee: str, hours: float, day=None, **values) -> int:
        """A timesheet line that may leave for Loket."""
        line = self.line(employee, hours, day, **values)
        self.admin.call("account.analytic.line", "action_loket_approve", [line])
        return line

    def line_state(self, line: int) -> str:
        return self.read("account.analytic.line", line, "loket_export_state")

    def approved_allowance(
        self, employee: str, quantity: float, day: date | None = None
    ) -> int:
        """An allowance for travelling that may leave for Loket; returns its id."""
        allowance = self.admin.create(
            "loket.allowance",
            {
                "employee_id": self.employee(employee)["id"],
                "date": (day or today()).isoformat(),
                "wage_code_id": self.admin.ref("loket_connector.wage_code_allowance"),
                "quantity": quantity,
            },
        )
        self.admin.call("loket.allowance", "action_approve", [allowance])
        return allowance

    def allowance_state(self, allowance: int) -> str:
        return self.read("loket.allowance", allowance, "export_state")

    def export(self, day: date | None = None) -> int:
        """The export of the first venue's period of a day, prepared anew."""
        period = self.period(day)
        export = self.admin.find_or_create(
            "loket.export",
            [("period_id", "=", period["id"])],
            {
                "administration_id": period["administration_id"][0],
                "period_id": period["id"],
            },
        )
        self.admin.call("loket.export", "action_prepare", [export])
        return export

    def send(self, day: date | None = None) -> None:
        """Export the first venue's period of a day."""
        self.admin.call("loket.export", "action_send", [self.export(day)])

    def period(self, day: date | None = None, venue: int = 0) -> dict:
        """A venue's period of a day, by default the first one's of today."""
        administration = self.loket.venues()[venue]["administrations"][0]
        day = (day or today()).isoformat()
        return self.admin.find(
            "loket.payroll.period",
            [
                ("administration_id.loket_id", "=", administration["id"]),
                ("date_start", "<=", day),
                ("date_end", ">=", day),
            ],
            ["display_name", "administration_id", "state", "loket_id"],
        )[0]

    def set_run(
        self, status: int | None, day: date | None = None, venue: int = 0
    ) -> None:
        """Give a period a payroll run with that status at Loket, or none."""
        administration = self.loket.venues()[venue]["administrations"][0]
        self.loket.tell(
            "set_payroll_run",
            administration_id=administration["id"],
            period_id=self.period(day, venue)["loket_id"],
            status=status,
        )
