"""Counts kept beside the facts: what stands on a day, what happened in a window, what is past its deadline.

What is read is bounded by the days of a month, the months of a year and the kinds of rows, not by the cases.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Connection,
    Date,
    Select,
    Table,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)

from lib.db.count_tables import amount_tally, case_head, late_span, measure_tally, tally
from lib.db.counting import DAY, MONTH, YEAR
from lib.db.tables import case_event, correction
from lib.domain.case_counts import BETWEEN, EDITED, LAGGED, NO_KEY
from lib.domain.interval_tree import Path, path_to
from lib.domain.ledger import CaseKey
from lib.domain.measures import Window

CountKey = tuple[str, str, str]  # kind, flow, key
_ONE_DAY = timedelta(days=1)


class Buckets(NamedTuple):
    """Rows of one grain from `first` to `last`, both the first days of their months or years."""

    grain: str
    first: date
    last: date


def cover(first: date | None, last: date) -> list[Buckets]:
    """Buckets that together hold each day from `first` (None: the beginning) to `last` exactly once, as few as may be."""
    if first is None:
        return [
            Buckets(YEAR, date.min, date(last.year, 1, 1) - _ONE_DAY),
            Buckets(MONTH, date(last.year, 1, 1), last.replace(day=1) - _ONE_DAY),
            Buckets(DAY, last.replace(day=1), last),
        ]
    found: list[Buckets] = []
    for one in _pieces(first, last):
        if found and found[-1].grain == one.grain:
            one = found.pop()._replace(last=one.last)
        found.append(one)
    return found


def _pieces(first: date, last: date) -> Iterator[Buckets]:
    """Whole years, whole months and the days of the others from `first` to `last`, one after the other."""
    while first <= last:
        month_end = _following_month(first) - _ONE_DAY
        if last < month_end or first.day > 1:
            yield Buckets(DAY, first, min(last, month_end))
            first = month_end + _ONE_DAY
        elif first.month == 1 and last >= date(first.year, 12, 31):
            yield Buckets(YEAR, first, first)
            first = date(first.year + 1, 1, 1)
        else:
            yield Buckets(MONTH, first, first)
            first = month_end + _ONE_DAY


def _following_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def counts(
    conn: Connection,
    kinds: Collection[str],
    first: date | None,
    last: date,
    flow: str | None = None,
    keys: Collection[str] | None = None,
) -> dict[CountKey, int]:
    """Sums of these kinds from `first` (None: of all days) to `last`, by kind, flow and key; those of 0 are absent.

    `flow`, `keys`: only those.
    """
    buckets = cover(first, last)
    asked = _days(buckets) | _each("kind", kinds) | _each("key", keys or ()) | {"flow": flow}
    rows = conn.execute(
        _counts_of(len(buckets), len(kinds), flow is not None, None if keys is None else len(keys)), asked
    )
    return {(kind, of, key): int(n) for kind, of, key, n in rows}


def _days(buckets: Sequence[Buckets]) -> dict[str, object]:
    """The days of the buckets as their statements name them."""
    asked: dict[str, object] = {}
    for number, (grain, low, high) in enumerate(buckets):
        asked |= {f"grain{number}": grain, f"low{number}": low, f"high{number}": high}
    return asked


def _each(name: str, values: Iterable[object]) -> dict[str, object]:
    """The values as `_one_of` names them."""
    return {f"{name}{number}": value for number, value in enumerate(values)}


def _one_of(column: Column[Any], name: str, count: int) -> ColumnElement[bool]:
    """The column is one of so many values. A list of its own SQLAlchemy puts into the statement at every execution, which
    takes longer than what the database does."""
    return column.in_([bindparam(f"{name}{number}") for number in range(count)])


@cache
def _counts_of(buckets: int, kinds: int, of_flow: bool, keys: int | None) -> Select[str, str, str, int]:
    """The statement of `counts`; asked many times a page, and making it anew cost more than what the database does."""
    picked = (
        select(tally.c.kind, tally.c.flow, tally.c.key, tally.c.n).where(
            _one_of(tally.c.kind, "kind", kinds),
            *_within(tally, number, of_flow),
            *([] if keys is None else [_one_of(tally.c.key, "key", keys)]),
        )
        for number in range(buckets)
    )
    each = union_all(*picked).subquery()
    total = func.sum(each.c.n)
    rows = select(each.c.kind, each.c.flow, each.c.key, total).group_by(each.c.kind, each.c.flow, each.c.key)
    return rows.having(total != 0)


def _within(table: Table, number: int, of_flow: bool) -> list[ColumnElement[bool]]:
    """Conditions on a table of tallies: its rows of the bucket with this number, as `_days` gives it."""
    of = table.c
    days = of.day.between(bindparam(f"low{number}"), bindparam(f"high{number}"))
    return [of.grain == bindparam(f"grain{number}"), days, *([of.flow == bindparam("flow")] if of_flow else [])]


def counts_by_month(
    conn: Connection,
    kinds: Collection[str],
    kinds_by_key: Collection[str],
    months: Sequence[date],
    last: date,
    flow: str | None = None,
) -> dict[tuple[str, str, str, date], int]:
    """Sums by kind, flow, key and month (its first day), of the last month up to `last`; of `kinds` over all keys, under
    the key NO_KEY."""
    buckets = _cover_months(months, last)
    asked = _days(buckets) | _each("whole", kinds) | _each("by_key", kinds_by_key) | {"flow": flow}
    found: dict[tuple[str, str, str, date], int] = {}
    for kind, of, key, day, n in conn.execute(
        _by_month_of(len(buckets), len(kinds), len(kinds_by_key), flow is not None), asked
    ):
        place = (kind, of, key, day.replace(day=1))
        found[place] = found.get(place, 0) + int(n)
    return found


@cache
def _by_month_of(
    buckets: int, kinds: int, kinds_by_key: int, of_flow: bool
) -> CompoundSelect[str, str, str, date, int]:
    """The statement of `counts_by_month`."""
    of = tally.c
    whole = select(of.kind, of.flow, literal(NO_KEY), of.day, func.sum(of.n)).group_by(of.kind, of.flow, of.day)
    by_key = select(of.kind, of.flow, of.key, of.day, of.n)
    return union_all(
        *(
            rows.where(_one_of(of.kind, name, count), *_within(tally, number, of_flow))
            for name, count, rows in (("whole", kinds, whole), ("by_key", kinds_by_key, by_key))
            for number in range(buckets)
        )
    )


def _cover_months(months: Sequence[date], last: date) -> list[Buckets]:
    """Buckets from the first of these months (their first days) to `last`."""
    running = last.replace(day=1)
    first = min(months)
    whole = [Buckets(MONTH, first, running - _ONE_DAY)] if first < running else []
    return [*whole, Buckets(DAY, running, last)]


def counts_by_key_and_month(
    conn: Connection, kind: str, months: Sequence[date], last: date, flows: Collection[str] | None = None
) -> dict[tuple[str, date], int]:
    """Sums of one kind over these flows (None: all) by key and month (its first day), of the last month up to `last`."""
    found: dict[tuple[str, date], int] = {}
    for grain, low, high in _cover_months(months, last):
        rows = (
            select(tally.c.key, tally.c.day, func.sum(tally.c.n))
            .where(tally.c.kind == kind, tally.c.grain == grain, tally.c.day.between(low, high))
            .group_by(tally.c.key, tally.c.day)
        )
        if flows is not None:
            rows = rows.where(tally.c.flow.in_(flows))
        for key, day, n in conn.execute(rows):
            place = (key, day.replace(day=1))
            found[place] = found.get(place, 0) + int(n)
    return found


def counts_on(conn: Connection, kind: str, days: Collection[date]) -> dict[CountKey, int]:
    """Sums of one kind over single days, by kind, flow and key."""
    rows = (
        select(tally.c.flow, tally.c.key, func.sum(tally.c.n))
        .where(tally.c.kind == kind, tally.c.grain == DAY, tally.c.day.in_(days))
        .group_by(tally.c.flow, tally.c.key)
    )
    return {(kind, flow, key): int(n) for flow, key, n in conn.execute(rows)}


def edits(conn: Connection, first: date, last: date, recorded_after: date) -> dict[tuple[str, bool], int]:
    """Events dated from `first` to `last` whose correction was recorded after a day, by flow and whether voided."""
    rows = select(tally.c.flow, tally.c.key, tally.c.n).where(
        tally.c.kind == EDITED, tally.c.grain == DAY, tally.c.day.between(first, last)
    )
    found: dict[tuple[str, bool], int] = {}
    for flow, key, n in conn.execute(rows):
        recorded_on, voided = key.split(BETWEEN)
        if date.fromisoformat(recorded_on) > recorded_after:
            place = (flow, voided == "1")
            found[place] = found.get(place, 0) + int(n)
    return found


def amounts(conn: Connection, first: date, last: date, flow: str | None = None) -> dict[tuple[str, str], Decimal]:
    """Amounts from `first` to `last` by kind and flow; summed here, for SQLite's own sum is a float."""
    buckets = cover(first, last)
    found: dict[tuple[str, str], Decimal] = {}
    for kind, of, amount in conn.execute(_amounts_of(len(buckets), flow is not None), _days(buckets) | {"flow": flow}):
        found[kind, of] = found.get((kind, of), Decimal(0)) + amount
    return found


