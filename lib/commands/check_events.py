"""Rows of 台账流转 against the flows and the stored cases: each case is played on from where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection

from lib.clock import shanghai_day
from lib.commands.matching import Identity, Row, by_key, conflict
from lib.commands.statements import EventStatement, Stated
from lib.db.queries.stated import StatedFact, stated_events
from lib.domain.admission import stated_refusals
from lib.domain.case_rights import leads_to_court
from lib.domain.facts import Event
from lib.domain.ledger import Case, CaseKey, advanced, court_codes, opened, replay
from lib.domain.ledger_acts import Refusal, refused_cell
from lib.domain.office_flows import EXTENSION
from lib.domain.plan import SUCCESS, Plan
from lib.errors import Problem

EVENT_IDENTITY = Identity(
    ("action", "occurred_on"),  # within one case
    {
        "actor": "操作单位", "assignee": "承办单位", "result": "结果", "amount": "金额(万元)", "text": "说明",
        "attributes": "编号",
    },
    time_in_key=True,
)  # fmt: skip

Stepped = Callable[[int], None]
_AT_ONCE = 1000

_order = attrgetter("occurred_on", "origin")


class AcceptedEvent(NamedTuple):
    """A row that is allowed, its place in its case, and its k; the fact is made when it is stored."""

    statement: EventStatement
    seq: int
    k: int

    def row(self, today: date) -> Row[Event]:
        """The fact as the row states it."""
        return Row(event_of(self.statement, today, self.seq), self.statement.origin, self.statement.stated_at, self.k)


class Reach(NamedTuple):
    """What the bringer of rows may know and do of cases that are or were before a court."""

    sees_courts: bool
    moves_courts: bool


class Events(NamedTuple):
    """Accepted events, how many rows were stored already, and which of the cases are or ever were before a court.

    `approved`: applications for a later due that a new row approves, with that row.
    """

    new: list[AcceptedEvent]
    skipped: int
    before_court: frozenset[CaseKey] = frozenset()
    approved: tuple[tuple[EventStatement, Case], ...] = ()


def event_of(one: EventStatement, today: date, seq: int) -> Event:
    """The fact a row of 台账流转 states."""
    _, flow, case_no, action, day, actor, assignee, result, amount, text, _, attributes = one
    return Event(0, seq, flow, case_no, action, day, actor, assignee, result, amount, text, attributes, today)


def checked_events(
    conn: Connection,
    plan: Plan,
    stated: Stated,
    today: date,
    told: list[Problem],
    stepped: Stepped,
    reach: Reach,
) -> Events:
    """The new events with their seq; refusals and conflicts are added to `told`.

    After the first refused row of a case its other rows are not judged: they would be blamed for it.
    Who does not see courts is told nothing of how a stored case before a court stands; who does not move them may
    bring no further row of such a case.
    """
    judge = _CaseJudge(plan, stated, today, told, reach)
    cases: dict[str, dict[str, list[EventStatement]]] = {}
    for one in stated.events:
        cases.setdefault(one.flow, {}).setdefault(one.case_no, []).append(one)
    done = 0
    for flow, by_number in cases.items():
        waiting = iter(by_number.items())
        while part := dict(islice(waiting, _AT_ONCE)):
            stored: dict[str, list[StatedFact[Event]]] = {}
            for fact in stated_events(conn, flow, part):
                stored.setdefault(fact.fact.case_no, []).append(fact)
            for case_no, rows in part.items():
                judge.judge(flow, case_no, rows, stored.get(case_no, []))
                done += len(rows)
            stepped(done)
    return Events(judge.accepted, judge.skipped, frozenset(judge.before_court), tuple(judge.approved))


class _CaseJudge:
    """Takes the rows of one case after another; keeps what is accepted."""

    def __init__(self, plan: Plan, stated: Stated, today: date, told: list[Problem], reach: Reach) -> None:
        self._plan, self._stated, self._today, self._told = plan, stated, today, told
        self._courts, self._reach = court_codes(plan), reach
        self.before_court: set[CaseKey] = set()
        self.approved: list[tuple[EventStatement, Case]] = []
        self.accepted: list[AcceptedEvent] = []
        self.skipped = 0

    def judge(self, flow: str, case_no: str, rows: list[EventStatement], stored: list[StatedFact[Event]]) -> None:
        """One case: what is new of it, played on from where it stands."""
        known = by_key(stored, EVENT_IDENTITY)
        keys = [_key(row) for row in rows]
        if not known and len(set(keys)) == len(rows):
            new = [(row, 1) for row in rows]
        else:
            alike: dict[Any, list[EventStatement]] = {}
            for row, key in zip(rows, keys, strict=True):
                alike.setdefault(key, []).append(row)
            new = [one for key, same in alike.items() for one in self._new_of(same, known.get(key, []), stored)]
        if (flow, case_no) not in self._stated.broken_cases and new:
            self._play(flow, sorted(new, key=lambda one: _order(one[0])), stored)

    def _new_of(
        self, rows: list[EventStatement], known: list[StatedFact[Event]], stored: list[StatedFact[Event]]
    ) -> list[tuple[EventStatement, int]]:
        """The new ones among rows of one key; the k-th identical row of one file is a fact of its own."""
        first = self._row(rows[0])
        content = EVENT_IDENTITY.content(first)
        there = {one.k for one in known if EVENT_IDENTITY.content(one) == content}
        differing = [one for one in known if one.stands and EVENT_IDENTITY.content(one) != content]
        counts: Counter[str] = Counter()
        new = []
        for one in rows:
            row, file = self._row(one), self._stated.origins.file(one.origin)
            if EVENT_IDENTITY.content(row) != content:
                self._told.append(conflict(row, first, EVENT_IDENTITY, self._stated.origins))
                continue
            counts[file] += 1
            if counts[file] in there:
                self.skipped += 1
            elif differing:
                told = conflict(row, differing[0], EVENT_IDENTITY, self._stated.origins)
                self._told.append(self._closed(one, stored) or told)
            else:
                there.add(counts[file])
                new.append((one, counts[file]))
        return new

    def _row(self, one: EventStatement) -> Row[Event]:
        return Row(event_of(one, self._today, 0), one.origin, one.stated_at)

    def _play(self, flow_code: str, rows: list[tuple[EventStatement, int]], stored: list[StatedFact[Event]]) -> None:
        """By date, then by row, each allowed after those before it; none from the first refused on."""
        plan, flow = self._plan, self._plan.flow[flow_code]
        case = standing_case(plan, flow_code, stored)
        seq = max((one.fact.seq for one in stored), default=0)
        for row, k in rows:
            seq += 1
            event = event_of(row, self._today, seq)
            if case is not None and case.before_court and not self._reach.moves_courts:
                self._told.append(self._of_court(row))
                return
            refused = refused_cell(plan, flow, case, event, self._today) or self._time_refusal(row)
            if refused is not None:
                told = self._stated.origins.problem(row.origin, *refused)
                self._told.append(self._closed(row, stored) or told)
                return
            case = opened(flow, event, self._courts) if case is None else advanced(case, event, self._courts)
            self.accepted.append(AcceptedEvent(row, seq, k))
            if flow_code == EXTENSION and case.outcome == SUCCESS:
                self.approved.append((row, case))
        if case is not None and case.before_court:
            self.before_court.add((flow_code, case.case_no))

    def _closed(self, row: EventStatement, stored: list[StatedFact[Event]]) -> Problem | None:
        """What is said in place of how a stored case before a court stands; None where that may be said."""
        case = None if self._reach.sees_courts else standing_case(self._plan, row.flow, stored)
        return self._of_court(row) if case is not None and case.before_court else None

    def _of_court(self, row: EventStatement) -> Problem:
        message = (
            f"编号“{row.case_no}”的案件在司法环节或曾进入司法环节，不能这样办理“{row.action}”；"
            "其现状只对法院、检察院显示，请由其核对"
        )
        return self._stated.origins.problem(row.origin, "编号", message)

    def _time_refusal(self, row: EventStatement) -> Refusal | None:
        if row.stated_at is None:
            return None
        return next(stated_refusals("记录时间", row.occurred_on, shanghai_day(row.stated_at), self._today), None)


def closed_cases(conn: Connection, plan: Plan, stated: Stated) -> frozenset[CaseKey]:
    """Cases named by the rows that are or ever were before a court as stored, or come before one by the rows."""
    named: dict[str, set[str]] = {}
    closed: set[CaseKey] = set()
    for one in stated.events:
        named.setdefault(one.flow, set()).add(one.case_no)
        if leads_to_court(plan.flow[one.flow], one.action):
            closed.add((one.flow, one.case_no))
    for code, case_no in stated.broken_cases:
        if isinstance(code, str) and isinstance(case_no, str):
            named.setdefault(code, set()).add(case_no)
    for code, numbers in named.items():
        stored: dict[str, list[StatedFact[Event]]] = {}
        for fact in stated_events(conn, code, numbers):
            stored.setdefault(fact.fact.case_no, []).append(fact)
        cases = ((case_no, standing_case(plan, code, events)) for case_no, events in stored.items())
        closed |= {(code, case_no) for case_no, case in cases if case is not None and case.before_court}
    return frozenset(closed)


def _key(one: EventStatement) -> Any:
    """What the row is known by within its case, in the form of EVENT_IDENTITY."""
    return (one.action, one.occurred_on), one.stated_at


def standing_case(plan: Plan, flow: str, stored: Iterable[StatedFact[Event]]) -> Case | None:
    """The case as its standing events leave it; None if it has none."""
    events = sorted((one.fact for one in stored if one.stands), key=lambda one: (one.occurred_on, one.seq))
    return replay(plan.flow[flow], events, court_codes(plan)) if events else None
