# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import random
from copy import deepcopy
from datetime import date, timedelta

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import LateCommon

SENDER = "odoo.addons.loket_connector_hr_timesheet.services.loket_export_sender"
PERIODS = (202603, 202604, 202605, 202606)
FIRST, DAYS = date(2026, 3, 1), 122
SEEDS = (106, 222, 1, 2, 3, 18)
STEPS = 45
#: So much on the last day that no correction makes a total negative in the end.
BASE = 400


class TestExportRandom(LateCommon):
    """Whatever happens in whatever order: in the end every hour is paid once."""

    def _start(self, seed):
        self.random = random.Random(seed)
        self.log = []
        self.previews = []
        self.overtime = self.env["loket.wage.code"].create({"name": "Overuren"})
        self._map(self.overtime, 20)
        self.office = self.project.copy({"name": "Kantoor", "account_id": False})
        self.office.allow_timesheets = True
        self.env["loket.cost.center"].create(
            {
                "employer_id": self.employer.id,
                "account_id": self.project.account_id.id,
                "key": 1 + seed % 2,
            }
        )
        for employee in (self.zero, self.minimum):
            for code in (self.code_hours, self.overtime):
                for project in (self.project, self.office):
                    self._line(
                        employee,
                        BASE,
                        date(2026, 6, 30),
                        loket_wage_code_id=code.id,
                        project_id=project.id,
                    )

    def _lines(self):
        return (
            self.env["account.analytic.line"]
            .search([("employee_id", "in", (self.zero + self.minimum).ids)])
            .filtered(lambda line: line.unit_amount != BASE)
        )

    def _day(self):
        return FIRST + timedelta(days=self.random.randrange(DAYS))

    def _who(self):
        return self.random.choice([self.zero, self.minimum])

    def _hours(self):
        return self.random.choice([1, 2, 2.5, 8, 0.33, 12.35, -1])

    def _any_line(self):
        lines = self._lines()
        return lines.browse(self.random.choice(lines.ids)) if lines else lines

    def _open(self):
        return [p for p in map(self._period, PERIODS) if p.state != "approved"]

    def step_create(self):
        self._line(self._who(), self._hours(), self._day(), self.random.random() < 0.8)

    def step_edit(self):
        self._any_line().write({"unit_amount": self._hours()})

    def step_move(self):
        self._any_line().write({"date": self._day()})

    def step_code(self):
        code = self.random.choice([self.overtime.id, False])
        self._any_line().write({"loket_wage_code_id": code})

    def step_project(self):
        project = self.random.choice([self.project, self.office])
        self._any_line().write({"project_id": project.id})

    def step_give(self):
        self._any_line().write({"employee_id": self._who().id})

    def step_delete(self):
        self._any_line().unlink()

    def step_approve(self):
        self._any_line().action_loket_approve()

    def step_reset(self):
        self._any_line().action_loket_reset_approval()

    def step_send(self):
        self._export(self.random.choice(self._open())).action_send()

    def step_preview(self):
        self.previews.append(self._prepared(self.random.choice(self._open())))

    def step_send_preview(self):
        if self.previews:
            self._send_seen(self.random.choice(self.previews))

    def step_wait(self):
        """Somebody presses Send after lunch; meanwhile others were at work."""
        self.step_send()
        self.step_create()
        self.step_edit()
        self._sleep()
        self.step_preview()
        export = self.previews[-1]
        if self.random.random() < 0.3:
            self.step_edit()
        before = self._type_in_loket(export.period_id)
        export.sudo().prepared_on -= timedelta(hours=1)
        try:
            self._send_seen(export)
        finally:
            # What was typed was for this: the hours of Odoo are what counts.
            for employment, record in before:
                self.sandbox.admin.write_period_data(employment, record)

    def _sleep(self):
        """All that was done so far was done yesterday."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE loket_export SET prepared_on = prepared_on - interval '1 day',"
            " sent_on = sent_on - interval '1 day'"
        )
        self.env["loket.export"].invalidate_model(["prepared_on", "sent_on"])

    def step_default_code(self):
        code = self.random.choice([self.overtime.id, False])
        self.office.loket_wage_code_id = code

    def _records(self, period):
        """Yield ``(employment, record)`` of what the sandbox holds for a period."""
        for employment, records in self.sandbox.admin.period_data().items():
            for record in records:
                found = record["payrollPeriod"]
                if found["year"] * 100 + found["periodNumber"] == period.loket_id:
                    yield employment, record

    def _type_in_loket(self, period):
        """Type another value somewhere; return the records that it was before."""
        records = deepcopy([*self._records(period)])
        if not records or self.random.random() < 0.4:
            return []
        employment, record = self.random.choice(records)
        typed = deepcopy(record)
        for component in typed["payrollComponents"]:
            component["value"] = float(component["value"]) + 1
        try:
            self.sandbox.admin.write_period_data(employment, typed)
        except ValueError:
            return []  # the run is approved
        return [(employment, record)]

    def _values(self, period):
        """Return ``{(employment, cost center, component): value}`` of the sandbox."""
        return {
            (
                employment.lower(),
                (record.get("costCenter") or {}).get("key"),
                component["payrollComponent"]["key"],
            ): float(component["value"])
            for employment, record in self._records(period)
            for component in record["payrollComponents"]
        }

    def _send_seen(self, export):
        """Send a preview: all that Loket gets is what it showed."""
        shown = {
            (
                line.employment_id.loket_id.lower(),
                line.sudo().identity[3],
                line.component_id.key,
            ): (
                line.loket_value if line.is_in_loket else None,
                None if line.is_removal else line.value,
            )
            for line in export.line_ids
            if line.sudo().identity
        }
        state, before = export.state, self._values(export.period_id)
        export.action_send()
        after = self._values(export.period_id)
        if state == "done":
            return  # Nothing waited to be seen.
        for key in {*before, *after}:
            change = (before.get(key), after.get(key))
            if change[0] != change[1]:
                self.assertEqual(shown.get(key), change, [key, *self.log])

    def step_lost(self):
        kind = self.random.choice(["close_after", "close_before"])
        self.sandbox.admin.fail(kind=kind, method="PATCH", path="payrollperioddata")
        with mute_logger(SENDER):
            self.step_send()
        self.sandbox.admin.clear_failures()

    def step_run(self):
        period = self._open()[0]
        if period.loket_id != PERIODS[-1]:
            self._approve_run(period)
            if self.random.random() < 0.5:
                self._night()

    def step_undo(self):
        done = [p for p in map(self._period, PERIODS) if p.state == "approved"]
        if done:
            self._approve_run(done[-1], 5)
            if self.random.random() < 0.5:
                self._export(done[-1]).action_refresh_period()

    def _step(self):
        steps = [name for name in dir(self) if name.startswith("step_")]
        weights = {
            "step_create": 4,
            "step_edit": 3,
            "step_send": 4,
            "step_run": 1,
            "step_wait": 3,
        }
        name = self.random.choices(steps, [weights.get(n, 2) for n in steps])[0]
        try:
            getattr(self, name)()
            self.log.append(name)
        except UserError as error:
            self.log.append(f"{name}: {str(error)[:60]}")

    def _finish(self):
        self._export(self._open()[0]).action_refresh_period()
        lines = self._lines()
        lines.filtered(lambda line: not line.loket_approved).action_loket_approve()
        for period in self._open():
            self._export(period).action_send()
        # A negative total waits for the next period: in the end all is in the last.
        for period in self._open()[:-1]:
            self._approve_run(period)
        for _round in range(3):
            self._export(self._period(PERIODS[-1])).action_send()
            late = self._lines().filtered(
                lambda line: line.loket_export_issue == "period_approved"
            )
            if late:
                late.action_loket_take_along()

    def _check(self, seed):
        self._start(seed)
        for _step in range(STEPS):
            self._step()
        self._finish()
        for employee in (self.zero, self.minimum):
            lines = self.env["account.analytic.line"].search(
                [("employee_id", "=", employee.id)]
            )
            self.assertAlmostEqual(
                self._paid(employee),
                sum(lines.mapped("unit_amount")),
                places=3,
                msg="\n".join(self.log),
            )

    def _paid(self, employee):
        """Return all hours that the sandbox holds, whatever period and record."""
        employment = self._employment(employee)
        stored = self.sandbox.admin.period_data(employment.loket_id)
        return sum(
            float(component["value"])
            for record in stored.get(employment.loket_id, ())
            for component in record["payrollComponents"]
        )


def _make(seed):
    def test(self):
        self._check(seed)

    return test


for _seed in SEEDS:
    setattr(TestExportRandom, f"test_seed_{_seed}", _make(_seed))
