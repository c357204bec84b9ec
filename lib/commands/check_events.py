"""Rows of 台账流转 against the flows and the stored cases: each case is played on from where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection

from lib.clock import shanghai_day
from lib.commands.matching import Identity, Row, Sorted, by_key, conflict
from lib.commands.statements import Stated
from lib.db.queries.stated import StatedFact, stated_events
from lib.domain.admission import stated_refusals
from lib.domain.facts import Event
from lib.domain.ledger import Case, CaseKey, advanced, court_codes, opened, replay
from lib.domain.ledger_acts import Refusal, refused_cell
from lib.domain.plan import Plan
from lib.errors import Problem

EVENT_IDENTITY = Identity(
    ("flow", "case_no", "action", "occurred_on"),
    {
        "actor": "操作单位", "assignee": "承办单位", "result": "结果", "amount": "金额(万元)", "text": "说明",
        "attributes": "编号",
    },
    time_in_key=True,
)  # fmt: skip

EventRow = Row[Event]
Stored = Mapping[CaseKey, list[StatedFact[Event]]]
Stepped = Callable[[int], None]

_by_day = attrgetter("fact.occurred_on", "origin")


def checked_events(
    conn: Connection, plan: Plan, stated: Stated, today: date, told: list[Problem], stepped: Stepped
) -> Sorted[Event]:
    """The new events with their seq; refusals and conflicts are added to `told`.

    After the first refused row of a case its other rows are not judged: they would be blamed for it.
    """
    rows = list(_rows(stated, today))
    stored = _stored(conn, rows)
    new, skipped = _sort_out(rows, stored, stated, told)
    accepted: list[EventRow] = []
    for done, (key, history) in enumerate(_by_case(new).items()):
        if key not in stated.broken_cases:
            accepted.extend(_played(plan, key, history, stored.get(key, ()), stated, today, told))
        if done % 1000 == 0:
            stepped(done)
    return Sorted(accepted, skipped)


def _rows(stated: Stated, today: date) -> Iterator[EventRow]:
    for one in stated.events:
        origin, flow, case_no, action, day, actor, assignee, result, amount, text, stated_at, attributes = one
        fact = Event(
            0, 0, flow, case_no, action, day, actor, assignee, result, amount, text, attributes, today
        )
        yield Row(fact, origin, stated_at)


def _stored(conn: Connection, rows: Iterable[EventRow]) -> Stored:
    """What is stored of the cases that the rows name."""
    case_nos: dict[str, set[str]] = {}
    for row in rows:
        case_nos.setdefault(row.fact.flow, set()).add(row.fact.case_no)
    found: dict[CaseKey, list[StatedFact[Event]]] = {}
    for flow, named in case_nos.items():
        for one in stated_events(conn, flow, named):
            found.setdefault((flow, one.fact.case_no), []).append(one)
    return found


def _sort_out(
    rows: list[EventRow], stored: Stored, stated: Stated, told: list[Problem]
) -> tuple[list[EventRow], int]:
    """As `matching.sort_out`, but the k-th identical row of one file is a fact of its own."""
    known = by_key((one for facts in stored.values() for one in facts), EVENT_IDENTITY)
    keys = [EVENT_IDENTITY.key(row) for row in rows]
    counts = Counter(keys)
    new: list[EventRow] = []
    doubtful: dict[Any, list[EventRow]] = {}
    for row, key in zip(rows, keys, strict=True):
        if counts[key] == 1 and key not in known:
            new.append(row)
        else:
            doubtful.setdefault(key, []).append(row)
    skipped = 0
    for key, alike in doubtful.items():
        found, there = _sort_out_alike(alike, known.get(key, ()), stated, told)
        new.extend(found)
        skipped += there
    return new, skipped


def _sort_out_alike(
    rows: list[EventRow], known: Iterable[StatedFact[Event]], stated: Stated, told: list[Problem]
) -> tuple[list[EventRow], int]:
    """The new ones among rows of one key, and how many were there already."""
    content = EVENT_IDENTITY.content(rows[0])
    counts: Counter[str] = Counter()
    there = {one.k for one in known if EVENT_IDENTITY.content(one) == content}
    differing = _differing(content, known)
    new, skipped = [], 0
    for row in rows:
        if EVENT_IDENTITY.content(row) != content:
            told.append(conflict(row, rows[0], EVENT_IDENTITY, stated.origins))
            continue
        file = stated.origins.file(row.origin)
        counts[file] += 1
        if counts[file] in there:
            skipped += 1
        elif differing is not None:
            told.append(conflict(row, differing, EVENT_IDENTITY, stated.origins))
        else:
            there.add(counts[file])
            new.append(row._replace(k=counts[file]))
    return new, skipped


def _differing(content: Any, known: Iterable[StatedFact[Event]]) -> StatedFact[Event] | None:
    return next((one for one in known if one.stands and EVENT_IDENTITY.content(one) != content), None)


def _by_case(rows: Iterable[EventRow]) -> dict[CaseKey, list[EventRow]]:
    cases: dict[CaseKey, list[EventRow]] = {}
    for row in rows:
        cases.setdefault((row.fact.flow, row.fact.case_no), []).append(row)
    return cases


def _played(
    plan: Plan,
    key: CaseKey,
    rows: list[EventRow],
    stored: Iterable[StatedFact[Event]],
    stated: Stated,
    today: date,
    told: list[Problem],
) -> list[EventRow]:
    """The rows of one case, by date then row, each allowed after those before it; none from the first refused on."""
    flow, courts = plan.flow[key[0]], court_codes(plan)
    case, seq = standing_case(plan, key[0], stored), max((one.fact.seq for one in stored), default=0)
    accepted: list[EventRow] = []
    for row in sorted(rows, key=_by_day) if len(rows) > 1 else rows:
        seq += 1
        event = row.fact._replace(seq=seq)
        refused = refused_cell(plan, flow, case, event, today)
        wrong = [refused] if refused else list(_time_refusals(row, today))
        if wrong:
            told.extend(stated.origins.problem(row.origin, *one) for one in wrong)
            return accepted
        case = opened(flow, event, courts) if case is None else advanced(case, event, courts)
        accepted.append(row._replace(fact=event))
    return accepted


def _time_refusals(row: EventRow, today: date) -> Iterator[Refusal]:
    if row.stated_at is None:
        return iter(())
    return stated_refusals("记录时间", row.fact.occurred_on, shanghai_day(row.stated_at), today)


def standing_case(plan: Plan, flow: str, stored: Iterable[StatedFact[Event]]) -> Case | None:
    """The case as its standing events leave it; None if it has none."""
    events = sorted((one.fact for one in stored if one.stands), key=lambda one: (one.occurred_on, one.seq))
    return replay(plan.flow[flow], events, court_codes(plan)) if events else None
