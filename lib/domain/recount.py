"""What the rules read of the ledger, and its reading by replaying every event: slow, exact, the measure of all others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from lib.domain.calendar import WorkCalendar
from lib.domain.facts import Event
from lib.domain.ledger import Case, CaseKey, Ledger, stays_of
from lib.domain.measures import Tally, Window, days_of_closing, ledger_tallies
from lib.domain.periods import Period
from lib.domain.plan import Indicator, Measure, Plan
from lib.domain.platforms import PlatformCount, platform_count
from lib.domain.rule_shares import StayCount, judge_stay, stay_facts
from lib.domain.standing import (
    PRESSING_DAYS,
    Holding,
    OpenStays,
    StateStanding,
    days_overdue,
    holdings,
    open_by_age,
    open_stays,
    standing_by_state,
)

StayCounts = Mapping[str, Mapping[str, StayCount]]
Tallies = Mapping[str | None, Tally]
EVERY = 2**31 - 1


class MonthCount(NamedTuple):
    """Cases registered in a month, and closed in it and not reopened by the day asked about."""

    registered: int
    closed: int


class LedgerReadings(Protocol):
    """The ledger as rules and pages read it. Days are inclusive; what is dated after them is unseen."""

    def holdings(self, as_of: date, flow: str | None = None) -> Mapping[str, Sequence[Holding]]:
        """What each unit holds in every flow, or in one, by code; nothing of one that is judicial."""

    def platforms(self, first_day: date, last_day: date, flow: str | None = None) -> Mapping[str, PlatformCount]:
        """The counts of every flow, or of one, by code in the order of the register."""

    def standing(self, as_of: date, flow: str | None = None) -> Mapping[str, Mapping[str, StateStanding]]:
        """Where the open cases of every flow, or of one, stand, by code and state (every one that is not final)."""

    def ages(self, flow: str, as_of: date) -> tuple[int, ...]:
        """The open cases of a flow by age, as AGES."""

    def open_stays(self, flow: str, as_of: date) -> Sequence[OpenStays] | None:
        """The open cases of a flow by state, holder and day of entry; None of a day that facts known go beyond.

        It grows with the open cases: ask first how many there are.
        """

    def months(
        self, months: Sequence[Period], as_of: date, flow: str | None = None
    ) -> Mapping[str, Sequence[MonthCount]]:
        """Registered and closed by month, of every flow or of one, by code."""

    def open_cases(
        self, as_of: date, limit: int, *, flow: str | None = None, unit: str | None = None, outside_court: bool = True
    ) -> list[Case]:
        """At most `limit` cases open on `as_of`, replayed up to it: the longest late first, then the oldest.

        `unit`: only those it handles or holds. `outside_court`: none that is or ever was in a judicial state, by
        anything known, whatever the day.
        """

    def pressing_cases(self, as_of: date, limit: int, *, unit: str, outside_court: bool = True) -> list[Case]:
        """At most `limit` open cases that `unit` holds and that are late or, as far as known, due within a week,
        the longest late first; `outside_court` as in `open_cases`."""

    def held_cases(self, as_of: date, limit: int, *, flow: str, unit: str) -> list[Case]:
        """At most `limit` open cases of a flow that `unit` holds and that never were before a court, by anything known;
        where they are more, rather those that are not yet due, the nearest first."""

    def stay_counts(self, window: Window, close_on: date) -> StayCounts:
        """Stays that rules judge, by holder and flow; of each case events count up to the first recorded after
        `close_on`."""

    def tallies(self, indicator: Indicator, window: Window, close_on: date | None = None) -> Tallies:
        """What an indicator of the ledger counts in the window; `close_on` as in `stay_counts`, None: no cut."""

    def closing_days(self, measure: Measure, window: Window) -> list[int]:
        """Of every case closed in the window out of one of the measure's states, the days it took; the shortest first.

        The one reading that grows with what it returns: ask first how many there are.
        """


class Recount:
    """The readings from all events, held in memory."""

    def __init__(self, plan: Plan, events: Iterable[Event]) -> None:
        self._plan = plan
        self.ledger = Ledger(plan, events)

    def cases(self, until: date, close_on: date | None = None) -> dict[str, list[Case]]:
        """Every flow's cases by events dated ≤ `until`."""
        return {code: self.ledger.cases(code, until, close_on) for code in self._plan.flow}

    def holdings(self, as_of: date, flow: str | None = None) -> dict[str, list[Holding]]:
        """As in LedgerReadings."""
        calendar = self._plan.calendar
        return {
            one.code: [] if one.judicial else holdings(self.ledger.cases(one.code, as_of), calendar, as_of)
            for one in self._plan.flows
            if flow in (None, one.code)
        }

    def platforms(self, first_day: date, last_day: date, flow: str | None = None) -> dict[str, PlatformCount]:
        """As in LedgerReadings."""
        return {
            one.code: platform_count(
                one, self.ledger.cases(one.code, last_day), first_day, last_day, self._plan.calendar
            )
            for one in self._plan.flows
            if flow in (None, one.code)
        }

    def standing(self, as_of: date, flow: str | None = None) -> dict[str, dict[str, StateStanding]]:
        """As in LedgerReadings."""
        return {
            one.code: standing_by_state(one, self.ledger.cases(one.code, as_of), self._plan.calendar, as_of)
            for one in self._plan.flows
            if flow in (None, one.code)
        }

    def ages(self, flow: str, as_of: date) -> tuple[int, ...]:
        """As in LedgerReadings."""
        return open_by_age(self.ledger.cases(flow, as_of), as_of)

    def open_stays(self, flow: str, as_of: date) -> list[OpenStays]:
        """As in LedgerReadings, of any day."""
        return open_stays(self.ledger.cases(flow, as_of))

    def months(self, months: Sequence[Period], as_of: date, flow: str | None = None) -> dict[str, list[MonthCount]]:
        """As in LedgerReadings."""
        return {
            code: [_month(self.ledger.cases(code, as_of), month) for month in months]
            for code in self._plan.flow
            if flow in (None, code)
        }

    def open_cases(
        self, as_of: date, limit: int, *, flow: str | None = None, unit: str | None = None, outside_court: bool = True
    ) -> list[Case]:
        """As in LedgerReadings."""
        calendar = self._plan.calendar
        secret = self._before_court() if outside_court else frozenset()
        waiting = [
            case
            for code, cases in self.cases(as_of).items()
            for case in cases
            if case.closed_on is None and flow in (None, code) and unit in (None, case.unit, case.holder)
            if (code, case.case_no) not in secret
        ]
        return sorted(waiting, key=lambda case: (-days_overdue(case, calendar, as_of), case.registered_on))[:limit]

    def pressing_cases(self, as_of: date, limit: int, *, unit: str, outside_court: bool = True) -> list[Case]:
        """As in LedgerReadings."""
        soon = as_of + timedelta(days=PRESSING_DAYS)
        held = self.open_cases(as_of, EVERY, unit=unit, outside_court=outside_court)
        return [one for one in held if one.holder == unit and _due_by(one, self._plan.calendar, as_of, soon)][:limit]

    def held_cases(self, as_of: date, limit: int, *, flow: str, unit: str) -> list[Case]:
        """As in LedgerReadings."""
        held = [one for one in self.open_cases(as_of, EVERY, flow=flow, unit=unit) if one.holder == unit]
        calendar = self._plan.calendar
        return sorted(
            held, key=lambda one: (one.is_overdue(calendar, as_of), one.earlier_deadline(calendar, as_of) or date.max)
        )[:limit]

    def _before_court(self) -> frozenset[CaseKey]:
        known = self.cases(date.max)
        return frozenset((code, case.case_no) for code, cases in known.items() for case in cases if case.before_court)

    def stay_counts(self, window: Window, close_on: date) -> StayCounts:
        """As in LedgerReadings, with the facts of each stay."""
        return judged_stays(self._plan, self.cases(window.last, close_on), window)

    def tallies(self, indicator: Indicator, window: Window, close_on: date | None = None) -> Tallies:
        """As in LedgerReadings, with the facts counted."""
        return ledger_tallies(self._plan, indicator, window, self.cases(window.last, close_on))

    def closing_days(self, measure: Measure, window: Window) -> list[int]:
        """As in LedgerReadings."""
        return days_of_closing(measure, self.ledger.cases(measure.flow, window.last), window)


