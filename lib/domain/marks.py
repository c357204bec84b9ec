"""Two marks and a light for every unit and item (domain.md 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lib.domain import duties
from lib.domain.calendar import WorkCalendar
from lib.domain.duties import DutyStatus
from lib.domain.indicators import AMBER, Reading
from lib.domain.indicators import RED as RED_COLOUR
from lib.domain.ledger import Case, Stay
from lib.domain.plan import Plan

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
class WaitingStay:
    """A stay open on the day asked about, with its case and deadline."""

    case: Case
    stay: Stay
    deadline: date | None


@dataclass(frozen=True, slots=True)
class RunGround:
    """Why a run mark has its colour: stays past their deadline, and indicators that miss their target."""

    mark: str
    waiting: int
    late: tuple[WaitingStay, ...]
    missed: tuple[Reading, ...]


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


def waiting_stays(cases: Iterable[Case], calendar: WorkCalendar, as_of: date) -> list[WaitingStay]:
    """The non-judicial stays open at `as_of`."""
    found = []
    for case in cases:
        stay = case.open_stay
        if stay is not None and not stay.judicial:
            found.append(WaitingStay(case, stay, stay.deadline(calendar, as_of)))
    return found


def run_ground(waiting: Sequence[WaitingStay], indicators: Iterable[Reading], as_of: date) -> RunGround:
    """The run mark by open stays and scored indicators (of the last ended quarter), with its grounds."""
    days_late = {index: (as_of - one.deadline).days for index, one in enumerate(waiting) if one.deadline}
    late = tuple(waiting[index] for index, days in days_late.items() if days > 0)
    coloured = [one for one in indicators if one.colour is not None]
    missed = tuple(one for one in coloured if one.colour in (RED_COLOUR, AMBER))
    if any(days > LONG_OVERDUE_DAYS for days in days_late.values()) or any(
        one.colour == RED_COLOUR for one in coloured
    ):
        mark = RED
    elif late or missed:
        mark = YELLOW
    else:
        mark = GREEN if waiting or coloured else NONE
    return RunGround(mark, len(waiting), late, missed)


def colours_marks(reading: Reading) -> bool:
    """Whether an indicator takes part in run marks: scored, and a threshold, split or duration."""
    return reading.indicator.scored and reading.indicator.shape in COLOURING_SHAPES


def unit_statuses(
    plan: Plan, statuses: Sequence[DutyStatus], waiting: Sequence[WaitingStay], quarter: Sequence[Reading], as_of: date
) -> list[UnitStatus]:
    """Every unit of the register. `quarter`: indicator readings of the last quarter that ended before `as_of`.

    A unit's indicators are the whole of those it owns, and its own row of a by-unit one. For court and
    procuratorate a red mark is given as yellow.
    """
    owned: dict[str, list[DutyStatus]] = {code: [] for code in plan.unit}
    for status in statuses:
        owned[status.owner].append(status)
    held: dict[str, list[WaitingStay]] = {code: [] for code in plan.unit}
    for one in waiting:
        held[one.stay.holder].append(one)
    colouring = [reading for reading in quarter if colours_marks(reading)]
    found = []
    for unit in plan.units:
        own = [
            reading
            for reading in colouring
            if (reading.unit is None and unit.code in reading.indicator.owners) or reading.unit == unit.code
        ]
        run = run_ground(held[unit.code], own, as_of)
        counts = Counter(status.state for status in owned[unit.code])
        task = task_mark(owned[unit.code])
        soften = unit.is_court
        found.append(UnitStatus(unit.code, counts, _softened(task, soften), run, _softened(run.mark, soften)))
    return found


def _softened(mark: str, soften: bool) -> str:
    return YELLOW if soften and mark == RED else mark


def item_statuses(
    plan: Plan, statuses: Sequence[DutyStatus], waiting: Sequence[WaitingStay], quarter: Sequence[Reading], as_of: date
) -> list[ItemStatus]:
    """Every item of the register, by the occurrences it has, the stays of its flows and its indicators' whole."""
    colouring = [reading for reading in quarter if colours_marks(reading) and reading.unit is None]
    found = []
    for item in plan.items:
        own = tuple(status for status in statuses if status.occurrence.deliverable.item == item.no)
        stays = [one for one in waiting if item.no in one.case.flow.items and not one.case.flow.judicial]
        readings = [reading for reading in colouring if reading.indicator.item == item.no]
        found.append(ItemStatus(item.no, own, task_mark(own), run_ground(stays, readings, as_of)))
    return found
