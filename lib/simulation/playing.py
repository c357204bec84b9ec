"""The stage on which the stories of cases are played: acts in order, cut at the last day, made into events."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Generic, NamedTuple, TypeVar

from lib.domain.calendar import Duration
from lib.domain.facts import Event
from lib.domain.plan import PAUSE, RESUME, URGE, Flow, Plan
from lib.simulation import climate
from lib.simulation.words import phrase
from lib.simulation.workdays import ONE_DAY, Workdays, recorded_at

Fact = TypeVar("Fact", covariant=True)
NOTHING: Mapping[str, str] = {}


class Stated(NamedTuple, Generic[Fact]):
    """A fact and the instant at which it was recorded."""

    fact: Fact
    stated_at: datetime


class Act(NamedTuple):
    """One act of a story."""

    day: date
    action: str
    actor: str | None = None
    assignee: str | None = None
    result: str | None = None
    amount: Decimal | None = None
    text: str | None = None
    attributes: Mapping[str, str] = NOTHING


Story = Iterator[Act]
Waiting = Generator[Act, None, date]


@dataclass(frozen=True)
class Scene:
    """What a story needs: the plan, the flow, the working days, the last day, chance, and the codes of the units."""

    plan: Plan
    flow: Flow
    workdays: Workdays
    until: date
    rng: Random
    units: frozenset[str]
    serial: int = 1

    def limit(self, state: str) -> Duration:
        """The limit of a state; ten working days where the plan gives none."""
        return self.flow.state[state].limit or Duration(10, working=True)

    def chance(self, share: float) -> bool:
        """True in `share` of all draws."""
        return self.rng.random() < share

    def days_later(self, day: date, least: int, most: int) -> date:
        """A working day so many calendar days after `day`."""
        return self.workdays.after(day + ONE_DAY * self.rng.randint(least, most), 0)


def wait(scene: Scene, day: date, unit: str, limit: Duration, *, calm: bool = False) -> Waiting:
    """The acts inside a stay of `unit` begun on `day`; returns (as generators do) the day it ends.

    `calm`: no urging and no pause, as in judicial states.
    """
    rng, deadline = scene.rng, scene.workdays.deadline(day, limit)
    if not calm and scene.chance(0.012):
        paused_on = scene.workdays.after(day, 1)
        if paused_on < deadline:
            resumed_on = scene.days_later(paused_on, 5, 25)
            yield Act(paused_on, PAUSE, text=phrase(rng, "paused"))
            yield Act(resumed_on, RESUME, text=phrase(rng, "resumed"))
            return max(resumed_on, scene.workdays.before(deadline + (resumed_on - paused_on), 1))
    if not scene.chance(climate.late_share(unit, day)):
        return _in_time(scene, day, deadline)
    average, most = climate.drag(unit)
    late = min(most, 1 + int(rng.expovariate(1 / average)))
    if not calm and scene.chance(0.5):
        yield Act(scene.workdays.after(deadline, 1), URGE, actor=scene.flow.in_charge, text=phrase(rng, "urged"))
    return scene.workdays.after(deadline, late)


def _in_time(scene: Scene, day: date, deadline: date) -> date:
    """A day up to the deadline: most use a half to all of the time, a few act at once, a few on a weekend."""
    allowed = scene.workdays.count(day, deadline)
    used = round(allowed * scene.rng.betavariate(2.2, 1.6))
    done_on = scene.workdays.after(day, used)
    weekend = done_on + ONE_DAY
    if weekend <= deadline and scene.chance(0.02):
        return weekend
    return min(done_on, deadline)


def play(scene: Scene, case_no: str, story: Story) -> list[Stated[Event]]:
    """The events of a story up to the last day, with the instants at which they were recorded."""
    flow, rng, until = scene.flow.code, scene.rng, scene.until
    found: list[Stated[Event]] = []
    last_at: datetime | None = None
    for seq, act in enumerate(story, 1):
        if act.day > until:
            break
        stated_at = recorded_at(rng, act.day, until)
        last_at = stated_at if last_at is None else max(last_at, stated_at)
        event = Event(
            0, seq, flow, case_no, act.action, act.day, act.actor, act.assignee, act.result, act.amount, act.text,
            act.attributes, last_at.date(),
        )  # fmt: skip
        found.append(Stated(event, last_at))
    return found
