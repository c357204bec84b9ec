"""The ledger read from the counts kept beside the facts: what is read does not grow with the cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cache, partial

from sqlalchemy import Connection

from lib.db.queries import counts as queries
from lib.db.queries import late_and_open
from lib.db.queries.facts import histories
from lib.domain import case_counts as kinds
from lib.domain.facts import Event
from lib.domain.ledger import Case, CaseKey, court_codes, replay
from lib.domain.measure_counts import DENOMINATOR, WHOLE, tallies_of
from lib.domain.measures import Window, days_of_closing, ledger_tallies
from lib.domain.periods import Period, year_earlier
from lib.domain.plan import Flow, Indicator, Measure, Plan
from lib.domain.platforms import PlatformCount
from lib.domain.recount import EVERY, MonthCount, Recount, StayCounts, Tallies, judged_stays
from lib.domain.rule_shares import StayCount
from lib.domain.standing import AGES, PRESSING_DAYS, Holding, OpenStays, StateStanding, days_overdue
from lib.domain.windows import is_standard
from lib.services.late import late_on
from lib.services.platform_counts import counted_platforms

PAGE = 250
# What stands on a day, asked together, for a page that asks one of them asks the others too.
_STANDING = (kinds.STATE, kinds.OPEN_UNIT, kinds.OPEN_HOLDER, kinds.ENTERED)


class CountedLedger:
    """The readings of `lib.domain.recount.LedgerReadings`, within one reading transaction."""

    def __init__(self, conn: Connection, plan: Plan) -> None:
        self._conn, self._plan = conn, plan
        # Asked once for every indicator, late holding or close of one page, and the same throughout the transaction.
        self._measures = cache(lambda window: queries.measures(conn, window))
        self._late = cache(lambda as_of, flow: late_on(conn, plan.calendar, as_of, flow))
        self._standing = cache(lambda as_of, flow: queries.counts(conn, _STANDING, None, as_of, flow))
        self._differing = cache(self._found_differing)
        self._beyond = cache(self._found_beyond)

    def holdings(self, as_of: date, flow: str | None = None) -> dict[str, list[Holding]]:
        """As in LedgerReadings."""
        late = self._late(as_of, flow)
        found: dict[str, list[Holding]] = {code: [] for code in self._plan.flow if flow in (None, code)}
        for (kind, code, holder), n in self._standing(as_of, flow).items():
            if kind == kinds.OPEN_HOLDER and not self._plan.flow[code].judicial:
                found[code].append(Holding(code, holder, n, *late.held(code, holder)))
        return found

    def platforms(self, first_day: date, last_day: date, flow: str | None = None) -> dict[str, PlatformCount]:
        """As in LedgerReadings."""
        standing, late = self._standing(last_day, flow), self._late(last_day, flow)
        return counted_platforms(self._conn, self._plan, first_day, last_day, flow, standing, late)

    def standing(self, as_of: date, flow: str | None = None) -> dict[str, dict[str, StateStanding]]:
        """As in LedgerReadings."""
        found, late = self._standing(as_of, flow), self._late(as_of, flow)
        return {
            one.code: {
                state.name: _state(
                    found.get((kinds.STATE, one.code, state.name), 0),
                    late.in_state(one.code, state.name),
                    found.get((kinds.ENTERED, one.code, state.name), 0),
                    as_of,
                )._replace(late_with=late.with_whom(one.code, state.name))
                for state in one.states
                if not state.final
            }
            for one in self._plan.flows
            if flow in (None, one.code)
        }

    def ages(self, flow: str, as_of: date) -> tuple[int, ...]:
        """As in LedgerReadings."""
        found = queries.counts(self._conn, [kinds.AGE], None, as_of, flow)
        return tuple(found.get((kinds.AGE, flow, str(age)), 0) for age in range(len(AGES)))

    def open_stays(self, flow: str, as_of: date) -> list[OpenStays] | None:
        """As in LedgerReadings."""
        newest = queries.last_event_on(self._conn)
        if newest is not None and newest > as_of:
            return None
        return [OpenStays._make(row) for row in late_and_open.open_stays(self._conn, flow)]

    def months(self, months: Sequence[Period], as_of: date, flow: str | None = None) -> dict[str, list[MonthCount]]:
        """As in LedgerReadings."""
        starts = [month.start for month in months]
        counted = (kinds.REGISTERED, kinds.CLOSED)
        found: Counter[tuple[str, str, date]] = Counter()
        rows = queries.counts_by_month(self._conn, counted, [kinds.REOPENED], starts, as_of, flow)
        for (kind, code, key, month), n in rows.items():
            if kind != kinds.REOPENED:
                found[kind, code, month] += n
            elif (undone := kinds.Undone.parse(key)).kind == kinds.CLOSED:
                found[kinds.CLOSED, code, month] += n
                found[kinds.CLOSED, code, undone.closed_on.replace(day=1)] -= n
        return {
            code: [MonthCount(*(found[kind, code, start] for kind in counted)) for start in starts]
            for code in self._plan.flow
            if flow in (None, code)
        }

    def open_cases(
        self, as_of: date, limit: int, *, flow: str | None = None, unit: str | None = None, outside_court: bool = True
    ) -> list[Case]:
        """As in LedgerReadings."""
        keys = late_and_open.late_cases(self._conn, as_of, limit, flow=flow, unit=unit, outside_court=outside_court)
        late = self._replayed(keys, as_of)
        found = [case for case in late if case.closed_on is None and unit in (None, case.unit, case.holder)]
        if len(found) < limit:
            found += self._others(as_of, limit - len(found), flow, unit, outside_court, {_key(case) for case in found})
        calendar = self._plan.calendar
        return sorted(found, key=lambda case: (-days_overdue(case, calendar, as_of), case.registered_on))

    def pressing_cases(self, as_of: date, limit: int, *, unit: str, outside_court: bool = True) -> list[Case]:
        """As in LedgerReadings. What will fall due is known of the present alone: who held what on a day of the past
        is kept for the time it was late."""
        keys = late_and_open.late_cases(self._conn, as_of, limit, unit=unit, outside_court=outside_court)
        if self._is_present(as_of):
            last = as_of + timedelta(days=PRESSING_DAYS)
            keys += late_and_open.due_cases(self._conn, as_of, last, limit, holder=unit, outside_court=outside_court)
        held = [one for one in self._replayed(keys, as_of) if one.closed_on is None and one.holder == unit]
        late = {_key(one): days_overdue(one, self._plan.calendar, as_of) for one in held}
        found = [one for one in held if late[_key(one)] or not one.paused]
        return sorted(found, key=lambda one: -late[_key(one)])[:limit]

    def held_cases(self, as_of: date, limit: int, *, flow: str, unit: str) -> list[Case]:
        """As in LedgerReadings. Who held what on a day of the past is known of the cases replayed alone."""
        if not self._is_present(as_of):
            return [one for one in self.open_cases(as_of, limit, flow=flow, unit=unit) if one.holder == unit]
        return self._replayed(late_and_open.held_cases(self._conn, as_of, limit, flow=flow, holder=unit), as_of)

    def _is_present(self, as_of: date) -> bool:
        """Whether no event is dated later, so that the heads of the cases stand as they did on that day."""
        newest = queries.last_event_on(self._conn)
        return newest is None or newest <= as_of

    def _others(
        self,
        as_of: date,
        limit: int,
        flow: str | None,
        unit: str | None,
        outside_court: bool,
        known: Collection[CaseKey],
    ) -> list[Case]:
        """Further open cases, the oldest first."""
        through = [] if unit is None else [one.code for one in self._plan.flows if _passes_through(one, unit)]
        asked = partial(
            late_and_open.open_cases, self._conn, as_of,
            flow=flow, unit=unit, passing_through=through, outside_court=outside_court,
        )  # fmt: skip
        keys, found = asked(PAGE), list[Case]()
        if len(keys) == PAGE:  # each further page would cost as much as all of them
            keys += asked(EVERY, PAGE)
        for page in (keys[at : at + PAGE] for at in range(0, len(keys), PAGE)):
            for case in self._replayed([key for key in page if key not in known], as_of):
                if case.closed_on is None and unit in (None, case.unit, case.holder):
                    found.append(case)
            if len(found) >= limit:
                break
        return found[:limit]

    def _replayed(
        self, keys: Collection[CaseKey], until: date, corrections_recorded_until: date | None = None
    ) -> list[Case]:
        """These cases by their events dated ≤ `until`, in the order asked for; those without any are left out."""
        known = histories(self._conn, keys, until=until, corrections_recorded_until=corrections_recorded_until)
        courts = court_codes(self._plan)
        return [replay(self._plan.flow[key[0]], known[key], courts) for key in keys if key in known]

    def stay_counts(self, window: Window, close_on: date) -> StayCounts:
        """As in LedgerReadings."""
        found = self._judged(window)
        cut = self._differing(window.last, close_on)
        for counts, sign in ((judged_stays(self._plan, cases, window), sign) for cases, sign in cut):
            for holder, flows in counts.items():
                for flow, count in flows.items():
                    _add(found, holder, flow, sign * count.in_time, sign * count.total)
        return {
            holder: {flow: StayCount(row[0], row[1]) for flow, row in flows.items() if row[1]}
            for holder, flows in found.items()
        }

    def _judged(self, window: Window) -> dict[str, dict[str, list[int]]]:
        """Stays ended in the window, and those open at its end past their deadline, by all facts known."""
        found: dict[str, dict[str, list[int]]] = {}
        for (_, flow, key), n in queries.counts(self._conn, [kinds.JUDGED], window.first, window.last).items():
            holder, year, in_time = key.split(kinds.BETWEEN)
            if int(year) == window.last.year and not self._plan.flow[flow].judicial:
                _add(found, holder, flow, n * int(in_time), n)
        for flow, holder, late in self._late(window.last, None).stays():
            if not self._plan.flow[flow].judicial:
                _add(found, holder, flow, 0, late)
        return found

    def _found_differing(self, last: date, close_on: date) -> list[tuple[dict[str, list[Case]], int]]:
        """Cases that a close sees otherwise than today does: as they are (to be taken off) and as it sees them."""
        keys = self._seen_otherwise(last, close_on)
        if not keys:
            return []
        known = histories(self._conn, keys, corrections_recorded_until=close_on)
        at_close = Recount(self._plan, (event for events in known.values() for event in events))
        as_they_are = self._by_flow(self._replayed(keys, last))
        return [(as_they_are, -1), (at_close.cases(last, close_on), 1)]

    def _seen_otherwise(self, last: date, close_on: date) -> set[CaseKey]:
        """Cases with an event dated by `last` and recorded after the close, or corrected after it."""
        keys = late_and_open.cases_corrected_after(self._conn, close_on)
        newest = queries.last_recorded_on(self._conn)
        if newest is not None and newest > close_on:
            keys |= late_and_open.cases_recorded(self._conn, queries.lagging_days(self._conn, last, close_on))
        return keys

    def _by_flow(self, cases: Iterable[Case]) -> dict[str, list[Case]]:
        found: dict[str, list[Case]] = {code: [] for code in self._plan.flow}
        for case in cases:
            found[case.flow.code].append(case)
        return found

    def events_behind(self, first: date, last: date, close_on: date, seen: int | None = None) -> list[Event]:
        """Every event of the cases with one dated from a year before `first` to `last`, or open on `last` (as far as
        is known today, or was at the close), without corrections recorded after `close_on`. `seen`: as they were known
        with that fact the last."""
        keys: set[CaseKey] = set()
        for flow in self._plan.flow:
            keys |= late_and_open.cases_with_events(self._conn, flow, year_earlier(first), last)
        keys.update(late_and_open.open_cases(self._conn, last, EVERY, outside_court=False))
        # An end recorded after the close is none to it: the case, however old, was still open.
        keys |= self._seen_otherwise(last, close_on)
        if seen is not None:
            keys |= late_and_open.cases_stored_after(self._conn, seen, last)
        known = histories(self._conn, keys, seen, corrections_recorded_until=close_on)
        return [event for events in known.values() for event in events]

    def tallies(self, indicator: Indicator, window: Window, close_on: date | None = None) -> Tallies:
        """As in LedgerReadings, without the facts."""
        if window.first > window.last:
            return tallies_of(indicator, {})
        ahead = self._ahead(window)
        counted: Counter[tuple[str, int]] = Counter()
        if ahead is not None:
            counted.update(self._measures(ahead).get(indicator.code, {}))
            apart = self._beyond(window, ahead)
        else:
            apart = [(self._cases_within(indicator, window), window, 1)]
        if close_on is not None:
            apart = [*apart, *((cases, window, sign) for cases, sign in self._differing(window.last, close_on))]
        for cases, of, sign in apart:
            for key, n in _parts(ledger_tallies(self._plan, indicator, of, cases)).items():
                counted[key] += sign * n
        return tallies_of(indicator, {key: n for key, n in counted.items() if n})

    def _ahead(self, window: Window) -> Window | None:
        """The window counted ahead that begins with it and ends in its month, if there is one."""
        whole = Window(window.first, Period.of("month", window.last).end)
        return next((one for one in (window, whole) if is_standard(one, self._plan.issued_on)), None)

    def _found_beyond(self, window: Window, ahead: Window) -> list[tuple[dict[str, list[Case]], Window, int]]:
        """What tells a window from the one counted ahead: the cases with an event after it, as they are in that one (to
        be taken off) and in this one. None on any day of the present, and never more than a month's."""
        first = window.last + timedelta(days=1)
        if window == ahead or not queries.has_events(self._conn, first, ahead.last):
            return []
        flows = {one.flow for indicator in self._plan.indicators for one in indicator.measures}
        keys = [key for flow in flows for key in late_and_open.cases_with_events(self._conn, flow, first, ahead.last)]
        return [(self._by_flow(self._replayed(keys, of.last)), of, sign) for of, sign in ((ahead, -1), (window, 1))]

    def closing_days(self, measure: Measure, window: Window) -> list[int]:
        """As in LedgerReadings."""
        flow = self._plan.flow[measure.flow]
        closing = [one.name for one in flow.actions if one.to is not None and flow.state[one.to].final]
        keys = late_and_open.cases_with_events(self._conn, flow.code, window.first, window.last, closing)
        return days_of_closing(measure, self._replayed(keys, window.last), window)

    def _cases_within(self, indicator: Indicator, window: Window) -> dict[str, list[Case]]:
        """For a window not counted ahead: the cases with an event in it, of the flows the indicator looks at."""
        keys: set[CaseKey] = set()
        for flow in {one.flow for one in indicator.measures}:
            keys |= late_and_open.cases_with_events(self._conn, flow, window.first, window.last)
        return self._by_flow(self._replayed(keys, window.last))


