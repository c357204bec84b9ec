"""What changed between two days: marks of units and items, duties, and flows in numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple, Protocol

from lib.domain import duties, marks
from lib.domain.duties import DutyStatus
from lib.domain.facts import RETURN

# What happened to a duty, the one most in need of an eye first.
OVERDUE, RETURNED, WARNED, CLAIMED, DONE = "overdue", "returned", "warned", "claimed", "done"
EXTENDED, REASSIGNED, WAIVED, OPENED = "extended", "reassigned", "waived", "opened"
HAPPENINGS: Mapping[str, str] = MappingProxyType(
    {
        OVERDUE: "新增逾期",
        RETURNED: "退回",
        WARNED: "新增预警",
        CLAIMED: "申报待核实",
        DONE: "完成",
        EXTENDED: "延期",
        REASSIGNED: "改派",
        WAIVED: "核销",
        OPENED: "新开",
    }
)
_OF_STATE = {
    duties.OVERDUE: OVERDUE,
    duties.WARNING: WARNED,
    duties.DONE: DONE,
    duties.DONE_LATE: DONE,
    duties.WAIVED: WAIVED,
}

# Days to compare with, one tap each.
VISIT, WEEK, MONTH, MEETING = "visit", "week", "month", "meeting"
_ONE_DAY, _SEVEN_DAYS = timedelta(days=1), timedelta(days=7)


class Move(NamedTuple):
    """A mark on the first day and on the second."""

    before: str
    after: str

    @property
    def moved(self) -> bool:
        """Whether it is another."""
        return self.before != self.after

    @property
    def turned_red(self) -> bool:
        """Red after and not before."""
        return self.moved and self.after == marks.RED

    @property
    def left_red(self) -> bool:
        """Red before and not after."""
        return self.moved and self.before == marks.RED


class Marked(Protocol):
    """A unit or an item on a day."""

    @property
    def task_mark(self) -> str: ...
    @property
    def run_mark(self) -> str: ...
    @property
    def light(self) -> str: ...


class MarksMove(NamedTuple):
    """The two marks and the light of a unit or item on both days."""

    task: Move
    run: Move
    light: Move

    @property
    def moved(self) -> bool:
        """Whether either mark did; the light moves only with one of them."""
        return self.task.moved or self.run.moved


@dataclass(frozen=True, slots=True)
class DutyMove:
    """An occurrence on the second day, its state on the first (None: not opened yet), and what happened between."""

    status: DutyStatus
    state_before: str | None
    happened: tuple[str, ...]


class FlowMove(NamedTuple):
    """A flow in numbers: registered and closed after the first day, open and overdue on the second."""

    flow: str
    registered: int
    closed: int
    open: int
    overdue_before: int
    overdue: int

    @property
    def more_overdue(self) -> int:
        """By how many more cases are overdue; below 0: fewer."""
        return self.overdue - self.overdue_before

    @property
    def moved(self) -> bool:
        """Whether anything was registered or closed, or the number of those overdue changed."""
        return bool(self.registered or self.closed or self.more_overdue)


def marks_move(before: Marked, after: Marked) -> MarksMove:
    """The marks of one unit or item on both days."""
    return MarksMove(
        Move(before.task_mark, after.task_mark), Move(before.run_mark, after.run_mark), Move(before.light, after.light)
    )


def duty_moves(before: Iterable[DutyStatus], after: Iterable[DutyStatus]) -> list[DutyMove]:
    """The occurrences to which something happened, those most in need of an eye first, then by due."""
    known = {one.occurrence.key: one for one in before}
    found = [_move(known.get(one.occurrence.key), one) for one in after]
    order = list(HAPPENINGS)
    return sorted(
        (one for one in found if one.happened),
        key=lambda one: (order.index(one.happened[0]), one.status.effective_due),
    )


def _move(before: DutyStatus | None, after: DutyStatus) -> DutyMove:
    happened = {kind for kind, did in _happenings(before, after).items() if did}
    return DutyMove(after, before.state if before else None, tuple(kind for kind in HAPPENINGS if kind in happened))


def _happenings(before: DutyStatus | None, after: DutyStatus) -> dict[str, bool]:
    first = after.occurrence
    reached = _OF_STATE.get(after.state) if before is None or before.state != after.state else None
    return {
        **({reached: True} if reached else {}),
        CLAIMED: after.completion is None and bool(_undecided(after) - _undecided(before)),
        RETURNED: bool(_returns(after) - _returns(before)),
        EXTENDED: after.due != (before.due if before else first.due),
        REASSIGNED: after.owner != (before.owner if before else first.deliverable.owner),
        OPENED: before is None,
    }


def _undecided(one: DutyStatus | None) -> set[int]:
    return {claim.report.number for claim in one.undecided} if one else set()


def _returns(one: DutyStatus | None) -> set[int]:
    verdicts = [claim.verdict for claim in one.claims] if one else []
    return {verdict.number for verdict in verdicts if verdict and verdict.verdict == RETURN}


def quick_days(as_of: date, first: date, last_visit_on: date | None, last_meeting_on: date | None) -> dict[str, date]:
    """Days to compare `as_of` with, from `first` to the day before it; one that lies outside is left out.

    Of a visit the day before it: what was recorded later on that day was not seen on it.
    """
    days = {
        VISIT: last_visit_on and last_visit_on - _ONE_DAY,
        WEEK: as_of - _SEVEN_DAYS,
        MONTH: as_of.replace(day=1) - _ONE_DAY,
        MEETING: last_meeting_on,
    }
    within = {name: max(day, first) for name, day in days.items() if day is not None}
    return {name: day for name, day in within.items() if day < as_of}
