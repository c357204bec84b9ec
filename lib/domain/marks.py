"""Two marks and a light for every unit and item (domain.md 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lib.domain import duties
from lib.domain.duties import DutyStatus
from lib.domain.indicators import AMBER, Reading
from lib.domain.indicators import RED as RED_COLOUR
from lib.domain.plan import Plan
from lib.domain.standing import Holding

RED, YELLOW, PENDING, GREEN, BLUE, NONE = "red", "yellow", "pending", "green", "blue", "none"
WORST_FIRST = (RED, YELLOW, PENDING, GREEN, BLUE, NONE)
LIGHT_OF_STATE = {
    duties.WAIVED: NONE,
    duties.DONE: BLUE,
    duties.DONE_LATE: BLUE,
    duties.CLAIMED: PENDING,
    duties.OVERDUE: RED,
    duties.WARNING: YELLOW,
    duties.RUNNING: GREEN,
}
LONG_OVERDUE_DAYS = 15
COLOURING_SHAPES = ("threshold", "split", "duration")


@dataclass(frozen=True, slots=True)
class RunGround:
    """Why a run mark has its colour: what is held and how much of it is late, and indicators that miss their target."""

    mark: str
    holdings: tuple[Holding, ...]
    missed: tuple[Reading, ...]

    @property
    def waiting(self) -> int:
        """Open stays."""
        return sum(one.open for one in self.holdings)

    @property
    def late(self) -> int:
        """Stays past their deadline."""
        return sum(one.late for one in self.holdings)

    @property
    def past_whole_only(self) -> int:
        """Cases past the deadline of the whole case whose stay is in time: overdue, but no ground of the mark."""
        return sum(one.overdue - one.late for one in self.holdings)

    @property
    def longest_days(self) -> int:
        """Days of the longest delay; 0 where nothing is late."""
        return max((one.longest_days for one in self.holdings), default=0)

    @property
    def late_holders(self) -> tuple[str, ...]:
        """Units that hold something late, the longest delay first."""
        late = sorted((one for one in self.holdings if one.late), key=lambda one: (-one.longest_days, one.holder))
        return tuple(dict.fromkeys(one.holder for one in late))


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """A unit on a day: counts of the occurrences it owns by state, and its marks."""

    unit: str
    counts: Mapping[str, int]
    task_mark: str
    run: RunGround
    run_mark: str

    @property
    def owned(self) -> int:
        """Occurrences it owns, in any state."""
        return sum(self.counts.values())

    @property
    def light(self) -> str:
        """The worse of the two marks."""
        return worst((self.task_mark, self.run_mark))


@dataclass(frozen=True, slots=True)
class ItemStatus:
    """An item on a day: its occurrences, and its marks."""

    item: str
    statuses: tuple[DutyStatus, ...]
    task_mark: str
    run: RunGround

    @property
    def run_mark(self) -> str:
        """The colour of its flows and indicators."""
        return self.run.mark

    @property
    def light(self) -> str:
        """The worse of the two marks."""
        return worst((self.task_mark, self.run_mark))

    @property
    def done(self) -> int:
        """Occurrences done, in time or late."""
        return sum(one.state in (duties.DONE, duties.DONE_LATE) for one in self.statuses)

    @property
    def total(self) -> int:
        """All existing occurrences, waived ones included."""
        return len(self.statuses)


def worst(marks: Iterable[str]) -> str:
    """The worst of `marks`; none if there are none."""
    return min(marks, key=WORST_FIRST.index, default=NONE)


def task_mark(statuses: Iterable[DutyStatus]) -> str:
    """The worst light over occurrences."""
    return worst(LIGHT_OF_STATE[status.state] for status in statuses)


def run_ground(held: Iterable[Holding], indicators: Iterable[Reading]) -> RunGround:
    """The run mark by open stays and scored indicators (of the last ended quarter), with its grounds."""
    stays, coloured = tuple(held), [one for one in indicators if one.colour is not None]
    missed = tuple(one for one in coloured if one.colour in (RED_COLOUR, AMBER))
    return RunGround(_run_mark(stays, coloured, missed), stays, missed)


def _run_mark(stays: Sequence[Holding], coloured: Sequence[Reading], missed: Sequence[Reading]) -> str:
    if any(one.longest_days > LONG_OVERDUE_DAYS for one in stays) or any(one.colour == RED_COLOUR for one in missed):
        return RED
    if missed or any(one.late for one in stays):
        return YELLOW
    return GREEN if coloured or any(one.open for one in stays) else NONE


def colours_marks(reading: Reading) -> bool:
    """Whether an indicator takes part in run marks: scored, and a threshold, split or duration."""
    return reading.indicator.scored and reading.indicator.shape in COLOURING_SHAPES


def unit_statuses(
    plan: Plan, statuses: Sequence[DutyStatus], holdings: Sequence[Holding], quarter: Sequence[Reading]
) -> list[UnitStatus]:
    """Every unit of the register. `quarter`: indicator readings of the last quarter that ended.

    A unit's indicators are the whole of those it owns, and its own row of a by-unit one. For court and
    procuratorate a red mark is given as yellow.
    """
    owned: dict[str, list[DutyStatus]] = {code: [] for code in plan.unit}
    for status in statuses:
        owned[status.owner].append(status)
    held: dict[str, list[Holding]] = {code: [] for code in plan.unit}
    for one in holdings:
        held[one.holder].append(one)
    colouring = [reading for reading in quarter if colours_marks(reading)]
    found = []
    for unit in plan.units:
        own = [
            reading
            for reading in colouring
            if (reading.unit is None and unit.code in reading.indicator.owners) or reading.unit == unit.code
        ]
        run = run_ground(held[unit.code], own)
        counts = Counter(status.state for status in owned[unit.code])
        task = task_mark(owned[unit.code])
        soften = unit.is_court
        found.append(UnitStatus(unit.code, counts, _softened(task, soften), run, _softened(run.mark, soften)))
    return found


def _softened(mark: str, soften: bool) -> str:
    return YELLOW if soften and mark == RED else mark


def item_statuses(
    plan: Plan, statuses: Sequence[DutyStatus], holdings: Sequence[Holding], quarter: Sequence[Reading]
) -> list[ItemStatus]:
    """Every item of the register, by the occurrences it has, the stays of its flows and its indicators' whole."""
    colouring = [reading for reading in quarter if colours_marks(reading) and reading.unit is None]
    by_item: dict[str, list[DutyStatus]] = {item.no: [] for item in plan.items}
    for status in statuses:
        by_item[status.occurrence.deliverable.item].append(status)
    found = []
    for item in plan.items:
        own = tuple(by_item[item.no])
        stays = [one for one in holdings if item.no in plan.flow[one.flow].items]
        readings = [reading for reading in colouring if reading.indicator.item == item.no]
        found.append(ItemStatus(item.no, own, task_mark(own), run_ground(stays, readings)))
    return found
