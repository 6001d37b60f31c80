# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""What the tests of the sync share: who is who at Loket, and nights that pass."""

from datetime import date, timedelta

from odoo.tests import freeze_time
from odoo.tools import SQL

from .common import LoketCommon

#: Tables that a preview has to leave alone.
HR_TABLES = (
    "hr_employee",
    "hr_version",
    "hr_department",
    "hr_job",
    "resource_resource",
    "resource_calendar",
    "resource_calendar_attendance",
    "res_partner",
    "mail_message",
    "mail_activity",
    "ir_attachment",
)


class SyncCommon(LoketCommon):
    """Two venues, linked to two companies; nobody is in Odoo yet."""

    def setUp(self):
        super().setUp()
        self._link()
        self.admin = self.sandbox.admin

    def sync(self, mode="manual", employer=None):
        """Sync as a Loket user who is no HR manager."""
        return (employer or self.employer).with_user(self.officer)._sync(mode)

    def night(self, day=None):
        """Let the scheduled job run on a day at half past ten, Dutch winter time."""
        day = day or self.today()
        self.admin.set_today(day)
        self.env.flush_all()
        with freeze_time(f"{day} 21:30:00"):
            self.env.ref(
                "loket_connector.ir_cron_loket_sync_employees"
            ).method_direct_trigger()
        self.env.invalidate_all()
        return self.last_runs()

    def last_runs(self):
        """Scheduled runs of the last night, newest first."""
        return self.env["loket.sync.run"].search([("mode", "=", "scheduled")])

    # -- at Loket

    def at_loket(self, first_name=None, employer=None, position=None):
        """The record of a person in the sandbox, by first name or position."""
        people = self.admin.employees((employer or self.employer).loket_id)
        if position is not None:
            return people[position]
        return next(
            person
            for person in people
            if person["row"]["personalDetails"]["firstName"] == first_name
        )

    def job_of(self, record, position=0):
        """An employment of a person in the sandbox, with its chains."""
        wanted = record["employments"][position]
        return next(e for e in self.admin.employments() if e["id"] == wanted)

    def hire(self, employer=None, start=date(2026, 1, 1), job=None, **person):
        """Add somebody at Loket who works 32 hours from a date."""
        person = {"first_name": "Nieuw", "last_name": "Mens", "prefix": None, **person}
        added = self.admin.add_employee((employer or self.employer).loket_id, **person)
        job = {"gross_wage": 2000, "hours": 32, **(job or {})}
        self.admin.add_employment(added["id"], start, **job)
        return next(
            record for record in self.admin.employees() if record["id"] == added["id"]
        )

    def set_details(self, record, **details):
        for name, value in details.items():
            self.admin.set_employee(record["id"], f"personalDetails.{name}", value)

    def calls(self, part=""):
        """Requests to the API since the last look whose path has that part."""
        return [
            entry
            for entry in self.sandbox.requests
            if part in entry["path"] and not entry["path"].endswith("/token")
        ]

    def forget_calls(self):
        self.admin.clear_requests()

    # -- in Odoo

    def in_odoo(self, record):
        """The employees that stand for a person at Loket, also archived ones."""
        return (
            self.env["hr.employee"]
            .with_context(active_test=False)
            .search([("loket_employee_id", "=", record["id"])])
        )

    def mirror(self, record):
        return self.env["loket.person"].search([("loket_id", "=", record["id"])])

    def line_of(self, run, record):
        return run.line_ids.filtered(lambda line: line.loket_id == record["id"])

    def texts(self, line, restricted=True):
        """``{field: (old, new)}`` of a report line."""
        line = line.sudo()
        changes = list(line.changes or [])
        if restricted:
            changes += line.changes_restricted or []
        return {change["field"]: (change["old"], change["new"]) for change in changes}

    def tables(self):
        """Everything in the tables of HR, and how often they were written."""
        self.env.flush_all()
        content = {}
        for table in HR_TABLES:
            content[table] = self.env.execute_query(
                SQL(
                    "SELECT t.*, xmin::text, ctid::text FROM %s t ORDER BY id",
                    SQL.identifier(table),
                )
            )
        return content

    def assert_untouched(self, before):
        after = self.tables()
        for table in HR_TABLES:
            self.assertEqual(after[table], before[table], table)

    def new_employee(self, name, company=None, **vals):
        return self.env["hr.employee"].create(
            {"name": name, "company_id": (company or self.company).id, **vals}
        )

    def versions(self, employee):
        """``{first day: version}`` of an employee."""
        versions = self.env["hr.version"].search([("employee_id", "=", employee.id)])
        return {version.date_version: version for version in versions}

    def on(self, day):
        """Context in which both Odoo and Loket are at another day."""
        self.admin.set_today(day)
        return freeze_time(f"{day} 12:00:00")

    @staticmethod
    def day_before(day):
        return day - timedelta(days=1)
