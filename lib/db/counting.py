"""Keeping the derived tables: what a case added is taken away, what it adds now is put in, in the act's own transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import groupby, islice
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Delete,
    Insert,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from lib.db import count_tables as derived
from lib.db.dialects import values_by_key
from lib.db.queries.standing import EVERYTHING, stands
from lib.db.tables import case_event, correction
from lib.domain.case_counts import BETWEEN, EDITED, LAGGED, CaseCounts, case_counts
from lib.domain.facts import Event
from lib.domain.ledger import CaseKey
from lib.domain.plan import Plan
from lib.errors import Unavailable

# Raised whenever counting changes, so that tables made by an older program are rebuilt.
COUNTING = 2
DAY, MONTH, YEAR = "d", "m", "y"
Histories = Mapping[CaseKey, Sequence[Event]]
Progress = Callable[[int, int], None]

_AT_ONCE = 1_500  # keys in one question: five values each stay under every database's limit of parameters
_RULES = select(derived.counts_head.c.rules)
_EVENT = [case_event.c[name] for name in Event._fields]
_EDITS = (
    select(case_event.c.flow, case_event.c.occurred_on, correction.c.recorded_on, correction.c.replacement.is_(None))
    .join_from(correction, case_event, case_event.c.number == correction.c.corrects)
    .where(correction.c.kind == case_event.name)
)


def rules_of(plan: Plan) -> str:
    """What the counts depend on besides the facts."""
    return f"{COUNTING}:{plan.digest}"


def are_current(conn: Connection, plan: Plan) -> bool:
    """Whether the derived tables were made by this program for this plan; before the first event they need not be."""
    return made_by(conn, _head(conn), plan)


def made_by(conn: Connection, rules: str | None, plan: Plan) -> bool:
    """As `are_current`, where it was read already by which rules they were made."""
    return rules == rules_of(plan) or (rules is None and not _has_events(conn, None))


def _has_events(conn: Connection, before: int | None) -> bool:
    """Whether there is an event, with a lesser number than `before` where one is given."""
    earlier = select(case_event.c.number).limit(1)
    return conn.execute(earlier if before is None else earlier.where(case_event.c.number < before)).first() is not None


def _head(conn: Connection) -> str | None:
    return conn.execute(_RULES).scalar()


def demand_current(conn: Connection, plan: Plan, first: int) -> None:
    """Unavailable unless the counts are current. A board without events before number `first` has nothing to rebuild."""
    if _head(conn) == rules_of(plan):
        return
    if _has_events(conn, first):
        raise Unavailable("统计表不是按现行方案建立的，未保存任何内容：请运行 python -m lib rebuild 后重试")
    _note_rules(conn, plan)


def _note_rules(conn: Connection, plan: Plan) -> None:
    conn.execute(delete(derived.counts_head))
    conn.execute(insert(derived.counts_head), {"id": 1, "rules": rules_of(plan)})


def case_of(conn: Connection, number: int) -> CaseKey | None:
    """The case of the event with this number; None if it is no event."""
    row = conn.execute(select(case_event.c.flow, case_event.c.case_no).where(case_event.c.number == number)).first()
    return None if row is None else (row.flow, row.case_no)


def refresh(conn: Connection, plan: Plan, before: Histories, after: Histories) -> None:
    """Bring the counts from the cases as they were to the cases as they are; inside `writing` only."""
    change = _Change()
    for key, events in before.items():
        if events:
            change.take_away(key, case_counts(plan, key[0], events))
    for key, events in after.items():
        if events:
            change.put_in(key, case_counts(plan, key[0], events))
    change.apply(conn)


def note_edit(conn: Connection, number: int) -> None:
    """Count that the correction with this number took an event out; inside `writing` only."""
    _count_edits(conn, _EDITS.where(correction.c.number == number))


def _count_edits(conn: Connection, corrections: Select[Any]) -> None:
    edits = Counter(
        (EDITED, DAY, day, flow, f"{recorded_on.isoformat()}{BETWEEN}{int(voided)}")
        for flow, day, recorded_on, voided in conn.execute(corrections)
    )
    _merge(conn, derived.tally, edits)


def rebuild(conn: Connection, plan: Plan, progress: Progress | None = None) -> int:
    """Make the derived tables anew from the facts; the number of cases. Inside `writing` only."""
    for table in derived.COUNTS:
        conn.execute(delete(table))
    whole = conn.execute(select(case_event.c.number).order_by(case_event.c.number.desc()).limit(1)).scalar() or 0
    cases, read = 0, 0
    for part in _batches(_cases(conn)):
        change = _Change()
        for key, events in part:
            change.put_in(key, case_counts(plan, key[0], events))
            read += len(events)
        change.apply(conn)
        cases += len(part)
        if progress is not None:
            progress(min(read, whole), whole)
    _count_edits(conn, _EDITS)
    _note_rules(conn, plan)
    return cases


def _cases(conn: Connection) -> Iterator[tuple[CaseKey, list[Event]]]:
    """Every case with its standing events, streamed by flow and number."""
    rows = (
        select(*_EVENT)
        .where(*stands(case_event, "case_event", EVERYTHING))
        .order_by(case_event.c.flow, case_event.c.case_no)
    )
    result = conn.execute(rows, execution_options={"yield_per": 5_000})
    for key, events in groupby(map(Event._make, result), lambda one: (one.flow, one.case_no)):
        yield key, list(events)


def _batches(cases: Iterator[tuple[CaseKey, list[Event]]]) -> Iterator[list[tuple[CaseKey, list[Event]]]]:
    while part := list(islice(cases, 50_000)):
        yield part


class _Change:
    """What cases add less what they added before, gathered and then written at once."""

    def __init__(self) -> None:
        self._tallies: Counter[tuple[Any, ...]] = Counter()
        self._amounts: dict[tuple[Any, ...], Decimal] = {}
        self._measures: Counter[tuple[Any, ...]] = Counter()
        self._gone: list[CaseKey] = []
        self._heads: list[dict[str, Any]] = []
        self._spans: list[dict[str, Any]] = []

    def take_away(self, key: CaseKey, counts: CaseCounts) -> None:
        """The case as it was."""
        self._gone.append(key)
        self._add(key, counts, -1)

    def put_in(self, key: CaseKey, counts: CaseCounts) -> None:
        """The case as it is."""
        self._heads.append(counts.head._asdict())
        head = counts.head
        place = {"flow": key[0], "case_no": key[1], "unit": head.unit, "before_court": head.before_court}
        self._spans.extend({**place, **span._asdict()} for span in counts.spans)
        self._add(key, counts, 1)

    def _add(self, key: CaseKey, counts: CaseCounts, sign: int) -> None:
        flow = key[0]
        for (kind, day, word), n in counts.tallies.items():
            for grain, first in _grains(day) if kind != LAGGED else ((DAY, day),):
                self._tallies[kind, grain, first, flow, word] += sign * n
        for (kind, day), amount in counts.amounts.items():
            for grain, first in _grains(day):
                place = (kind, grain, first, flow)
                self._amounts[place] = self._amounts.get(place, Decimal(0)) + sign * amount
        for measure, n in counts.measures.items():
            self._measures[tuple(measure)] += sign * n

    def apply(self, conn: Connection) -> None:
        """Write it all."""
        for table in (derived.case_head, derived.late_span):
            _remove(conn, table, self._gone)
        _insert(conn, derived.case_head, self._heads)
        _insert(conn, derived.late_span, self._spans)
        _merge(conn, derived.tally, self._tallies)
        _merge(conn, derived.amount_tally, self._amounts)
        _merge(conn, derived.measure_tally, self._measures)


def _grains(day: date) -> tuple[tuple[str, date], ...]:
    return (DAY, day), (MONTH, day.replace(day=1)), (YEAR, day.replace(month=1, day=1))


def _parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(values)
    while part := list(islice(rest, _AT_ONCE)):
        yield part


# Statements of a table are made once: every act executes them, and making one takes longer than executing it.


@cache
def _inserting(table: Table) -> Insert:
    return insert(table)


@cache
def _removing_case(table: Table) -> Delete:
    return delete(table).where(_same(table, ("flow", "case_no")))


@cache
def _changing(table: Table) -> tuple[Update, Delete]:
    """Giving the row of a key another total, and taking it away."""
    same = _same(table, [column.name for column in table.primary_key])
    return update(table).where(same).values({_value(table): bindparam("total")}), delete(table).where(same)


def _same(table: Table, names: Iterable[str]) -> ColumnElement[bool]:
    return and_(*(table.c[name] == bindparam(f"key_{name}") for name in names))


def _insert(conn: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        conn.execute(_inserting(table), rows)


def _remove(conn: Connection, table: Table, cases: Iterable[CaseKey]) -> None:
    gone = [{"key_flow": flow, "key_case_no": case_no} for flow, case_no in cases]
    if gone:
        conn.execute(_removing_case(table), gone)


def _merge(conn: Connection, table: Table, changes: Mapping[tuple[Any, ...], Any]) -> None:
    """Add each change to the row of its key: a new row, a changed one, or, where the sum is 0, none.

    Read, decided here and written plainly, for every database understands that; the write lock is held.
    """
    keys, value = [column.name for column in table.primary_key], _value(table)
    for part in _parts(key for key, change in changes.items() if change):
        known = values_by_key(conn, table, value, part)
        new: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        emptied: list[dict[str, Any]] = []
        for key in part:
            total = known.get(key, 0) + changes[key]
            if key not in known:
                new.append({**dict(zip(keys, key, strict=True)), value.name: total})
            else:
                row = {f"key_{name}": cell for name, cell in zip(keys, key, strict=True)}
                (changed if total else emptied).append({**row, "total": total} if total else row)
        _insert(conn, table, new)
        change, remove = _changing(table)
        if changed:
            conn.execute(change, changed)
        if emptied:
            conn.execute(remove, emptied)


def _value(table: Table) -> Column[Any]:
    """The one column that is no key."""
    return next(column for column in table.columns if not column.primary_key)
