"""Counts of a flow over a window (domain.md 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median

from lib.domain.calendar import WorkCalendar
from lib.domain.ledger import Case
from lib.domain.plan import FAILURE, NEUTRAL, SUCCESS, URGE, Flow


@dataclass(frozen=True, slots=True)
class UnitCount:
    """Cases of one handling unit in a flow."""

    registered: int
    open: int
    overdue: int
    closed: int


@dataclass(frozen=True, slots=True)
class PlatformCount:
    """One flow over [first_day, last_day], as of the last day. Ratios and medians of nothing are None."""

    flow: Flow
    first_day: date
    last_day: date
    registered: int
    closed: int
    success: int
    failure: int
    neutral: int
    success_rate: Fraction | None
    open: int
    overdue: int
    urged: int
    on_time_rate: Fraction | None
    median_days: Fraction | None
    amount_in: Decimal
    amount_recovered: Decimal
    by_state: dict[str, int]
    by_unit: dict[str, UnitCount]


def platform_count(
    flow: Flow, cases: Sequence[Case], first_day: date, last_day: date, calendar: WorkCalendar
) -> PlatformCount:
    """Counts of `cases` (replayed up to `last_day`) over [first_day, last_day], both inclusive."""
    registered = [case for case in cases if case.registered_on >= first_day]
    closed = [case for case in cases if case.closed_on is not None and case.closed_on >= first_day]
    still_open = [case for case in cases if case.closed_on is None]
    overdue = [case for case in still_open if case.is_overdue(calendar, last_day)]
    outcomes = {name: sum(case.outcome == name for case in closed) for name in (SUCCESS, FAILURE, NEUTRAL)}
    urged, recovered = _urged_and_recovered(flow, cases, first_day)
    return PlatformCount(
        flow,
        first_day,
        last_day,
        len(registered),
        len(closed),
        outcomes[SUCCESS],
        outcomes[FAILURE],
        outcomes[NEUTRAL],
        ratio(outcomes[SUCCESS], outcomes[SUCCESS] + outcomes[FAILURE]),
        len(still_open),
        len(overdue),
        urged,
        _on_time_rate(closed, calendar, last_day),
        _median_days(closed),
        sum((case.events[0].amount or Decimal(0) for case in registered), Decimal(0)),
        recovered,
        _by_state(flow, cases),
        _by_unit(registered, still_open, overdue, closed),
    )


def ratio(part: int | Decimal, whole: int | Decimal) -> Fraction | None:
    """`part` ÷ `whole`, exact; None where the whole is 0."""
    return Fraction(part) / Fraction(whole) if whole else None


def _urged_and_recovered(flow: Flow, cases: Sequence[Case], first_day: date) -> tuple[int, Decimal]:
    recovering = {action.name for action in flow.actions if action.recovers}
    urged, recovered = 0, Decimal(0)
    for case in cases:
        if case.events[-1].occurred_on < first_day:
            continue
        for event in case.events:
            if event.occurred_on < first_day:
                continue
            urged += event.action == URGE
            if event.action in recovering:
                recovered += event.amount or Decimal(0)
    return urged, recovered


def _on_time_rate(closed: Sequence[Case], calendar: WorkCalendar, as_of: date) -> Fraction | None:
    deadlines = [(case.closed_on, case.whole_deadline(calendar, as_of)) for case in closed]
    limited = [closed_on <= deadline for closed_on, deadline in deadlines if closed_on and deadline]
    return ratio(sum(limited), len(limited))


def _median_days(closed: Sequence[Case]) -> Fraction | None:
    days = [Fraction((case.closed_on - case.registered_on).days) for case in closed if case.closed_on]
    return median(days) if days else None


def _by_state(flow: Flow, cases: Sequence[Case]) -> dict[str, int]:
    counts = {state.name: 0 for state in flow.states}
    for case in cases:
        counts[case.state] += 1
    return counts


def _by_unit(
    registered: Sequence[Case], still_open: Sequence[Case], overdue: Sequence[Case], closed: Sequence[Case]
) -> dict[str, UnitCount]:
    counts: dict[str, list[int]] = {}
    for column, cases in enumerate((registered, still_open, overdue, closed)):
        for case in cases:
            counts.setdefault(case.unit, [0, 0, 0, 0])[column] += 1
    return {unit: UnitCount(*row) for unit, row in counts.items()}
