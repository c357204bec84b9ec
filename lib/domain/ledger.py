"""The ledger: cases, their stays and deadlines, replayed from events (domain.md 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from lib.domain.calendar import Duration, WorkCalendar
from lib.domain.facts import Event
from lib.domain.plan import (
    ASSIGNEE,
    BEFORE_FEEDBACK,
    COURT_ONLY,
    HANDLING_UNIT,
    IN_CHARGE,
    KEEP,
    PAUSE,
    PLAIN,
    RESUME,
    URGE,
    Action,
    Flow,
    Plan,
)

CaseKey = tuple[str, str]
Pause = tuple[date, date | None]


class Stay(NamedTuple):
    """One time a case waited in one state for one holder.

    `left_on` None: it still waits. `pauses` are (from, to or None) inside this stay. `returned_on`: the
    day the work handed in at its end was given back.
    """

    state: str
    holder: str
    entered_on: date
    left_on: date | None
    limit: Duration | None
    judicial: bool
    pauses: tuple[Pause, ...] = ()
    returned_on: date | None = None

    def deadline(self, calendar: WorkCalendar, as_of: date) -> date | None:
        """Entered + limit + days paused (up to `as_of` while still paused), rolled forward; None without limit."""
        if self.limit is None:
            return None
        return extended_end(calendar, self.entered_on, self.limit, self.pauses, as_of)

    def in_time(self, calendar: WorkCalendar, as_of: date) -> bool | None:
        """Whether it ended by its deadline and was not returned; open ones by `deadline < as_of`; None without limit."""
        deadline = self.deadline(calendar, as_of)
        if deadline is None:
            return None
        if self.returned_on is not None and self.returned_on <= as_of:
            return False
        return (self.left_on or as_of) <= deadline


def extended_end(calendar: WorkCalendar, start: date, limit: Duration, pauses: Iterable[Pause], as_of: date) -> date:
    """The last day of `limit` from `start`, moved by the calendar days paused, rolled forward."""
    paused = sum(((until or as_of) - since).days for since, until in pauses)
    return calendar.roll_forward(calendar.end_of(start, limit) + timedelta(days=paused))


@dataclass(frozen=True, slots=True)
class Case:
    """A case as its events leave it. `unit` is the handling unit, fixed at registration."""

    flow: Flow
    case_no: str
    unit: str
    registered_on: date
    state: str
    holder: str
    paused: bool
    closed_on: date | None
    outcome: str | None
    stays: tuple[Stay, ...]
    events: tuple[Event, ...]
    fed_back_stay: int | None

    @property
    def open_stay(self) -> Stay | None:
        """The stay it is in; none in a final state."""
        return self.stays[-1] if self.closed_on is None else None

    @property
    def before_court(self) -> bool:
        """Whether it is or ever was judicial: then it is a number outside court and procuratorate, and no row."""
        return self.flow.judicial or any(stay.judicial for stay in self.stays)

    @property
    def closing_result(self) -> str:
        """What the event that closed it states as its result; empty where it states none, and as long as it is open."""
        return (self.events[-1].result or "") if self.closed_on else ""

    def due_on(self, calendar: WorkCalendar, as_of: date) -> date | None:
        """The deadline of the stay it is in; None once it is closed, or where that stay has none."""
        return self.open_stay.deadline(calendar, as_of) if self.open_stay else None

    def whole_deadline(self, calendar: WorkCalendar, as_of: date) -> date | None:
        """The deadline of the whole case, with the pauses of all stays; None where the flow has no whole limit."""
        if self.flow.limit is None:
            return None
        pauses = (pause for stay in self.stays for pause in stay.pauses)
        return extended_end(calendar, self.registered_on, self.flow.limit, pauses, as_of)

    def earlier_deadline(self, calendar: WorkCalendar, as_of: date) -> date | None:
        """The earlier of the deadlines of the last stay and of the whole case; None where there is neither."""
        deadlines = (self.stays[-1].deadline(calendar, as_of), self.whole_deadline(calendar, as_of))
        return min((one for one in deadlines if one is not None), default=None)

    def is_overdue(self, calendar: WorkCalendar, as_of: date) -> bool:
        """Open with the stay's or the whole deadline before `as_of`."""
        deadline = self.earlier_deadline(calendar, as_of) if self.closed_on is None else None
        return deadline is not None and deadline < as_of

    def attribute(self, name: str, upto: int | None = None) -> str | None:
        """The attribute as last given up to the event with index `upto` (default: the last event)."""
        last = len(self.events) - 1 if upto is None else upto
        for event in reversed(self.events[: last + 1]):
            if name in event.attributes:
                return event.attributes[name]
        return None


