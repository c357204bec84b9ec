"""Cases as they stand: found in `case_head` by walking its indexes, and one case with all its events.

What a search gives is bounded by `limit` for each branch, and without a word or state to look for the
walk ends there too, however many cases there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Text, and_, false, func, or_, select, type_coerce, union_all

from lib.db.accounts_tables import account
from lib.db.count_tables import case_head
from lib.db.tables import case_event, correction
from lib.domain.case_counts import CaseHead
from lib.domain.facts import Event
from lib.domain.ledger import CaseKey

_head = case_head.c
_AT_ONCE = 500  # numbers in one IN list: under every database's limit of parameters
# The kinds of head a search walks one after the other, each in an order of its own.
RUNNING, PAUSED, UNTIMED, ENDED = "running", "paused", "untimed", "ended"
_IS: Mapping[str, tuple[ColumnElement[bool], ...]] = {
    RUNNING: (_head.closed_on.is_(None), _head.due_on.is_not(None)),
    PAUSED: (_head.closed_on.is_(None), _head.due_on.is_(None), _head.pause_days.is_not(None)),
    UNTIMED: (_head.closed_on.is_(None), _head.due_on.is_(None), _head.pause_days.is_(None)),
    ENDED: (_head.closed_on.is_not(None),),
}
# closed_on and due_on lead also where they are null throughout: so the order is that of the index.
_ORDER: Mapping[str, tuple[ColumnElement[object], ...]] = {
    RUNNING: (_head.closed_on, _head.due_on, _head.case_no),
    PAUSED: (_head.closed_on, _head.due_on, _head.pause_days.desc(), _head.case_no),
    UNTIMED: (_head.closed_on, _head.due_on, _head.registered_on, _head.case_no),
    ENDED: (_head.closed_on.desc(), _head.due_on.desc(), _head.case_no),
}


class Scope(NamedTuple):
    """Which cases a reader may be given rows of.

    `whole`: flows with every case. `own`: flows with the cases `unit` holds, or also handles (`handled`).
    `before_court`: whether cases that are or were before a court are among them.
    """

    whole: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    unit: str | None = None
    handled: bool = True
    before_court: bool = False


@dataclass(frozen=True, slots=True)
class CaseSearch:
    """What is looked for; what is None or empty is not asked.

    `due_from`, `due_to`: deadlines within these days, and of paused cases `pause_days` within
    `pause_from` and `pause_to` (inclusive). `word`: part of the number or of the attributes as stored.
    """

    flow: str | None = None
    state: str | None = None
    holder: str | None = None
    unit: str | None = None
    word: str = ""
    due_from: date | None = None
    due_to: date | None = None
    pause_from: int | None = None
    pause_to: int | None = None

    @property
    def is_dated(self) -> bool:
        """Whether it asks for deadlines: then only cases that have one are found."""
        return self.due_from is not None or self.due_to is not None


def case_heads(conn: Connection, scope: Scope, search: CaseSearch, kind: str, limit: int) -> list[CaseHead]:
    """One row a case of `kind` in the scope; of the cases seen whole, held and handled at most `limit` each.

    A case held and handled comes once. Whole, held and handled ones follow each other in no order; each are
    by deadline, by days paused (most first), by registration, or by closing (last first).
    """
    branches = _branches(scope, search)
    if not branches:
        return []
    where = [*_IS[kind], *_wanted(search, kind), *([] if scope.before_court else [_head.before_court.is_(False)])]
    walks = [
        select(*(_head[name] for name in CaseHead._fields)).where(*branch, *where).order_by(*_ORDER[kind]).limit(limit)
        for branch in branches
    ]
    rows = union_all(*(select(walk.subquery()) for walk in walks)) if len(walks) > 1 else walks[0]
    found = map(CaseHead._make, conn.execute(rows))
    return list({(head.flow, head.case_no): head for head in found}.values())


def _branches(scope: Scope, search: CaseSearch) -> list[list[ColumnElement[bool]]]:
    """The cases seen whole, those held, and those handled: each a walk along an index of its own."""
    whole = [code for code in scope.whole if search.flow in (None, code)]
    own = [code for code in scope.own if search.flow in (None, code)]
    branches = [[_head.flow == whole[0] if len(whole) == 1 else _among(whole)]] if whole else []
    if own and scope.unit is not None:
        columns = (_head.holder, _head.unit) if scope.handled else (_head.holder,)
        branches += [[column == scope.unit, _among(own)] for column in columns]
    return branches


def _among(flows: list[str]) -> ColumnElement[bool]:
    """Of these flows, behind a coalesce which no index of flow answers: a planner without statistics would else fetch
    all cases of the flows, and sort them, rather than walk the index of the deadline, the holder or the unit."""
    return func.coalesce(_head.flow, "").in_(flows)


def _wanted(search: CaseSearch, kind: str) -> list[ColumnElement[bool]]:
    equal = {"state": search.state, "holder": search.holder, "unit": search.unit}
    where: list[ColumnElement[bool]] = [_head[name] == value for name, value in equal.items() if value is not None]
    if search.word:
        stored = json.dumps(search.word, ensure_ascii=False)[1:-1]
        number = _head.case_no.icontains(search.word, autoescape=True)
        where.append(or_(number, type_coerce(_head.attributes, Text).icontains(stored, autoescape=True)))
    return [*where, *_dated(search, kind)] if search.is_dated else where


def _dated(search: CaseSearch, kind: str) -> list[ColumnElement[bool]]:
    if kind == RUNNING:
        return _between(_head.due_on, search.due_from, search.due_to)
    return _between(_head.pause_days, search.pause_from, search.pause_to) if kind == PAUSED else [false()]


def _between(column: ColumnElement[Any], least: Any, most: Any) -> list[ColumnElement[bool]]:
    return [*([column >= least] if least is not None else []), *([column <= most] if most is not None else [])]


def case_of(conn: Connection, number: int) -> tuple[str, str] | None:
    """Flow and number of the case that the event with this number is of; None if it is no event."""
    row = conn.execute(select(case_event.c.flow, case_event.c.case_no).where(case_event.c.number == number)).first()
    return None if row is None else (row.flow, row.case_no)


class CasePlace(NamedTuple):
    """A case as all facts leave it, as far as it decides who may be given a row of it."""

    flow: str
    case_no: str
    unit: str
    holder: str
    before_court: bool
    attributes: Mapping[str, str]


_PLACE = [_head[name] for name in CasePlace._fields]


def case_places(conn: Connection, keys: Iterable[CaseKey]) -> dict[CaseKey, CasePlace]:
    """One row a case of these, by flow and number; one of which nothing stands is absent. One SELECT per flow and
    500 cases."""
    by_flow: dict[str, list[str]] = {}
    for flow, case_no in sorted(set(keys)):
        by_flow.setdefault(flow, []).append(case_no)
    found: dict[CaseKey, CasePlace] = {}
    for flow, case_nos in by_flow.items():
        for start in range(0, len(case_nos), _AT_ONCE):
            rows = select(*_PLACE).where(_head.flow == flow, _head.case_no.in_(case_nos[start : start + _AT_ONCE]))
            found |= {(row.flow, row.case_no): _place(row) for row in conn.execute(rows)}
    return found


def event_places(conn: Connection, numbers: Iterable[int]) -> dict[int, CasePlace]:
    """The case of each event of these numbers, struck ones too; other numbers, and events of cases of which nothing
    stands any more, are absent."""
    asked, event = sorted(set(numbers)), case_event.c
    same_case = and_(_head.flow == event.flow, _head.case_no == event.case_no)
    found: dict[int, CasePlace] = {}
    for start in range(0, len(asked), _AT_ONCE):
        rows = select(*_PLACE, event.number).join_from(case_event, case_head, same_case)
        for row in conn.execute(rows.where(event.number.in_(asked[start : start + _AT_ONCE]))):
            found[row.number] = _place(row)
    return found


def _place(row: Row[*tuple[Any, ...]]) -> CasePlace:
    return CasePlace(row.flow, row.case_no, row.unit, row.holder, row.before_court, row.attributes or {})


class TrailEvent(NamedTuple):
    """One event of a case as stated, by whom, and the correction that took it out, if one did.

    `account_name`: the name of the account, None where it is no account of this board. `replaced`: another
    event stands in its place. `position`: the place in which it and its replacements stand.
    """

    event: Event
    position: int
    generation: int
    account: str
    account_name: str | None
    via: str
    stored_at: datetime
    corrected_on: date | None
    correction_reason: str | None
    correction_approver: str | None
    replaced: bool


def case_trail(conn: Connection, flow: str, case_no: str) -> list[TrailEvent]:
    """One row an event of the case, corrected ones included; by day, seq, generation. Empty if there is no case."""
    event, width = case_event.c, len(Event._fields)
    rows = (
        select(
            *(event[name] for name in Event._fields),
            event.position,
            event.generation,
            event.account,
            account.c.display_name,
            event.via,
            event.stored_at,
            correction.c.recorded_on,
            correction.c.reason,
            correction.c.approver,
            correction.c.replacement,
        )
        .join_from(case_event, correction, correction.c.corrects == event.number, isouter=True)
        .join(account, account.c.username == event.account, isouter=True)
        .where(event.flow == flow, event.case_no == case_no)
        .order_by(event.occurred_on, event.seq, event.generation)
    )
    return [
        TrailEvent._make((Event._make(row[:width]), *row[width:-1], row[-1] is not None)) for row in conn.execute(rows)
    ]
