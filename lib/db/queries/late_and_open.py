"""Cases by their heads and late spans: which are open, late or due on a day, and which a day or a correction touched.

What is asked about a day is found by the tree of spans (lib.domain.interval_tree), not by walking the cases.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)

from lib.db.count_tables import case_head, late_span
from lib.db.queries.values import each, one_of
from lib.db.tables import case_event, correction
from lib.domain.interval_tree import Path, path_to
from lib.domain.ledger import CaseKey


class LateRow(NamedTuple):
    """Open cases past a deadline, of one flow, unit, state and holder, and alike in their pauses: how many, how many of
    them past their stay's own, and the earliest of those deadlines.

    `case_pause` None: they are not paused. Else the deadline (of the stay: `stay_pause`) lies these days before the day
    asked about, before it is rolled forward: they may be late, and `late` and `first_due` say nothing.
    """

    flow: str
    unit: str
    state: str
    holder: str
    judicial: bool
    stay_pause: int | None
    case_pause: int | None
    n: int
    late: int
    first_due: date | None


_AS_OF = bindparam("as_of", type_=Date)


def late_rows(conn: Connection, as_of: date, flow: str | None = None) -> list[LateRow]:
    """One row a flow, unit, state, holder and pair of pauses with cases past a deadline on `as_of`."""
    path = path_to(as_of)
    rows = _late_of(len(path.left), len(path.right), flow is not None)
    return [LateRow._make(row) for row in conn.execute(rows, _around(path, as_of) | {"flow": flow})]


@cache
def _late_of(left: int, right: int, of_flow: bool) -> Select[Any]:
    """The statement of `late_rows`."""
    span = late_span.c
    alike = [span.flow, span.unit, span.state, span.holder, span.judicial, span.stay_pause, span.case_pause]
    past = func.sum(case((span.stay_due < _AS_OF, 1), else_=0))
    found = select(*alike, func.count(), past, func.min(span.stay_due))
    return found.where(_is_around(left, right, of_flow)).group_by(*alike)


def _is_around(left: int, right: int, of_flow: bool) -> ColumnElement[bool]:
    """Condition on late spans: around a day with so many nodes on either side (see lib.domain.interval_tree), and of one
    flow. Said in both branches, for SQLite takes the index of a flow beside them for good enough and reads all its spans.
    """
    span = late_span.c
    own = [span.flow == bindparam("flow")] if of_flow else []
    return or_(
        and_(*own, one_of(span.span_node, "right", right), span.from_on <= _AS_OF),
        and_(*own, one_of(span.span_node, "left", left), span.until_on > _AS_OF),
    )


def _around(path: Path, as_of: date) -> dict[str, object]:
    """What `_is_around` asks."""
    return {"as_of": as_of} | each("left", path.left) | each("right", path.right)


def cases_recorded(conn: Connection, pairs: Collection[tuple[date, date]]) -> set[CaseKey]:
    """Cases with an event of one of these (day, day recorded)."""
    by_recorded: dict[date, list[date]] = {}
    for day, recorded_on in pairs:
        by_recorded.setdefault(recorded_on, []).append(day)
    found: set[CaseKey] = set()
    for recorded_on, days in by_recorded.items():
        rows = select(case_event.c.flow, case_event.c.case_no).where(
            case_event.c.recorded_on == recorded_on, case_event.c.occurred_on.in_(days)
        )
        found.update((flow, case_no) for flow, case_no in conn.execute(rows))
    return found


def cases_corrected_after(conn: Connection, close_on: date) -> set[CaseKey]:
    """Cases with an event that was corrected by a correction recorded after `close_on`."""
    rows = (
        select(case_event.c.flow, case_event.c.case_no)
        .join_from(case_event, correction, correction.c.corrects == case_event.c.number)
        .where(correction.c.kind == "case_event", correction.c.recorded_on > close_on)
    )
    return {(flow, case_no) for flow, case_no in conn.execute(rows)}


def cases_stored_after(conn: Connection, number: int, until: date) -> set[CaseKey]:
    """Cases with an event dated ≤ `until` that was stored after fact `number`, or corrected after it."""
    later = select(case_event.c.flow, case_event.c.case_no).where(
        case_event.c.number > number, case_event.c.occurred_on <= until
    )
    corrected = (
        select(case_event.c.flow, case_event.c.case_no)
        .join_from(case_event, correction, correction.c.corrects == case_event.c.number)
        .where(correction.c.number > number)
    )
    return {(flow, case_no) for rows in (later, corrected) for flow, case_no in conn.execute(rows)}


def cases_with_events(
    conn: Connection, flow: str, first: date, last: date, actions: Collection[str] | None = None
) -> set[CaseKey]:
    """Cases of a flow with an event (of one of `actions`) dated from `first` to `last`."""
    rows = select(case_event.c.case_no).where(case_event.c.flow == flow, case_event.c.occurred_on.between(first, last))
    if actions is not None:
        rows = rows.where(case_event.c.action.in_(actions))
    return {(flow, case_no) for case_no in conn.execute(rows).scalars()}


def late_cases(
    conn: Connection,
    as_of: date,
    limit: int,
    *,
    flow: str | None = None,
    unit: str | None = None,
    outside_court: bool = True,
) -> list[CaseKey]:
    """Up to `limit` cases past a deadline on `as_of`, the longest late first, then those that are paused.

    `unit`: only those it handles or held then. `outside_court`: none that is or ever was before a court.
    """
    path = path_to(as_of)
    around = _is_around(len(path.left), len(path.right), flow is not None)
    rows = select(late_span.c.flow, late_span.c.case_no).where(around)
    if outside_court:
        rows = rows.where(~late_span.c.before_court)
    if unit is not None:
        rows = rows.where(or_(late_span.c.unit == unit, late_span.c.holder == unit))
    due = late_span.c.case_due
    rows = rows.order_by(due.is_(None), due, late_span.c.flow, late_span.c.case_no).limit(limit)
    return [(row.flow, row.case_no) for row in conn.execute(rows, _around(path, as_of) | {"flow": flow})]


def cases_late_with(
    conn: Connection, flow: str, holder: str, first: date, last: date, limit: int, *, outside_court: bool = True
) -> list[CaseKey]:
    """Up to `limit` cases of `flow` that `holder` held past the deadline of their stay on a day from `first` to `last`,
    the earliest late first; paused ones, which may have been late, among them. `outside_court` as in `late_cases`."""
    span = late_span.c
    late = or_(span.until_on.is_(None), span.until_on > span.stay_due)
    rows = select(span.flow, span.case_no).where(
        span.flow == flow, span.holder == holder, ~span.judicial, span.from_on <= last,
        or_(span.until_on.is_(None), span.until_on >= first),
        or_(and_(span.stay_due.is_not(None), late), span.stay_pause.is_not(None)),
    )  # fmt: skip
    if outside_court:
        rows = rows.where(~span.before_court)
    earliest_first = func.min(span.from_on)
    rows = rows.group_by(span.flow, span.case_no).order_by(earliest_first, span.case_no).limit(limit)
    return [(row.flow, row.case_no) for row in conn.execute(rows)]


def due_cases(
    conn: Connection, first: date, last: date, limit: int, *, holder: str, outside_court: bool = True
) -> list[CaseKey]:
    """Up to `limit` open cases a unit holds now whose deadline lies from `first` to `last`, the nearest first."""
    head = case_head.c
    rows = select(head.flow, head.case_no).where(
        head.holder == holder, head.closed_on.is_(None), head.due_on.between(first, last)
    )
    if outside_court:
        rows = rows.where(~head.before_court)
    rows = rows.order_by(head.due_on, head.flow, head.case_no).limit(limit)
    return [(row.flow, row.case_no) for row in conn.execute(rows)]


def held_cases(conn: Connection, as_of: date, limit: int, *, flow: str, holder: str) -> list[CaseKey]:
    """Up to `limit` open cases of a flow that a unit holds now and that never were before a court: first those not yet
    due on `as_of`, the nearest first."""
    head = case_head.c
    rows = select(head.flow, head.case_no).where(
        head.holder == holder, head.closed_on.is_(None), head.flow == flow, ~head.before_court
    )
    # Past one of its deadlines a case may still be in time by the other, so it is last, not left out.
    is_past = case((head.due_on < as_of, 1), else_=0)
    rows = rows.order_by(is_past, head.due_on, head.case_no).limit(limit)
    return [(row.flow, row.case_no) for row in conn.execute(rows)]


def open_stays(conn: Connection, flow: str) -> list[tuple[str, str, date, int]]:
    """State, holder, day of entry and how many cases of a flow open now entered so, in that order."""
    head = case_head.c
    keys = (head.state, head.holder, head.entered_on)
    rows = select(*keys, func.count()).where(head.flow == flow, head.closed_on.is_(None)).group_by(*keys)
    return [(row[0], row[1], row[2], row[3]) for row in conn.execute(rows.order_by(*keys))]


def open_cases(
    conn: Connection,
    as_of: date,
    limit: int,
    offset: int = 0,
    *,
    flow: str | None = None,
    unit: str | None = None,
    passing_through: Collection[str] = (),
    outside_court: bool = True,
) -> list[CaseKey]:
    """Up to `limit` cases open on `as_of`, the oldest first, after the first `offset`.

    `unit`: those it handles, holds now, was once given, or that are in one of the flows `passing_through` it: all it
    may have held on that day, and more. `outside_court`: none that is or ever was before a court.
    """
    left, right = path_to(as_of)
    head = case_head.c
    own = [] if flow is None else [head.flow == flow]  # in both branches: see _is_around
    around = or_(
        and_(*own, head.span_node.in_(right), head.registered_on <= as_of),
        and_(*own, head.span_node.in_(left), head.closed_on > as_of),
    )
    rows = select(head.flow, head.case_no).where(around)
    if outside_court:
        rows = rows.where(~head.before_court)
    if unit is not None:
        given = case_event.c
        once_given = select(given.number).where(
            given.flow == head.flow, given.case_no == head.case_no, given.assignee == unit
        )
        rows = rows.where(
            or_(head.unit == unit, head.holder == unit, head.flow.in_(passing_through), once_given.exists())
        )
    # Coalesced so that no engine takes the index by registration for the order's sake: it would walk every case since
    # the first to find those open on a day, where the tree finds them at once and few are left to sort.
    oldest_first = func.coalesce(head.registered_on, as_of)
    rows = rows.order_by(oldest_first, head.flow, head.case_no).limit(limit).offset(offset)
    return [(row.flow, row.case_no) for row in conn.execute(rows)]
