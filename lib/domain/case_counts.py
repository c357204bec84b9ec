"""What one case adds to the counts kept beside the facts: its head, its late spans, and tallies by day.

Counts are sums over cases of what each adds, so that an act changes few rows: what its case added before is
taken away, what it adds now is put in. Equal to a recount by the rules on any day (tests/services/test_counts.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from lib.domain.calendar import Duration, WorkCalendar
from lib.domain.facts import Event, recorded_late
from lib.domain.interval_tree import node_of
from lib.domain.ledger import Case, Pause, Stay, advanced, court_codes, opened
from lib.domain.measure_counts import MeasureKey, add_measures
from lib.domain.plan import URGE, Plan
from lib.domain.standing import AGES

# Kinds of tallies. Standing kinds are +1 on the day something begins and −1 on the day it ends, so that their sum
# up to a day is what stands on it; the others are counted on their day.
STATE, OPEN_UNIT, OPEN_HOLDER, ENTERED, AGE = "state", "open_unit", "open_holder", "entered", "age"
REGISTERED, CLOSED, CLOSED_UNIT, REOPENED, URGED = "registered", "closed", "closed_unit", "reopened", "urged"
LASTED, LASTED_BAND, JUDGED, LAGGED = "lasted", "lasted_band", "judged", "lagged"
# Events by the unit that acted: on the day they are dated (key: unit, and 1 where 补录), and on the day recorded.
DATED, RECORDED = "dated", "recorded"
# Corrected events on the day they were dated (key: day the correction was recorded, and 1 where it voided).
EDITED = "edited"
AMOUNT_IN, AMOUNT_RECOVERED = "registered", "recovered"
NO_KEY = "-"
BAND_DAYS = 16
BETWEEN = "|"  # between the parts of a key
# Days are counted from here in sums of days, so that the sums stay small.
DAY_ZERO = date(2000, 1, 1)

TallyKey = tuple[str, date, str]


class Undone(NamedTuple):
    """A closing of `closed_on`, counted there under `kind` and `key`, that was undone later: what a key of REOPENED
    says."""

    closed_on: date
    kind: str
    key: str

    @classmethod
    def parse(cls, text: str) -> Undone:
        """From the key of a tally."""
        closed_on, kind, key = text.split(BETWEEN, 2)
        return cls(date.fromisoformat(closed_on), kind, key)

    def __str__(self) -> str:
        return BETWEEN.join((self.closed_on.isoformat(), self.kind, self.key))


class LateSpan(NamedTuple):
    """Days [from_on, until_on) on which a case with one holder in one state stood past a deadline.

    While paused the deadline moves with the day: `stay_pause` and `case_pause` are the days it lies back
    before it is rolled forward, and the span covers the whole pause.
    """

    from_on: date
    until_on: date | None
    state: str
    holder: str
    judicial: bool
    entered_on: date
    stay_due: date | None
    case_due: date | None
    stay_pause: int | None
    case_pause: int | None
    span_node: int


class CaseHead(NamedTuple):
    """The case as all its events leave it."""

    flow: str
    case_no: str
    unit: str
    registered_on: date
    state: str
    holder: str
    entered_on: date
    paused: bool
    closed_on: date | None
    outcome: str | None
    due_on: date | None
    pause_days: int | None
    before_court: bool
    last_number: int
    last_on: date
    last_action: str
    attributes: Mapping[str, str]
    span_node: int | None


@dataclass(frozen=True)
class CaseCounts:
    """All one case adds."""

    head: CaseHead
    spans: tuple[LateSpan, ...]
    tallies: Counter[TallyKey] = field(default_factory=Counter)
    amounts: dict[tuple[str, date], Decimal] = field(default_factory=dict)
    measures: Counter[MeasureKey] = field(default_factory=Counter)


class _Segment(NamedTuple):
    """Days [first, until) on which the case stood as `case` says."""

    case: Case
    first: date
    until: date | None


def case_counts(plan: Plan, flow: str, events: Sequence[Event]) -> CaseCounts:
    """What the case with these standing events (any order, at least one) adds."""
    ordered = sorted(events, key=lambda one: (one.occurred_on, one.seq))
    steps = _steps(plan, flow, ordered)
    segments, last = list(_segments(steps)), steps[-1]
    tallies: Counter[TallyKey] = Counter()
    _add_standing(tallies, segments)
    _add_closings(tallies, segments, plan.calendar)
    _add_events(tallies, last)
    _add_entries(tallies, steps)
    _add_judged(tallies, last.stays, plan.calendar)
    counts = CaseCounts(
        _head(last, plan.calendar), tuple(_late_spans(segments, plan.calendar)),
        Counter({key: n for key, n in tallies.items() if n}), _amounts(last),
    )  # fmt: skip
    add_measures(counts.measures, plan, last)
    return counts


def _steps(plan: Plan, flow: str, events: Sequence[Event]) -> list[Case]:
    """The case after each event."""
    courts = court_codes(plan)
    steps = [opened(plan.flow[flow], events[0], courts)]
    for event in events[1:]:
        steps.append(advanced(steps[-1], event, courts))
    return steps


def _segments(steps: Sequence[Case]) -> Iterator[_Segment]:
    """The case after the last event of each day, with the days it stood so."""
    for case, following in pairwise(steps):
        first, until = case.events[-1].occurred_on, following.events[-1].occurred_on
        if until > first:
            yield _Segment(case, first, until)
    yield _Segment(steps[-1], steps[-1].events[-1].occurred_on, None)


def _add_standing(tallies: Counter[TallyKey], segments: Iterable[_Segment]) -> None:
    """State, unit, holder, days waited and age, from the day each begins to the day it ends."""
    for case, first, until in segments:
        keys = [(STATE, case.state, 1)]
        stay = case.open_stay
        if stay is not None:
            keys += [(OPEN_UNIT, case.unit, 1), (ENTERED, case.state, (stay.entered_on - DAY_ZERO).days)]
            if not stay.judicial:
                keys.append((OPEN_HOLDER, stay.holder, 1))
            _add_ages(tallies, case.registered_on, first, until)
        for kind, key, n in keys:
            _from_until(tallies, kind, key, n, first, until)


def _from_until(tallies: Counter[TallyKey], kind: str, key: str, n: int, first: date, until: date | None) -> None:
    tallies[kind, first, key] += n
    if until is not None:
        tallies[kind, until, key] -= n


def _add_ages(tallies: Counter[TallyKey], registered_on: date, first: date, until: date | None) -> None:
    least = 0
    for index, most in enumerate(AGES):
        begins = max(first, registered_on + timedelta(days=least))
        ends = None if most is None else registered_on + timedelta(days=most + 1)
        ends = until if ends is None else ends if until is None else min(ends, until)
        if ends is None or begins < ends:
            _from_until(tallies, AGE, str(index), 1, begins, ends)
        least = 0 if most is None else most + 1


def _add_closings(tallies: Counter[TallyKey], segments: Sequence[_Segment], calendar: WorkCalendar) -> None:
    """Each closing on its day; one undone later is taken off on the day it was reopened, with a note of it."""
    closed: Case | None = None
    for case, first, _ in segments:
        if closed is not None and case.closed_on != closed.closed_on:
            _add_closing(tallies, closed, first, -1, calendar)
            closed = None
        if closed is None and case.closed_on is not None:
            closed = case
            _add_closing(tallies, case, case.closed_on, 1, calendar)


def _add_closing(tallies: Counter[TallyKey], case: Case, day: date, n: int, calendar: WorkCalendar) -> None:
    assert case.closed_on is not None, case
    days = (case.closed_on - case.registered_on).days
    deadline = case.whole_deadline(calendar, case.closed_on)
    timely = NO_KEY if deadline is None else str(int(case.closed_on <= deadline))
    kinds = {
        CLOSED: f"{case.outcome}{BETWEEN}{timely}",
        CLOSED_UNIT: case.unit,
        LASTED: str(days),
        LASTED_BAND: str(days // BAND_DAYS),
    }
    for kind, key in kinds.items():
        tallies[kind, day, key] += n
    if n < 0:
        for kind, key in kinds.items():
            tallies[REOPENED, day, str(Undone(case.closed_on, kind, key))] += 1


def _add_events(tallies: Counter[TallyKey], case: Case) -> None:
    tallies[REGISTERED, case.registered_on, case.unit] += 1
    for event in case.events:
        if event.action == URGE:
            tallies[URGED, event.occurred_on, NO_KEY] += 1
        if event.recorded_on > event.occurred_on:
            tallies[LAGGED, event.occurred_on, event.recorded_on.isoformat()] += 1


def _add_entries(tallies: Counter[TallyKey], steps: Sequence[Case]) -> None:
    """Each event for the unit that took it: 操作单位, else who held the case before; of a new one the unit in charge."""
    for before, case in zip((None, *steps), steps, strict=False):
        event = case.events[-1]
        unit = event.actor or (before.holder if before else case.flow.in_charge)
        late = int(recorded_late(event.occurred_on, event.recorded_on))
        tallies[DATED, event.occurred_on, f"{unit}{BETWEEN}{late}"] += 1
        tallies[RECORDED, event.recorded_on, unit] += 1


def _add_judged(tallies: Counter[TallyKey], stays: Iterable[Stay], calendar: WorkCalendar) -> None:
    """Ended stays with a deadline on the day they ended; what was returned later is no longer in time from then on.

    The year the stay ended in is part of the key: a return in the next year takes nothing off that year's count.
    """
    for stay in stays:
        if stay.judicial or stay.limit is None or stay.left_on is None:
            continue
        deadline = stay.deadline(calendar, stay.left_on)
        in_time = deadline is not None and stay.left_on <= deadline
        late, timely = (f"{stay.holder}{BETWEEN}{stay.left_on.year}{BETWEEN}{digit}" for digit in "01")
        tallies[JUDGED, stay.left_on, timely if in_time else late] += 1
        if in_time and stay.returned_on is not None:
            tallies[JUDGED, stay.returned_on, timely] -= 1
            tallies[JUDGED, stay.returned_on, late] += 1


def _amounts(case: Case) -> dict[tuple[str, date], Decimal]:
    recovering = {action.name for action in case.flow.actions if action.recovers}
    found: dict[tuple[str, date], Decimal] = {}
    given = [(AMOUNT_IN, case.events[0])]
    given += [(AMOUNT_RECOVERED, event) for event in case.events if event.action in recovering]
    for kind, event in given:
        if event.amount:
            key = (kind, event.occurred_on)
            found[key] = found.get(key, Decimal(0)) + event.amount
    return found


def _late_spans(segments: Sequence[_Segment], calendar: WorkCalendar) -> Iterator[LateSpan]:
    for case, first, until in segments:
        stay = case.open_stay
        if stay is None:
            continue
        stay_pause, case_pause = _pause_days(case, stay, calendar)
        stay_due = case_due = None
        if not case.paused:
            stay_due, case_due = stay.deadline(calendar, first), case.earlier_deadline(calendar, first)
            if case_due is None:
                continue
            first = max(first, case_due + timedelta(days=1))
        elif case_pause is None or case_pause <= 0:
            continue
        node = node_of(first, until)
        if node is not None:
            yield LateSpan(
                first, until, case.state, stay.holder, stay.judicial, stay.entered_on, stay_due, case_due,
                stay_pause, case_pause, node,
            )  # fmt: skip


def _pause_days(case: Case, stay: Stay, calendar: WorkCalendar) -> tuple[int | None, int | None]:
    """While paused, by how many days the deadline of the stay, and the earlier of both deadlines, lie before the day
    asked about, not yet rolled forward: the same on every day of the pause; 0 or less is never late."""
    if not case.paused:
        return None, None
    own = None if stay.limit is None else _lies_back(calendar, stay.entered_on, stay.limit, stay.pauses)
    pauses = [pause for one in case.stays for pause in one.pauses]
    limit = case.flow.limit
    whole = None if limit is None else _lies_back(calendar, case.registered_on, limit, pauses)
    return own, max((one for one in (own, whole) if one is not None), default=None)


def _lies_back(calendar: WorkCalendar, start: date, limit: Duration, pauses: Sequence[Pause]) -> int:
    """`pauses`: the last of them has not ended."""
    taken = sum((until - since).days for since, until in pauses if until is not None)
    return (pauses[-1][0] - calendar.end_of(start, limit)).days - taken


def _head(case: Case, calendar: WorkCalendar) -> CaseHead:
    last, stay = case.events[-1], case.stays[-1]
    still_open = case.closed_on is None
    attributes: dict[str, str] = {}
    for event in case.events:
        attributes.update(event.attributes)
    return CaseHead(
        case.flow.code, case.case_no, case.unit, case.registered_on, case.state, case.holder, stay.entered_on,
        case.paused, case.closed_on, case.outcome,
        case.earlier_deadline(calendar, last.occurred_on) if still_open and not case.paused else None,
        _pause_days(case, stay, calendar)[1] if still_open else None,
        case.before_court,
        last.number, last.occurred_on, last.action, attributes, node_of(case.registered_on, case.closed_on),
    )  # fmt: skip
