"""The way of a case through the states of its flow: how many wait in each, how long, with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from lib.domain.plan import Flow, State
from lib.domain.platforms import PlatformCount
from lib.domain.rights import Viewer
from lib.domain.standing import OpenStays, StateStanding
from lib.services import sight
from lib.services.book import Book
from lib.services.platforms import standing
from lib.services.waiting import brief_name

MOST_MEASURED = 1000  # open cases up to which their single days are read, so that no page grows with a flow


@dataclass(frozen=True, slots=True)
class HolderAt:
    """A unit, by a name that is not long, and its cases in one state. `cases` None: known to hold overdue ones, how many in all is not read."""

    name: str
    cases: int | None
    overdue: int
    longest_late: int


@dataclass(frozen=True, slots=True)
class WayStep:
    """A state: its limit, cases in it now, how many are overdue, how many days they have been in it, and with whom.

    `median_days`, `longest_days`: None of a day in the past and of a flow with more than MOST_MEASURED open cases.
    `holders`: those the viewer may see, none of a judicial state. `longest_late`: days of the longest stay past its own
    deadline, whoever holds it; 0 where the overdue ones are late as whole cases alone, and in a judicial state.
    """

    name: str
    limit: str
    cases: int
    overdue: int
    mean_days: Fraction | None
    final: bool
    judicial: bool
    median_days: Fraction | None = None
    longest_days: int | None = None
    holders: tuple[HolderAt, ...] = ()
    longest_late: int = 0


def way_of(
    viewer: Viewer, book: Book, flow: Flow, count: PlatformCount, as_of: date, *, measured: bool = False
) -> tuple[WayStep, ...]:
    """Every state in the order of the flow; `measured`: with the single days, where they may be read."""
    found = standing(book, flow.code, as_of)
    stays = book.ledger.open_stays(flow.code, as_of) if measured and count.open <= MOST_MEASURED else None
    return tuple(
        _step(viewer, book, flow, state, found.get(state.name, StateStanding(0, 0, None)), count, stays, as_of)
        for state in flow.states
    )


def _step(
    viewer: Viewer,
    book: Book,
    flow: Flow,
    state: State,
    here: StateStanding,
    count: PlatformCount,
    stays: Sequence[OpenStays] | None,
    as_of: date,
) -> WayStep:
    within = [one for one in stays or () if one.state == state.name]
    days = sorted((as_of - one.entered_on).days for one in within for _ in range(one.cases))
    judicial = flow.is_judicial(state.name)
    return WayStep(
        state.name,
        str(state.limit) if state.limit else "",
        count.by_state[state.name],
        here.overdue,
        here.mean_days,
        state.final,
        judicial,
        _median(days),
        days[-1] if days else None,
        () if judicial else _holders(viewer, book, flow, here, within),
        max((one.longest_days for one in here.late_with), default=0),
    )


def _median(days: Sequence[int]) -> Fraction | None:
    """The middle of sorted days; the mean of the middle two."""
    if not days:
        return None
    return Fraction(days[(len(days) - 1) // 2] + days[len(days) // 2], 2)


def _holders(
    viewer: Viewer, book: Book, flow: Flow, here: StateStanding, within: Sequence[OpenStays]
) -> tuple[HolderAt, ...]:
    """All for who may see it, else the own unit alone; the most overdue first, then the most."""
    late = {one.holder: one for one in here.late_with}
    cases: dict[str, int] = {}
    for one in within:
        cases[one.holder] = cases.get(one.holder, 0) + one.cases
    seen = [
        one for one in dict.fromkeys((*late, *cases)) if sight.sees_holders(viewer, flow) or one == viewer.unit_code
    ]
    found = [
        HolderAt(
            brief_name(book, one),
            cases.get(one) if within else None,
            late[one].overdue if one in late else 0,
            late[one].longest_days if one in late else 0,
        )
        for one in seen
    ]
    return tuple(sorted(found, key=lambda one: (-one.overdue, -(one.cases or 0), one.name)))


def worst_of(steps: Sequence[WayStep]) -> WayStep | None:
    """Where cases wait worst: the state with the most overdue, of several the longest overdue, else the one where they have waited longest on average;
    None where nothing waits."""
    waiting = [one for one in steps if one.cases and not one.final]
    return max(waiting, key=lambda one: (one.overdue, one.longest_late, one.mean_days or 0), default=None)
