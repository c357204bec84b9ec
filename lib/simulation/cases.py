"""All cases of a run, month by month: generated anew at each pass, so that a million of them need little memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random

from lib.domain.facts import Event
from lib.domain.plan import Flow, Plan
from lib.simulation.playing import Scene, Stated, play
from lib.simulation.stories import STORIES, any_flow
from lib.simulation.volume import Month, first_day, months
from lib.simulation.workdays import Workdays


@dataclass(frozen=True)
class Cases:
    """The events of all cases, in the order in which the cases began, month by month and flow by flow.

    `counts`: flow → month → cases begun. Chance is seeded by flow and month, so a flow does not
    change when another one does.
    """

    plan: Plan
    until: date
    seed: int
    counts: Mapping[str, Mapping[Month, int]] = field(repr=False)
    workdays: Workdays = field(repr=False, compare=False)

    def __len__(self) -> int:
        """How many cases."""
        return sum(sum(months.values()) for months in self.counts.values())

    def __iter__(self) -> Iterator[Stated[Event]]:
        """Every event, case after case."""
        for case in self.by_case():
            yield from case

    def by_case(self) -> Iterator[list[Stated[Event]]]:
        """The events of one case after the other."""
        for month in months(self.plan, self.until):
            for flow in self.plan.flows:
                if self.counts[flow.code].get(month):
                    yield from self._of_month(flow, month)

    def _of_month(self, flow: Flow, month: Month) -> Iterator[list[Stated[Event]]]:
        rng = Random(f"{self.seed}/cases/{flow.code}/{month.code}")  # noqa: S311 - an invented district, not a secret
        first, last = max(month.start, first_day(self.plan, flow)), min(month.end, self.until)
        days = self.workdays.between(first, last) or [last]
        begun = sorted(rng.choices(days, k=self.counts[flow.code][month]))
        tell, number = STORIES.get(flow.code, any_flow), flow.number_format or flow.name + "〔{year}〕{n}号"
        before, units = self._begun_before(flow, month), frozenset(self.plan.unit)
        for serial, day in enumerate(begun, 1):
            scene = Scene(self.plan, flow, self.workdays, self.until, rng, units, serial)
            case_no = number.format(year=day.year, n=before + serial)
            yield play(scene, case_no, tell(scene, day))

    def _begun_before(self, flow: Flow, month: Month) -> int:
        """Cases of the same year begun in earlier months: numbers start anew each year."""
        counts = self.counts[flow.code].items()
        return sum(number for one, number in counts if one.start.year == month.start.year and one.start < month.start)