def _key(case: Case) -> CaseKey:
    return case.flow.code, case.case_no


def _passes_through(flow: Flow, unit: str) -> bool:
    """Whether its cases are with the unit at some time without being given to it by name."""
    by_attribute = {unit for action in flow.actions if action.holder_by for unit in action.holder_by.units.values()}
    return unit in {flow.in_charge, *by_attribute, *(action.holder for action in flow.actions)}


def _state(n: int, overdue: int, entered: int, as_of: date) -> StateStanding:
    """`entered`: the sum of the days on which they entered, counted from DAY_ZERO."""
    days = Fraction((as_of - kinds.DAY_ZERO).days) - Fraction(entered, n) if n else None
    return StateStanding(n, overdue, days)


def _add(found: dict[str, dict[str, list[int]]], holder: str, flow: str, in_time: int, total: int) -> None:
    row = found.setdefault(holder, {}).setdefault(flow, [0, 0])
    row[0] += in_time
    row[1] += total


def _parts(tallies: Tallies) -> dict[tuple[str, int], int]:
    """Tallies by (unit or WHOLE, part), as they are stored."""
    found: dict[tuple[str, int], int] = {}
    for unit, tally in tallies.items():
        parts = {**dict(enumerate(tally.numerators)), DENOMINATOR: tally.denominator}
        found |= {(unit or WHOLE, place): int(n) for place, n in parts.items() if n}
    return found