def _due_by(case: Case, calendar: WorkCalendar, as_of: date, last: date) -> bool:
    due = case.earlier_deadline(calendar, as_of)
    # While paused the deadline moves on with the day: it comes no nearer.
    return due is not None and (due < as_of if case.paused else due <= last)


def _month(cases: Iterable[Case], month: Period) -> MonthCount:
    registered = closed = 0
    for case in cases:
        registered += month.start <= case.registered_on <= month.end
        closed += case.closed_on is not None and month.start <= case.closed_on <= month.end
    return MonthCount(registered, closed)


def judged_stays(plan: Plan, cases: Mapping[str, Sequence[Case]], window: Window) -> StayCounts:
    """Stays of flows that are not judicial, judged within the window, by holder and flow."""
    found: dict[str, dict[str, list[int]]] = {}
    facts: dict[tuple[str, str], list[int]] = {}
    for case, stay in stays_of(cases, [flow.code for flow in plan.flows if not flow.judicial]):
        if stay.left_on is not None and stay.left_on < window.first:
            continue
        one = judge_stay(case, stay, window, plan.calendar)
        if one is None:
            continue
        count = found.setdefault(stay.holder, {}).setdefault(case.flow.code, [0, 0])
        count[0] += one.in_time
        count[1] += 1
        facts.setdefault((stay.holder, case.flow.code), []).extend(stay_facts(one))
    return {
        holder: {flow: StayCount(count[0], count[1], tuple(facts[holder, flow])) for flow, count in flows.items()}
        for holder, flows in found.items()
    }
