"""A run of the simulator: every fact of an invented district from the plan's first day to a given one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import chain

from lib.db.facts import Fact
from lib.domain.facts import Adjustment, Change, Entry, Judgement, Report, Verification
from lib.domain.plan import Plan
from lib.errors import Refused
from lib.simulation.cases import Cases
from lib.simulation.duties import duty_facts
from lib.simulation.numbers import adjustments, entries, judgements
from lib.simulation.playing import Stated
from lib.simulation.volume import HISTORY_FROM, cases_by_month
from lib.simulation.workdays import Workdays

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Simulation:
    """What happened in the invented district, each fact with the instant at which it was recorded.

    `events` are made anew at every pass. A verification names its report by the report's own number,
    which is its place in `reports` from 1; storing gives both their real numbers.
    """

    plan: Plan = field(repr=False)
    until: date
    seed: int
    events: Cases
    reports: tuple[Stated[Report], ...] = field(repr=False)
    verifications: tuple[Stated[Verification], ...] = field(repr=False)
    changes: tuple[Stated[Change], ...] = field(repr=False)
    adjustments: tuple[Stated[Adjustment], ...] = field(repr=False)
    entries: tuple[Stated[Entry], ...] = field(repr=False)
    judgements: tuple[Stated[Judgement], ...] = field(repr=False)

    def facts(self) -> Iterator[Stated[Fact]]:
        """Every fact, events last."""
        return chain(
            self.reports, self.verifications, self.changes, self.adjustments, self.entries, self.judgements, self.events
        )

    def digest(self) -> str:
        """SHA-256 over every fact and its instant: the same for the same plan, last day, seed and size."""
        running = sha256(f"{self.plan.digest}|{self.until}|{self.seed}".encode())
        for stated in self.facts():
            running.update(repr(stated).encode())
        return running.hexdigest()


def simulate(
    plan: Plan, *, until: date, seed: int, cases: int = 21_000, progress: Progress | None = None
) -> Simulation:
    """An invented district from the plan's first day (its courts from 2020) to `until`, with `cases` cases in all.

    Refused where `until` lies before the plan was issued. Cases are made when they are read, so this
    returns soon; `progress` is told (done, total) of the parts.
    """
    if until <= plan.issued_on:
        raise Refused(f"演示数据的截止日 {until} 应在方案印发日 {plan.issued_on} 之后")
    tell = progress or _silent
    workdays = Workdays(plan.calendar, min(HISTORY_FROM, plan.issued_on), until)
    duties = duty_facts(plan, workdays, until, seed)
    reports, verifications = _in_order(duties.reports, duties.verifications)
    tell(1, 2)
    world = (plan, workdays, until, seed)
    counts = cases_by_month(plan, until, seed, cases)
    tell(2, 2)
    return Simulation(
        plan, until, seed, Cases(plan, until, seed, counts, workdays), reports, verifications,
        tuple(sorted(duties.changes, key=lambda one: one.stated_at)), tuple(adjustments(*world)), tuple(entries(*world)),
        tuple(judgements(*world)),
    )  # fmt: skip


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


def _in_order(
    reports: list[Stated[Report]], verifications: list[Stated[Verification]]
) -> tuple[tuple[Stated[Report], ...], tuple[Stated[Verification], ...]]:
    """Both in the order in which they were recorded, numbered anew from 1."""
    ordered = sorted(reports, key=lambda one: (one.fact.occurred_on, one.stated_at, one.fact.number))
    place = {one.fact.number: index for index, one in enumerate(ordered, 1)}
    numbered = tuple(Stated(one.fact._replace(number=place[one.fact.number]), one.stated_at) for one in ordered)
    verdicts = sorted(verifications, key=lambda one: (one.fact.verified_on, one.stated_at, one.fact.number))
    return numbered, tuple(
        Stated(one.fact._replace(number=index, report=place[one.fact.report]), one.stated_at)
        for index, one in enumerate(verdicts, 1)
    )
