"""Where cases stand on a day: with whom, how many past their deadline, for how long (domain.md 2, 3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from lib.domain.calendar import WorkCalendar
from lib.domain.ledger import Case
from lib.domain.plan import Flow

PRESSING_DAYS = 7  # a case is pressing when late, or due within so many days

# The most days of each age of an open case since its registration; the last has no most.
AGES: tuple[int | None, ...] = (30, 60, 90, 180, None)


class Holding(NamedTuple):
    """What one unit holds in one flow on a day, judicial stays left out.

    `late`: stays past their own deadline, the longest by `longest_days`. `overdue`: cases past the deadline
    of the stay or of the whole case.
    """

    flow: str
    holder: str
    open: int
    late: int
    overdue: int
    longest_days: int


class LateWith(NamedTuple):
    """Overdue cases one unit holds in one state, and the days of the longest stay past its own deadline."""

    holder: str
    overdue: int
    longest_days: int


class StateStanding(NamedTuple):
    """Open cases in one state: how many, how many overdue, how many days they have been in it on average.

    `late_with`: with whom the overdue ones are, the most first; nobody is named in a judicial state.
    """

    open: int
    overdue: int
    mean_days: Fraction | None
    late_with: tuple[LateWith, ...] = ()


class OpenStays(NamedTuple):
    """Open cases that entered a state, with one holder, on one day."""

    state: str
    holder: str
    entered_on: date
    cases: int


def holdings(cases: Iterable[Case], calendar: WorkCalendar, as_of: date) -> list[Holding]:
    """What each unit holds in each flow, among cases replayed up to `as_of`; in no order."""
    found: dict[tuple[str, str], list[int]] = {}
    for case in cases:
        stay = case.open_stay
        if stay is None or stay.judicial:
            continue
        deadline = stay.deadline(calendar, as_of)
        days = max(0, (as_of - deadline).days) if deadline else 0
        row = found.setdefault((case.flow.code, stay.holder), [0, 0, 0, 0])
        row[0] += 1
        row[1] += days > 0
        row[2] += case.is_overdue(calendar, as_of)
        row[3] = max(row[3], days)
    return [Holding(*key, *row) for key, row in found.items()]


def standing_by_state(
    flow: Flow, cases: Sequence[Case], calendar: WorkCalendar, as_of: date
) -> dict[str, StateStanding]:
    """The open cases of `flow` among `cases`, replayed up to `as_of`, by state: every one that is not final."""
    waiting = [case for case in cases if case.closed_on is None]
    return {state.name: _state(waiting, state.name, calendar, as_of) for state in flow.states if not state.final}


def open_by_age(cases: Sequence[Case], as_of: date) -> tuple[int, ...]:
    """The open cases among `cases`, replayed up to `as_of`, by age, as AGES."""
    waiting = [case for case in cases if case.closed_on is None]
    return tuple(sum(age_of(case.registered_on, as_of) == index for case in waiting) for index in range(len(AGES)))


def _state(waiting: Sequence[Case], name: str, calendar: WorkCalendar, as_of: date) -> StateStanding:
    here = [case for case in waiting if case.state == name]
    days = sum((as_of - case.stays[-1].entered_on).days for case in here)
    overdue = [case for case in here if case.is_overdue(calendar, as_of)]
    mean = Fraction(days, len(here)) if here else None
    return StateStanding(len(here), len(overdue), mean, _late_with(overdue, calendar, as_of))


def _late_with(overdue: Iterable[Case], calendar: WorkCalendar, as_of: date) -> tuple[LateWith, ...]:
    found: dict[str, LateWith] = {}
    for stay in (case.stays[-1] for case in overdue):
        if not stay.judicial:
            deadline = stay.deadline(calendar, as_of)
            days = max(0, (as_of - deadline).days) if deadline else 0
            before = found.get(stay.holder, LateWith(stay.holder, 0, 0))
            found[stay.holder] = LateWith(stay.holder, before.overdue + 1, max(before.longest_days, days))
    return worst_first(found.values())


def worst_first(found: Iterable[LateWith]) -> tuple[LateWith, ...]:
    """The most overdue first, then the longest."""
    return tuple(sorted(found, key=lambda one: (-one.overdue, -one.longest_days, one.holder)))


def open_stays(cases: Iterable[Case]) -> list[OpenStays]:
    """The open cases among `cases` by state, holder and day of entry, in that order."""
    waiting = (case.open_stay for case in cases)
    counts = Counter((stay.state, stay.holder, stay.entered_on) for stay in waiting if stay is not None)
    return [OpenStays(*key, n) for key, n in sorted(counts.items())]


def days_overdue(case: Case, calendar: WorkCalendar, as_of: date) -> int:
    """Days past the earlier deadline of an open case; 0 if none has passed."""
    due = case.earlier_deadline(calendar, as_of) if case.closed_on is None else None
    return max(0, (as_of - due).days) if due is not None else 0


def age_of(registered_on: date, as_of: date) -> int:
    """The place in AGES of a case registered on that day."""
    days = (as_of - registered_on).days
    return next(index for index, most in enumerate(AGES) if most is None or days <= most)