def action_of(flow: Flow, name: str) -> Action | None:
    """The flow's action, or the built-in 催办, 中止 or 恢复; None where there is no such action."""
    found = flow.action.get(name)
    if found is None and name in (URGE, PAUSE, RESUME):
        return Action(name, None, tuple(state.name for state in flow.states if not state.final))
    return found


def holder_after(case: Case, action: Action, event: Event) -> str:
    """Who holds the case after `action`: as the flow says, the 承办单位 of the row, or the unit of its kind."""
    if action.holder_by is not None:
        return action.holder_by.units[_attribute(event, case, action.holder_by.attribute) or ""]
    if action.returns or action.holder == BEFORE_FEEDBACK:
        return case.stays[case.fed_back_stay].holder if case.fed_back_stay is not None else case.holder
    if action.holder == KEEP:
        return case.holder
    if action.holder == IN_CHARGE:
        return case.flow.in_charge
    if action.holder == ASSIGNEE:
        return event.assignee or case.holder
    return case.unit if action.holder == HANDLING_UNIT else action.holder


def _attribute(event: Event, case: Case | None, name: str) -> str | None:
    """The attribute on the row itself, else the last given earlier in the case."""
    return event.attributes.get(name) or (case.attribute(name) if case else None)


def _first_holder(action: Action, event: Event, unit: str, in_charge: str) -> str:
    """Who holds a case as it is registered for `unit`."""
    if action.holder_by is not None:
        return action.holder_by.units[_attribute(event, None, action.holder_by.attribute) or ""]
    if action.holder in (ASSIGNEE, HANDLING_UNIT):
        return unit
    return in_charge if action.holder in (KEEP, IN_CHARGE) else action.holder


def opened(flow: Flow, event: Event, courts: frozenset[str]) -> Case:
    """The case that a registering event opens."""
    action = flow.register_action
    unit = event.assignee or flow.in_charge
    holder = _first_holder(action, event, unit, flow.in_charge)
    state = action.to or flow.states[0].name
    stay = _stay(flow, state, holder, event.occurred_on, courts, action.limit or _time_left(flow, state, event, None))
    return Case(flow, event.case_no, unit, event.occurred_on, state, holder, False, None, None, (stay,), (event,), None)


def advanced(case: Case, event: Event, courts: frozenset[str]) -> Case:
    """The case after one more event; the event must be allowed (`ledger_acts.refusal`)."""
    flow, action = case.flow, case.flow.action.get(event.action)
    events = (*case.events, event)
    if action is None:
        return _paused_or_urged(case, event, events)
    state = action.to or case.state
    holder = holder_after(case, action, event)
    stays, fed_back = list(case.stays), case.fed_back_stay
    if action.returns and fed_back is not None:
        stays[fed_back] = stays[fed_back]._replace(returned_on=event.occurred_on)
    final = flow.state[state].final
    if final or state != case.state or holder != case.holder or action.returns:
        if case.closed_on is None:
            stays[-1] = stays[-1]._replace(left_on=event.occurred_on)
            fed_back = len(stays) - 1 if action.feedback else fed_back
        if not final:
            limit = flow.limit_on_return if action.returns else action.limit
            limit = limit or _time_left(flow, state, event, case)
            stays.append(_stay(flow, state, holder, event.occurred_on, courts, limit))
    closed_on = event.occurred_on if final else None
    outcome = outcome_of(action, event.result) if final else None
    return Case(
        flow, case.case_no, case.unit, case.registered_on, state, holder, False, closed_on, outcome,
        tuple(stays), events, fed_back,
    )  # fmt: skip


