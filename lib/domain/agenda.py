"""The agenda of a meeting: which unit comes when, what changed with it since the last meeting, the dues to choose from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from lib.domain import duties, marks
from lib.domain.calendar import Duration, WorkCalendar
from lib.domain.duties import DutyStatus, OccurrenceKey
from lib.domain.marks import UnitStatus
from lib.domain.plan import Plan

# The parts of an agenda, in order: red lights, what changed, what was promised, what is near, and the rest.
RED, CHANGED, PROMISED, NEAR, QUIET = "red", "changed", "promised", "near", "quiet"
PARTS = (RED, CHANGED, PROMISED, NEAR, QUIET)

AGENCY = "agency"

_ALARMING = {marks.RED, marks.YELLOW}
_GREEN = marks.WORST_FIRST.index(marks.GREEN)
_DONE = (duties.DONE, duties.DONE_LATE)
_SOON, _WEEK, _FORTNIGHT = Duration(3, working=True), Duration(7), Duration(14)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class UnitChanges:
    """What changed with a unit between two days: its light, what of its own fell overdue or was done, orders to it.

    A light turns for a meeting only to or from red and yellow.
    """

    light_before: str
    light: str
    overdue: tuple[DutyStatus, ...] = ()
    done: tuple[DutyStatus, ...] = ()
    orders: int = 0

    @property
    def turned(self) -> bool:
        """Whether the light did."""
        return self.light != self.light_before and bool({self.light, self.light_before} & _ALARMING)

    @property
    def is_change(self) -> bool:
        """Whether anything did."""
        return self.turned or bool(self.overdue or self.done or self.orders)


class Standing(NamedTuple):
    """Units and duties as they stood on a day."""

    units: Sequence[UnitStatus]
    duties: Sequence[DutyStatus]


class Turn(NamedTuple):
    """A unit on the agenda, and the part it stands in."""

    unit: str
    part: str


class DueChoice(NamedTuple):
    """A due that may be set with one tap: its word and its day."""

    word: str
    day: date


def unit_changes(before: Standing, now: Standing, orders: Mapping[str, int]) -> dict[str, UnitChanges]:
    """Every unit's changes between two days, by code. `orders`: how many of those sent between the two still run.

    A duty counts for its present owner: newly overdue or done now, and not so before (or not there yet).
    """
    lights = {one.unit: one.light for one in before.units}
    earlier = {one.occurrence.key: one for one in before.duties}
    overdue, done = _by_owner(now, earlier, (duties.OVERDUE,)), _by_owner(now, earlier, _DONE)
    return {
        one.unit: UnitChanges(
            lights[one.unit],
            one.light,
            tuple(overdue.get(one.unit, ())),
            tuple(done.get(one.unit, ())),
            orders.get(one.unit, 0),
        )
        for one in now.units
    }


def _by_owner(
    now: Standing, earlier: Mapping[OccurrenceKey, DutyStatus], states: tuple[str, ...]
) -> dict[str, list[DutyStatus]]:
    found: dict[str, list[DutyStatus]] = {}
    for one in now.duties:
        was = earlier.get(one.occurrence.key)
        if one.state in states and (was is None or was.state not in states):
            found.setdefault(one.owner, []).append(one)
    return found


def agenda(
    plan: Plan, units: Sequence[UnitStatus], changes: Mapping[str, UnitChanges], promised: Collection[str]
) -> list[Turn]:
    """The units in the order in which they are taken: by part, then by light, the most overdue first.

    Each stands once, in the first part it belongs to. `changes` is empty where there was no meeting before.
    Court and procuratorate come last in their part. Left out is an agency (it has no duty in the plan) without light,
    change or promise.
    """
    places = {code: place for place, code in enumerate(plan.unit)}
    wanted = [(one, _part(one, changes.get(one.unit), one.unit in promised)) for one in units]

    def order(turn: tuple[UnitStatus, str]) -> tuple[int, bool, int, int, int, int]:
        one, part = turn
        # what a meeting decides turns a dark light green at once, which must not move the unit before it
        light = min(marks.WORST_FIRST.index(one.light), _GREEN)
        overdue = one.counts.get(duties.OVERDUE, 0)
        court = plan.unit[one.unit].is_court
        return PARTS.index(part), court, light, -overdue, -one.run.longest_days, places[one.unit]

    there = [
        (one, part)
        for one, part in wanted
        if part != QUIET or one.light != marks.NONE or plan.unit[one.unit].kind != AGENCY
    ]
    return [Turn(one.unit, part) for one, part in sorted(there, key=order)]


def _part(one: UnitStatus, changes: UnitChanges | None, promised: bool) -> str:
    if one.light == marks.RED:
        return RED
    if changes is not None and changes.is_change:
        return CHANGED
    if promised:
        return PROMISED
    return NEAR if one.light == marks.YELLOW else QUIET


def due_choices(calendar: WorkCalendar, day: date) -> tuple[DueChoice, ...]:
    """What a meeting on `day` offers: three working days, a week, a fortnight, the month's end; all working days.

    The month's end is its last working day; where that is no later than the three days, the next month's.
    """
    soon = calendar.end_of(day, _SOON)
    this_month = _last_working_day(calendar, day)
    word, end = "月底", this_month
    if this_month <= soon:
        word, end = "下月底", _last_working_day(calendar, _first_of_next(day))
    return (
        DueChoice("3个工作日", soon),
        DueChoice("一周", calendar.roll_forward(calendar.end_of(day, _WEEK))),
        DueChoice("两周", calendar.roll_forward(calendar.end_of(day, _FORTNIGHT))),
        DueChoice(word, end),
    )


def _last_working_day(calendar: WorkCalendar, day: date) -> date:
    """Of the month of `day`: the last day on which people work."""
    last = _first_of_next(day) - _ONE_DAY
    while not calendar.is_working_day(last):
        last -= _ONE_DAY
    return last


def _first_of_next(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
