"""What became of what a unit promised at a meeting (议定事项): kept in time, late, still open, overdue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from lib.domain.calendar import WorkCalendar
from lib.domain.facts import CAUSE
from lib.domain.ledger import Case, Stay
from lib.domain.office_flows import MEETING, TOPIC
from lib.domain.plan import NEUTRAL, SUCCESS

OVERDUE, FAILED, FED_BACK, OPEN, LATE, IN_TIME, DROPPED = (
    "overdue", "failed", "fed_back", "open", "late", "in_time", "dropped",
)  # fmt: skip
WORST_FIRST = (OVERDUE, FAILED, OPEN, FED_BACK, LATE, IN_TIME, DROPPED)


class Promise(NamedTuple):
    """One decision of a meeting on a later day. `due`: the day the meeting set, rolled forward; None: without limit.

    `days_late`: beyond the deadline, of what was kept late or is overdue. `acted`: whether anything was done with
    it since. `first`: number of the fact that recorded it.
    """

    number: str
    unit: str
    topic: str
    meeting: str
    cause: str | None
    decided_on: date
    due: date | None
    outcome: str
    days_late: int
    closed_on: date | None
    acted: bool
    first: int

    @property
    def is_open(self) -> bool:
        """Not closed yet."""
        return self.closed_on is None

    @property
    def key(self) -> str:
        """What a further decision about this one is about."""
        return f"decision:{self.number}"


def promise(case: Case, calendar: WorkCalendar, as_of: date) -> Promise:
    """A case of 议定事项, replayed up to `as_of`, as a promise.

    Kept late is what was closed as done after any of the unit's stays ended beyond its deadline (that of a return
    is the limit of returns). Handed in and not closed, it waits for the office, however late.
    """
    beyond = [_days_beyond(stay, calendar, as_of) for stay in case.stays if stay.state == case.flow.states[0].name]
    outcome, days = _outcome(case, beyond)
    return Promise(
        case.case_no,
        case.unit,
        case.attribute(TOPIC) or "",
        case.attribute(MEETING) or "",
        case.attribute(CAUSE),
        case.registered_on,
        case.stays[0].deadline(calendar, as_of),
        outcome,
        days,
        case.closed_on,
        len(case.events) > 1,
        case.events[0].number,
    )


def _outcome(case: Case, beyond: Sequence[int]) -> tuple[str, int]:
    """The outcome and its days late; `beyond`: days past the deadline of each of the unit's stays."""
    if case.closed_on is None:
        if case.state != case.flow.states[0].name:
            return FED_BACK, 0
        return (OVERDUE, beyond[-1]) if beyond[-1] else (OPEN, 0)
    if case.outcome == SUCCESS:
        return (LATE, max(beyond)) if any(beyond) else (IN_TIME, 0)
    return (DROPPED if case.outcome == NEUTRAL else FAILED), 0


def _days_beyond(stay: Stay, calendar: WorkCalendar, as_of: date) -> int:
    """Days from the deadline to the end of the stay, or to `as_of`."""
    deadline = stay.deadline(calendar, as_of)
    return max(0, ((stay.left_on or as_of) - deadline).days) if deadline else 0


def reviewed(promises: Iterable[Promise], last_on: date | None, day: date) -> list[Promise]:
    """What a meeting on `day` goes through: all of the last meeting (on `last_on`), and older ones that were open
    then; the worst outcome first, then by due."""
    if last_on is None:
        return []
    found = [
        one
        for one in promises
        if one.decided_on < day and (one.decided_on == last_on or one.closed_on is None or one.closed_on > last_on)
    ]
    return sorted(found, key=lambda one: (WORST_FIRST.index(one.outcome), one.due or date.max, one.number))


def chain_about(promises: Sequence[Promise], cause: str) -> list[Promise]:
    """The open promises about this cause: the first, then what was decided on that one, and so on; empty if none."""
    about = {one.cause: one for one in promises if one.is_open and one.cause is not None}
    found: list[Promise] = []
    following = about.get(cause)
    while following is not None and following not in found:
        found.append(following)
        following = about.get(following.key)
    return found