def outcome_of(action: Action, result: str | None) -> str | None:
    """The class of a closing: the action's own, or that of its result."""
    if action.outcome is not None:
        return action.outcome
    return next((one.outcome for one in action.results if one.name == result), None)


def _paused_or_urged(case: Case, event: Event, events: tuple[Event, ...]) -> Case:
    """催办 changes nothing but the trail; 中止 and 恢复 stop and restart the clock of the stay."""
    stays, paused = case.stays, case.paused
    stay = stays[-1]
    if event.action == PAUSE:
        stays, paused = (*stays[:-1], stay._replace(pauses=(*stay.pauses, (event.occurred_on, None)))), True
    elif event.action == RESUME:
        ended = (stay.pauses[-1][0], event.occurred_on)
        stays, paused = (*stays[:-1], stay._replace(pauses=(*stay.pauses[:-1], ended))), False
    return Case(
        case.flow, case.case_no, case.unit, case.registered_on, case.state, case.holder, paused,
        case.closed_on, case.outcome, stays, events, case.fed_back_stay,
    )  # fmt: skip


def _time_left(flow: Flow, state: str, event: Event, case: Case | None) -> Duration | None:
    """The days from `event` to the date an attribute gives for a stay in `state`; none where it gives none."""
    name = flow.state[state].due_by
    stated = _attribute(event, case, name) if name else None
    return Duration(max(0, (date.fromisoformat(stated) - event.occurred_on).days)) if stated else None


def _stay(flow: Flow, state: str, holder: str, day: date, courts: frozenset[str], limit: Duration | None) -> Stay:
    """A stay that begins; court and procuratorate have no deadline where the flow says so."""
    definition = flow.state[state]
    limit = limit or definition.limit
    if flow.to_court == COURT_ONLY or (flow.to_court != PLAIN and holder in courts):
        limit = None
    return Stay(state, holder, day, None, limit, flow.is_judicial(state))


def replay(flow: Flow, events: Sequence[Event], courts: frozenset[str]) -> Case:
    """The case that `events` (in order, allowed) make; ValueError if there are none."""
    if not events:
        raise ValueError("a case needs at least one event")
    case = opened(flow, events[0], courts)
    for event in events[1:]:
        case = advanced(case, event, courts)
    return case


def court_codes(plan: Plan) -> frozenset[str]:
    """Codes of the court and the procuratorate."""
    return frozenset(unit.code for unit in plan.units if unit.is_court)


class Ledger:
    """All cases of all flows, as far as their events go; readings at earlier days replay only what differs."""

    def __init__(self, plan: Plan, events: Iterable[Event]) -> None:
        self._plan = plan
        self._courts = court_codes(plan)
        histories: dict[CaseKey, list[Event]] = {}
        for event in events:
            histories.setdefault((event.flow, event.case_no), []).append(event)
        for history in histories.values():
            history.sort(key=_order)
        self._cases: dict[str, list[Case]] = {flow.code: [] for flow in plan.flows}
        for (flow, _), history in histories.items():
            self._cases[flow].append(replay(plan.flow[flow], history, self._courts))

    def cases(self, flow: str, until: date, recorded_until: date | None = None) -> list[Case]:
        """Cases of `flow` by events dated ≤ `until`; of each case only up to the first recorded after `recorded_until`."""
        found = []
        for case in self._cases[flow]:
            events = _up_to(case.events, until, recorded_until)
            if len(events) == len(case.events):
                found.append(case)
            elif events:
                found.append(replay(case.flow, events, self._courts))
        return found


def _order(event: Event) -> tuple[date, int]:
    return event.occurred_on, event.seq


def _up_to(events: tuple[Event, ...], until: date, recorded_until: date | None) -> Sequence[Event]:
    count = len(events)
    while count and events[count - 1].occurred_on > until:
        count -= 1
    if recorded_until is not None:
        for index in range(count):
            if events[index].recorded_on > recorded_until:
                return events[:index]
    return events[:count]


def stays_of(cases: Mapping[str, Sequence[Case]], flows: Iterable[str]) -> Iterable[tuple[Case, Stay]]:
    """Every stay of the cases of `flows`."""
    for flow in flows:
        for case in cases[flow]:
            for stay in case.stays:
                yield case, stay
