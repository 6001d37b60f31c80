# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""Lives of people at Loket, made up at random: the truth for a test to compare with."""

import random
from datetime import date, timedelta

DAY = timedelta(days=1)
KINDS = ("fixed", "fixed", "zero_hours", "min_hours")
PATTERNS = (None, [8.0] * 4 + [0.0] * 3 + [8.0] * 2 + [0.0] * 5)
HAPPENINGS = (
    *("change", "change", "change", "change", "correct", "withdraw", "move"),
    *("end", "reinstate", "fixed_term", "hire"),
)


class Job:
    """An employment at Loket: its dates, and what holds from which day."""

    def __init__(self, name, start, terms):
        self.name, self.start, self.terms = name, start, terms
        self.end = self.until = None

    def ends(self, day):
        self.end = max(day, self.start)
        self.terms = {start: t for start, t in self.terms.items() if start <= self.end}

    def on(self, day):
        """What holds on a day."""
        begun = [start for start in sorted(self.terms) if start <= day]
        return self.terms[begun[-1] if begun else min(self.terms)]

    def chain(self):
        """Values of ``loket.employment.term``, oldest first."""
        days = sorted(self.terms)
        lasts = [day - DAY for day in days[1:]] + [self.end or False]
        return [
            {**self.terms[day], "date_start": day, "date_end": last}
            for day, last in zip(days, lasts, strict=True)
        ]


class Life:
    """What happens to one person at Loket, the same for the same seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.jobs, self.name = [], f"Mens {seed}"
        self.today = date(2026, 1, 5) + timedelta(days=self.random.randrange(400))
        self.jobs.append(self._job(self._day(-500, 40)))

    def _day(self, first, last):
        return self.today + timedelta(days=self.random.randrange(first, last))

    def _term(self):
        kind = self.random.choice(KINDS)
        return {
            "contract_kind": kind,
            "hours_per_week": 0
            if kind == "zero_hours"
            else self.random.choice([8, 24]),
            "work_pattern": kind == "fixed" and self.random.choice(PATTERNS) or False,
            "wage_type": "period",
            "monthly_wage": self.random.randrange(1000, 4000),
        }

    def _job(self, start):
        return Job(f"{self.name} {len(self.jobs)}", start, {start: self._term()})

    def go_on(self):
        """Let some things happen, then some days pass."""
        for _ in range(self.random.randrange(1, 4)):
            happening = self.random.choice(HAPPENINGS)
            getattr(self, f"_{happening}")(self.random.choice(self.jobs))
        self.today += timedelta(days=self.random.choice([0, 1, 1, 7, 20, 45]))

    def _change(self, job):
        day = self._day(-80, 120)
        if job.start < day and (not job.end or day <= job.end):
            job.terms[day] = self._term()

    def _correct(self, job):
        job.terms[self.random.choice(sorted(job.terms))].update(self._term())

    def _withdraw(self, job):
        kept = {day for day in job.terms if day <= self.today} or {min(job.terms)}
        job.terms = {day: job.terms[day] for day in kept}

    def _move(self, job):
        start = job.start + timedelta(days=self.random.randrange(-20, 20))
        later = [day for day in job.terms if day > job.start]
        if start < min(later, default=date.max) and (not job.end or start <= job.end):
            job.terms[start] = job.terms.pop(job.start)
            job.start = start

    def _end(self, job):
        job.ends(self._day(-40, 90))

    def _reinstate(self, job):
        job.end = None

    def _fixed_term(self, job):
        day = self._day(-60, 200)
        job.until = day if day >= job.start else None

    def _hire(self, _job):
        start = self._day(-30, 60)
        if len(self.jobs) == 3:
            return
        if self.random.random() < 0.7:
            for job in self.jobs:
                if job.start < start and (not job.end or job.end >= start):
                    job.ends(start - DAY * self.random.choice([1, 1, 10]))
        self.jobs.append(self._job(start))