@cache
def _amounts_of(buckets: int, of_flow: bool) -> CompoundSelect[str, str, Decimal]:
    return union_all(
        *(
            select(amount_tally.c.kind, amount_tally.c.flow, amount_tally.c.amount).where(
                *_within(amount_tally, number, of_flow)
            )
            for number in range(buckets)
        )
    )


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
        and_(*own, _one_of(span.span_node, "right", right), span.from_on <= _AS_OF),
        and_(*own, _one_of(span.span_node, "left", left), span.until_on > _AS_OF),
    )


def _around(path: Path, as_of: date) -> dict[str, object]:
    """What `_is_around` asks."""
    return {"as_of": as_of} | _each("left", path.left) | _each("right", path.right)


def measures(conn: Connection, window: Window) -> dict[str, dict[tuple[str, int], int]]:
    """What every indicator of the ledger counts in a standard window: by indicator, then by unit and part."""
    rows = select(measure_tally.c.indicator, measure_tally.c.unit, measure_tally.c.part, measure_tally.c.n).where(
        measure_tally.c.first_on == window.first, measure_tally.c.last_on == window.last
    )
    found: dict[str, dict[tuple[str, int], int]] = {}
    for indicator, unit, part, n in conn.execute(rows):
        found.setdefault(indicator, {})[unit, part] = n
    return found


def last_recorded_on(conn: Connection) -> date | None:
    """The latest Shanghai day on which an event was recorded; None before the first."""
    return conn.execute(select(func.max(case_event.c.recorded_on))).scalar()


def lagging_days(conn: Connection, until: date, recorded_after: date) -> set[tuple[date, date]]:
    """Pairs of days such that events of the first (≤ `until`) were recorded on the second (> `recorded_after`)."""
    rows = select(tally.c.day, tally.c.key).where(
        tally.c.kind == LAGGED,
        tally.c.grain == DAY,
        tally.c.day <= until,
        tally.c.key > recorded_after.isoformat(),
    )
    return {(day, date.fromisoformat(key)) for day, key in conn.execute(rows)}


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


def last_event_on(conn: Connection) -> date | None:
    """The latest day an event is dated; None before the first."""
    return conn.execute(select(func.max(case_event.c.occurred_on))).scalar()


def has_events(conn: Connection, first: date, last: date) -> bool:
    """Whether an event is dated from `first` to `last`, one that was corrected away included."""
    dated = select(case_event.c.number).where(case_event.c.occurred_on.between(first, last)).limit(1)
    return conn.execute(dated).first() is not None


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
