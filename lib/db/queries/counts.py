"""Counts kept beside the facts: what stands on a day and what happened in a window.

What is read is bounded by the days of a month, the months of a year and the kinds of rows, not by the cases.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Table,
    bindparam,
    func,
    literal,
    select,
    union_all,
)

from lib.db.count_tables import amount_tally, measure_tally, tally
from lib.db.counting import DAY, MONTH, YEAR
from lib.db.queries.values import each, one_of
from lib.db.tables import case_event
from lib.domain.case_counts import BETWEEN, EDITED, LAGGED, NO_KEY
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
    asked = _days(buckets) | each("kind", kinds) | each("key", keys or ()) | {"flow": flow}
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


@cache
def _counts_of(buckets: int, kinds: int, of_flow: bool, keys: int | None) -> Select[str, str, str, int]:
    """The statement of `counts`; asked many times a page, and making it anew cost more than what the database does."""
    picked = (
        select(tally.c.kind, tally.c.flow, tally.c.key, tally.c.n).where(
            one_of(tally.c.kind, "kind", kinds),
            *_within(tally, number, of_flow),
            *([] if keys is None else [one_of(tally.c.key, "key", keys)]),
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
    asked = _days(buckets) | each("whole", kinds) | each("by_key", kinds_by_key) | {"flow": flow}
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
            rows.where(one_of(of.kind, name, count), *_within(tally, number, of_flow))
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


def last_event_on(conn: Connection) -> date | None:
    """The latest day an event is dated; None before the first."""
    return conn.execute(select(func.max(case_event.c.occurred_on))).scalar()


def has_events(conn: Connection, first: date, last: date) -> bool:
    """Whether an event is dated from `first` to `last`, one that was corrected away included."""
    dated = select(case_event.c.number).where(case_event.c.occurred_on.between(first, last)).limit(1)
    return conn.execute(dated).first() is not None
