"""Appending facts and corrections: the only writer of the fact tables, always inside `writing`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import repeat
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Table, insert, select, update

from lib import clock
from lib.clock import shanghai_day
from lib.db import tables
from lib.db.act_tables import case_cause
from lib.db.board_tables import chain_tail
from lib.db.case_seqs import with_seqs
from lib.db.dialects import WRITES
from lib.domain.facts import (
    CAUSE,
    Adjustment,
    Change,
    Entry,
    Event,
    Judgement,
    PeriodStep,
    Report,
    Ruling,
    Signature,
    Verification,
)
from lib.errors import Refused

Fact = Report | Verification | Change | Event | Adjustment | Entry | Judgement | PeriodStep | Ruling | Signature

TABLE_OF: dict[type[Fact], Table] = {
    Report: tables.report,
    Verification: tables.verification,
    Change: tables.duty_change,
    Event: tables.case_event,
    Adjustment: tables.adjustment,
    Entry: tables.entered_number,
    Judgement: tables.judgement,
    PeriodStep: tables.period_step,
    Ruling: tables.ruling,
    Signature: tables.signature,
}
KIND_OF: dict[str, type[Fact]] = {table.name: kind for kind, table in TABLE_OF.items()}
# Statements that every act executes are made once: making one takes longer than its execution.
_INSERT = {kind: insert(table) for kind, table in TABLE_OF.items()}
_TAIL = select(chain_tail.c.last_number, chain_tail.c.last_stored_at)
_MOVE_TAIL = update(chain_tail)


class Origin(NamedTuple):
    """Who stated a fact, through what, and when and where a file of the office says it stands.

    `occurrence_k`: of events only, the k of the k-th identical row of one file.
    """

    account: str
    via: str
    stated_at: datetime | None = None
    source: str | None = None
    occurrence_k: int = 1


class _Batch(NamedTuple):
    """What one append allots: the first number, the instant, and its Shanghai day."""

    first: int
    stored_at: datetime
    stored_on: date


def append(conn: Connection, facts: Sequence[Fact], origin: Origin | Sequence[Origin]) -> list[int]:
    """Store the facts in this order and return their numbers.

    The facts' own `number` and `recorded_on` are not read: both are allotted here. An event with
    seq 0 gets the next one of its case. `origin`: one for all, or one for each.
    """
    if not facts:
        return []
    origins = repeat(origin, len(facts)) if isinstance(origin, Origin) else origin
    batch = _allot(conn, len(facts))
    rows: dict[type[Fact], list[dict[str, Any]]] = {kind: [] for kind in TABLE_OF}
    numbered = zip(range(batch.first, batch.first + len(facts)), with_seqs(conn, facts), origins, strict=True)
    for number, fact, said in numbered:
        row = fact._asdict()
        row.update(_origin_cells(batch, number, said), position=number, generation=0)
        if type(fact) is Event:
            row["occurrence_k"] = said.occurrence_k
        rows[type(fact)].append(row)
    for kind, ready in rows.items():
        if ready:
            conn.execute(_INSERT[kind], ready)
    _note_causes(conn, rows[Event])
    return list(range(batch.first, batch.first + len(facts)))


def correct(
    conn: Connection, number: int, replacement: Fact | None, *, reason: str, approver: str, origin: Origin
) -> int:
    """Void fact `number`, or put `replacement` (a fact of the same kind) in its place.

    Returns the number of the correction; that of the replacement, if any, is one less. Refused if
    there is no such fact or it was corrected before (then its replacement is the one to correct).
    """
    table, old = _correctable(conn, number)
    batch = _allot(conn, 1 if replacement is None else 2)
    cells = _origin_cells(batch, batch.first, origin)
    cells["recorded_on"] = max(cells["recorded_on"], _introduced_on(conn, number))
    if replacement is not None:
        _put_in_place(conn, table, old, replacement, {**cells, "occurrence_k": origin.occurrence_k})
    row = {
        **cells,
        "number": batch.first if replacement is None else batch.first + 1,
        "corrects": number,
        "kind": table.name,
        "replacement": None if replacement is None else batch.first,
        "reason": reason,
        "approver": approver,
    }
    conn.execute(insert(tables.correction), row)
    return int(row["number"])


def _allot(conn: Connection, count: int) -> _Batch:
    """Move the tail of the chain on by `count` facts; stored_at never goes back, whatever the clock."""
    if not conn.get_execution_options().get(WRITES):
        raise RuntimeError("facts are appended inside lib.db.engine.writing only")
    tail = conn.execute(_TAIL).one()
    stored_at = max(clock.now(), tail.last_stored_at) if tail.last_stored_at else clock.now()
    conn.execute(_MOVE_TAIL, {"last_number": tail.last_number + count, "last_stored_at": stored_at})
    return _Batch(tail.last_number + 1, stored_at, shanghai_day(stored_at))


def _origin_cells(batch: _Batch, number: int, origin: Origin) -> dict[str, Any]:
    return {
        "number": number,
        "stated_at": origin.stated_at,
        "stored_at": batch.stored_at,
        "recorded_on": shanghai_day(origin.stated_at) if origin.stated_at else batch.stored_on,
        "account": origin.account,
        "via": origin.via,
        "source": origin.source,
    }


def _correctable(conn: Connection, number: int) -> tuple[Table, Row[Any]]:
    """The fact's table and row; Refused where it cannot be corrected (any more)."""
    corrected = select(tables.correction.c.number).where(tables.correction.c.corrects == number)
    if conn.execute(corrected).first():
        raise Refused(f"第 {number} 号事实已更正过；请更正现行的那一条")
    for table in TABLE_OF.values():
        row = conn.execute(select(table).where(table.c.number == number)).first()
        if row is not None and table.name not in tables.OF_RESULTS:
            return table, row
    raise Refused(f"没有第 {number} 号事实，或它是一条更正或考核周期的记录；这些不能更正")


def _introduced_on(conn: Connection, number: int) -> date:
    """Recorded day of the correction that put this fact in place; the earliest day if none did.

    A correction takes effect at a close only if the one before it in the chain does.
    """
    known = select(tables.correction.c.recorded_on).where(tables.correction.c.replacement == number)
    return conn.execute(known).scalar() or date.min


def _put_in_place(conn: Connection, table: Table, old: Row[Any], replacement: Fact, cells: Mapping[str, Any]) -> None:
    """Store the replacement at the place (position, seq within the case) of the fact it replaces."""
    if TABLE_OF[type(replacement)] is not table:
        raise Refused("更正只能用同一种类的事实")
    row = {**replacement._asdict(), **cells, "position": old.position, "generation": old.generation + 1}
    if isinstance(replacement, Event):
        if (replacement.flow, replacement.case_no) != (old.flow, old.case_no):
            raise Refused("更正不能改变台账或编号；请作废后重新登记")
        row["seq"] = old.seq
        _note_causes(conn, [row])
    else:
        del row["occurrence_k"]
    conn.execute(insert(table), row)


def _note_causes(conn: Connection, events: Sequence[Mapping[str, Any]]) -> None:
    """Keep the events that name a cause findable by it."""
    noted = [
        {"number": one["number"], "flow": one["flow"], "case_no": one["case_no"], "cause": one["attributes"][CAUSE]}
        for one in events
        if one["attributes"] and CAUSE in one["attributes"]
    ]
    if noted:
        conn.execute(insert(case_cause), noted)
